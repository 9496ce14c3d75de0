"""Checking statements: what each decision does, that it can be undone, and that two at once lose nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from pytest_django import DjangoAssertNumQueries

from talkoo.conversations import actions
from talkoo.conversations.actions import cast_vote, reword, say, take_statement_back
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import (
    ballots_of,
    decided_in,
    likely_the_same,
    log_of,
    queue_of,
    shown_in,
    to_check_in,
    version_of,
    words_gone,
)
from talkoo.core.models import HistoryLine, today
from tests.conversations.results import QUESTION, Shown, sample
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast, make_card

State = Statement.State
FACTS = ("state", "ground", "note", "merged_into_id", "checked_on", "state_before", "text")


def facts(statement: Statement) -> dict[str, Any]:
    """What checking may change, as it stands in the database."""
    return Statement.objects.filter(pk=statement.pk).values(*FACTS).get()


def waiting(talk: Conversation, text: str = "The bus should come in the evening too.", **more: Any) -> Statement:
    """One that waits to be checked."""
    return add(talk, text, state=State.WAITING, **more)


def press(cast: Cast, act: str, statement: Statement, *, who: str = "leena", **given: Any) -> HttpResponse:
    """Send a form about a statement, as a page that was opened just now would."""
    sent = {"seen": version_of(Statement.objects.get(pk=statement.pk))} | given
    return cast.browser(who).post(address(act, statement.conversation, statement), sent)


def page_of(cast: Cast, talk: Conversation, query: str = "", name: str = "check_statements", who: str = "leena") -> str:
    """What is read on a page, with single spaces."""
    answer = cast.browser(who).get(address(name, talk) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


DECISIONS = {
    "accept_statement": ({}, State.SHOWN, "", "statement accepted"),
    "send_back": ({"ground": "two", "note": "Make two of it."}, State.REWORD, "two", "statement sent back"),
    "leave_out": ({"ground": "person"}, State.LEFT_OUT, "person", "statement left out"),
    "merge_statement": ({"into": "1"}, State.MERGED, "same", "statement merged"),
}


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


# The queue


def test_queue_has_what_waits_the_oldest_first_and_no_seeds(cast: Cast) -> None:
    talk = make_talk(cast)
    later, sooner = waiting(talk, number=9), waiting(talk, number=8)
    add(talk, "Left out.", number=10, state=State.LEFT_OUT)
    assert list(queue_of(talk)) == [sooner, later]
    assert to_check_in([talk]) == {talk.pk: 2}


def test_queue_has_what_is_shown_at_once_until_somebody_has_looked(cast: Cast) -> None:
    talk = make_talk(cast, statements=0, checking=Conversation.Checking.AFTER)
    add(talk, "Written by the host.", is_seed=True)
    said = say(mira_in(cast), talk, "Open in the evening.", language="en")
    assert said.state == State.SHOWN
    assert list(queue_of(talk)) == [said]
    assert to_check_in([talk]) == {talk.pk: 1}
    assert "It can stay as it is" in page_of(cast, talk)
    press(cast, "accept_statement", said)
    assert list(queue_of(talk)) == []
    assert to_check_in([talk]) == {}
    assert facts(said)["state"] == State.SHOWN
    press(cast, "undo_check", said)
    assert list(queue_of(talk)) == [said]


def test_reworded_statement_comes_back_to_the_queue(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    press(cast, "send_back", statement, ground="two")
    assert list(queue_of(talk)) == []
    assert reword(mira_in(cast).pk, statement, "The bus should come.", language="en")
    assert list(queue_of(talk)) == [statement]
    assert statement not in decided_in(talk)
    press(cast, "accept_statement", statement)
    assert facts(statement)["state"] == State.SHOWN


def test_page_shows_what_says_the_same_and_merges_by_one_press(cast: Cast) -> None:
    talk = make_talk(cast)
    same = add(talk, "The bus should come in the evenings.")
    statement = waiting(talk, "Buses should come in the evening.")
    page = page_of(cast, talk)
    assert likely_the_same(talk, [statement]) == {statement.pk: [same]}
    assert "This one may say the same" in page
    assert "Merge 5 into 4" in page
    form = re.search(rf'action="{address("merge_statement", talk, statement)}">(.*?)</form>', page)
    assert form
    given = dict(re.findall(r'name="(seen|into)" value="([^"]+)"', form[1]))
    assert cast.browser("samuel").post(address("merge_statement", talk, statement), given).status_code == 302
    assert facts(statement)["merged_into_id"] == same.pk


def test_page_says_nothing_of_who_wrote_it(cast: Cast) -> None:
    talk = make_talk(cast)
    by_hand = {"entered": "helper", "author": mira_in(cast)}
    waiting(talk, "The first.", **by_hand)
    page = page_of(cast, talk)
    assert str(mira_in(cast).pk) not in page
    assert "helper" not in page


def test_lists_go_page_by_page_in_so_many_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talk = make_talk(cast, statements=4)
    browser, counts = cast.browser("leena"), []
    target = talk.statements.get(number=1)
    for more in (1, 25):
        for _ in range(more):
            waiting(talk).translations.create(language="fi", text="Bussin pitäisi kulkea illallakin.")
            add(talk, "The bus.", state=State.MERGED, merged_into=target, checked_on=today())
        for query in ("", "?of=shown", "?of=decided"):
            with django_assert_num_queries(20, exact=False) as seen:
                assert browser.get(address("check_statements", talk) + query).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert page_of(cast, talk).count("/accept") == 20
    assert page_of(cast, talk, "?page=2").count("/accept") == 6
    assert page_of(cast, talk, "?of=nonsense&page=nonsense").count("/accept") == 20


def test_shown_and_decided_have_lists_of_their_own(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, "Open late.")
    press(cast, "leave_out", statement, ground="two", note="Say one of them.")
    assert list(shown_in(talk)) == list(talk.statements.exclude(pk=statement.pk).order_by("number"))
    assert list(decided_in(talk)) == [statement]
    for query in ("", "?of=decided"):
        page = page_of(cast, talk, query)
        for words in ("Open late.", "Left out.", "It holds two ideas", "Say one of them.", "/undo"):
            assert words in page
    assert "Open late." not in page_of(cast, talk, "?of=shown")
    assert page_of(cast, talk, "?of=shown").count("/leave-out") == 3


def test_empty_lists_say_what_will_come(cast: Cast) -> None:
    talk = make_talk(cast, statements=0)
    assert "New statements come here before others see them." in page_of(cast, talk)
    assert "What you accept stands here." in page_of(cast, talk, "?of=shown")
    assert "What you decide stands here, and can be undone." in page_of(cast, talk, "?of=decided")
    Conversation.objects.update(checking=Conversation.Checking.AFTER)
    assert "come here to be looked at" in page_of(cast, talk)


# What everybody reads


def test_log_tells_day_and_ground_and_nothing_else(cast: Cast) -> None:
    talk = make_talk(cast)
    out, back, same, kept = (waiting(talk, f"Secret {name}.") for name in ("out", "back", "same", "kept"))
    press(cast, "leave_out", out, ground="person", note="Secret note.")
    press(cast, "send_back", back, ground="question", note="Secret note.")
    press(cast, "merge_statement", same, into="1")
    press(cast, "accept_statement", kept)
    waiting(make_talk(cast), "Elsewhere.")
    assert sorted((line.act, line.ground) for line in log_of(talk)) == [
        ("statement left out", "person"),
        ("statement merged", "same"),
        ("statement sent back", "question"),
    ]
    for who in ("mira", "tomi", "leena"):
        page = page_of(cast, talk, name="check_log", who=who)
        for words in (
            "One was left out. It names or points at a person.",
            "One was sent back, and other words were asked for. It is a question",
            "One was merged with another one.",
        ):
            assert words in page
        assert "Secret" not in page
        assert not any(str(one.pk) in page for one in (out, back, same, kept))
        assert not re.search(r"\d\d:\d\d", page)


def test_log_keeps_what_was_undone_or_taken_back_since(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    press(cast, "leave_out", statement, ground="person")
    before = log_of(talk)
    take_statement_back(mira_in(cast).pk, statement)
    assert log_of(talk) == before  # nobody sees that it was taken back
    other = waiting(talk)
    press(cast, "leave_out", other, ground="two")
    press(cast, "undo_check", other)
    page = page_of(cast, talk, name="check_log", who="mira")
    assert "It holds two ideas" in page
    assert "One of these decisions was undone." in page


def test_log_of_nothing_says_so(cast: Cast) -> None:
    assert "Nothing was left out, sent back or merged." in page_of(cast, make_talk(cast), name="check_log", who="mira")
    elsewhere = make_talk(cast, source="https://pol.is/1")
    assert "Held and checked elsewhere." in page_of(cast, elsewhere, name="check_log", who="mira")


@pytest.mark.parametrize("act", ["leave_out", "send_back", "merge_statement"])
def test_words_go_from_a_published_result_at_once_and_come_back_when_undone(
    cast: Cast, show: Callable[..., Shown], act: str
) -> None:
    talk = Conversation.objects.create(space=cast.space, question=QUESTION, who=["user"])
    tables = sample("two_groups")
    key = tables["shared"][0]
    words = tables["statements"][key]["text"]
    statement = add(talk, words, pk=key, number=900)
    add(talk, "Another one.", number=1)
    shown = show(tables, conversation=talk)

    def everywhere() -> list[bool]:
        pages = [shown.html(name) for name in ("map", "map_print", "map_counts")]
        home = cast.browser("mira").get(f"/spaces/{cast.space.pk}/listen").content.decode()
        return [words in " ".join(page.split()) for page in [*pages, home]]

    before = everywhere()
    assert before[:3] == [True, True, True]
    assert press(cast, act, statement, **DECISIONS[act][0]).status_code == 302
    assert words_gone([talk]) == {key}
    assert everywhere() == [False, False, False, False]
    press(cast, "undo_check", statement)
    assert everywhere() == before


def test_conversation_brought_in_is_not_checked_here(cast: Cast) -> None:
    talk = make_talk(cast, source="https://pol.is/1")
    assert cast.browser("leena").get(address("check_statements", talk)).status_code == 403
