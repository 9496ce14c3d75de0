"""Checking statements: what each decision does, that it can be undone, and that two at once lose nothing."""

import re

import pytest

from talkoo.conversations import actions
from talkoo.conversations.actions import cast_vote, reword, take_statement_back
from talkoo.conversations.models import Statement
from talkoo.conversations.queries import ballots_of, decided_in, version_of
from talkoo.core.models import HistoryLine, today
from tests.conversations.checks import DECISIONS, State, facts, press, waiting
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast, make_card


@pytest.mark.parametrize("act", DECISIONS)
@pytest.mark.parametrize("who", ["leena", "samuel"])
def test_decision_sets_exactly_what_it_says_with_one_line_of_history(cast: Cast, who: str, act: str) -> None:
    given, state, ground, line = DECISIONS[act]
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    answer = press(cast, act, statement, who=who, **given)
    assert (answer.status_code, answer.headers["Location"]) == (302, address("check_statements", talk))
    assert facts(statement) == {
        "state": state,
        "ground": ground,
        "note": given.get("note", ""),
        "merged_into_id": talk.statements.get(number=1).pk if act == "merge_statement" else None,
        "checked_on": today(),
        "state_before": State.WAITING,
        "text": statement.text,
    }
    written = HistoryLine.objects.get()
    user = cast.person(who).user
    assert user
    assert (written.act, written.actor, written.subject) == (line, user.pk, statement.pk)
    assert written.detail == ({"ground": ground} if ground else {})


@pytest.mark.parametrize("act", DECISIONS)
def test_decision_pressed_twice_is_one_decision(cast: Cast, act: str) -> None:
    given = DECISIONS[act][0]
    statement = waiting(make_talk(cast))
    seen = version_of(statement)
    answers = [press(cast, act, statement, seen=seen, **given).status_code for _ in range(2)]
    assert answers == [302, 302]
    assert HistoryLine.objects.count() == 1


@pytest.mark.parametrize("act", DECISIONS)
@pytest.mark.parametrize(
    ("before", "checking"), [(State.WAITING, "before"), (State.SHOWN, "before"), (State.SHOWN, "after")]
)
def test_undo_puts_back_exactly_what_was(cast: Cast, act: str, before: str, checking: str) -> None:
    statement = add(make_talk(cast, checking=checking), "Open in the evening.", state=before)
    was = facts(statement)
    press(cast, act, statement, **DECISIONS[act][0])
    assert facts(statement) != was
    assert press(cast, "undo_check", statement).status_code == 302
    assert facts(statement) == was
    assert press(cast, "undo_check", statement).status_code == 302
    assert list(HistoryLine.objects.filter(act="check undone").values_list("subject", flat=True)) == [statement.pk]


def test_undo_of_a_merge_counts_votes_as_if_it_had_never_been(cast: Cast) -> None:
    talk = make_talk(cast)
    first, second = talk.statements.order_by("number")[:2]
    mira, other = mira_in(cast), make_card(cast.space, "AAA4K7QX").participant
    assert other
    cast_vote(mira, first, 1)
    cast_vote(mira, second, -1)
    cast_vote(other, second, 0)

    def counted() -> list[tuple[str, int]]:
        ballots = ballots_of(talk)
        cells = zip(ballots.statement, ballots.choice, strict=True)
        return sorted((str(ballots.statements[column].pk), int(choice)) for column, choice in cells)

    before = counted()
    press(cast, "merge_statement", second, into="1")
    assert counted() == sorted([(str(first.pk), 1), (str(first.pk), 0)])
    press(cast, "undo_check", second)
    assert counted() == before


def test_decision_over_another_one_still_undoes_to_what_was_first(cast: Cast) -> None:
    statement = waiting(make_talk(cast))
    press(cast, "merge_statement", statement, into="1")
    press(cast, "leave_out", statement, ground="hurts")
    assert facts(statement)["merged_into_id"] is None
    press(cast, "undo_check", statement)
    assert facts(statement)["state"] == State.WAITING


# Two at once


@pytest.mark.parametrize("act", DECISIONS)
def test_second_of_two_checkers_is_told_and_nothing_is_lost(cast: Cast, act: str) -> None:
    statement = waiting(make_talk(cast))
    seen = version_of(statement)
    assert (
        press(cast, "leave_out", statement, who="samuel", ground="elsewhere", note="Ask the town.").status_code == 302
    )
    was = facts(statement)
    given = DECISIONS[act][0] | ({"note": "Please say it kindly."} if act in {"send_back", "leave_out"} else {})
    answer = press(cast, act, statement, seen=seen, **given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert facts(statement) == was
    assert HistoryLine.objects.count() == 1
    assert "This has changed since you opened the page." in page
    assert "It is about something that this question does not ask." in page
    assert "Ask the town." in page
    if "note" in given:
        assert "Please say it kindly." in page
        assert re.search(f'value="{given["ground"]}"[^>]*checked', page)
    if act == "merge_statement":
        assert re.search(r'name="into" value="1"[^>]*inputmode|name="into"[^>]*value="1"', page)
    assert version_of(Statement.objects.get(pk=statement.pk)) in page
    assert press(cast, act, statement, **given).status_code == 302


def test_words_changed_by_their_author_are_not_decided_unread(cast: Cast) -> None:
    statement = waiting(make_talk(cast), author=mira_in(cast))
    seen = version_of(statement)
    assert reword(mira_in(cast).pk, statement, "Mrs. Virta should go.", language="en")
    answer = press(cast, "accept_statement", statement, seen=seen)
    assert answer.status_code == 409
    assert "Mrs. Virta should go." in answer.content.decode()
    assert facts(statement)["state"] == State.WAITING


@pytest.mark.parametrize("act", [*DECISIONS, "undo_check"])
def test_what_was_taken_back_is_not_decided(cast: Cast, act: str) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    press(cast, "accept_statement", statement)
    seen = version_of(Statement.objects.get(pk=statement.pk))
    take_statement_back(mira_in(cast).pk, statement)
    was = facts(statement)
    given = DECISIONS[act][0] if act in DECISIONS else {}
    answer = press(cast, act, statement, seen=seen, **given)
    assert (answer.status_code, facts(statement)) == (409, was)
    assert "Whoever wrote it has taken it back." in answer.content.decode()
    assert statement not in decided_in(talk)


# What is asked for


@pytest.mark.parametrize("act", ["send_back", "leave_out"])
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"note": "Kindly, please."}, "Choose one of the ground rules."),
        ({"ground": "same", "note": "Kindly, please."}, "Choose one of those that stand here."),
        ({"ground": "nonsense"}, "Choose one of those that stand here."),
        ({"ground": "two", "note": "x" * 301}, "At most 300 characters fit here; there are 301."),
        ({"ground": "two", "note": "a\x00b"}, "There is a character here that cannot be kept."),
        ({"ground": "two", "seen": ""}, "Something on this page got lost on the way."),
        ({"ground": "two", "seen": "x" * 17}, "Something on this page got lost on the way."),
    ],
)
def test_ground_or_note_that_cannot_be_kept_comes_back_with_words(
    cast: Cast, act: str, given: dict[str, str], words: str
) -> None:
    statement = waiting(make_talk(cast))
    was = facts(statement)
    answer = press(cast, act, statement, **given)
    assert (answer.status_code, facts(statement)) == (422, was)
    assert words in answer.content.decode()
    assert given.get("note", "").split("\x00")[0] in answer.content.decode()
    assert not HistoryLine.objects.exists()


@pytest.mark.parametrize("into", ["", "x", "-1", "4", "5", "99", str(2**31), "9" * 40, "1.5"])
def test_merge_with_a_number_that_is_not_shown_is_refused_in_words(cast: Cast, into: str) -> None:
    talk = make_talk(cast)
    statement, another = waiting(talk), waiting(talk)
    assert (statement.number, another.number) == (4, 5)
    answer = press(cast, "merge_statement", statement, into=into)
    assert (answer.status_code, facts(statement)["state"]) == (422, State.WAITING)
    assert re.search(r"number", answer.content.decode())


def test_merge_into_itself_is_refused(cast: Cast) -> None:
    statement = make_talk(cast).statements.get(number=2)
    answer = press(cast, "merge_statement", statement, into="2")
    assert answer.status_code == 422
    assert "This is the statement itself." in answer.content.decode()


def test_merge_makes_no_chain(cast: Cast) -> None:
    talk = make_talk(cast)
    first, second, third = talk.statements.order_by("number")
    press(cast, "merge_statement", first, into="2")
    answer = press(cast, "merge_statement", second, into="3")
    assert answer.status_code == 409
    assert "Others were merged with this one." in answer.content.decode()
    assert press(cast, "merge_statement", third, into="1").status_code == 422
    press(cast, "undo_check", first)
    assert press(cast, "merge_statement", second, into="3").status_code == 302


def test_merge_into_what_was_left_out_a_moment_ago_is_refused(cast: Cast) -> None:
    first, second, _third = make_talk(cast).statements.order_by("number")
    press(cast, "leave_out", first, ground="two")
    with pytest.raises(actions.NothingToMergeIntoError):
        actions.merge_statement(second, first, seen=version_of(second), actor=None)
    assert facts(second)["state"] == State.SHOWN


def test_merge_into_a_statement_of_another_conversation_is_refused(cast: Cast) -> None:
    statement, elsewhere = waiting(make_talk(cast)), make_talk(cast).statements.get(number=1)
    with pytest.raises(actions.NothingToMergeIntoError):
        actions.merge_statement(statement, elsewhere, seen=version_of(statement), actor=None)


@pytest.mark.parametrize("act", [*DECISIONS, "undo_check"])
def test_statement_of_another_conversation_is_not_there(cast: Cast, act: str) -> None:
    talk, other = make_talk(cast), make_talk(cast)
    statement = waiting(other)
    there = address(act, other, statement).replace(str(other.pk), str(talk.pk))
    given = DECISIONS[act][0] if act in DECISIONS else {}
    answer = cast.browser("leena").post(there, {"seen": version_of(statement)} | given)
    assert (answer.status_code, facts(statement)["state"]) == (404, State.WAITING)
