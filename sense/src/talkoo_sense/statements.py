"""What all share, what divides, and what each group stands for.

Three measures are defined once and mean the same for any number of groups, one included. With ``p`` the
smoothed share ``(given + 1) / (seen + 2)`` of an answer within a group:

- *consensus* on an answer is the geometric mean of p over the groups, which count alike whatever their size;
- *bridging* is the smallest p: how far the least convinced group goes along;
- *dividing* is the geometric mean of the strongest agreement and the strongest disagreement in any group.
  Within one group it is at most one half, when people are split evenly; between groups it reaches 1.

A group that is split into two of one mind changes neither bridging nor dividing, and if every group is split
so, consensus stays too. Two things remain: in smaller groups p lies nearer to one half (90 of 100 is 0.89, 18
of 20 is 0.86), and the smallest or largest of several shares lies a little further out by chance alone. So a
list never rests on a value only. It asks for evidence, and for the more the more statements there are:
findings that chance would make are held to one in twenty of each list (Benjamini and Hochberg 1995). The
fewer people, the shorter the lists. No statement is both shared and dividing.

Passes count as seen but neither as agreement nor as disagreement.
"""

from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.evidence import believable, chance_of_so_many, chance_of_such_a_lead
from talkoo_sense.intervals import least_difference, wilson_interval
from talkoo_sense.statement_report import (
    EVERYBODY,
    FEWEST_SEEN,
    Counts,
    Dividing,
    Floats,
    Share,
    Shared,
    StandsFor,
    StatementReport,
    share_of,
)
from talkoo_sense.votes import AGREE, DISAGREE, VoteMatrix, left_out_mask

LEAST_CONSENSUS: Final = 0.6
LEAST_DIVIDING: Final = 0.4
LEAST_MINORITY: Final = 0.25

type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Tally:
    """Counts of everybody and of each group."""

    seen: Counts
    agree: Counts
    disagree: Counts

    def given(self, answer: int) -> Counts:
        return self.agree if answer == AGREE else self.disagree

    def smoothed(self, answer: int) -> Floats:
        share: Floats = (self.given(answer) + 1) / (self.seen + 2)
        return share

    def share(self, group: int, statement: int, answer: int) -> Share:
        seen, given = int(self.seen[group, statement]), int(self.given(answer)[group, statement])
        return share_of(statement, group, answer, seen, given)


def read_statements(
    votes: VoteMatrix, group: ArrayLike | None = None, left_out: ArrayLike = (), *, most: int = 5
) -> StatementReport:
    """Find what all share, what divides and what each group stands for.

    Groups found from the same votes differ on some statements by construction, so their intervals are a
    little too narrow; they order and caution, they do not prove. With few votes the lists are short or
    empty.

    Parameters
    ----------
    votes : VoteMatrix
    group : array_like of int, shape (people,), optional
        Group (or side) of each person from 0; -1 for nobody's. Everybody is one group if not given.
    left_out : array_like of int, optional
        Statements that moderation took out.
    most : int
        Length of each list.

    Returns
    -------
    StatementReport

    Raises
    ------
    ValueError
        If `group` does not have one whole number from -1 for each person, or `left_out` names a statement
        that does not exist.

    References
    ----------
    The geometric mean across groups is the group-aware consensus of Polis (Small et al. 2021) made comparable
    between numbers of groups; differences: Newcombe, R. G. (1998), method 10. Statistics in Medicine 17.

    Examples
    --------
    >>> person, statement = np.indices((20, 2)).reshape(2, -1)
    >>> vote = np.where(statement == 0, 1, np.where(person < 10, 1, -1))
    >>> report = read_statements(VoteMatrix.from_triplets(person, statement, vote))
    >>> [found.statement for found in report.shared], [found.statement for found in report.divided]
    ([0], [1])
    """
    out = left_out_mask(left_out, votes.n_statements)
    label = _labels(group, votes.n_people)
    n_groups = int(label.max(initial=0)) + 1
    groups = _count(votes, label, n_groups)
    whole = _count(votes, np.zeros(votes.n_people, dtype=np.intp), 1)

    agreement, disagreement = groups.smoothed(AGREE), groups.smoothed(DISAGREE)
    consensus = np.exp(np.log([agreement, disagreement]).mean(axis=1))
    answer = np.where(consensus[0] >= consensus[1], AGREE, DISAGREE)
    bridging = np.where(answer == AGREE, agreement.min(axis=0), disagreement.min(axis=0))
    dividing = np.sqrt(agreement.max(axis=0) * disagreement.max(axis=0))
    too_few = (groups.seen < FEWEST_SEEN).any(axis=0)
    readable = ~out & ~too_few

    report = StatementReport(
        seen=groups.seen,
        agree=groups.agree,
        disagree=groups.disagree,
        whole_seen=whole.seen[0],
        whole_agree=whole.agree[0],
        whole_disagree=whole.disagree[0],
        answer=answer,
        consensus=np.where(out, np.nan, consensus.max(axis=0)),
        bridging=np.where(out, np.nan, bridging),
        dividing=np.where(out, np.nan, dividing),
        too_few=too_few,
        is_shared=np.zeros_like(readable),
        is_dividing=np.zeros_like(readable),
        shared=(),
        bridges=(),
        divided=(),
        stands_for=((),) * n_groups,
    )
    is_shared, is_dividing = _is_shared(report, whole, readable), _is_dividing(report, groups, readable)
    return replace(
        report,
        is_shared=is_shared,
        is_dividing=is_dividing,
        shared=_shared(report, groups, is_shared, report.consensus, most),
        bridges=_shared(report, groups, is_shared & _is_bridging(report, groups), report.bridging, most),
        divided=_divided(report, groups, is_dividing, most),
        stands_for=tuple(_stands_for(g, groups, readable, most) for g in range(n_groups)),
    )


def _labels(group: ArrayLike | None, n_people: int) -> NDArray[np.intp]:
    if group is None:
        return np.zeros(n_people, dtype=np.intp)
    label = np.asarray(group)
    if label.shape != (n_people,) or not (np.issubdtype(label.dtype, np.integer) or n_people == 0):
        raise ValueError(f"group must hold one whole number for each of {n_people} people")
    if label.min(initial=0) < EVERYBODY:
        raise ValueError("group must not hold numbers below -1")
    return label.astype(np.intp)


def _count(votes: VoteMatrix, label: NDArray[np.intp], n_groups: int) -> _Tally:
    of_vote = label[votes.person]
    shape = n_groups, votes.n_statements

    def number(taken: Flags) -> Counts:
        taken = taken & (of_vote >= 0)
        place = of_vote[taken] * votes.n_statements + votes.statement[taken]
        return np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)

    return _Tally(
        seen=number(np.ones(votes.n_votes, dtype=bool)),
        agree=number(votes.value == AGREE),
        disagree=number(votes.value == DISAGREE),
    )


def _is_shared(report: StatementReport, whole: _Tally, readable: Flags) -> Flags:
    given = np.where(report.answer == AGREE, whole.agree[0], whole.disagree[0])
    low, _ = wilson_interval(given, whole.seen[0])
    # Twice, as either answer would have been taken.
    evident = believable(2 * chance_of_so_many(given, whole.seen[0], 0.5), readable)
    enough: Flags = (report.consensus >= LEAST_CONSENSUS) & (report.bridging > 0.5) & (low > 0.5)
    return enough & evident


def _is_bridging(report: StatementReport, groups: _Tally) -> Flags:
    given = np.where(report.answer == AGREE, groups.agree, groups.disagree)
    low, _ = wilson_interval(given, groups.seen)
    is_bridging: Flags = (low > 0.5).all(axis=0) & (len(groups.seen) > 1)
    return is_bridging


def _is_dividing(report: StatementReport, groups: _Tally, readable: Flags) -> Flags:
    low, high = wilson_interval(groups.agree, groups.seen)
    against, _ = wilson_interval(groups.disagree, groups.seen)
    if len(groups.seen) == 1:
        is_wide = (low[0] > LEAST_MINORITY) & (against[0] > LEAST_MINORITY)
        of_both = [
            chance_of_so_many(given[0], groups.seen[0], LEAST_MINORITY)
            for given in (groups.agree, groups.disagree)
        ]
        chance = np.maximum(*of_both)
    else:
        first, second = _furthest(groups)
        column = np.arange(readable.size)
        is_wide = low[first, column] > high[second, column]
        for group, most, least in (
            (first, groups.agree, groups.disagree),
            (second, groups.disagree, groups.agree),
        ):
            is_wide &= most[group, column] > least[group, column]
        # As often as there are pairs of which the two furthest apart were taken.
        chance = (
            len(groups.seen)
            * (len(groups.seen) - 1)
            * chance_of_such_a_lead(
                groups.agree[first, column],
                groups.seen[first, column],
                groups.agree[second, column],
                groups.seen[second, column],
            )
        )
    taken: Flags = is_wide & (report.dividing >= LEAST_DIVIDING) & believable(chance, readable)
    return taken


def _furthest(groups: _Tally) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Name the group that agrees most and the one that disagrees most with each statement."""
    return groups.smoothed(AGREE).argmax(axis=0), groups.smoothed(DISAGREE).argmax(axis=0)


def _shared(
    report: StatementReport, groups: _Tally, taken: Flags, score: Floats, most: int
) -> tuple[Shared, ...]:
    found = []
    for statement in _best_first(score, taken, most):
        answer = int(report.answer[statement])
        by_group = tuple(groups.share(g, statement, answer) for g in range(len(groups.seen)))
        consensus, bridging = float(report.consensus[statement]), float(report.bridging[statement])
        found.append(
            Shared(statement, answer, consensus, bridging, report.share(statement, answer), by_group)
        )
    return tuple(found)


def _divided(report: StatementReport, groups: _Tally, taken: Flags, most: int) -> tuple[Dividing, ...]:
    agreeing, disagreeing = _furthest(groups)
    return tuple(
        Dividing(
            statement,
            float(report.dividing[statement]),
            groups.share(int(agreeing[statement]), statement, AGREE),
            groups.share(int(disagreeing[statement]), statement, DISAGREE),
        )
        for statement in _best_first(report.dividing, taken, most)
    )


def _stands_for(group: int, groups: _Tally, readable: Flags, most: int) -> tuple[StandsFor, ...]:
    if len(groups.seen) == 1:
        return ()
    seen, rest_seen = groups.seen[group], groups.seen.sum(axis=0) - groups.seen[group]
    own = np.array([groups.agree[group], groups.disagree[group]])
    rest = np.array([groups.agree.sum(axis=0), groups.disagree.sum(axis=0)]) - own
    evident = believable(chance_of_such_a_lead(own, seen, rest, rest_seen), readable)
    candidates = []
    for row, answer in enumerate((AGREE, DISAGREE)):
        lead = least_difference(own[row], seen, rest[row], rest_seen)
        taken = evident[row] & (lead > 0) & (groups.smoothed(answer)[group] > 0.5)
        for statement in _best_first(lead, taken, most):
            given, of = int(rest[row, statement]), int(rest_seen[statement])
            outside = share_of(statement, EVERYBODY, answer, of, given)
            inside = groups.share(group, statement, answer)
            candidates.append(StandsFor(statement, group, answer, float(lead[statement]), inside, outside))
    return tuple(sorted(candidates, key=lambda found: -found.lead)[:most])


def _best_first(score: Floats, taken: Flags, most: int) -> list[int]:
    order = np.argsort(-score, kind="stable")
    return [int(statement) for statement in islice(order[taken[order]], most)]
