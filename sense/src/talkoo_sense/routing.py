"""Which statement somebody is asked next: weights for a draw by chance, never one order for all.

Nothing here looks at one person. What a weight is made of is what its caller gives: how many answers there
are, and how far apart people are said to stand. Where only what is public anyway is given, the weights tell
nothing more.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.votes import AGREE, PASS, VoteMatrix

type Floats = NDArray[np.float64]
type Indices = NDArray[np.intp]

FLOOR: Final = 0.2
# Of one answer about its statement, p (1 - p) where four in five think alike or fewer.
BEND: Final = 0.2


def polis_priority(votes: VoteMatrix, extremity: ArrayLike) -> Floats:
    """Weigh statements as Polis does, for people who come from there and for comparison.

    It favours what is agreed with, seldom passed on, far from the middle of the map, and new.

    Parameters
    ----------
    votes : VoteMatrix
    extremity : array_like of float, shape (statements,)
        `PolisMap.extremity`, in units of votes.

    Returns
    -------
    numpy.ndarray, shape (statements,)
        ``[(1 - (P+1)/(S+2)) (E+1) (A+1)/(S+2) (1 + 8 2^(-S/5))]^2`` with P passes, A agreements, S answers
        and extremity E. A statement left out has a weight too; do not draw it.

    Raises
    ------
    ValueError
        If there is not one extremity for each statement.

    References
    ----------
    Polis, math/src/polismath/math/conversation.clj.

    Examples
    --------
    >>> votes = VoteMatrix.from_triplets([0, 1, 2], [0, 0, 0], [1, 1, 0], shape=(3, 2))
    >>> polis_priority(votes, [0.5, 0.0]).round(2)
    array([11.49,  5.06])
    """
    far = np.asarray(extremity, dtype=float)
    if far.shape != (votes.n_statements,):
        raise ValueError(f"extremity must be of shape ({votes.n_statements},), not {far.shape}")
    seen, passed, agreed = (
        np.bincount(votes.statement[which], minlength=votes.n_statements)
        for which in (slice(None), votes.value == PASS, votes.value == AGREE)
    )
    importance = (1 - (passed + 1) / (seen + 2)) * (far + 1) * (agreed + 1) / (seen + 2)
    weight: Floats = (importance * (1 + 8 * 2 ** (-seen / 5))) ** 2
    return weight


def equal_exposure(n_answers: ArrayLike) -> Floats:
    """Weigh statements so that all come to be answered equally often: by the inverse of their answers.

    Parameters
    ----------
    n_answers : array_like of int, shape (statements,)
        Answers so far, passes included.

    Returns
    -------
    numpy.ndarray, shape (statements,)
        ``1 / (1 + n)``: by how much one answer more moves the mean of the statement.

    Raises
    ------
    ValueError
        If a number is negative.

    Examples
    --------
    >>> equal_exposure([0, 1, 9])
    array([1. , 0.5, 0.1])
    """
    n = np.asarray(n_answers, dtype=float)
    if (n < 0).any():
        raise ValueError("there cannot be fewer than 0 answers")
    weight: Floats = 1 / (1 + n)
    return weight


def need(n_answers: ArrayLike, slope: ArrayLike = 0.0, *, floor: float = FLOOR) -> Floats:
    """Weigh statements by how much one answer more would tell, about its statement and about who gives it.

    An answer places a person the better the further apart people stand on its statement, and a statement of
    which that is not known yet may turn out to be such a one. This is the information of an answer; the
    weight is its square times `equal_exposure`. Without slopes the weights hang on the numbers of answers
    alone.

    Parameters
    ----------
    n_answers : array_like of int, shape (statements,)
        Answers so far, passes included.
    slope : array_like of float, shape (statements,), optional
        Change of the log-odds of agreeing per unit of position, of either sign:
        ``OpinionMap.prediction.slope``, or `slope_between` where only words are public. 0 where nothing is
        known.
    floor : float
        From 0 to 1. Every statement has at least this share of the mean weight. So among people who were
        offered the same statements and stopped where they liked, each statement is answered by at least this
        share of the mean number of people, on average.

    Returns
    -------
    numpy.ndarray, shape (statements,)
        Of mean 1.

    Raises
    ------
    ValueError
        If a number of answers is negative, a slope is not a number, or `floor` is not from 0 to 1.

    Notes
    -----
    Of a person whose place has variance 1 an answer tells about ``log(1 + p (1-p) E[a^2]) / 2`` nats. Here
    ``p (1-p)`` is 0.2, and the variance of a slope after n answers, ``1 / (1 + 0.2 n)``, is added to its
    square. Squared, because in proportion to the information alone people came to their places later.

    In successive draws the chance of the least weighed statement to be the k-th drawn does not fall with k.
    If what is left weighs W, the least of it w and the one drawn before it v, then
    ``(1 - w/W) w / (W - v) >= w / W``, because ``v >= w``. At k = 1 the chance is at least ``floor`` /
    statements. So it is the share of the mean promised for `floor`, wherever people stop.

    References
    ----------
    Lindley, D. V. (1956). On a measure of the information provided by an experiment. Annals of Mathematical
    Statistics 27(4). Lord, F. M. (1980). Applications of Item Response Theory, chapter 5.

    Examples
    --------
    >>> need([10, 10, 0], [0.0, 2.0, 0.0]).round(2)
    array([0.21, 1.43, 1.36])
    >>> need([4, 4]).tolist()
    [1.0, 1.0]
    """
    if not 0 <= floor <= 1:
        raise ValueError(f"floor must be from 0 to 1, not {floor}")
    exposure = equal_exposure(n_answers)
    far = np.broadcast_to(np.asarray(slope, dtype=float), exposure.shape)
    if not np.isfinite(far).all():
        raise ValueError("every slope must be a number; leave out the statements that are left out")
    n = np.asarray(n_answers, dtype=float)
    told = np.log1p(BEND * (far**2 + 1 / (1 + BEND * n))) / 2
    weight = told**2 * exposure
    mean = weight.mean() if weight.size else 1.0
    weighed: Floats = floor + (1 - floor) * weight / mean
    return weighed


def slope_between(share: ArrayLike) -> Floats:
    """Estimate slopes from the share of each part of the people that agrees, for instance of two sides.

    Parameters
    ----------
    share : array_like of float, shape (parts, statements)
        From 0 to 1, both ends excluded; nan where it is not told.

    Returns
    -------
    numpy.ndarray, shape (statements,)
        Standard deviation of the log-odds between the parts: the slope of a line on which two parts stand
        at -1 and 1. 0 where fewer than two parts are told.

    Raises
    ------
    ValueError
        If the shares are not a table, or one of them is 0, 1 or outside.

    Examples
    --------
    >>> slope_between([[0.05, 0.5, 0.5], [0.95, 0.5, np.nan]]).round(2)
    array([2.94, 0.  , 0.  ])
    """
    shares = np.asarray(share, dtype=float)
    if shares.ndim != 2:
        raise ValueError(f"share must be of shape (parts, statements), not {shares.shape}")
    is_told = ~np.isnan(shares)
    if not ((shares > 0) & (shares < 1))[is_told].all():
        raise ValueError("a share must be between 0 and 1")
    log_odds = np.where(is_told, np.log(shares / (1 - shares)), 0.0)
    n = np.maximum(is_told.sum(axis=0), 1)
    variance = (log_odds**2).sum(axis=0) / n - (log_odds.sum(axis=0) / n) ** 2
    slope: Floats = np.sqrt(np.maximum(variance, 0.0))
    return slope


def draw_order(weight: ArrayLike, rng: np.random.Generator) -> Indices:
    """Draw statements one after another, each in proportion to its weight among those that are left.

    Parameters
    ----------
    weight : array_like of float, shape (statements,)
        Not negative. What weighs 0 comes last.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of int, shape (statements,)
        Their indices as drawn: the statements in the order of ``-log(u) / weight``, u uniform.

    Raises
    ------
    ValueError
        If a weight is negative or not a number.

    References
    ----------
    Efraimidis, P. S. and Spirakis, P. G. (2006). Weighted random sampling with a reservoir. Information
    Processing Letters 97(5).

    Examples
    --------
    >>> int(draw_order([1.0, 0.0, 1e9], np.random.default_rng(1))[0])
    2
    """
    weights = np.asarray(weight, dtype=float)
    if not (weights >= 0).all():
        raise ValueError("a weight must be 0 or more")
    waits = np.full(weights.shape, np.inf)
    np.divide(rng.standard_exponential(weights.shape), weights, out=waits, where=weights > 0)
    return np.argsort(waits, kind="stable")


def fatigue(n_answers: ArrayLike, n_offered: ArrayLike) -> Floats:
    """Measure how likely people are to stop after each number of answers.

    Parameters
    ----------
    n_answers : array_like of int, shape (people,)
        How many statements each person answered.
    n_offered : array_like of int, shape (people,) or ()
        How many they could have answered. Who answered all of them did not stop; they ran out.

    Returns
    -------
    numpy.ndarray, shape (answers,)
        At place k the chance that somebody who has given k answers, and could give another, stops. It
        ends with the largest k that somebody came to; empty if nobody could answer anything.

    Raises
    ------
    ValueError
        If somebody answered more than they were offered, or fewer than 0.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations. Journal of the
    American Statistical Association 53.

    Examples
    --------
    >>> fatigue([1, 3, 3, 4], 4)  # one of four stops after the first, two of three after the third
    array([0.        , 0.25      , 0.        , 0.66666667])
    """
    given, offered = np.broadcast_arrays(*(np.asarray(numbers) for numbers in (n_answers, n_offered)))
    if ((given < 0) | (given > offered)).any():
        raise ValueError("nobody answers fewer than 0 statements or more than they were offered")
    has_stopped = given < offered
    # Who ran out had a choice only before the last answer.
    came_to = np.minimum(given, offered - 1)[offered > 0].astype(int)
    n_stopped = np.bincount(given[has_stopped].astype(int), minlength=came_to.max(initial=-1) + 1)
    at_risk: NDArray[Any] = np.bincount(came_to, minlength=n_stopped.size)[::-1].cumsum()[::-1]
    chance: Floats = n_stopped / at_risk
    return chance
