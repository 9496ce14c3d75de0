"""Camps or a line, one line or two: decided once chance is ruled out."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from talkoo_sense.groups.cells import Cells, Floats
from talkoo_sense.groups.descriptions import Description, begin, p_agree, refine
from talkoo_sense.groups.dice import Dice, Step
from talkoo_sense.groups.kept import Kept
from talkoo_sense.groups.noise import NEGLIGIBLE, Lines, NoiseFit, p_value, simulated_shares
from talkoo_sense.groups.opinion_map import Verdict
from talkoo_sense.groups.shapes import Shape, even_line, normal_line
from talkoo_sense.groups.stability import Stability, start_of_camps, try_again

ALPHA: Final = 0.05
TWO_CAMPS: Final = 3.0  # log-odds, 20 to 1
THREE_CAMPS: Final = 10.0
SMALLEST_GROUP: Final = 5
LEAST_JACCARD: Final = 0.65
ROUNDS: Final = 40
LARGE_ROUNDS: Final = 15


@dataclass(frozen=True, eq=False)
class Structure:
    """What describes the votes best.

    Attributes
    ----------
    verdict : Verdict
        ``divide``, ``spectrum`` or ``groups``.
    line : Description
        The better spectrum.
    plane : Description or None
        The spectrum in two dimensions, if there is a second line.
    sides : Description
        Two camps, whether or not they are named.
    groups : Description
        The groups if the verdict is ``groups``, otherwise `sides`.
    stability : Stability
        Of `groups`.
    d1, p2, d2 : float
        As in `OpinionMap`.
    """

    verdict: Verdict
    line: Description
    plane: Description | None
    sides: Description
    groups: Description
    stability: Stability
    d1: float
    p2: float
    d2: float


def find_structure(
    kept: Kept, noise: NoiseFit, lines: Lines, *, n_tables: int, n_tries: int, dice: Dice
) -> Structure:
    """Hold camps against spectra, look for a second line, and try whether the camps come back.

    Parameters
    ----------
    kept : Kept
    noise : NoiseFit
    lines : Lines
    n_tables, n_tries : int
    dice : Dice

    Returns
    -------
    Structure
    """
    cells, rounds = kept.cells, LARGE_ROUNDS if kept.is_large else ROUNDS
    size = np.maximum(lines.size, NEGLIGIBLE * lines.size[0])
    unit_scores = lines.score / size * np.sqrt(cells.n_people)
    spectra = [_spread(shape, cells, noise, unit_scores[:, :1]) for shape in (normal_line(), even_line())]
    line = _best(spectra, cells, rounds)
    start = start_of_camps(2, lines.score[:, :1], cells, noise, dice.for_step(Step.TWO_CAMPS))
    sides = refine(start, cells, rounds=rounds)
    sides = _mirrored(sides) if (sides.position * line.position).sum() < 0 else sides
    d1 = sides.value - line.value

    expected = p_agree(sides if d1 > 0 else line, cells)
    tables = simulated_shares(cells, noise, expected, n_tables, dice.for_step(Step.SECOND_TEST))
    p2 = p_value(lines.share[1], tables[:, 1])
    plane, d2 = None, np.nan
    if p2 <= ALPHA:
        plane = refine(_spread(normal_line(2), cells, noise, unit_scores), cells, rounds=rounds)
        starts = [
            start_of_camps(3, lines.score[:, :columns], cells, noise, dice.for_step(Step.THREE_CAMPS))
            for columns in (2, 1)
        ]
        three = _numbered(_best(starts, cells, rounds), line)
        d2 = three.value - plane.value
        if d2 >= THREE_CAMPS and _smallest(three) >= SMALLEST_GROUP:
            stability = try_again(three, cells, noise, n_tries, dice.for_step(Step.TRIES_OF_THREE))
            if stability.jaccard.min() >= LEAST_JACCARD:
                return Structure(Verdict.GROUPS, line, plane, sides, three, stability, d1, p2, d2)

    stability = try_again(sides, cells, noise, n_tries, dice.for_step(Step.TRIES_OF_TWO))
    comes_back = _smallest(sides) >= SMALLEST_GROUP and stability.jaccard.min() >= LEAST_JACCARD
    verdict = Verdict.DIVIDE
    if d1 >= TWO_CAMPS and comes_back:
        verdict = Verdict.GROUPS
    elif d1 <= -TWO_CAMPS:
        verdict = Verdict.SPECTRUM
    return Structure(verdict, line, plane, sides, sides, stability, d1, p2, d2)


def _spread(shape: Shape, cells: Cells, noise: NoiseFit, place: Floats) -> Description:
    return begin(shape, cells, noise.popularity, noise.readiness, place, np.ones(1))


def _best(starts: list[Description], cells: Cells, rounds: int) -> Description:
    return max((refine(start, cells, rounds=rounds) for start in starts), key=lambda found: found.value)


def _mirrored(sides: Description) -> Description:
    """Exchange two camps, so that the second is at the positive end of the line."""
    return replace(
        sides,
        slope=-sides.slope,
        camp_weight=sides.camp_weight[::-1],
        node_weight=sides.node_weight[:, ::-1],
    )


def _numbered(camps: Description, line: Description) -> Description:
    """Give camps new numbers, from left to right on the line."""
    member = camps.membership
    centre = (member * line.position).sum(axis=0) / member.sum(axis=0)
    order = np.argsort(centre)
    node_order = np.concatenate([np.flatnonzero(camps.shape.camp == camp) for camp in order])
    shape = replace(camps.shape, node=camps.shape.node[node_order])
    return replace(
        camps,
        shape=shape,
        camp_weight=camps.camp_weight[order],
        node_weight=camps.node_weight[:, node_order],
    )


def _smallest(camps: Description) -> int:
    return int(np.bincount(camps.label, minlength=camps.shape.n_camps).min())
