"""From votes to the answer, step by step: keep, test, describe, try again, place everybody."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.groups.cells import Cells, Indices, opinions, prune
from talkoo_sense.groups.descriptions import Description
from talkoo_sense.groups.dice import Dice
from talkoo_sense.groups.finding import find, place_everybody, suffices, without_line
from talkoo_sense.groups.kept import all_of, choose
from talkoo_sense.groups.late import Late, late_popularity, level_of_all
from talkoo_sense.groups.noise import fit_noise
from talkoo_sense.groups.opinion_map import OpinionMap, Prediction, Verdict
from talkoo_sense.votes import VoteMatrix, left_out_mask


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
    if suffices(kept):
        statements = kept.statements
        finding = find(kept, n_tables=n_tables, n_tries=n_tries, dice=dice)
        places = place_everybody(finding, kept)
    else:
        statements = np.arange(votes.n_statements)
        finding = without_line(Verdict.FEW, fit_noise(everything), np.nan, n_tables=0)
        places = place_everybody(finding, all_of(everything))
    return OpinionMap(
        verdict=finding.verdict,
        group=places.group,
        side=places.side,
        membership=places.membership,
        stability=places.stability,
        positions=places.positions,
        p1=finding.p1,
        d1=finding.d1,
        p2=finding.p2,
        d2=finding.d2,
        jaccard=finding.jaccard,
        second_line=finding.second_line,
        rests_on=finding.rests_on,
        follows_mood=finding.follows_mood,
        kept_people=masks[0],
        kept_statements=masks[1],
        n_tables=finding.n_tables,
        n_tries=finding.n_tries,
        prediction=_prediction(places.line, everything, statements, out),
    )


def _prediction(
    line: Description, everything: Cells, statements: Indices, out: NDArray[np.bool_]
) -> Prediction:
    """Give every statement a popularity, also those with too few votes, which get no slope."""
    others = np.flatnonzero(~_mask(statements, everything.n_statements))
    late = Late(everything.of(np.arange(everything.n_people), others), line.readiness)
    popularity, slope = level_of_all(line, statements, everything.n_statements)
    popularity[others] = late_popularity(others.size, late.pull_and_bend)
    popularity[out] = np.nan
    return Prediction(popularity, slope, line.readiness, line.shape.node[:, 0], line.node_weight)


def _mask(indices: Indices, size: int) -> NDArray[np.bool_]:
    mask = np.zeros(size, dtype=bool)
    mask[indices] = True
    return mask
