"""Shares of opinion groups, in words."""

from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from talkoo_sense.chance import Ints, Known, steps
from talkoo_sense.privacy.counts import before_of, counts_of
from talkoo_sense.privacy.words import K

OUTER_BANDS_FROM: Final = 20
"""People from whom on the outermost bands are used: then each holds at least two possible counts."""


class Band(IntEnum):
    """A share in words.

    Examples
    --------
    >>> Band.NEARLY_ALL > Band.ABOUT_HALF
    True
    """

    HIDDEN = 0
    NEARLY_NONE = 1
    FEWER_THAN_HALF = 2
    ABOUT_HALF = 3
    MORE_THAN_HALF = 4
    NEARLY_ALL = 5


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


def publish_bands(
    given: ArrayLike,
    people: ArrayLike,
    rng: np.random.Generator,
    *,
    k: int = K,
    previous: Known | None = None,
) -> tuple[Ints, Known]:
    """Say in words how many in each opinion group gave an answer, from counts moved by chance.

    Parameters
    ----------
    given, people : array_like of int, shape (groups,)
        How many gave the answer, and of how many.
    rng : numpy.random.Generator
    k : int
    previous : Known, optional
        What came with the bands before, of the same groups.

    Returns
    -------
    bands : numpy.ndarray of int, shape (groups,)
        `Band` of each group.
    known : Known
        Not to be published; keep it for the next time.

    Raises
    ------
    ValueError
        If counts are not whole or negative, or `previous` is of another shape.

    Examples
    --------
    >>> bands, _ = publish_bands([98, 3, 1], [99, 99, 4], np.random.default_rng(1))
    >>> [Band(word).name for word in bands]
    ['NEARLY_ALL', 'NEARLY_NONE', 'HIDDEN']
    """
    table = counts_of(np.stack([np.asarray(given), np.asarray(people)], axis=1), k)
    before = before_of(previous, len(table), 1)
    is_shown = table[:, 1] >= k
    moved = np.where(is_shown[:, None], before.moved + steps(rng, table.shape), 0)
    of = np.maximum(table[:, 1] + moved[:, 1], k)
    share = np.clip((table[:, 0] + moved[:, 0]) / of, 0, 1)
    return band(share, np.where(is_shown, of, 0), k=k), Known(np.where(is_shown, table[:, 1], 0), moved)
