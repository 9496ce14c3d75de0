"""How surprising counts would be if there were nothing, and which of many surprises to believe."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc, ndtr

type Floats = NDArray[np.float64]

FALSE_SHARE: Final = 0.05


def chance_of_so_many(given: ArrayLike, seen: ArrayLike, share: float) -> Floats:
    """Give the probability of at least so many answers if each person gave it with a fixed probability.

    Parameters
    ----------
    given, seen : array_like of int
        Answers and people, broadcast against each other.
    share : float
        Probability of the answer, between 0 and 1.

    Returns
    -------
    numpy.ndarray
        Exact, from the binomial distribution; 1 where nothing was given.

    Examples
    --------
    >>> chance_of_so_many([15, 10, 0], 20, 0.5).round(4)
    array([0.0207, 0.5881, 1.    ])
    """
    given, seen = np.broadcast_arrays(np.asarray(given, dtype=float), np.asarray(seen, dtype=float))
    some = np.maximum(given, 1)
    tail: Floats = np.where(given > 0, betainc(some, seen - some + 1, share), 1.0)
    return tail


def chance_of_such_a_lead(
    given: ArrayLike, seen: ArrayLike, other_given: ArrayLike, other_seen: ArrayLike
) -> Floats:
    """Give the probability of a lead at least so large between two sets of people who are alike.

    Parameters
    ----------
    given, seen : array_like of int
        Answers and people where the answer is thought to be more frequent.
    other_given, other_seen : array_like of int
        The same elsewhere.

    Returns
    -------
    numpy.ndarray
        One-sided; 1 where nobody was seen on one side.

    References
    ----------
    The pooled two-proportion test with the correction of Yates, F. (1934). Journal of the Royal Statistical
    Society, supplement 1, which comes close to Fisher's exact test.

    Examples
    --------
    >>> float(chance_of_such_a_lead(9, 10, 4, 10).round(3))  # by Fisher's test 0.029
    0.03
    """
    given, seen, other_given, other_seen = (
        np.asarray(counts, dtype=float) for counts in (given, seen, other_given, other_seen)
    )
    n, m = np.maximum(seen, 1), np.maximum(other_seen, 1)
    pooled = (given + other_given) / (n + m)
    spread = np.sqrt(np.maximum(pooled * (1 - pooled), 1e-12) * (1 / n + 1 / m))
    lead = given / n - other_given / m
    chance: Floats = ndtr(-np.maximum(lead - (1 / n + 1 / m) / 2, 0) / spread)
    return np.where((seen == 0) | (other_seen == 0) | (lead <= 0), 1.0, chance)


def believable(
    chance: ArrayLike, looked_at: ArrayLike = True, *, false_share: float = FALSE_SHARE
) -> NDArray[np.bool_]:
    """Tell which of many findings to believe, so that on average only a small share of them is false.

    Parameters
    ----------
    chance : array_like of float
        For each finding the probability of the like by chance alone.
    looked_at : array_like of bool, optional
        Which findings there are; the others are not counted and never believed.
    false_share : float
        Share of false ones among those believed, on average at most. If nothing is there at all, anything is
        believed with this probability at most.

    Returns
    -------
    numpy.ndarray of bool
        Of the shape of `chance`.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57, 289-300.

    Examples
    --------
    >>> believable([0.001, 0.04, 0.02, 0.9])
    array([ True, False,  True, False])
    """
    chance = np.asarray(chance, dtype=float)
    there = np.broadcast_to(np.asarray(looked_at, dtype=bool), chance.shape)
    ordered = np.sort(chance[there])
    passes = ordered <= false_share * np.arange(1, ordered.size + 1) / max(ordered.size, 1)
    highest = ordered[passes].max(initial=-1.0)
    believed: NDArray[np.bool_] = there & (chance <= highest)
    return believed
