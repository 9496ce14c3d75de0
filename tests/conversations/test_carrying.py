"""What was said of a statement in words stays until five new people have voted on it."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from talkoo.accounts.models import Participant
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.opinions.carrying import in_place, named_as_before, stances
from talkoo.releases.actions import publish
from talkoo.releases.gate import Earlier
from talkoo_sense import OpinionMap, StatementReport, VoteMatrix, map_opinions, read_statements
from tests.conversations.contract import check
from tests.conversations.test_picture import come, hold_one, made
from tests.people import Cast


@pytest.mark.parametrize(
    ("now", "before", "said", "then"),
    [
        ("ab", "", "a:new b:new", "ab"),
        ("ab", "ba", "a:stay b:stay", "ba"),
        ("abc", "bx", "a:new b:stay c:stay x:stay", "bxa"),
        ("abcd", "xb", "a:new b:stay c:new d:new x:new", "abc"),
        ("ab", "b", "a:none b:stay", "b"),
        ("", "ab", "a:new b:stay", "b"),
        ("a", "g", "a:new", "a"),
    ],
)
def test_list_what_stays_keeps_its_place(now: str, before: str, said: str, then: str) -> None:
    words = dict(one.split(":") for one in said.split())
    assert "".join(in_place(list(now), list(before), words, 3)) == then


def test_part_keeps_the_side_it_was_told_with() -> None:
    now = [{"statement": "a", "side": "agree"}, {"statement": "b", "side": "agree"}]
    before = [{"statement": "b", "side": "disagree"}, {"statement": "c", "side": "agree"}]
    said = {"a": "new", "b": "stay", "c": "new"}
    assert stances(now, before, said, 5) == [before[0], now[0]]


def few_more(conversation: Conversation, people: int, statements: list[Statement]) -> None:
    """People who vote on some statements only, against what was said there."""
    for _ in range(people):
        participant = Participant.objects.create(space=conversation.space, role="user")
        Vote.objects.bulk_create(Vote(statement=one, participant=participant, choice=0) for one in statements)


def places(tables: dict[str, Any], name: str) -> dict[str, list[int]]:
    """Where a statement stands in each list."""
    lists = {name: tables[name] for name in ("shared", "divides", "unclear")}
    lists |= {group["letter"]: [entry["statement"] for entry in group["stands_for"]] for group in tables["groups"]}
    return {which: [place for place, one in enumerate(listed) if one == name] for which, listed in lists.items()}


def test_running_words_and_places_stay_where_figures_do(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    for role in ("user", "professional", "partner"):
        come(conversation, role, 16)
    first = made(conversation)
    publish(first, actor=None)
    statements = list(conversation.statements.order_by("number"))
    few_more(conversation, 4, statements)
    few_more(conversation, 6, statements[:5])
    second = made(conversation)
    check(second.tables)
    assert first.tables["verdict"] == second.tables["verdict"] == "groups"
    for statement in statements[5:]:
        name = str(statement.pk)
        assert second.tables["statements"][name]["groups"] == first.tables["statements"][name]["groups"]
        assert places(second.tables, name) == places(first.tables, name)
        assert second.counted["words"][name] == first.counted["words"][name]
    for statement in statements[:5]:
        assert second.counted["words"][str(statement.pk)]["people"] == 58


def test_running_statement_of_fewer_than_ten_is_in_no_list(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 14)
    last = conversation.statements.order_by("number").last()
    assert last is not None
    keep = Vote.objects.filter(statement=last).values_list("pk")[:9]
    Vote.objects.filter(statement=last).exclude(pk__in=list(keep.values_list("pk", flat=True))).delete()
    tables = made(conversation).tables
    check(tables)
    assert places(tables, str(last.pk)) == {which: [] for which in places(tables, str(last.pk))}
    assert set(tables["statements"][str(last.pk)]["groups"].values()) <= {"hidden"}


def camps() -> tuple[OpinionMap, StatementReport]:
    """Two camps of twenty, clear as day."""
    rng = np.random.default_rng(1)
    camp = np.repeat([-1, 1], 20)
    agrees = rng.random((40, 12)) < np.where(np.outer(camp, rng.choice([-1, 1], 12)) > 0, 0.9, 0.1)
    person, statement = np.indices((40, 12)).reshape(2, -1)
    votes = VoteMatrix.from_triplets(person, statement, np.where(agrees, 1, -1).ravel())
    found = map_opinions(votes)
    return found, read_statements(votes, found.group, most=12)


@pytest.mark.parametrize("turned", [False, True])
def test_groups_are_called_as_before_although_the_axis_turned(turned: bool) -> None:
    found, report = camps()
    words = {True: "nearly_all", False: "nearly_none"}
    told = {
        str(column): {
            "groups": {
                letter: words[bool(report.agree[at, column] > report.seen[at, column] / 2)]
                for letter, at in zip("AB", (1, 0) if turned else (0, 1), strict=True)
            }
        }
        for column in range(12)
    }
    earlier = Earlier(date(2026, 5, 1), {"statements": told}, {})
    named = named_as_before(found, report, [str(column) for column in range(12)], earlier, ("A", "B"))
    sign = -1 if turned else 1
    assert (named.group == (1 - found.group if turned else found.group)).all()
    assert (named.positions[:, 0] == sign * found.positions[:, 0]).all()
    assert (named.positions[:, 1:] == found.positions[:, 1:]).all()
    assert named.positions[named.group == 0, 0].mean() < named.positions[named.group == 1, 0].mean()
