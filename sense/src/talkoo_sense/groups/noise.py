"""The null model: everybody has an own readiness to agree, every statement an own popularity, and no more."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds

from talkoo_sense.groups.cells import Cells, Floats, Singles

type Table = sparse.csr_array[Any, tuple[int, int]]

RIDGE: Final = 0.2
ROUNDS: Final = 25
REFIT_ROUNDS: Final = 5
LONGEST_STEP: Final = 2.0
# Below this many rows or columns all eigenvalues of the small square are quicker than Lanczos.
SMALL_SIDE: Final = 256
NEGLIGIBLE: Final = 1e-9
# Of a singular value of a made-up table, whose square is then right to 1e-4: only its rank matters.
ROUGH: Final = 1e-2
# Of the singular values of the votes; their vectors are then right to 1e-10.
EXACT: Final = 1e-6
# Noise has no gap after its second singular value; a long basis finds it in half the time of the usual 20.
LANCZOS_VECTORS: Final = 60
# Cells of the made-up tables held at once: small enough for a processor's cache.
CELLS_AT_ONCE: Final = 250_000


@dataclass(frozen=True, eq=False)
class NoiseFit:
    """``P(agree) = F(popularity + readiness)``, F the logistic function.

    Attributes
    ----------
    popularity : numpy.ndarray, shape (statements,)
    readiness : numpy.ndarray, shape (people,)
    p_agree : numpy.ndarray, shape (cells,)
        Fitted probability of agreeing, cell by cell.
    residual : numpy.ndarray, shape (cells,)
        1 or 0 as observed, less `p_agree`.
    """

    popularity: Floats
    readiness: Floats
    p_agree: Floats
    residual: Floats


@dataclass(frozen=True, eq=False)
class Lines:
    """What hangs together in the residuals: their two leading singular triples.

    Attributes
    ----------
    loading : numpy.ndarray, shape (statements, 2)
        Right singular vectors; the sum of cubes is positive.
    score : numpy.ndarray, shape (people, 2)
        Left singular vectors times singular values.
    size : numpy.ndarray, shape (2,)
        Singular values.
    share : numpy.ndarray, shape (2,)
        The statistics T1 and T2: each eigenvalue's share of itself and all smaller ones.
    """

    loading: Floats
    score: Floats
    size: Floats
    share: Floats


def fit_noise(cells: Cells) -> NoiseFit:
    """Fit the null model by alternating Newton steps under a ridge.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    NoiseFit
    """
    agrees = (cells.sign > 0).astype(float)[:, None]
    start = np.zeros((cells.n_statements, 1)), np.zeros((cells.n_people, 1))
    popularity, readiness = _alternate(cells, agrees, *start, rounds=ROUNDS)
    p_agree = _p_agree(cells, popularity, readiness)[:, 0]
    return NoiseFit(popularity[:, 0], readiness[:, 0], p_agree, agrees[:, 0] - p_agree)


def leading_lines(cells: Cells, residual: Floats) -> Lines:
    """Find the two lines along which residuals hang together most.

    Parameters
    ----------
    cells : Cells
        At least three people and statements.
    residual : numpy.ndarray, shape (cells,)

    Returns
    -------
    Lines
    """
    size, loading = leading_triples(residual_table(cells, residual))
    score = residual_table(cells, residual) @ loading
    return Lines(loading, score, size, _shares(size**2, residual @ residual))


def residual_table(cells: Cells, residual: Floats) -> Table:
    """Lay residuals out as people x statements, 0 where there is no cell.

    Parameters
    ----------
    cells : Cells
    residual : numpy.ndarray, shape (cells,)

    Returns
    -------
    scipy.sparse.csr_array, shape (people, statements)
    """
    shape = cells.n_people, cells.n_statements
    return sparse.csr_array((residual, (cells.person, cells.statement)), shape=shape)


def leading_triples(table: Table) -> tuple[Floats, Floats]:
    """Find the two largest singular values and their right vectors, with a positive sum of cubes.

    Parameters
    ----------
    table : scipy.sparse.csr_array, shape (people, statements)

    Returns
    -------
    size : numpy.ndarray, shape (2,)
    loading : numpy.ndarray, shape (statements, 2)
    """
    if min(table.shape) <= SMALL_SIDE:
        _, size, right = np.linalg.svd(table.toarray(), full_matrices=False)
    else:
        _, size, right = svds(table, k=2, ncv=LANCZOS_VECTORS, v0=_start(min(table.shape)), tol=EXACT)
        size, right = size[::-1], right[::-1]
    loading = right[:2].T
    return size[:2], loading * np.where((loading**3).sum(axis=0) < 0, -1.0, 1.0)


def simulated_shares(
    cells: Cells, fit: NoiseFit, p_agree: Floats, n_tables: int, rng: np.random.Generator
) -> Floats:
    """Make up tables with the same gaps, refit the null model to each and measure what hangs together.

    Parameters
    ----------
    cells : Cells
    fit : NoiseFit
        Start of each refit.
    p_agree : numpy.ndarray, shape (cells,)
        Probabilities that the tables are drawn from: those of `fit` for the first test, those of the better
        one-line description for the second.
    n_tables : int
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (n_tables, 2)
        T1 and T2 of each table.
    """
    chance = p_agree.astype(np.float32)[:, None]
    at_once = max(1, min(n_tables, CELLS_AT_ONCE // max(1, cells.n_cells)))
    shares = []
    for first in range(0, n_tables, at_once):
        n = min(at_once, n_tables - first)
        agrees = (rng.random((cells.n_cells, n), dtype=np.float32) < chance).astype(np.float32)
        popularity = np.repeat(fit.popularity.astype(np.float32)[:, None], n, axis=1)
        readiness = np.repeat(fit.readiness.astype(np.float32)[:, None], n, axis=1)
        popularity, readiness = _alternate(cells, agrees, popularity, readiness, rounds=REFIT_ROUNDS)
        agrees -= _p_agree(cells, popularity, readiness)
        shares.append(_shares_of_each(cells, agrees))
    return np.concatenate(shares)


def p_value(observed: float, simulated: Floats) -> float:
    """Tell how often made-up tables hang together at least as much: (1 + number) / (tables + 1).

    Parameters
    ----------
    observed : float
    simulated : numpy.ndarray, shape (tables,)

    Returns
    -------
    float

    References
    ----------
    Davison, A. C. and Hinkley, D. V. (1997). Bootstrap Methods and their Application, section 4.2.

    Examples
    --------
    >>> p_value(0.5, np.array([0.1, 0.6, 0.2]))
    0.5
    """
    return float((1 + (simulated >= observed).sum()) / (1 + simulated.size))


def _alternate[Levels: (Floats, Singles)](
    cells: Cells, agrees: Levels, popularity: Levels, readiness: Levels, *, rounds: int
) -> tuple[Levels, Levels]:
    """Newton steps for all statements, then for all people; one column per table."""
    agreed_by_statement, agreed_by_person = cells.by_statement @ agrees, cells.by_person @ agrees
    for _ in range(rounds):
        p = _p_agree(cells, popularity, readiness)
        popularity = _step(popularity, agreed_by_statement, cells.by_statement, p)
        p = _p_agree(cells, popularity, readiness)
        readiness = _step(readiness, agreed_by_person, cells.by_person, p)
    return popularity, readiness


def _step[Levels: (Floats, Singles)](level: Levels, agreed: Levels, total: Table, p: Levels) -> Levels:
    """Take one Newton step; `p` is used up."""
    expected = total @ p
    p *= 1 - p
    step = (agreed - expected - RIDGE * level) / (total @ p + RIDGE)
    stepped: Levels = level + np.clip(step, -LONGEST_STEP, LONGEST_STEP)
    return stepped


def _p_agree[Levels: (Floats, Singles)](cells: Cells, popularity: Levels, readiness: Levels) -> Levels:
    p: Levels = popularity.take(cells.statement, axis=0)
    p += readiness.take(cells.person, axis=0)
    np.negative(p, out=p)
    np.exp(p, out=p)
    p += 1
    np.reciprocal(p, out=p)
    return p


def _shares_of_each(cells: Cells, residuals: Singles) -> Floats:
    n_tables = residuals.shape[1]
    total = (residuals**2).sum(axis=0, dtype=float)
    eigenvalues = np.empty((n_tables, 2))
    shape = cells.n_people, cells.n_statements
    if min(shape) <= SMALL_SIDE:
        dense = np.zeros((n_tables, *shape), dtype=np.float32)
        dense[:, cells.person, cells.statement] = residuals.T
        turned = dense.transpose(0, 2, 1)
        square = dense @ turned if shape[0] < shape[1] else turned @ dense
        eigenvalues[:] = np.linalg.eigvalsh(square)[:, :-3:-1]
    else:
        start = _start(min(shape)).astype(np.float32)
        for table, column in enumerate(residuals.T):
            sheet = sparse.csr_array((column, (cells.person, cells.statement)), shape=shape)
            size = svds(sheet, k=2, ncv=LANCZOS_VECTORS, v0=start, return_singular_vectors=False, tol=ROUGH)
            eigenvalues[table] = np.sort(size)[::-1] ** 2
    return _shares(eigenvalues, total)


def _shares(eigenvalues: Floats, total: Floats | float) -> Floats:
    """``T_k = l_k / (l_k + l_(k+1) + ...)`` for k = 1 and 2, given the two largest and the sum of all."""
    # If one line is all there is, rounding errors must not pass for a second.
    rest = np.maximum(total - eigenvalues[..., 0], NEGLIGIBLE * total)
    shares: Floats = np.stack([eigenvalues[..., 0] / total, eigenvalues[..., 1] / rest], axis=-1)
    return shares


def _start(n: int) -> Floats:
    """Make a patternless start for Lanczos: a constant one is orthogonal to every centred direction."""
    return np.random.default_rng(n).standard_normal(n)
