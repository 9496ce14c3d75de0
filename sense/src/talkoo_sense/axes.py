"""The leading axes of a very large sparse table, in few passes over it."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

type Floats = NDArray[np.float64]
type Table = sparse.csr_array[Any, tuple[int, int]]

WIDTH: Final = (
    8  # eight vectors at a time take little longer than two: the table is read once for all of them
)
MOST_PASSES: Final = 12
STILL: Final = 1e-6
SEED: Final = 20_210_101


def leading_axes(table: Table, n_axes: int = 2) -> tuple[Floats, Floats]:
    """Find the right singular vectors that belong to the largest singular values.

    A pass multiplies the table and its transpose with a few vectors; what comes out spans the space in which
    the axes are looked for. Axes that stand out are exact to single precision after some passes. Where an
    axis does not stand out from chance (no gap after its singular value), it is one that carries nearly as
    much variance as the best.

    Parameters
    ----------
    table : scipy.sparse.csr_array, shape (rows, columns)
        With more columns than axes times 4.
    n_axes : int

    Returns
    -------
    values : numpy.ndarray, shape (n_axes,)
        Singular values, the largest first.
    vectors : numpy.ndarray, shape (n_axes, columns)
        Of length 1.

    References
    ----------
    Musco, C. and Musco, C. (2015). Randomized block Krylov methods for stronger and faster approximate
    singular value decomposition. NIPS.

    Examples
    --------
    >>> table = sparse.random_array((400, 30), rng=np.random.default_rng(1), format="csr")
    >>> values, vectors = leading_axes(table)
    >>> bool(np.allclose(values, np.linalg.svd(table.toarray())[1][:2]))
    True
    """
    turned = table.T
    n_columns = table.shape[1]
    new = np.linalg.qr(np.random.default_rng(SEED).standard_normal((n_columns, min(WIDTH, n_columns))))[0]
    basis, images = np.empty((n_columns, 0)), np.empty((n_columns, 0))
    squares = np.zeros(n_axes)
    for _ in range(MOST_PASSES):
        image = (turned @ (table @ new.astype(table.dtype))).astype(float)
        basis, images = np.hstack((basis, new)), np.hstack((images, image))
        small = basis.T @ images
        found, mix = np.linalg.eigh((small + small.T) / 2)
        before, squares = squares, found[: -n_axes - 1 : -1]
        room = n_columns - basis.shape[1]
        if room == 0 or np.all(np.abs(squares - before) <= STILL * squares):
            break
        for _ in range(2):  # once is not enough against rounding
            image -= basis @ (basis.T @ image)
        new = np.linalg.qr(image)[0][:, :room]
    vectors: Floats = (basis @ mix[:, : -n_axes - 1 : -1]).T
    return np.sqrt(np.maximum(squares, 0)), vectors
