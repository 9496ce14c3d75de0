"""What comes in: counts of people, and what was kept of the release before."""

import numpy as np
from numpy.typing import ArrayLike

from talkoo_sense.chance import Ints, Known, nothing_known


def counts_of(counts: ArrayLike, k: int) -> Ints:
    """Check that counts are a table of whole numbers of people.

    Parameters
    ----------
    counts : array_like of int, shape (cells, answers)
    k : int

    Returns
    -------
    numpy.ndarray of int

    Raises
    ------
    ValueError
        If counts are not whole, negative or not a table, or `k` is below 2.
    """
    table = np.asarray(counts)
    if table.ndim != 2:
        raise ValueError(f"counts must be a table of cells x answers, not of shape {table.shape}")
    if table.size and not np.issubdtype(table.dtype, np.integer):
        raise ValueError(f"counts must be whole numbers, not {table.dtype}")
    if table.min(initial=0) < 0:
        raise ValueError("counts must not be negative")
    if k < 2:
        raise ValueError("k must be at least 2")
    return table.astype(np.int64)


def before_of(previous: Known | None, n_cells: int, n_answers: int) -> Known:
    """Check what was kept of the release before, or start anew.

    Parameters
    ----------
    previous : Known or None
    n_cells, n_answers : int

    Returns
    -------
    Known

    Raises
    ------
    ValueError
        If `previous` is of another shape.
    """
    before = nothing_known(n_cells, n_answers) if previous is None else previous
    if before.moved.shape != (n_cells, n_answers + 1):
        raise ValueError(f"previous is of shape {before.moved.shape}, not {(n_cells, n_answers + 1)}")
    return before
