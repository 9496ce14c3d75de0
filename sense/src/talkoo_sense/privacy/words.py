"""Figures in words: in what form one is published, and why one is not."""

from enum import IntEnum
from typing import Final

K: Final = 5
"""Fewest people anything is said about."""
FIRST: Final = 2 * K
"""People who must have taken part before the first running release."""


class Form(IntEnum):
    """In what form a figure is published.

    Examples
    --------
    >>> Form(3).name
    'ROUNDED'
    """

    HIDDEN = 0
    FEW = 1
    NEARLY_ALL = 2
    ROUNDED = 3
    FEWER_THAN_HALF = 4
    ABOUT_HALF = 5
    MORE_THAN_HALF = 6


class Why(IntEnum):
    """Why a cell is published or hidden.

    Examples
    --------
    >>> Why(3).name
    'WAITS'
    """

    PUBLISHED = 0
    TOO_SMALL = 1
    SHIELDS_ANOTHER = 2
    WAITS = 3
    """Fewer than `K` new people have come: the earlier figure stays."""
