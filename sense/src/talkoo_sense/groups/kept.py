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
    others : numpy.ndarray of int
        People who are not looked at: those with few votes, and those outside the sample.
    cells_of_others : Cells
        Their votes on `statements`.
    """

    cells: Cells
    people: Indices
    statements: Indices
    twins: Indices
    is_large: bool
    others: Indices
    cells_of_others: Cells


def choose(everything: Cells, people: Indices, statements: Indices, dice: Dice) -> Kept:
    """Bring votes into canonical order; of a large conversation, sample people who voted much.

    Parameters
    ----------
    everything : Cells
    people, statements : numpy.ndarray of int
        Those with enough votes.
    dice : Dice

    Returns
    -------
    Kept
    """
    cells = everything.of(people, statements)
    is_large = people.size * statements.size > LARGE
    if is_large:
        sample = _sample(cells, dice)
        people, cells = people[sample], cells.of(sample, np.arange(statements.size))
    cells, rows, columns, twins = arrange(cells, is_large=is_large)
    people, statements = people[rows], statements[columns]
    others = np.setdiff1d(np.arange(everything.n_people), people)
    return Kept(
        cells=cells,
        people=people,
        statements=statements,
        twins=twins,
        is_large=is_large,
        others=others,
        cells_of_others=everything.of(others, statements),
    )


def all_of(cells: Cells) -> Kept:
    """Look at everybody and every statement, as they come.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    Kept
    """
    everybody, nobody = np.arange(cells.n_people), np.empty(0, dtype=np.intp)
    statements = np.arange(cells.n_statements)
    none = cells.of(nobody, statements)
    return Kept(cells, everybody, statements, everybody, is_large=False, others=nobody, cells_of_others=none)


def arrange(cells: Cells, *, is_large: bool) -> tuple[Cells, Indices, Indices, Indices]:
    """Bring what is looked at into canonical order; of a sample, leave out what has become too little.

    Parameters
    ----------
    cells : Cells
    is_large : bool
        Whether it is a sample.

    Returns
    -------
    cells : Cells
        In canonical order.
    people, statements : numpy.ndarray of int
        Where they were before.
    twins : numpy.ndarray of int
        As in `Kept`.
    """
    people, statements = np.arange(cells.n_people), np.arange(cells.n_statements)
    if is_large:
        people, statements = prune(cells)
        cells = cells.of(people, statements)
    rows, columns, twins = canonical_order(cells)
    return cells.of(rows, columns), people[rows], statements[columns], twins


def drawn(n_people: int, dice: Dice) -> Indices:
    """Draw a sample of people.

    Parameters
    ----------
    n_people : int
    dice : Dice

    Returns
    -------
    numpy.ndarray of int
        At most 5,000 places in the canonical order of those to draw from.
    """
    return dice.for_step(Step.SAMPLE).permutation(n_people)[:LARGE_SAMPLE]


def _sample(cells: Cells, dice: Dice) -> Indices:
    order, _, _ = canonical_order(cells)
    n_votes = np.bincount(cells.person, minlength=cells.n_people)[order]
    eager = order[n_votes >= LARGE_VOTES]
    eager = eager if eager.size >= FEWEST_EAGER else order
    return eager[drawn(eager.size, dice)]
