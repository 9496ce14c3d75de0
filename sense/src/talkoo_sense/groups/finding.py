"""What the people looked at tell, and what follows from it for everybody."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np

from talkoo_sense.groups.cells import Floats, Indices
from talkoo_sense.groups.descriptions import Description, place
from talkoo_sense.groups.dice import Dice, Step
from talkoo_sense.groups.kept import Kept
from talkoo_sense.groups.noise import Lines, NoiseFit, fit_noise, leading_lines, p_value, simulated_shares
from talkoo_sense.groups.opinion_map import Verdict
from talkoo_sense.groups.shapes import point
from talkoo_sense.groups.structure import ALPHA, find_structure

FEWEST_PEOPLE: Final = 8
FEWEST_STATEMENTS: Final = 5
LARGE_TABLES: Final = 39
PLACED: Final = 0.8
PLACED_UNTRIED: Final = 0.95
MOOD: Final = 0.6


@dataclass(frozen=True, eq=False)
class Finding:
    """The answer, with descriptions of the people looked at.

    Attributes
    ----------
    verdict : Verdict
    line : Description
        The better spectrum; the null model if there is no line.
    sides, groups, plane : Description or None
        As in `Structure`; None if there is no line.
    across : numpy.ndarray, shape (2,)
        Direction in the plane at right angles to the line; zeros without a plane.
    stability : numpy.ndarray, shape (people,)
    p1, d1, p2, d2 : float
    jaccard : numpy.ndarray, shape (groups,)
    second_line : bool
    rests_on : tuple of int
    follows_mood : bool
    n_tables, n_tries : int
        These and all above as in `OpinionMap`.
    """

    verdict: Verdict
    line: Description
    sides: Description | None
    groups: Description | None
    plane: Description | None
    across: Floats
    stability: Floats
    p1: float
    d1: float
    p2: float
    d2: float
    jaccard: Floats
    second_line: bool
    rests_on: tuple[int, ...]
    follows_mood: bool
    n_tables: int
    n_tries: int

    def about(self, rows: Indices) -> Self:
        """Keep of the people looked at only some.

        Parameters
        ----------
        rows : numpy.ndarray of int

        Returns
        -------
        Finding
        """

        def part(whole: Description) -> Description:
            return replace(whole, readiness=whole.readiness[rows], node_weight=whole.node_weight[rows])

        sides = part(self.sides) if self.sides else None
        apart = self.groups is not self.sides
        return replace(
            self,
            line=part(self.line),
            sides=sides,
            groups=part(self.groups) if self.groups and apart else sides,
            plane=part(self.plane) if self.plane else None,
            stability=self.stability[rows],
        )


@dataclass(frozen=True, eq=False)
class Places:
    """Where everybody stands; as in `OpinionMap`, with the line they stand on."""

    line: Description
    group: Indices
    side: Indices
    membership: Floats
    stability: Floats
    positions: Floats


def suffices(kept: Kept) -> bool:
    """Say whether there are enough votes to look for groups.

    Parameters
    ----------
    kept : Kept

    Returns
    -------
    bool
    """
    return kept.people.size >= FEWEST_PEOPLE and kept.statements.size >= FEWEST_STATEMENTS


def find(kept: Kept, *, n_tables: int, n_tries: int, dice: Dice) -> Finding:
    """Test against chance, describe and try again, with the people looked at.

    Parameters
    ----------
    kept : Kept
        Enough, see `suffices`.
    n_tables, n_tries : int
    dice : Dice

    Returns
    -------
    Finding
    """
    n_tables = min(n_tables, LARGE_TABLES) if kept.is_large else n_tables
    noise = fit_noise(kept.cells)
    lines = leading_lines(kept.cells, noise.residual)
    tables = simulated_shares(kept.cells, noise, noise.p_agree, n_tables, dice.for_step(Step.FIRST_TEST))
    p1 = p_value(lines.share[0], tables[:, 0])
    if p1 > ALPHA:
        return without_line(Verdict.NONE, noise, p1, n_tables)

    found = find_structure(kept, noise, lines, n_tables=n_tables, n_tries=n_tries, dice=dice)
    return Finding(
        verdict=found.verdict,
        line=found.line,
        sides=found.sides,
        groups=found.groups,
        plane=found.plane,
        across=_across(found.line, found.plane),
        stability=_alike_for_twins(found.stability.person, kept.twins),
        p1=p1,
        d1=found.d1,
        p2=found.p2,
        d2=found.d2,
        jaccard=found.stability.jaccard,
        second_line=found.p2 <= ALPHA,
        rests_on=_rests_on(kept, lines, n_tables, dice),
        follows_mood=abs(_correlation(lines.loading[:, 0], noise.popularity)) > MOOD,
        n_tables=n_tables,
        n_tries=n_tries,
    )


def without_line(verdict: Verdict, noise: NoiseFit, p1: float, n_tables: int) -> Finding:
    """Say that nothing was found: everybody is at one point.

    Parameters
    ----------
    verdict : Verdict
    noise : NoiseFit
    p1 : float
    n_tables : int

    Returns
    -------
    Finding
    """
    n_people, n_statements = noise.readiness.size, noise.popularity.size
    null = Description(
        shape=point(),
        popularity=noise.popularity,
        slope=np.zeros((n_statements, 1)),
        readiness=noise.readiness,
        camp_weight=np.ones(1),
        node_weight=np.ones((n_people, 1)),
        value=-np.inf,
    )
    return Finding(
        verdict=verdict,
        line=null,
        sides=None,
        groups=None,
        plane=None,
        across=np.zeros(2),
        stability=np.full(n_people, np.nan),
        p1=p1,
        d1=np.nan,
        p2=np.nan,
        d2=np.nan,
        jaccard=np.empty(0),
        second_line=False,
        rests_on=(),
        follows_mood=False,
        n_tables=n_tables,
        n_tries=0,
    )


def place_everybody(finding: Finding, kept: Kept) -> Places:
    """Place those looked at as they were found, and the others under what was found.

    Parameters
    ----------
    finding : Finding
    kept : Kept
        Its people and others are all of ``0 ... people - 1``; their own cells are not needed.

    Returns
    -------
    Places
    """
    line = _for_everybody(finding.line, kept)
    n_people = line.readiness.size
    stability = np.full(n_people, np.nan)
    stability[kept.people] = finding.stability
    if finding.sides is None or finding.groups is None:
        nobodys, one_side = np.full(n_people, -1), np.zeros(n_people, dtype=np.intp)
        return Places(line, nobodys, one_side, np.ones((n_people, 1)), stability, np.zeros((n_people, 2)))
    groups = _for_everybody(finding.groups, kept)
    sides = groups if finding.groups is finding.sides else _for_everybody(finding.sides, kept)
    positions = np.zeros((n_people, 2))
    positions[:, 0] = line.position[:, 0]
    if finding.plane is not None:
        in_plane = _for_everybody(finding.plane, kept).position
        positions[:, 1] = in_plane[:, 0] * finding.across[0] + in_plane[:, 1] * finding.across[1]
    return Places(
        line=line,
        group=_placed(groups, stability) if finding.verdict is Verdict.GROUPS else np.full(n_people, -1),
        side=sides.label,
        membership=groups.membership,
        stability=stability,
        positions=positions,
    )


def _for_everybody(description: Description, kept: Kept) -> Description:
    """Add the people who were not looked at, each by the posterior under the finished description."""
    placed = place(description, kept.cells_of_others)
    n_people = kept.people.size + kept.others.size
    readiness = np.empty(n_people)
    node_weight = np.empty((n_people, description.node_weight.shape[1]))
    for people, part in ((kept.people, description), (kept.others, placed)):
        readiness[people], node_weight[people] = part.readiness, part.node_weight
    return replace(placed, readiness=readiness, node_weight=node_weight)


def _placed(groups: Description, stability: Floats) -> Indices:
    """Name the group of those whose place is sure enough."""
    surest = groups.membership.max(axis=1)
    untried = np.isnan(stability)
    is_sure = np.where(untried, surest >= PLACED_UNTRIED, (stability >= PLACED) & (surest >= PLACED))
    return np.where(is_sure, groups.label, -1)


def _across(line: Description, plane: Description | None) -> Floats:
    """Find what of the plane is at right angles to the line."""
    if plane is None:
        return np.zeros(2)
    along = plane.position.T @ line.position[:, 0]
    turned = np.arctan2(along[1], along[0])
    across: Floats = np.array([-np.sin(turned), np.cos(turned)])
    return across if ((plane.slope @ across) ** 3).sum() >= 0 else -across


def _rests_on(kept: Kept, lines: Lines, n_tables: int, dice: Dice) -> tuple[int, ...]:
    """Name the two statements that weigh most, if nothing is found without them."""
    weight = np.abs(lines.loading[:, 0])
    order = np.argsort(-weight, kind="stable")
    rest = kept.cells.of(np.arange(kept.cells.n_people), np.sort(order[2:]))
    noise = fit_noise(rest)
    observed = leading_lines(rest, noise.residual).share[0]
    rng = dice.for_step(Step.WITHOUT_TWO_STATEMENTS)
    tables = simulated_shares(rest, noise, noise.p_agree, n_tables, rng)
    if p_value(observed, tables[:, 0]) <= ALPHA:
        return ()
    return tuple(sorted(int(statement) for statement in kept.statements[order[:2]]))


def _alike_for_twins(values: Floats, twins: Indices) -> Floats:
    """Give people who voted alike the same figure, whoever of them was left out of which try."""
    return (np.bincount(twins, values) / np.bincount(twins))[twins]


def _correlation(x: Floats, y: Floats) -> float:
    x, y = x - x.mean(), y - y.mean()
    return float(x @ y / max(np.linalg.norm(x) * np.linalg.norm(y), np.finfo(float).tiny))
