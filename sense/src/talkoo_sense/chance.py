"""Numbers moved by chance, so that whoever knows all answers but one cannot be sure of that one.

Every count is moved once, when its people are new. What it was moved by is kept and carried on: the next
release moves the same count further, by a new draw for the newest people alone. So each answer is veiled by
one draw for good, and no number of releases wears it down.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]

TAIL: Final = 3 / 8
"""How much rarer each further step is. Three draws about one person tell at most (8/3)^3 = 19 to 1."""


@dataclass(frozen=True, eq=False)
class Known:
    """What only the publisher knows. Not to be published; kept for the next running release.

    Attributes
    ----------
    people : numpy.ndarray of int, shape (cells,)
        People behind each published cell, 0 where it was hidden.
    moved : numpy.ndarray of int, shape (cells, answers + 1)
        By how much the count of each answer, and last the number of people, was moved by chance.

    Examples
    --------
    >>> before = nothing_known(n_cells=1, n_answers=3)
    >>> before.people.tolist(), before.moved.tolist()
    ([0], [[0, 0, 0, 0]])
    """

    people: Ints
    moved: Ints


def nothing_known(n_cells: int, n_answers: int) -> Known:
    """Start before the first release.

    Parameters
    ----------
    n_cells, n_answers : int

    Returns
    -------
    Known
    """
    return Known(np.zeros(n_cells, dtype=np.int64), np.zeros((n_cells, n_answers + 1), dtype=np.int64))


def steps(rng: np.random.Generator, shape: tuple[int, ...], *, tail: float = TAIL) -> Ints:
    """Draw by how much each number of a table is moved: the two-sided geometric distribution.

    A step of d has the chance (1 - tail) / (1 + tail) * tail^abs(d). What can be published of a count can
    then be published of every other count too, and of its neighbours at most 1 / tail times as often.

    Parameters
    ----------
    rng : numpy.random.Generator
    shape : tuple of int
    tail : float

    Returns
    -------
    numpy.ndarray of int

    References
    ----------
    The distribution: Ghosh, A., Roughgarden, T. and Sundararajan, M. (2012). Universally utility-maximizing
    privacy mechanisms. SIAM J. Comput. 41(6). One draw for each batch of newcomers: Chan, T.-H. H., Shi, E.
    and Song, D. (2011). Private and continual release of statistics. ACM Trans. Inf. Syst. Secur. 14(3).

    Examples
    --------
    >>> bool(abs(steps(np.random.default_rng(1), (10_000,)).mean()) < 0.05)
    True
    """
    up, down = rng.geometric(1 - tail, (2, *shape))
    drawn: Ints = up - down
    return drawn


def to_multiples(counts: Ints, rng: np.random.Generator, k: int, highest: Ints | None = None) -> Ints:
    """Round at random to a multiple of `k`, right on average; not up to more than `highest`.

    Parameters
    ----------
    counts : numpy.ndarray of int
    rng : numpy.random.Generator
    k : int
    highest : numpy.ndarray of int, optional
        Broadcast against `counts`.

    Returns
    -------
    numpy.ndarray of int

    References
    ----------
    Random rounding: Hundepool, A. et al. (2012). Statistical Disclosure Control, section 5.4.

    Examples
    --------
    >>> to_multiples(np.array([10, 13]), np.random.default_rng(1), 5)
    array([10, 10])
    """
    below = counts // k * k
    goes_up = rng.random(counts.shape) * k < counts - below
    if highest is not None:
        goes_up &= below + k <= highest
    rounded: Ints = below + k * goes_up
    return rounded
