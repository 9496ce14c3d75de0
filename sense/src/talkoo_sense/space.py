"""How a page may draw where people stand: areas and densities, never a dot for a person."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]

FEWEST_DRAWN: Final = 7
BEYOND_ENDS: Final = 5
STEPS_OF_HEIGHT: Final = 10


@dataclass(frozen=True, eq=False)
class Area:
    """Where a group stands, as an ellipse.

    Attributes
    ----------
    centre : numpy.ndarray, shape (2,)
    covariance : numpy.ndarray, shape (2, 2)

    Examples
    --------
    >>> area([[0.0, 0.0], [2.0, 0.0]] * 4).covariance.round(2).tolist()
    [[1.14, 0.0], [0.0, 0.0]]
    """

    centre: Floats
    covariance: Floats


@dataclass(frozen=True, eq=False)
class LineDensity:
    """How people are spread along the line.

    Attributes
    ----------
    place : numpy.ndarray, shape (points,)
        Evenly spaced; at least 5 people stand beyond each of them on either side.
    height : numpy.ndarray, shape (points,)
        Density there in tenths of its maximum, from 0 to 1.

    Examples
    --------
    >>> curve = line_density(np.linspace(-1, 1, 100), reach=2, n_points=9)
    >>> curve.height
    array([1., 1., 1.])
    """

    place: Floats
    height: Floats


def area(positions: ArrayLike) -> Area | None:
    """Sum a group up by its mean and covariance.

    Parameters
    ----------
    positions : array_like of float, shape (people, 2)

    Returns
    -------
    Area or None
        None for fewer than 7 people.

    Raises
    ------
    ValueError
        If positions do not have two columns.

    Examples
    --------
    >>> area([[0.0, 0.0], [2.0, 0.0]] * 4).centre
    array([1., 0.])
    >>> area([[0.0, 0.0]] * 6) is None
    True
    """
    points = np.asarray(positions, dtype=float)
    if points.ndim != 2 or points.shape[1] != 2:
        raise ValueError(f"positions must be of shape (people, 2), not {points.shape}")
    if len(points) < FEWEST_DRAWN:
        return None
    return Area(points.mean(axis=0), np.cov(points, rowvar=False))


def line_density(positions: ArrayLike, *, reach: float = 3.0, n_points: int = 61) -> LineDensity | None:
    """Smooth positions on a line into a curve that shows no single person.

    The grid is the same for every conversation, so that its ends are nobody's position either.

    Parameters
    ----------
    positions : array_like of float, shape (people,) or (people, 2)
        Of a table the first column is taken.
    reach : float
        The grid goes from ``-reach`` to ``reach``; what is shown of it ends where 5 people are still beyond.
    n_points : int
        Points of the whole grid.

    Returns
    -------
    LineDensity or None
        None for fewer than 7 people, and if fewer than two points have 5 people on each side.

    Raises
    ------
    ValueError
        If positions have more than two dimensions.

    References
    ----------
    Gaussian kernel with Silverman's rule of thumb: Silverman, B. W. (1986). Density Estimation, eq. 3.31.

    Examples
    --------
    >>> curve = line_density(np.linspace(-1, 1, 100), reach=2, n_points=9)
    >>> curve.place
    array([-0.5,  0. ,  0.5])
    >>> line_density(np.zeros(6)) is None
    True
    """
    points = np.asarray(positions, dtype=float)
    if points.ndim not in (1, 2):
        raise ValueError("positions must be one- or two-dimensional")
    ordered = np.sort(points[:, 0] if points.ndim == 2 else points)
    if ordered.size < FEWEST_DRAWN:
        return None
    grid = np.linspace(-reach, reach, n_points)
    n_before = np.searchsorted(ordered, grid, side="left")
    n_after = ordered.size - np.searchsorted(ordered, grid, side="right")
    place = grid[(n_before >= BEYOND_ENDS) & (n_after >= BEYOND_ENDS)]
    if place.size < 2:
        return None
    quartiles = np.quantile(ordered, (0.25, 0.75))
    # With half of the people in one place their quartiles may coincide; the deviation never is 0 here.
    spread = min(ordered.std(ddof=1), (quartiles[1] - quartiles[0]) / 1.34) or ordered.std(ddof=1)
    width = 0.9 * spread * ordered.size**-0.2
    height = np.exp(-0.5 * ((place[:, None] - ordered) / width) ** 2).sum(axis=1)
    return LineDensity(place, np.round(STEPS_OF_HEIGHT * height / height.max()) / STEPS_OF_HEIGHT)
