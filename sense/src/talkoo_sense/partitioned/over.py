"""Work done for every file on the cluster of the caller; the only place that knows Dask."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, Final

import numpy as np

from talkoo_sense.partitioned.parts import Source

# Results added up in one task: few enough to stay small in memory.
ADDED_AT_ONCE: Final = 8

type Sums = tuple[Any, ...]


class Over:
    """Files to go through, one task each.

    Parameters
    ----------
    sources : sequence of Source
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._bag: Any = import_module("dask.bag").from_sequence(sources, npartitions=len(sources))

    def each(self, act: Callable[..., Any], *known: object) -> Any:
        """Give ``act(source, *known)`` of each file as a Dask bag; nothing is done yet.

        Parameters
        ----------
        act : callable
        *known : object
            Sent to each worker once.

        Returns
        -------
        dask.bag.Bag
        """
        delayed = import_module("dask").delayed
        return self._bag.map(act, *(delayed(thing, traverse=False) for thing in known))

    def total(
        self, act: Callable[..., Any], *known: object, merge: Callable[[Any, Any], Any] | None = None
    ) -> Any:
        """Merge ``act(source, *known)`` of all files, a few at a time.

        Parameters
        ----------
        act : callable
        *known : object
        merge : callable, optional
            Of two results; they are tuples of arrays to add if it is not given.

        Returns
        -------
        object
            As `act` gives it.
        """
        return merged(self.each(act, *known), merge or added)


def merged(bag: Any, merge: Callable[[Any, Any], Any]) -> Any:
    """Merge the elements of a bag.

    Parameters
    ----------
    bag : dask.bag.Bag
    merge : callable

    Returns
    -------
    object
    """
    return bag.fold(merge, split_every=ADDED_AT_ONCE).compute()


def added(first: Sums, second: Sums) -> Sums:
    """Add sums over some people and sums over others.

    Parameters
    ----------
    first, second : tuple of numpy.ndarray

    Returns
    -------
    tuple of numpy.ndarray
    """
    return tuple(one + other for one, other in zip(first, second, strict=True))


def joined(first: Sums, second: Sums) -> Sums:
    """Put rows one after another.

    Parameters
    ----------
    first, second : tuple of numpy.ndarray

    Returns
    -------
    tuple of numpy.ndarray
    """
    return tuple(np.concatenate(pair) for pair in zip(first, second, strict=True))
