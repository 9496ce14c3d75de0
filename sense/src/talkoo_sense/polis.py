"""What Polis would say: its map by the same formulas, for people who come from Polis and for comparison.

The published method has faults that are kept here on purpose and nowhere else: moderated-out statements count
as voted on by everybody, there is always more than one group, and nothing is said about chance.
`talkoo_sense.map_opinions` is our own answer.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from talkoo_sense.clusters import k_means, nearest, silhouette
from talkoo_sense.votes import VoteMatrix, left_out_mask

type Floats = NDArray[np.float64]

FEWEST_VOTES: Final = 7
MOST_BASE_CLUSTERS: Final = 100
GROUP_COUNTS: Final = (2, 3, 4, 5)
# Base clusters are found on this many people and then given to everybody; more would not move 100 centres.
MOST_FOR_BASE: Final = 20_000
# From this many votes single precision halves the memory; its error in a position is below 1e-4.
LARGE: Final = 10_000_000
SEED: Final = 20_210_101


@dataclass(frozen=True, eq=False)
class PolisMap:
    """The map that Polis would draw.

    Attributes
    ----------
    positions : numpy.ndarray, shape (people, 2)
        Projection of each person, in units of votes.
    group : numpy.ndarray of int, shape (people,)
        Group from 0, the largest first; -1 for people with fewer than min(7, statements) votes.
    takes_part : numpy.ndarray of bool, shape (people,)
        Who has enough votes.
    mean : numpy.ndarray, shape (statements,)
        Mean vote; 0 for statements left out.
    axes : numpy.ndarray, shape (2, statements)
        Principal components, of length 1; the sum of cubes is positive, which fixes their sign.
    statement_positions : numpy.ndarray, shape (statements, 2)
        Where a single agree vote on the statement would put a person.
    extremity : numpy.ndarray, shape (statements,)
        Length of the statement position.
    silhouette : dict of int to float
        Mean silhouette for each number of groups that was tried.
    """

    positions: Floats
    group: NDArray[np.intp]
    takes_part: NDArray[np.bool_]
    mean: Floats
    axes: Floats
    statement_positions: Floats
    extremity: Floats
    silhouette: dict[int, float]


def polis_map(
    votes: VoteMatrix, left_out: ArrayLike = (), rng: np.random.Generator | None = None
) -> PolisMap:
    """Make the map of Polis: mean imputation, two principal components, k-means on k-means, best silhouette.

    Imputing the mean and centring leaves 0 in every cell not seen, so the whole computation runs on the
    sparse table of ``vote - mean``; nothing dense is ever made and nothing is approximated.

    Parameters
    ----------
    votes : VoteMatrix
    left_out : array_like of int, optional
        Moderated-out statements. As in Polis their column becomes 0 for everybody, which then counts as a
        vote.
    rng : numpy.random.Generator, optional
        Draws the starts of k-means; a generator with a fixed seed if not given.

    Returns
    -------
    PolisMap

    Raises
    ------
    ValueError
        If `left_out` names a statement that does not exist.

    References
    ----------
    Small, C. et al. (2021). Polis: scaling deliberation by mapping high dimensional opinion spaces.
    Recerca 26(2). Checked against red-dwarf 0.4.0.

    Examples
    --------
    >>> votes = VoteMatrix.from_triplets([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1], [1, 1, 1, -1, -1, 1])
    >>> polis_map(votes).positions.shape
    (3, 2)
    """
    rng = np.random.default_rng(SEED) if rng is None else rng
    out = left_out_mask(left_out, votes.n_statements)
    n_seen = np.bincount(votes.statement, minlength=votes.n_statements)
    n_columns = int((n_seen > 0).sum())

    deviation, mean = _deviation(votes, out, n_seen)
    axes = _principal_axes(deviation)
    n_own = np.bincount(votes.person, ~out[votes.statement], votes.n_people) + (out & (n_seen > 0)).sum()
    stretch = np.sqrt(n_columns / np.maximum(1, n_own))
    positions = stretch[:, None] * (deviation @ axes.T)
    statement_positions = np.sqrt(n_columns) * ((1 - mean) * (n_seen > 0) * axes).T

    takes_part = np.diff(votes.indptr) >= max(1, min(FEWEST_VOTES, n_columns))
    group = np.full(votes.n_people, -1, dtype=np.intp)
    group[takes_part], scores = _groups(positions[takes_part], rng)
    return PolisMap(
        positions=positions,
        group=group,
        takes_part=takes_part,
        mean=mean,
        axes=axes,
        statement_positions=statement_positions,
        extremity=np.hypot(statement_positions[:, 0], statement_positions[:, 1]),
        silhouette=scores,
    )


def _deviation(
    votes: VoteMatrix, out: NDArray[np.bool_], n_seen: NDArray[np.intp]
) -> tuple[sparse.csr_array[Any, tuple[int, int]], Floats]:
    """Give ``vote - mean`` on the cells seen, 0 on statements left out, and the means."""
    mean = np.bincount(votes.statement, votes.value, votes.n_statements) / np.maximum(1, n_seen)
    mean[out] = 0.0
    cells: NDArray[Any] = votes.value.astype(np.float32 if votes.n_votes > LARGE else np.float64)
    cells -= mean[votes.statement]
    cells[out[votes.statement]] = 0
    return sparse.csr_array((cells, votes.statement, votes.indptr), shape=votes.shape), mean


def _principal_axes(deviation: sparse.csr_array[Any, tuple[int, int]]) -> Floats:
    """Find the two leading right singular vectors; axes that do not exist are zero."""
    axes = np.zeros((2, deviation.shape[1]))
    smaller = min(deviation.shape)
    if smaller <= 2 or deviation.count_nonzero() == 0:
        values, vectors = np.linalg.svd(deviation.toarray(), full_matrices=False)[1:] if smaller else ((), ())
    else:
        # A fixed, patternless start: a constant one would be orthogonal to every centred direction.
        start = np.random.default_rng(SEED).standard_normal(smaller)
        _, values, vectors = svds(deviation, k=2, v0=start.astype(deviation.dtype))
    kept = sorted(zip(values, vectors, strict=True), key=lambda pair: -pair[0])[:2]
    for axis, (value, vector) in enumerate(kept):
        if value > 1e-9:
            axes[axis] = vector if (vector**3).sum() >= 0 else -vector
    return axes


def _groups(positions: Floats, rng: np.random.Generator) -> tuple[NDArray[np.intp], dict[int, float]]:
    """Cluster people into at most 100 base clusters and these into groups, the number by best silhouette."""
    distinct = np.unique(positions, axis=0)
    if len(distinct) < 3:
        return np.zeros(len(positions), dtype=np.intp), {}
    base, base_of = _base_clusters(positions, distinct, rng)
    size = np.bincount(base_of, minlength=len(base)).astype(float)
    found = {k: k_means(base, k, rng, weight=size).label for k in GROUP_COUNTS if k < len(base)}
    scores = {k: silhouette(base, label) for k, label in found.items()}
    label = found[max(scores, key=lambda k: scores[k])][base_of]
    by_size = np.argsort(-np.bincount(label), kind="stable")
    return np.argsort(by_size)[label], scores


def _base_clusters(
    positions: Floats, distinct: Floats, rng: np.random.Generator
) -> tuple[Floats, NDArray[np.intp]]:
    if len(distinct) <= MOST_BASE_CLUSTERS:
        return distinct, nearest(positions, distinct)
    few = positions
    if len(positions) > MOST_FOR_BASE:
        few = positions[rng.choice(len(positions), MOST_FOR_BASE, replace=False)]
    centre = k_means(few, MOST_BASE_CLUSTERS, rng, n_starts=1, n_rounds=20).centre
    label = nearest(positions, centre)
    taken, label = np.unique(label, return_inverse=True)
    return centre[taken], label
