"""What statements say: the shares, and what is shared, divides or stands for a group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Share:
    """How many of those who saw a statement gave an answer.

    Attributes
    ----------
    statement : int
    group : int
        -1 for everybody.
    answer : int
        1 agree, -1 disagree.
    seen, given : int
        People who saw the statement, and those of them who gave the answer.
    share, low, high : float
        ``given / seen`` with its 95 % Wilson interval; nan, 0 and 1 if nobody saw it.
    too_few : bool
        Whether fewer than 5 people saw it.
    """

    statement: int
    group: int
    answer: int
    seen: int
    given: int
    share: float
    low: float
    high: float
    too_few: bool


@dataclass(frozen=True)
class Shared:
    """A statement on which all say the same.

    Attributes
    ----------
    statement, answer : int
    consensus, bridging : float
    whole : Share
        Of everybody, people in no group included.
    by_group : tuple of Share
    """

    statement: int
    answer: int
    consensus: float
    bridging: float
    whole: Share
    by_group: tuple[Share, ...]


@dataclass(frozen=True)
class Dividing:
    """A statement that some agree and others disagree with.

    Attributes
    ----------
    statement : int
    dividing : float
    agreeing, disagreeing : Share
        Of the group that agrees most and of the one that disagrees most; the same one if there is one group.
    """

    statement: int
    dividing: float
    agreeing: Share
    disagreeing: Share


@dataclass(frozen=True)
class StandsFor:
    """An answer that a group gives and the others give clearly less.

    Attributes
    ----------
    statement, group, answer : int
    lead : float
        Lower end of the 95 % interval of the difference between the group's share and that of all others.
    own, rest : Share
        `rest` has group -1: everybody outside the group.
    """

    statement: int
    group: int
    answer: int
    lead: float
    own: Share
    rest: Share


@dataclass(frozen=True, eq=False)
class StatementReport:
    """What the statements say, all of them as arrays and the telling ones as lists.

    Attributes
    ----------
    seen, agree, disagree : numpy.ndarray of int, shape (groups, statements)
    answer : numpy.ndarray of int, shape (statements,)
        The answer with the greater consensus, 1 or -1.
    consensus, bridging : numpy.ndarray, shape (statements,)
        Of that answer; nan for statements left out.
    dividing : numpy.ndarray, shape (statements,)
        nan for statements left out.
    too_few : numpy.ndarray of bool, shape (statements,)
        Whether fewer than 5 people in some group saw the statement. Nothing is listed about it.
    shared : tuple of Shared
        Consensus of at least 0.6, a majority in every group, and an interval of everybody above one half.
    divided : tuple of Dividing
        Dividing of at least 0.4, and evidence: between groups, intervals of agreement that do not overlap; in
        one group, at least a quarter on each side by the lower ends of the intervals.
    stands_for : tuple of tuple of StandsFor
        For each group; empty for a single one.
    """

    seen: Counts
    agree: Counts
    disagree: Counts
    answer: NDArray[np.int64]
    consensus: Floats
    bridging: Floats
    dividing: Floats
    too_few: NDArray[np.bool_]
    shared: tuple[Shared, ...]
    divided: tuple[Dividing, ...]
    stands_for: tuple[tuple[StandsFor, ...], ...]
