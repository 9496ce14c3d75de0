"""Tables fit to leave."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.chance import Ints, Known, steps, to_multiples
from talkoo_sense.privacy.counts import before_of, counts_of
from talkoo_sense.privacy.words import Form, K, Why

type Bools = NDArray[np.bool_]

NOT_A_FIGURE: Final = -1


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
        `Why` of each cell. One that waits is not hidden, but has no figure here: its earlier one stays.
    known : Known
        What the figures were moved by. Not to be published; keep it for the next running release.

    Examples
    --------
    >>> table = publish_running([[90, 0, 0]], np.random.default_rng(1))
    >>> bool(table.hidden[0]), Why(table.why[0]).name
    (False, 'PUBLISHED')
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

    A cell with fewer than ``2 k`` people is hidden; one that was published before waits for `k` new people.
    Then every count is moved by chance. If it is below `k` now it becomes "few", if its remainder is below
    `k` "nearly all"; any other is rounded at random to a multiple of `k`, up or down so that it is right on
    average, but not up where the multiple above would leave a remainder below `k`.

    So no figure is certain of any count. Somebody who knows what all others of a cell answered, and when,
    learns from all releases together at most odds of ``(8/3)^2``, about 7 to 1, on what the last one
    answered, and as much on whether they answered. That a cell is shown at all tells that ``2 k`` people
    answered, and a new figure that `k` more did.

    Parameters
    ----------
    counts : array_like of int, shape (cells, answers)
        How many people of each cell gave each answer to one question; every person gave one.
    rng : numpy.random.Generator
        Draws the chance.
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
    `talkoo_sense.chance.steps` and `talkoo_sense.chance.to_multiples` name the sources.

    Examples
    --------
    >>> table = publish_running([[90, 0, 0], [20, 10, 10]], np.random.default_rng(1))
    >>> [[Form(form).name for form in row] for row in table.form]
    [['NEARLY_ALL', 'FEW', 'FEW'], ['ROUNDED', 'ROUNDED', 'ROUNDED']]
    """
    return _published(counts, rng, 2 * k, k, previous)


def publish_closed(
    counts: ArrayLike, rng: np.random.Generator, *, k: int = K, previous: Known | None = None
) -> PublishedTable:
    """Make a table fit to leave once, after the end.

    A cell with fewer than `k` people is hidden; from `k` to ``2 k - 1`` people each count becomes one of
    three words, none of which says all or none; from ``2 k`` on it is as in `publish_running`. What was
    published while people still took part stays under that rule: whoever kept the earlier figure must not be
    able to take it from the new one.

    Parameters
    ----------
    counts : array_like of int, shape (cells, answers)
    rng : numpy.random.Generator
    k : int
    previous : Known, optional
        `known` of the last running release, if there was one.

    Returns
    -------
    PublishedTable

    Raises
    ------
    ValueError
        As `publish_running`.

    Examples
    --------
    >>> table = publish_closed([[7, 0, 0], [30, 10, 10]], np.random.default_rng(1))
    >>> [Form(form).name for form in table.form[0]]
    ['MORE_THAN_HALF', 'FEWER_THAN_HALF', 'FEWER_THAN_HALF']
    """
    return _published(counts, rng, k, k, previous)


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


def _published(
    counts: ArrayLike, rng: np.random.Generator, fewest: int, k: int, previous: Known | None
) -> PublishedTable:
    table = counts_of(counts, k)
    size = table.sum(axis=1)
    before = before_of(previous, *table.shape)
    why = _why(size, before, fewest, k)
    is_new = why == Why.PUBLISHED
    moved = before.moved + steps(rng, before.moved.shape)
    in_words = size < 2 * k
    drawn = table + moved[:, :-1]
    people = np.maximum(size + moved[:, -1], np.where(in_words, k, 2 * k))
    form, value = _figures(drawn, people, in_words, rng, k)
    hidden = (why == Why.TOO_SMALL) | (why == Why.SHIELDS_ANOTHER)
    return PublishedTable(
        form=np.where(is_new[:, None], form, Form.HIDDEN),
        value=np.where(is_new[:, None], value, NOT_A_FIGURE),
        size_form=np.where(is_new, Form.ROUNDED, Form.HIDDEN),
        size_value=np.where(is_new, to_multiples(people, rng, k), NOT_A_FIGURE),
        hidden=hidden,
        why=why,
        known=Known(
            people=np.where(is_new, size, np.where(hidden, 0, before.people)),
            moved=np.where(is_new[:, None], moved, np.where(hidden[:, None], 0, before.moved)),
        ),
    )


def _why(size: Ints, before: Known, fewest: int, k: int) -> Ints:
    """Hide small cells; a single one with the smallest that nobody has seen yet, lest a total tell.

    There is always such another: where one would stay hidden alone, those once hidden with it are new.
    """
    was_shown = before.people > 0
    waits = was_shown & (size - before.people < k)
    is_small = ~was_shown & (size < fewest)
    why = np.select([is_small, waits], [Why.TOO_SMALL, Why.WAITS], Why.PUBLISHED).astype(np.int64)
    may_shield = ~was_shown & ~is_small
    if is_small.sum() == 1 and may_shield.any():
        why[np.where(may_shield, size, np.iinfo(np.int64).max).argmin()] = Why.SHIELDS_ANOTHER
    return why


def _figures(
    drawn: Ints, people: Ints, in_words: Bools, rng: np.random.Generator, k: int
) -> tuple[Ints, Ints]:
    """Give form and value of counts and numbers of people that were both moved by chance."""
    of = people[:, None]
    small = np.select(
        [5 * drawn < 2 * of, 5 * drawn > 3 * of],
        [Form.FEWER_THAN_HALF, Form.MORE_THAN_HALF],
        Form.ABOUT_HALF,
    )
    large = np.select([drawn < k, of - drawn < k], [Form.FEW, Form.NEARLY_ALL], Form.ROUNDED)
    form = np.where(in_words[:, None], small, large).astype(np.int64)
    return form, np.where(form == Form.ROUNDED, to_multiples(drawn, rng, k, of - k), NOT_A_FIGURE)
