"""Being answered: who owes what until when, how it is written and given, how many were told, and how it ends."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import DjangoAssertNumQueries

from talkoo.conversations.models import Statement, Telling
from talkoo.conversations.rules import may_note_read, may_tell, may_write_answer
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Membership, Space
from tests.conversations.owed import (
    QUESTION,
    address,
    days_ago,
    ended,
    given,
    owe,
    result,
    speak,
    speaker,
    standing,
    tell,
    text_of,
)
from tests.people import CAST, Cast


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("name", CAST)
def test_write_allowed_to_owner_and_host_until_archived(cast: Cast, name: str, state: str) -> None:
    answer = owe(cast, ended(cast))
    place = standing(cast, name, state)
    allowed = bool(place and may_write_answer(place, answer.conversation, answer))
    assert allowed == (name in {"outi", "leena"} and state != Space.State.ARCHIVED)


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("name", CAST)
def test_tell_allowed_to_the_go_between_alone_until_archived(cast: Cast, name: str, state: str) -> None:
    place = standing(cast, name, state)
    assert bool(place and may_tell(place)) == (name == "samuel" and state != Space.State.ARCHIVED)


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("spoke", [True, False])
@pytest.mark.parametrize("name", CAST)
def test_note_read_allowed_to_whoever_spoke_until_archived(cast: Cast, name: str, state: str, *, spoke: bool) -> None:
    place = standing(cast, name, state)
    allowed = bool(place and may_note_read(place, spoke=spoke))
    is_here = name not in {"stranger", "jere", "paula"}
    assert allowed == (is_here and spoke and state != Space.State.ARCHIVED)


def test_owner_whose_role_has_ended_no_longer_writes(cast: Cast) -> None:
    conversation = ended(cast)
    answer = owe(cast, conversation)
    Membership.objects.filter(pk=answer.owner_id).update(ended_on=today())
    assert cast.browser("outi").get(address("write_answer", conversation, answer.pk)).status_code == 404
    assert "Outi" in text_of(cast.browser("leena"), address("answer", conversation))


def test_answer_without_promise_says_that_nobody_has_promised(cast: Cast) -> None:
    page = text_of(cast.browser("mira"), address("answer", ended(cast)))
    assert QUESTION in page
    assert "No answer is promised yet." in page
    assert "Promise an answer" not in page


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (9, "9 days late."),
        (1, "1 day late."),
        (0, "It is owed today."),
        (-1, "1 day is left."),
        (-8, "8 days are left."),
    ],
)
def test_answer_owed_counts_its_days_in_the_open(cast: Cast, due: int, words: str) -> None:
    conversation = ended(cast)
    owe(cast, conversation, due_on=days_ago(due))
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert words in page
    assert "Outi" in page
    assert "have waited since" in page


@pytest.mark.parametrize("is_given", [True, False])
@pytest.mark.parametrize("statement", [0, 1])
def test_answer_is_told_in_the_same_words_on_every_page(cast: Cast, statement: int, *, is_given: bool) -> None:
    conversation = ended(cast)
    card = cast.person("mira").card
    assert card
    conversation.statements.filter(number=1).update(author=card.participant_id)
    answer = (given if is_given else owe)(cast, conversation, statement=statement)
    who = f"Outi ({conversation.space.label(answer.owner.role)})"
    if is_given:
        words = f"Answered by {who} on {date_format(days_ago(1))}. 8 days after the day"
    else:
        words = f"Owed by {who} until {date_format(days_ago(9))}. 9 days late."
    space, browser = [conversation.space_id], cast.browser("mira")
    pages = [address("answer", conversation), address("answer_print", conversation)]
    pages += [reverse("now"), reverse("space", args=space), reverse("verb", args=[*space, "answer"])]
    if not is_given:
        pages.append(address("conversation", conversation))  # leads to a given one
    if statement:
        first = conversation.statements.get(number=1)
        pages += [address("what_i_said", conversation), address("statement", conversation, first.pk)]
    for page in pages:
        assert words in text_of(browser, page), page


def test_answer_moved_after_its_day_says_from_which_day_it_is_counted(cast: Cast) -> None:
    conversation = ended(cast)
    earlier = {"due_on": str(days_ago(9)), "owner": "Outi", "reason": "Ill.", "moved_on": str(days_ago(3))}
    owe(cast, conversation, due_on=days_ago(-20), moved=[earlier])
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert f"9 days late, counted from {date_format(days_ago(9))}, the day it was promised for before." in page


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (3, "2 days after the day it was promised for."),
        (2, "1 day after the day"),
        (1, "Within the time"),
        (-5, "Within"),
    ],
)
def test_answer_given_says_whether_it_came_in_time(cast: Cast, due: int, words: str) -> None:
    conversation = ended(cast)
    given(cast, conversation, due_on=days_ago(due))
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert "You said A." in page
    assert words in page
    assert "No answer yet" not in page


def test_answer_in_work_is_read_by_nobody_before_it_is_given(cast: Cast) -> None:
    conversation = ended(cast)
    owe(cast, conversation, said="A secret draft.")
    for name in CAST:
        if name not in {"stranger", "jere", "paula"}:
            for route in ("answer", "answer_print"):
                assert "secret draft" not in text_of(cast.browser(name), address(route, conversation))


def test_answer_to_a_statement_taken_back_no_longer_shows_it(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation, statement=2)
    assert "Statement 2" in text_of(cast.browser("mira"), address("answer", conversation))
    conversation.statements.filter(number=2).update(state=Statement.State.LEFT_OUT)
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert "Statement 2" not in page
    assert "no longer shown" in page


def test_answer_has_fixed_number_of_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    conversation, browser = ended(cast), cast.browser("mira")
    given(cast, conversation)
    given(cast, conversation, statement=1)
    with django_assert_num_queries(8) as one:
        browser.get(address("answer", conversation))
    for number in (2, 3):
        owe(cast, conversation, statement=number)
    with django_assert_num_queries(len(one)):
        browser.get(address("answer", conversation))


@pytest.mark.parametrize(
    ("told", "spoke", "words"),
    [
        (0, 45, "Told so far: fewer than ten people."),
        (9, 45, "Told so far: fewer than ten people."),
        (10, 45, "About 10 of about 45 people who spoke have been told."),
        (34, 45, "About 30 of about 45 people who spoke have been told."),
        (47, 45, "Nearly all of about 45 people who spoke have been told."),
        (14, None, "Told so far: about 10 people."),
    ],
)
def test_told_is_said_in_steps_of_the_published_figure(cast: Cast, told: int, spoke: int | None, words: str) -> None:
    conversation = ended(cast)
    tell(given(cast, conversation), told)
    result(conversation, spoke)
    assert words in text_of(cast.browser("mira"), address("answer", conversation))


def test_told_today_counts_tomorrow(cast: Cast) -> None:
    conversation = ended(cast)
    answer = given(cast, conversation)
    tell(answer, 9)
    tell(answer, 6, days=0)
    assert "fewer than ten people" in text_of(cast.browser("mira"), address("answer", conversation))


@pytest.mark.parametrize(
    ("tries", "counts"),
    [
        ([("phone", 3), ("phone", 2), ("text", 1)], True),
        ([("phone", 3), ("phone", 2), ("phone", 1)], False),
        ([("phone", 3), ("text", 2)], False),
        ([("phone", 4), ("text", 3), ("phone", 2), ("person", 0)], True),
        ([("phone", 2), ("text", 1), ("letter", 0)], False),
    ],
)
def test_not_reached_counts_after_three_tries_by_two_ways(
    cast: Cast, tries: list[tuple[str, int]], *, counts: bool
) -> None:
    conversation = ended(cast)
    answer = given(cast, conversation)
    for _ in range(12):
        someone = speaker(conversation)
        for way, day in tries:
            Telling.objects.create(
                answer=answer, participant=someone, way=way, has_reached=False, made_on=days_ago(day)
            )
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert ("about 10 people" in page) == counts
    Telling.objects.create(answer=answer, participant=someone, way="phone", has_reached=True, made_on=days_ago(1))
    assert "Could not be reached" in page


def test_read_is_noted_once_without_saying_who(cast: Cast) -> None:
    conversation = ended(cast)
    card = cast.person("mira").card
    assert card
    assert card.participant
    speak(conversation, card.participant)
    answer = given(cast, conversation)
    browser, where = cast.browser("mira"), address("answer", conversation)
    assert "I have read it" in text_of(browser, where)
    assert not Telling.objects.exists()  # looking notes nothing
    for _ in range(2):
        assert browser.post(address("answer_read", conversation)).status_code == 302
    told = Telling.objects.get()
    assert (told.answer_id, told.participant_id, told.way, told.has_reached) == (
        answer.pk, card.participant_id, "card", True,
    )  # fmt: skip
    line = HistoryLine.objects.get(act="answer read")
    assert (line.actor, line.subject) == (None, conversation.pk)
    assert str(card.participant_id) not in str(line.detail)
    assert "You have been told what is answered here." in text_of(browser, where)


@pytest.mark.parametrize("name", ["mira", "tomi", "leena", "samuel"])
def test_read_refused_to_whoever_did_not_speak(cast: Cast, name: str) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    assert cast.browser(name).post(address("answer_read", conversation)).status_code == 403
    assert not Telling.objects.exists()
