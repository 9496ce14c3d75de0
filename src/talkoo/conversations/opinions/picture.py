"""The picture of a conversation: what is counted, who thinks alike, what is shared and what divides.

What leaves this file is plain counts for the gate, and words, bands and areas that hold for any member of a group.
No list in it is as long as the number of people.

How many people of those in the picture a group has (``size``, ``in_between``) is said by its share: below 17 %
"few", below 29 % "quarter", below 42 % "third", below 58 % "half", below 75 % "two_thirds", from there "most"; and
"hidden" for fewer than five people. The bands of answers are those of `talkoo_sense.band`. A cell that keeps the
figure of an earlier release carries the day of that release as ``since``; what was said of a statement in words
stays too until five new people have voted on it (`carrying.py`).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from talkoo.accounts.models import CARD_ROLES
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions.bands import follows_roles, part_of_all, stability_word
from talkoo.conversations.opinions.carrying import carried_over, earlier_of, named_as_before
from talkoo.conversations.opinions.drawing import areas_of, heights_of
from talkoo.conversations.queries import Ballots, ballots_of, roles_in_use, written_by
from talkoo.releases.gate import Counts, roles_told, words_now
from talkoo_sense import (
    AGREE,
    DISAGREE,
    K,
    OpinionMap,
    StatementReport,
    Verdict,
    VoteMatrix,
    map_opinions,
    read_statements,
    wilson_interval,
)

type Labels = NDArray[np.intp]

ANSWERS = ("agree", "disagree", "pass")
CHOICES = (1, -1, 0)
LETTERS = "ABC"
SIDES = ("left", "right")
MOST_LISTED = 8
MOST_STOOD_FOR = 5
SIDE_NAMES = {AGREE: "agree", DISAGREE: "disagree"}


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """What the gate gets, and what is said in words and bands."""

    counts: Counts
    rest: dict[str, Any]


def picture_of(conversation: Conversation) -> Picture:
    """Everything that a release of this conversation says, from the votes in the database."""
    ballots = ballots_of(conversation)
    partition = [list(roles) for roles in conversation.shown_roles] or [[]]
    shown = [column for column, one in enumerate(ballots.statements) if one.state == Statement.State.SHOWN]
    left_out = np.setdiff1d(np.arange(len(ballots.statements)), shown)
    votes = VoteMatrix.from_triplets(
        ballots.person,
        ballots.statement,
        ballots.choice,
        shape=(len(ballots.roles), len(ballots.statements)),
    )
    found = map_opinions(votes, left_out)
    label, names = parts_of(found)
    report = read_statements(votes, label if names else None, left_out, most=len(ballots.statements))
    ids = [str(one.pk) for one in ballots.statements]
    earlier = earlier_of(conversation)
    as_before = named_as_before(found, report, ids, earlier, names)
    if as_before is not found:
        found, (label, names) = as_before, parts_of(as_before)
        report = read_statements(votes, label, left_out, most=len(ballots.statements))
    cells = cells_of(partition, ballots.roles)
    authors = roles_told(written_by(conversation))
    rest = {
        "statements_shown": len(shown),
        "statements_left_out": sum(one.state == Statement.State.LEFT_OUT for one in ballots.statements),
        "closed_on": conversation.ended_on.isoformat() if conversation.ended_on else None,
        "is_imported": conversation.is_brought_in,
        **what_there_is(found, label, report, ids),
        "kept": {"statements": int(found.kept_statements.sum())},
        "shared": [ids[one.statement] for one in report.shared],
        "divides": [ids[one.statement] for one in report.divided],
        "unclear": [ids[column] for column in unclear_in(votes, report, shown)],
        "statements": {
            ids[column]: {
                "number": ballots.statements[column].number,
                "text": ballots.statements[column].text,
                "language": ballots.statements[column].language,
                "by": authors.get(ids[column], ""),
            }
            for column in shown
        },
        "follows_roles": follows_roles(label, cells) if names and len(partition) > 1 else "unknown",
        "missing": missing_from(conversation, ballots),
        "warnings": {
            "rests_on": [ids[column] for column in found.rests_on] or None,
            "mood": bool(found.follows_mood),
        },
    }
    counts = Counts(
        roles=partition,
        people=[int((cells == cell).sum()) for cell in range(len(partition))],
        answers=ANSWERS,
        rows=tally(votes, cells, len(partition), shown, ids),
        named="statements",
        parts=names,
        in_parts={
            ids[column]: [[int(report.agree[at, column]), int(report.seen[at, column])] for at in range(len(names))]
            for column in shown
        },
    )
    said = words_now(counts, earlier, is_final=conversation.is_over)
    most = {"listed": MOST_LISTED, "stood_for": MOST_STOOD_FOR}
    return Picture(counts, carried_over(rest, earlier, said, most=most))


def parts_of(found: OpinionMap) -> tuple[Labels, tuple[str, ...]]:
    """Which part each person belongs to (-1: none) and what the parts are called; no parts without structure."""
    nobody = np.full(found.side.size, -1)
    if found.verdict == Verdict.GROUPS:
        return np.where(found.kept_people, found.group, -1), tuple(LETTERS[: found.n_groups])
    if found.verdict in {Verdict.DIVIDE, Verdict.SPECTRUM}:
        return np.where(found.kept_people, found.side, -1), SIDES
    return nobody, ()


def what_there_is(found: OpinionMap, label: Labels, report: StatementReport, ids: list[str]) -> dict[str, Any]:
    """The verdict, and the groups or the line that belong to it."""
    stands_for = [
        [{"statement": ids[one.statement], "side": SIDE_NAMES[one.answer]} for one in part]
        for part in report.stands_for
    ]
    is_grouped = found.verdict == Verdict.GROUPS
    n_placed = int(found.kept_people.sum())
    areas = areas_of(found.positions, label, found.n_groups) if is_grouped else []
    heights = heights_of(found.positions[found.kept_people]) if len(stands_for) == len(SIDES) else None
    return {
        "verdict": str(found.verdict),
        "second_line": bool(found.second_line),
        "stability": stability_word(found.jaccard.min()) if is_grouped else None,
        "groups": [
            {
                "letter": LETTERS[number],
                "size": part_of_all(int((label == number).sum()), n_placed),
                "area": areas[number],
                "stability": stability_word(found.jaccard[number]),
                "stands_for": stands_for[number],
            }
            for number in range(found.n_groups)
        ],
        "in_between": part_of_all(int((found.kept_people & (label < 0)).sum()), n_placed) if is_grouped else None,
        "line": {"heights": heights, "left": stands_for[0], "right": stands_for[1]}
        if heights is not None and not is_grouped
        else None,
    }


def unclear_in(votes: VoteMatrix, report: StatementReport, shown: list[int]) -> list[int]:
    """Statements on which most answers are missing: neither most agree nor most disagree, as far as one can tell."""
    told = {one.statement for one in report.shared} | {one.statement for one in report.divided}
    seen = np.bincount(votes.statement, minlength=votes.n_statements)
    majority = np.zeros(votes.n_statements, dtype=bool)
    for choice in (AGREE, DISAGREE):
        given = np.bincount(votes.statement[votes.value == choice], minlength=votes.n_statements)
        majority |= wilson_interval(given, seen)[0] > 0.5
    open_ones = [column for column in shown if column not in told and not majority[column] and seen[column] >= K]
    return sorted(open_ones, key=lambda column: (-seen[column], column))


def cells_of(partition: list[list[str]], roles: list[str]) -> Labels:
    """The cell of each person: by role, or all in the one cell of a conversation without roles; -1 for none."""
    cell_of = {role: number for number, joined in enumerate(partition) for role in joined}
    everybody = 0 if partition == [[]] else -1
    return np.array([cell_of.get(role, everybody) for role in roles], dtype=np.intp)


def tally(
    votes: VoteMatrix, cells: Labels, n_cells: int, shown: list[int], ids: list[str]
) -> dict[str, list[list[int]]]:
    """For each statement that is shown: how many people of each cell gave each answer."""
    of_vote = cells[votes.person]
    counts = np.zeros((len(ANSWERS), votes.n_statements, n_cells), dtype=int)
    for at, choice in enumerate(CHOICES):
        taken = (votes.value == choice) & (of_vote >= 0)
        np.add.at(counts[at], (votes.statement[taken], of_vote[taken]), 1)
    return {ids[column]: counts[:, column, :].T.tolist() for column in shown}


def missing_from(conversation: Conversation, ballots: Ballots) -> list[dict[str, Any]]:
    """Roles of which fewer than five people took part, and why.

    "nobody": none of them is here; "unasked": the conversation is not for them; "few": fewer than five, which may be 0.
    """
    if conversation.is_brought_in:
        return [{"roles": [], "why": "unknown"}]
    in_use = roles_in_use(conversation.space)
    voted = np.unique(ballots.person)
    here = [ballots.roles[person] for person in voted]

    def why(role: str) -> str:
        if role not in in_use:
            return "nobody"
        return "unasked" if conversation.who and role not in conversation.who else "few"

    return [{"roles": [str(role)], "why": why(role)} for role in CARD_ROLES if here.count(role) < K]
