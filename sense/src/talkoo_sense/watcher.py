"""What a watcher can work out who sees every release and knows how many took part in each.

The watcher keeps bounds on each count and follows them from release to release. Nothing is in them that the
releases do not say; they are kept so that the next release gives nobody away.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Known:
    """Bounds on every count of a table.

    Attributes
    ----------
    people : numpy.ndarray of int, shape (cells,)
        People in each cell.
    low, high : numpy.ndarray of int, shape (cells, answers)
        Least and greatest count that fits all that was published.
    """

    people: Ints
    low: Ints
    high: Ints

    def cell(self, at: int) -> "Known":
        """Take one cell, as a table of one row.

        Parameters
        ----------
        at : int

        Returns
        -------
        Known
        """
        return Known(self.people[at : at + 1], self.low[at : at + 1], self.high[at : at + 1])


def nothing_known(people: Ints, n_answers: int) -> Known:
    """Start before the first release: nobody has answered yet.

    Parameters
    ----------
    people : numpy.ndarray of int, shape (cells,)
        Only its length counts.
    n_answers : int

    Returns
    -------
    Known
    """
    none = np.zeros((people.size, n_answers), dtype=np.int64)
    return Known(np.zeros_like(people), none, none)


def gives_away(before: Known, people: Ints, low: Ints, high: Ints) -> NDArray[np.bool_]:
    """Tell for which cells new figures would make certain what every new person answered.

    Parameters
    ----------
    before : Known
    people : numpy.ndarray of int, shape (cells,)
        People in each cell now.
    low, high : numpy.ndarray of int, shape (cells, answers)
        Least and greatest count that fits the new figures alone.

    Returns
    -------
    numpy.ndarray of bool, shape (cells,)

    Examples
    --------
    >>> before = Known(np.array([10]), np.array([[0, 6]]), np.array([[4, 10]]))
    >>> gives_away(before, np.array([15]), np.array([[0, 11]]), np.array([[4, 15]]))
    array([False])
    >>> gives_away(before, np.array([15]), np.array([[0, 15]]), np.array([[0, 15]]))
    array([ True])
    """
    low, high = _tightened(people, low, high)
    least, _ = _new_answers(before, people, low, high)
    new_people = people - before.people
    certain: NDArray[np.bool_] = (new_people > 0) & (least >= new_people[:, None]).any(axis=1)
    return certain


def follow(before: Known, people: Ints, low: Ints, high: Ints) -> Known:
    """Join what was known with what new figures say.

    If the two contradict each other, because people changed or withdrew answers, only the new figures count.

    Parameters
    ----------
    before : Known
    people, low, high
        As in `gives_away`.

    Returns
    -------
    Known
    """
    alone_low, alone_high = _tightened(people, low, high)
    least, most = _new_answers(before, people, alone_low, alone_high)
    joint_low = np.maximum(alone_low, before.low + least)
    joint_high = np.minimum(alone_high, before.high + most)
    joint_low, joint_high = _tightened(people, joint_low, joint_high)
    fits = (joint_low <= joint_high).all(axis=1, keepdims=True) & (people >= before.people)[:, None]
    return Known(people, np.where(fits, joint_low, alone_low), np.where(fits, joint_high, alone_high))


def _new_answers(before: Known, people: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Bound how many of the new people gave each answer, which together are all of them."""
    new_people = (people - before.people)[:, None]
    most = np.minimum(new_people, high - before.low)
    least = np.maximum(0, low - before.high)
    least = np.maximum(least, new_people - (most.sum(axis=1, keepdims=True) - most))
    most = np.minimum(most, new_people - (least.sum(axis=1, keepdims=True) - least))
    return least, most


def _tightened(people: Ints, low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Use that the counts of a cell add up to its people."""
    low = np.maximum(low, people[:, None] - (high.sum(axis=1, keepdims=True) - high))
    high = np.minimum(high, people[:, None] - (low.sum(axis=1, keepdims=True) - low))
    return low, high
