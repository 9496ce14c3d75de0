"""What statements say: the shares, and what is shared, divides or stands for a group."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.intervals import wilson_interval
from talkoo_sense.votes import AGREE

EVERYBODY: Final = -1
# With fewer people than this in any group nothing is said about a statement.
FEWEST_SEEN: Final = 5

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

    Examples
    --------
    >>> found = share_of(statement=3, group=0, answer=1, seen=40, given=30)
    >>> found.share, round(found.low, 2), round(found.high, 2), found.too_few
    (0.75, 0.6, 0.86, False)
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

    A bridge is one of them on which every group says so by its own votes.

    Attributes
    ----------
    statement, answer : int
    consensus, bridging : float
    whole : Share
        Of everybody, people in no group included.
    by_group : tuple of Share

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, read_statements
    >>> person, statement = np.indices((40, 2)).reshape(2, -1)
    >>> vote = np.where(statement == 0, 1, np.where(person < 20, 1, -1))
    >>> votes = VoteMatrix.from_triplets(person, statement, vote)
    >>> [(shared.statement, shared.whole.share) for shared in read_statements(votes).shared]
    [(0, 1.0)]
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

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, read_statements
    >>> person, statement = np.indices((40, 2)).reshape(2, -1)
    >>> vote = np.where(statement == 0, 1, np.where(person < 20, 1, -1))
    >>> votes = VoteMatrix.from_triplets(person, statement, vote)
    >>> [(divided.statement, divided.agreeing.given) for divided in read_statements(votes).divided]
    [(1, 20)]
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

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, read_statements
    >>> person, statement = np.indices((40, 2)).reshape(2, -1)
    >>> vote = np.where(statement == 0, 1, np.where(person < 20, 1, -1))
    >>> votes = VoteMatrix.from_triplets(person, statement, vote)
    >>> first, second = read_statements(votes, np.repeat([0, 1], 20)).stands_for
    >>> [(found.statement, found.answer) for found in first + second]
    [(1, 1), (1, -1)]
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
    whole_seen, whole_agree, whole_disagree : numpy.ndarray of int, shape (statements,)
        Of everybody, people in no group included.
    answer : numpy.ndarray of int, shape (statements,)
        The answer with the greater consensus, 1 or -1.
    consensus, bridging : numpy.ndarray, shape (statements,)
        Of that answer; nan for statements left out.
    dividing : numpy.ndarray, shape (statements,)
        nan for statements left out.
    too_few : numpy.ndarray of bool, shape (statements,)
        Whether fewer than 5 people in some group saw the statement. Nothing is listed about it.
    is_shared : numpy.ndarray of bool, shape (statements,)
        Consensus of at least 0.6, a majority in every group, an interval of everybody above one half, and
        believable among so many statements.
    is_dividing : numpy.ndarray of bool, shape (statements,)
        Dividing of at least 0.4, and evidence: of the two groups furthest apart one rather agrees and one
        rather disagrees, and their intervals of agreement do not overlap; in one group, at least a quarter on
        each side by the lower ends of the intervals; and believable among so many statements.
    shared : tuple of Shared
        The first of those that are shared, by consensus.
    bridges : tuple of Shared
        The first of those for which the interval lies above one half within every group too, by bridging.
        Empty for a single group: there is nothing to bridge.
    divided : tuple of Dividing
        The first of those that divide.
    stands_for : tuple of tuple of StandsFor
        For each group, the answers of its majority that it gives clearly more often than all others, by how
        much at least, and believable among so many; empty for a single group.

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, read_statements
    >>> person, statement = np.indices((40, 2)).reshape(2, -1)
    >>> vote = np.where(statement == 0, 1, np.where(person < 20, 1, -1))
    >>> votes = VoteMatrix.from_triplets(person, statement, vote)
    >>> report = read_statements(votes)
    >>> report.is_shared.tolist(), report.is_dividing.tolist()
    ([True, False], [False, True])
    """

    seen: Counts
    agree: Counts
    disagree: Counts
    whole_seen: Counts
    whole_agree: Counts
    whole_disagree: Counts
    answer: NDArray[np.int64]
    consensus: Floats
    bridging: Floats
    dividing: Floats
    too_few: NDArray[np.bool_]
    is_shared: NDArray[np.bool_]
    is_dividing: NDArray[np.bool_]
    shared: tuple[Shared, ...]
    bridges: tuple[Shared, ...]
    divided: tuple[Dividing, ...]
    stands_for: tuple[tuple[StandsFor, ...], ...]

    def share(self, statement: int, answer: int, group: int = EVERYBODY) -> Share:
        """Give the share of an answer to any statement, with how many people, interval and flag.

        Parameters
        ----------
        statement : int
        answer : int
            1 agree, -1 disagree.
        group : int
            Everybody, people in no group included, if not given.

        Returns
        -------
        Share

        Raises
        ------
        IndexError
            If there is no such statement or group.

        Examples
        --------
        >>> from talkoo_sense import VoteMatrix, read_statements
        >>> person, statement = np.indices((40, 2)).reshape(2, -1)
        >>> vote = np.where(statement == 0, 1, np.where(person < 20, 1, -1))
        >>> votes = VoteMatrix.from_triplets(person, statement, vote)
        >>> read_statements(votes).share(statement=1, answer=-1).given
        20
        """
        if group == EVERYBODY:
            given = self.whole_agree if answer == AGREE else self.whole_disagree
            return share_of(statement, group, answer, int(self.whole_seen[statement]), int(given[statement]))
        of_groups = self.agree if answer == AGREE else self.disagree
        seen, number = self.seen[group, statement], of_groups[group, statement]
        return share_of(statement, group, answer, int(seen), int(number))


def share_of(statement: int, group: int, answer: int, seen: int, given: int) -> Share:
    """Make a share of counts.

    Parameters
    ----------
    statement, group, answer, seen, given : int
        As in `Share`.

    Returns
    -------
    Share

    Examples
    --------
    >>> share_of(statement=3, group=0, answer=1, seen=4, given=1).too_few
    True
    """
    low, high = wilson_interval(given, seen)
    share = given / seen if seen else np.nan
    return Share(statement, group, answer, seen, given, share, float(low), float(high), seen < FEWEST_SEEN)
