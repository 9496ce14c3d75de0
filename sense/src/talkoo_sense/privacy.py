"""What may leave: figures coarse enough that nobody's vote can be worked out from them.

A running release may be repeated while people still take part; a closed one is made once, at the end. The
figures are drawn once and stored by the caller: drawing them again and again would wear the rounding down.
"""

from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.watcher import Known, follow, gives_away, nothing_known

type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]

K: Final = 5
"""Fewest people anything is said about."""
FIRST: Final = 2 * K
"""People who must have taken part before the first running release."""
OUTER_BANDS_FROM: Final = 20
"""People from whom on the outermost bands are used: then each holds at least two possible counts."""
NOT_A_FIGURE: Final = -1


class Form(IntEnum):
    """In what form a figure is published."""

    HIDDEN = 0
    FEW = 1
    NEARLY_ALL = 2
    ROUNDED = 3
    FEWER_THAN_HALF = 4
    ABOUT_HALF = 5
    MORE_THAN_HALF = 6


class Why(IntEnum):
    """Why a cell is published or hidden."""

    PUBLISHED = 0
    TOO_SMALL = 1
    SHIELDS_ANOTHER = 2
    WAITS = 3
    """Any figure would give the newest people away; the earlier one stays until the next release."""


class Band(IntEnum):
    """A share in words."""

    HIDDEN = 0
    NEARLY_NONE = 1
    FEWER_THAN_HALF = 2
    ABOUT_HALF = 3
    MORE_THAN_HALF = 4
    NEARLY_ALL = 5


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """A table fit to leave.

    Attributes
    ----------
    form : numpy.ndarray of int, shape (cells, answers)
        `Form` of each count.
    value : numpy.ndarray of int, shape (cells, answers)
        The rounded count where the form is ``ROUNDED``, otherwise -1. Rounded counts of a cell need not add
        up to its rounded size.
    size_form, size_value : numpy.ndarray of int, shape (cells,)
        The same for the number of people in each cell.
    hidden : numpy.ndarray of bool, shape (cells,)
    why : numpy.ndarray of int, shape (cells,)
        `Why` of each cell.
    known : Known
        What a watcher can work out from this and earlier releases. Not to be published; keep it for the next
        running release.
    """

    form: Ints
    value: Ints
    size_form: Ints
    size_value: Ints
    hidden: Bools
    why: Ints
    known: Known


def publish_running(
    counts: ArrayLike, rng: np.random.Generator, *, k: int = K, previous: Known | None = None
) -> PublishedTable:
    """Make a table fit to leave while people still take part.

    A cell with fewer than ``2 k`` people is hidden. A count below `k` becomes "few", one whose remainder is
    below `k` "nearly all", any other is rounded at random to a multiple of `k`, up or down so that it is
    right on average. There are two exceptions. A count is rounded down where the multiple above would leave
    a remainder below `k`, because only a count or two could stand behind that. And if the figures, together
    with what was published before, made it certain what all new people of a cell answered, others are drawn;
    if none will do, the cell waits for the next release.

    Parameters
    ----------
    counts : array_like of int, shape (cells, answers)
        How many people of each cell gave each answer to one question; every person gave one.
    rng : numpy.random.Generator
        Draws the rounding.
    k : int
        Fewest people anything is said about.
    previous : Known, optional
        `known` of the release before, if there was one.

    Returns
    -------
    PublishedTable

    Raises
    ------
    ValueError
        If counts are not whole, negative or not a table, `previous` is of another shape, or `k` is below 2.

    References
    ----------
    Random rounding: Hundepool, A. et al. (2012). Statistical Disclosure Control, section 5.4.

    Examples
    --------
    >>> table = publish_running([[16, 2, 2], [20, 10, 10]], np.random.default_rng(1))
    >>> [[Form(form).name for form in row] for row in table.form]
    [['NEARLY_ALL', 'FEW', 'FEW'], ['ROUNDED', 'ROUNDED', 'ROUNDED']]
    >>> table.value[1]
    array([20, 10, 10])
    """
    table = _counts(counts, k)
    size = table.sum(axis=1)
    before = nothing_known(size, table.shape[1]) if previous is None else previous
    if before.low.shape != table.shape:
        raise ValueError(f"previous is of shape {before.low.shape}, counts are of shape {table.shape}")
    form, value = _running_form(table, size, rng, k)
    waits = np.zeros(size.size, dtype=bool)
    for cell in np.flatnonzero(gives_away(before, size, *_behind(form, value, size, k))):
        safe = _safe_values(table[cell], form[cell], value[cell], before.cell(int(cell)), k)
        waits[cell] = safe is None
        value[cell] = value[cell] if safe is None else safe
    return _finished(form, value, size, size < 2 * k, waits, before, rng, k)


def publish_closed(counts: ArrayLike, rng: np.random.Generator, *, k: int = K) -> PublishedTable:
    """Make a table fit to leave once, after the end.

    A cell with fewer than `k` people is hidden; from `k` to ``2 k - 1`` people each count becomes one of
    three words, none of which says all or none; from ``2 k`` on it is as in `publish_running`.

    Parameters
    ----------
    counts : array_like of int, shape (cells, answers)
    rng : numpy.random.Generator
    k : int

    Returns
    -------
    PublishedTable

    Raises
    ------
    ValueError
        As `publish_running`.

    Examples
    --------
    >>> table = publish_closed([[6, 1, 0], [30, 10, 10]], np.random.default_rng(1))
    >>> [Form(form).name for form in table.form[0]]
    ['MORE_THAN_HALF', 'FEWER_THAN_HALF', 'FEWER_THAN_HALF']
    """
    table = _counts(counts, k)
    size = table.sum(axis=1)
    form, value = _running_form(table, size, rng, k)
    in_words = size < 2 * k
    words = np.select(
        [5 * table < 2 * size[:, None], 5 * table > 3 * size[:, None]],
        [Form.FEWER_THAN_HALF, Form.MORE_THAN_HALF],
        Form.ABOUT_HALF,
    )
    form[in_words], value[in_words] = words[in_words], NOT_A_FIGURE
    nobody_waits = np.zeros(size.size, dtype=bool)
    return _finished(form, value, size, size < k, nobody_waits, nothing_known(size, table.shape[1]), rng, k)


def may_release(new_people: ArrayLike, total: ArrayLike, previous: ArrayLike, *, k: int = K) -> Bools:
    """Tell which cells may have a running release now.

    Parameters
    ----------
    new_people : array_like of int
        People who have taken part since the last release of the cell.
    total : array_like of int
        People who take part now.
    previous : array_like of int
        People in the last release of the cell, 0 if there was none.
    k : int

    Returns
    -------
    numpy.ndarray of bool
        The first at ``2 k`` people, each next after `k` new ones, of the common shape.

    Examples
    --------
    >>> may_release([9, 10, 4, 5], [9, 10, 14, 15], [0, 0, 10, 10])
    array([False,  True, False,  True])
    """
    new_people, total, previous = np.asarray(new_people), np.asarray(total), np.asarray(previous)
    allowed: Bools = (total >= 2 * k) & ((previous == 0) | (new_people >= k))
    return allowed


def band(share: ArrayLike, people: ArrayLike, *, k: int = K) -> Ints:
    """Say a share within an opinion group in words.

    Below 10 % is nearly none, below 40 % fewer than half, up to 60 % about half, up to 90 % more than half,
    above that nearly all. With fewer than 20 people the outermost two fall to their neighbours, so that no
    word ever means all or none; with fewer than `k` the share is hidden.

    Parameters
    ----------
    share : array_like of float
        From 0 to 1.
    people : array_like of int
        Of how many people, broadcast against `share`.
    k : int

    Returns
    -------
    numpy.ndarray of int
        `Band` of each share.

    Raises
    ------
    ValueError
        If a share of `k` or more people is not from 0 to 1.

    Examples
    --------
    >>> [Band(word).name for word in band([0.95, 0.95, 0.5], [40, 12, 4])]
    ['NEARLY_ALL', 'MORE_THAN_HALF', 'HIDDEN']
    """
    share, people = np.broadcast_arrays(np.asarray(share, dtype=float), np.asarray(people))
    is_shown = people >= k
    if not ((share >= 0) & (share <= 1))[is_shown].all():
        raise ValueError("a share must be from 0 to 1")
    outer = people >= OUTER_BANDS_FROM
    return np.select(
        [~is_shown, outer & (share < 0.1), share < 0.4, share <= 0.6, ~outer | (share <= 0.9)],
        [Band.HIDDEN, Band.NEARLY_NONE, Band.FEWER_THAN_HALF, Band.ABOUT_HALF, Band.MORE_THAN_HALF],
        Band.NEARLY_ALL,
    )


def _counts(counts: ArrayLike, k: int) -> Ints:
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


def _running_form(table: Ints, size: Ints, rng: np.random.Generator, k: int) -> tuple[Ints, Ints]:
    form = np.select([table < k, size[:, None] - table < k], [Form.FEW, Form.NEARLY_ALL], Form.ROUNDED)
    value = np.where(form == Form.ROUNDED, _rounded(table, rng, k, size[:, None] - k), NOT_A_FIGURE)
    return form.astype(np.int64), value


def _rounded(counts: Ints, rng: np.random.Generator, k: int, highest: Ints | None = None) -> Ints:
    below = counts // k * k
    goes_up = rng.random(counts.shape) * k < counts - below
    if highest is not None:
        goes_up &= below + k <= highest
    return below + k * goes_up


def _behind(form: Ints, value: Ints, size: Ints, k: int) -> tuple[Ints, Ints]:
    """Give the least and the greatest count that each figure may stand for."""
    people = np.broadcast_to(size[:, None], form.shape)
    kinds = [form == Form.FEW, form == Form.NEARLY_ALL, form == Form.ROUNDED]
    low = np.select(
        kinds, [np.zeros_like(form), np.maximum(people - k + 1, k), np.maximum(value - k + 1, k)], 0
    )
    high = np.select(
        kinds, [np.full_like(form, k - 1), people, np.minimum(value + k - 1, people - k)], people
    )
    return low, high


def _safe_values(counts: Ints, form: Ints, value: Ints, before: Known, k: int) -> Ints | None:
    """Look for other roundings of a cell, the fewest changed first, that give nobody away."""
    size = counts.sum(keepdims=True)
    below = counts // k * k
    may_go_up = (counts > below) & (below + k <= size - k)
    choices = [
        (int(down), int(down) + k) if form[at] == Form.ROUNDED and may_go_up[at] else (int(value[at]),)
        for at, down in enumerate(below)
    ]
    for rounding in sorted(product(*choices), key=lambda other: (np.array(other) != value).sum()):
        other = np.array(rounding)
        if not gives_away(before, size, *_behind(form[None], other[None], size, k))[0]:
            return other
    return None


def _finished(
    form: Ints,
    value: Ints,
    size: Ints,
    is_small: Bools,
    waits: Bools,
    before: Known,
    rng: np.random.Generator,
    k: int,
) -> PublishedTable:
    """Hide small cells; a single one with the smallest other, or a total would give it away."""
    why = np.select([is_small, waits], [Why.TOO_SMALL, Why.WAITS], Why.PUBLISHED).astype(np.int64)
    if is_small.sum() == 1 and size.size > 1:
        why[np.where(is_small, np.iinfo(np.int64).max, size).argmin()] = Why.SHIELDS_ANOTHER
    hidden = why != Why.PUBLISHED
    form = np.where(hidden[:, None], Form.HIDDEN, form)
    value = np.where(hidden[:, None], NOT_A_FIGURE, value)
    return PublishedTable(
        form=form,
        value=value,
        size_form=np.where(hidden, Form.HIDDEN, Form.ROUNDED),
        size_value=np.where(hidden, NOT_A_FIGURE, _rounded(size, rng, k)),
        hidden=hidden,
        why=why,
        known=follow(before, size, *_behind(form, value, size, k)),
    )
