"""The part of the votes that is looked at: all that suffices, or a sample where there is very much."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from talkoo_sense.groups.cells import Cells, Indices, canonical_order, prune
from talkoo_sense.groups.dice import Dice, Step

# The cheap path, from this many people x statements on.
LARGE: Final = 100_000
LARGE_SAMPLE: Final = 5_000
LARGE_VOTES: Final = 20
FEWEST_EAGER: Final = 100


@dataclass(frozen=True, eq=False)
class Kept:
    """What is looked at, in canonical order.

    Attributes
    ----------
    cells : Cells
    people, statements : numpy.ndarray of int
        Their indices in the whole conversation.
    twins : numpy.ndarray of int, shape (people,)
        Equal numbers for people who voted alike.
    is_large : bool
        Whether it is a sample of a large conversation.
    """

    cells: Cells
    people: Indices
    statements: Indices
    twins: Indices
    is_large: bool


def choose(cells: Cells, people: Indices, statements: Indices, dice: Dice) -> Kept:
    """Bring votes into canonical order; of a large conversation, sample people who voted much.

    Parameters
    ----------
    cells : Cells
        Votes with enough in every row and column.
    people, statements : numpy.ndarray of int
        Their indices in the whole conversation.
    dice : Dice

    Returns
    -------
    Kept
    """
    is_large = cells.n_people * cells.n_statements > LARGE
    if is_large:
        order, columns, _ = canonical_order(cells)
        n_votes = np.bincount(cells.person, minlength=cells.n_people)[order]
        eager = order[n_votes >= LARGE_VOTES]
        eager = eager if eager.size >= FEWEST_EAGER else order
        sample = eager[dice.for_step(Step.SAMPLE).permutation(eager.size)[:LARGE_SAMPLE]]
        sampled = cells.of(sample, columns)
        rows, still = prune(sampled)
        people, statements = people[sample[rows]], statements[columns[still]]
        cells = sampled.of(rows, still)
    rows, columns, twins = canonical_order(cells)
    return Kept(cells.of(rows, columns), people[rows], statements[columns], twins, is_large)
