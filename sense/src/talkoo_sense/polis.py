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

from talkoo_sense.axes import leading_axes
from talkoo_sense.base_clusters import cluster
from talkoo_sense.votes import VoteMatrix, left_out_mask

type Floats = NDArray[np.float64]
type Table = sparse.csr_array[Any, tuple[int, int]]

FEWEST_VOTES: Final = 7
# From this many votes single precision halves the memory; its error in a position is below 1e-4.
LARGE: Final = 10_000_000
MANY: Final = 100  # people and statements
BLOCK: Final = 2**18
SEED: Final = 20_210_101
NEGLIGIBLE: Final = 1e-9
# Of a singular value; positions are then right to 1e-10 also on an axis that hardly stands out from chance.
TOLERANCE: Final = 1e-6
LANCZOS_VECTORS: Final = 60


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

    Examples
    --------
    >>> votes = VoteMatrix.from_triplets([0, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1], [1, 1, 1, -1, -1, 1])
    >>> made = polis_map(votes)
    >>> made.mean.round(2).tolist(), made.takes_part.tolist()
    ([0.33, 0.33], [True, True, True])
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
    sparse table of ``vote - mean``; nothing dense is ever made and nothing is approximated. From ten million
    votes on, axes are found in single precision and in few passes, see `talkoo_sense.axes`.

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
    n_seen, total = _tally(votes)
    mean = mean_vote(n_seen, total, out)
    table = deviation(votes, mean, out)
    axes = _principal_axes(table)
    positions = project(votes, table, axes, out & (n_seen > 0), int((n_seen > 0).sum()))
    statement_positions = positions_of_statements(mean, axes, n_seen)

    takes_part = have_enough(votes, int((n_seen > 0).sum()))
    group = np.full(votes.n_people, -1, dtype=np.intp)
    group[takes_part], scores = cluster(positions[takes_part], rng)
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


def mean_vote(n_seen: NDArray[np.intp], total: Floats, out: NDArray[np.bool_]) -> Floats:
    """Give the mean of each statement, 0 for those left out.

    Parameters
    ----------
    n_seen : numpy.ndarray of int, shape (statements,)
    total : numpy.ndarray, shape (statements,)
        Sums of votes.
    out : numpy.ndarray of bool, shape (statements,)

    Returns
    -------
    numpy.ndarray, shape (statements,)
    """
    return np.where(out, 0.0, total / np.maximum(1, n_seen))


def deviation(votes: VoteMatrix, mean: Floats, out: NDArray[np.bool_]) -> Table:
    """Give ``vote - mean`` on the cells seen, 0 on statements left out.

    Parameters
    ----------
    votes : VoteMatrix
    mean : numpy.ndarray, shape (statements,)
    out : numpy.ndarray of bool, shape (statements,)

    Returns
    -------
    scipy.sparse.csr_array, shape (people, statements)
    """
    cells: NDArray[Any] = votes.value.astype(np.float32 if votes.n_votes > LARGE else np.float64)
    mean = mean.astype(cells.dtype)
    for at in _blocks(votes):
        cells[at] -= mean[votes.statement[at]]
        if out.any():
            cells[at][out[votes.statement[at]]] = 0
    return sparse.csr_array((cells, votes.statement, votes.indptr), shape=votes.shape)


def project(
    votes: VoteMatrix, table: Table, axes: Floats, counted: NDArray[np.bool_], n_columns: int
) -> Floats:
    """Put people on the axes, those with few votes stretched outwards.

    Parameters
    ----------
    votes : VoteMatrix
    table : scipy.sparse.csr_array, shape (people, statements)
        Their deviations.
    axes : numpy.ndarray, shape (2, statements)
    counted : numpy.ndarray of bool, shape (statements,)
        Statements left out that anybody voted on: they count as voted on by everybody.
    n_columns : int
        Statements that anybody voted on.

    Returns
    -------
    numpy.ndarray, shape (people, 2)
    """
    n_own = np.diff(votes.indptr) + counted.sum()
    if counted.any():
        twice = np.flatnonzero(counted[votes.statement])
        n_own -= np.bincount(np.searchsorted(votes.indptr, twice, side="right") - 1, minlength=votes.n_people)
    stretch = np.sqrt(n_columns / np.maximum(1, n_own))
    positions: Floats = stretch[:, None] * (table @ np.ascontiguousarray(axes.T, dtype=table.dtype))
    return positions


def positions_of_statements(mean: Floats, axes: Floats, n_seen: NDArray[np.intp]) -> Floats:
    """Say where a single agree vote on each statement would put a person.

    Parameters
    ----------
    mean, n_seen : numpy.ndarray, shape (statements,)
    axes : numpy.ndarray, shape (2, statements)

    Returns
    -------
    numpy.ndarray, shape (statements, 2)
    """
    positions: Floats = np.sqrt((n_seen > 0).sum()) * ((1 - mean) * (n_seen > 0) * axes).T
    return positions


def have_enough(votes: VoteMatrix, n_columns: int) -> NDArray[np.bool_]:
    """Say who takes part: people with at least min(7, statements) votes.

    Parameters
    ----------
    votes : VoteMatrix
    n_columns : int

    Returns
    -------
    numpy.ndarray of bool, shape (people,)
    """
    return np.diff(votes.indptr) >= max(1, min(FEWEST_VOTES, n_columns))


def turned(values: Floats, vectors: Floats) -> Floats:
    """Take the two axes with the largest singular values; those that do not exist are zero.

    Parameters
    ----------
    values : numpy.ndarray, shape (axes,)
    vectors : numpy.ndarray, shape (axes, statements)

    Returns
    -------
    numpy.ndarray, shape (2, statements)
        Turned so that the sum of cubes is positive.
    """
    axes = np.zeros((2, vectors.shape[1]))
    kept = sorted(zip(values, vectors, strict=True), key=lambda pair: -pair[0])[:2]
    for axis, (value, vector) in enumerate(kept):
        if value > NEGLIGIBLE:
            axes[axis] = vector if (vector**3).sum() >= 0 else -vector
    return axes


def _blocks(votes: VoteMatrix) -> list[slice]:
    """Go through votes in parts that stay in a processor's cache."""
    return [slice(first, first + BLOCK) for first in range(0, votes.n_votes, BLOCK)]


def _tally(votes: VoteMatrix) -> tuple[NDArray[np.intp], Floats]:
    """Count the votes on each statement, and add them up."""
    counts = np.zeros(3 * votes.n_statements, dtype=np.intp)
    for at in _blocks(votes):
        counts += np.bincount(3 * votes.statement[at] + (votes.value[at] + 1), minlength=counts.size)
    disagree, passed, agree = counts.reshape(-1, 3).T
    return disagree + passed + agree, (agree - disagree).astype(float)


def _principal_axes(table: Table) -> Floats:
    """Find the two leading right singular vectors; axes that do not exist are zero."""
    smaller = min(table.shape)
    if smaller == 0:
        return np.zeros((2, table.shape[1]))
    if table.nnz > LARGE and smaller > MANY:
        values, vectors = leading_axes(table)
    elif smaller <= 3 or table.count_nonzero() == 0:
        values, vectors = np.linalg.svd(table.toarray(), full_matrices=False)[1:]
    else:
        # A fixed, patternless start: a constant one would be orthogonal to every centred direction.
        start = np.random.default_rng(SEED).standard_normal(smaller)
        vectors_held = min(LANCZOS_VECTORS, smaller - 1)
        _, values, vectors = svds(table, k=2, v0=start.astype(table.dtype), ncv=vectors_held, tol=TOLERANCE)
    return turned(values, vectors)
