"""From votes to the answer, step by step: keep, test, describe, try again, place everybody."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.groups.cells import Cells, Floats, Indices, opinions, prune
from talkoo_sense.groups.descriptions import Description, place
from talkoo_sense.groups.dice import Dice, Step
from talkoo_sense.groups.kept import Kept, choose
from talkoo_sense.groups.noise import (
    LONGEST_STEP,
    RIDGE,
    Lines,
    NoiseFit,
    fit_noise,
    leading_lines,
    p_value,
    simulated_shares,
)
from talkoo_sense.groups.opinion_map import OpinionMap, Prediction, Verdict
from talkoo_sense.groups.shapes import point
from talkoo_sense.groups.structure import ALPHA, Structure, find_structure
from talkoo_sense.votes import VoteMatrix, left_out_mask

FEWEST_PEOPLE: Final = 8
FEWEST_STATEMENTS: Final = 5
LARGE_TABLES: Final = 39
PLACED: Final = 0.8
PLACED_UNTRIED: Final = 0.95
MOOD: Final = 0.6
LATE_ROUNDS: Final = 10

type Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]


def map_opinions(
    votes: VoteMatrix,
    left_out: ArrayLike = (),
    rng: np.random.Generator | None = None,
    *,
    n_tables: int = 199,
    n_tries: int = 20,
) -> OpinionMap:
    """Say whether there are groups, which kind, how sure that is, and where everybody stands.

    First it is tested whether answers hang together more than if people differed only in how readily they
    agree and statements only in how popular they are. Only then camps are held against a spectrum, and
    groups are named only if they come back on parts of the votes. Passes and cells not seen tell nothing.
    The order of people and statements does not matter, not even for the random numbers.

    Parameters
    ----------
    votes : VoteMatrix
    left_out : array_like of int, optional
        Statements that moderation took out; they take no part in anything.
    rng : numpy.random.Generator, optional
        One number is drawn from it to seed all that is random here. If not given the seed is fixed: the same
        votes always get the same answer.
    n_tables : int
        Made-up conversations for each test; 39 at most when people x statements exceed 100,000.
    n_tries : int
        How often the camps are looked for anew.

    Returns
    -------
    OpinionMap

    Raises
    ------
    ValueError
        If `left_out` names a statement that does not exist, or a number is below 1.

    References
    ----------
    The parametric bootstrap of a largest eigenvalue against the Rasch model; see the README of this package
    for the procedure, its false alarms and its power.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> camp = np.repeat([-1, 1], 20)
    >>> agrees = rng.random((40, 12)) < np.where(np.outer(camp, rng.choice([-1, 1], 12)) > 0, 0.9, 0.1)
    >>> person, statement = np.indices((40, 12)).reshape(2, -1)
    >>> found = map_opinions(VoteMatrix.from_triplets(person, statement, np.where(agrees, 1, -1).ravel()))
    >>> str(found.verdict), found.n_groups
    ('groups', 2)
    >>> np.unique(found.side[camp > 0]).size  # everybody of a camp is on one side
    1
    """
    if n_tables < 1 or n_tries < 1:
        raise ValueError("n_tables and n_tries must be at least 1")
    dice = Dice(rng)
    out = left_out_mask(left_out, votes.n_statements)
    everything = opinions(votes, out)
    kept_people, kept_statements = prune(everything)
    masks = _mask(kept_people, votes.n_people), _mask(kept_statements, votes.n_statements)
    kept = choose(everything, kept_people, kept_statements, dice)
    if kept.people.size < FEWEST_PEOPLE or kept.statements.size < FEWEST_STATEMENTS:
        everybody = _null(fit_noise(everything))
        known = _prediction(everybody, everything, np.arange(votes.n_statements), out)
        return _without_structure(Verdict.FEW, np.nan, known, masks, n_tables=0)

    n_tables = min(n_tables, LARGE_TABLES) if kept.is_large else n_tables
    noise = fit_noise(kept.cells)
    lines = leading_lines(kept.cells, noise.residual)
    tables = simulated_shares(kept.cells, noise, noise.p_agree, n_tables, dice.for_step(Step.FIRST_TEST))
    p1 = p_value(lines.share[0], tables[:, 0])
    if p1 > ALPHA:
        everybody = _for_everybody(_null(noise), kept)
        known = _prediction(everybody, everything, kept.statements, out)
        return _without_structure(Verdict.NONE, p1, known, masks, n_tables=n_tables)

    found = find_structure(kept, noise, lines, n_tables=n_tables, n_tries=n_tries, dice=dice)
    line = _for_everybody(found.line, kept)
    groups = _for_everybody(found.groups, kept)
    sides = groups if found.groups is found.sides else _for_everybody(found.sides, kept)
    stability = np.full(votes.n_people, np.nan)
    stability[kept.people] = _alike_for_twins(found.stability.person, kept.twins)
    return OpinionMap(
        verdict=found.verdict,
        group=_placed(groups, stability) if found.verdict is Verdict.GROUPS else np.full(votes.n_people, -1),
        side=sides.label,
        membership=groups.membership,
        stability=stability,
        positions=_positions(found, kept, line),
        p1=p1,
        d1=found.d1,
        p2=found.p2,
        d2=found.d2,
        jaccard=found.stability.jaccard,
        second_line=found.p2 <= ALPHA,
        rests_on=_rests_on(kept, lines, n_tables, dice),
        follows_mood=abs(_correlation(lines.loading[:, 0], noise.popularity)) > MOOD,
        kept_people=masks[0],
        kept_statements=masks[1],
        n_tables=n_tables,
        n_tries=n_tries,
        prediction=_prediction(line, everything, kept.statements, out),
    )


def _without_structure(
    verdict: Verdict, p1: float, prediction: Prediction, masks: Masks, *, n_tables: int
) -> OpinionMap:
    n_people = prediction.readiness.size
    return OpinionMap(
        verdict=verdict,
        group=np.full(n_people, -1),
        side=np.zeros(n_people, dtype=np.intp),
        membership=np.ones((n_people, 1)),
        stability=np.full(n_people, np.nan),
        positions=np.zeros((n_people, 2)),
        p1=p1,
        d1=np.nan,
        p2=np.nan,
        d2=np.nan,
        jaccard=np.empty(0),
        second_line=False,
        rests_on=(),
        follows_mood=False,
        kept_people=masks[0],
        kept_statements=masks[1],
        n_tables=n_tables,
        n_tries=0,
        prediction=prediction,
    )


def _null(noise: NoiseFit) -> Description:
    """Give the null model the form of a description: everybody at one point."""
    n_people, n_statements = noise.readiness.size, noise.popularity.size
    return Description(
        shape=point(),
        popularity=noise.popularity,
        slope=np.zeros((n_statements, 1)),
        readiness=noise.readiness,
        camp_weight=np.ones(1),
        node_weight=np.ones((n_people, 1)),
        value=-np.inf,
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


def _prediction(
    line: Description, everything: Cells, statements: Indices, out: NDArray[np.bool_]
) -> Prediction:
    """Give every statement a popularity, also those with too few votes, which get no slope."""
    others = np.flatnonzero(~_mask(statements, everything.n_statements))
    rest = everything.of(np.arange(everything.n_people), others)
    late = np.zeros(others.size)
    agreed = rest.by_statement @ (rest.sign > 0).astype(float)
    for _ in range(LATE_ROUNDS):
        p = 1 / (1 + np.exp(-late[rest.statement] - line.readiness[rest.person]))
        step = (agreed - rest.by_statement @ p - RIDGE * late) / (rest.by_statement @ (p * (1 - p)) + RIDGE)
        late = late + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
    popularity, slope = np.zeros(everything.n_statements), np.zeros(everything.n_statements)
    popularity[statements], slope[statements] = line.popularity, line.slope[:, 0]
    popularity[others] = late
    popularity[out] = np.nan
    return Prediction(popularity, slope, line.readiness, line.shape.node[:, 0], line.node_weight)


def _placed(groups: Description, stability: Floats) -> Indices:
    """Name the group of those whose place is sure enough."""
    surest = groups.membership.max(axis=1)
    untried = np.isnan(stability)
    is_sure = np.where(untried, surest >= PLACED_UNTRIED, (stability >= PLACED) & (surest >= PLACED))
    return np.where(is_sure, groups.label, -1)


def _positions(found: Structure, kept: Kept, line: Description) -> Floats:
    """Put the line on the first axis, and on the second what of the plane is at right angles to it."""
    first = line.position[:, 0]
    if found.plane is None:
        return np.stack([first, np.zeros_like(first)], axis=1)
    along = found.plane.position.T @ found.line.position[:, 0]
    turned = np.arctan2(along[1], along[0])
    across = np.array([-np.sin(turned), np.cos(turned)])
    across *= 1 if ((found.plane.slope @ across) ** 3).sum() >= 0 else -1
    place_in_plane = _for_everybody(found.plane, kept).position
    return np.stack([first, place_in_plane[:, 0] * across[0] + place_in_plane[:, 1] * across[1]], axis=1)


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


def _mask(indices: Indices, size: int) -> NDArray[np.bool_]:
    mask = np.zeros(size, dtype=bool)
    mask[indices] = True
    return mask
