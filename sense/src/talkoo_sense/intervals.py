"""Intervals that say how much a share of few people means."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]

Z95: Final = 1.959964


def wilson_interval(given: ArrayLike, seen: ArrayLike, z: float = Z95) -> tuple[Floats, Floats]:
    """Give the interval of a share by Wilson's score method.

    Parameters
    ----------
    given, seen : array_like of int
        Successes and trials, broadcast against each other.
    z : float
        Quantile of the normal distribution; 1.96 makes 95 %.

    Returns
    -------
    low, high : numpy.ndarray
        0 and 1 where nothing was seen.

    Raises
    ------
    ValueError
        If a count is negative or more was given than seen.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22.

    Examples
    --------
    >>> low, high = wilson_interval(8, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (0.49, 0.943)
    """
    given, seen = np.asarray(given, dtype=float), np.asarray(seen, dtype=float)
    if (given < 0).any() or (given > seen).any():
        raise ValueError("given must lie between 0 and seen")
    n = np.maximum(seen, 1)
    share = given / n
    middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    low, high = np.maximum(middle - half, 0), np.minimum(middle + half, 1)
    return np.where(seen == 0, 0.0, low), np.where(seen == 0, 1.0, high)


def least_difference(
    given: ArrayLike, seen: ArrayLike, other_given: ArrayLike, other_seen: ArrayLike, z: float = Z95
) -> Floats:
    """Give the lower end of the interval of the difference between two shares.

    Parameters
    ----------
    given, seen : array_like of int
        Successes and trials of the first share.
    other_given, other_seen : array_like of int
        Those of the share that is taken away.
    z : float
        Quantile of the normal distribution.

    Returns
    -------
    numpy.ndarray
        From -1 to 1; -1 where one of the shares was not seen at all.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics
    in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> round(float(least_difference(56, 70, 48, 80)), 4)
    0.0524
    """
    given, seen, other_given, other_seen = (
        np.asarray(counts, dtype=float) for counts in (given, seen, other_given, other_seen)
    )
    low, _ = wilson_interval(given, seen, z)
    _, high = wilson_interval(other_given, other_seen, z)
    share, other = given / np.maximum(seen, 1), other_given / np.maximum(other_seen, 1)
    least = share - other - np.hypot(share - low, high - other)
    return np.where((seen == 0) | (other_seen == 0), -1.0, least)
