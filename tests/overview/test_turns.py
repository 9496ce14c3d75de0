"""What is asked of somebody: late answers to whoever owes them and to the host, three at most, and all on one page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from talkoo.accounts.models import Role
from talkoo.conversations import actions
from talkoo.conversations.models import Statement
from talkoo.spaces.models import Membership, Space
from tests.conversations.owed import days_ago, ended, given, member, owe, speak
from tests.people import Cast

NOW, ALL = "/now", "/now/all"
MINE, LATE = "People wait for your answer", "An answer is late"


def turns_at(browser: Client, where: str = ALL) -> list[tuple[str, str]]:
    """Each thing asked on a page, and what is said about it."""
    answer = browser.get(where)
    assert answer.status_code == 200
    return re.findall(r"<h3>(.*?)</h3>\s*<p>(.*?)</p>", answer.content.decode())


def named(browser: Client, name: str, where: str = ALL) -> list[str]:
    """What is said about the things of one name."""
    return [note for turn, note in turns_at(browser, where) if turn == name]


def test_late_answer_is_asked_of_whoever_owes_it_and_of_the_host_with_its_days(cast: Cast) -> None:
    conversation = ended(cast)
    owe(cast, conversation)
    for where in (NOW, reverse("space", args=[cast.space.pk])):
        assert "9 days late." in named(cast.browser("outi"), MINE, where)[0]
        note = named(cast.browser("leena"), LATE, where)[0]
        assert note.startswith("“What would help you to stay?” Outi owes an answer until")
        assert note.endswith("9 days late.")
    for name in ("samuel", "tomi", "mira"):
        found = [turn for turn, _note in turns_at(cast.browser(name))]
        assert MINE not in found
        assert LATE not in found


def test_ended_without_a_promise_is_asked_of_the_host_until_somebody_promises(cast: Cast) -> None:
    conversation = ended(cast)
    name = "Nobody has promised an answer yet"
    assert "those who spoke wait" in named(cast.browser("leena"), name)[0]
    assert named(cast.browser("samuel"), name) == []
    owe(cast, conversation)
    assert named(cast.browser("leena"), name) == []


def test_answer_in_time_is_asked_of_whoever_owes_it_alone(cast: Cast) -> None:
    owe(cast, ended(cast), due_on=days_ago(-1))
    assert named(cast.browser("outi"), MINE)[0].endswith("1 day is left.")
    assert named(cast.browser("leena"), LATE) == []


def test_every_late_answer_is_counted_and_owed_longest_first(cast: Cast) -> None:
    conversation = ended(cast)
    for statement, due in ((1, 3), (2, 12), (3, 1)):
        owe(cast, conversation, statement=statement, due_on=days_ago(due))
    owe(cast, conversation, owner=member(cast, "leena"))
    notes = [note for turn, note in turns_at(cast.browser("leena")) if turn in {MINE, LATE}]
    assert [re.search(r"\d+(?= days? late)", note)[0] for note in notes] == ["12", "9", "3", "1"]  # type: ignore[index]
    assert len(named(cast.browser("leena"), MINE)) == 1


def test_host_who_writes_for_somebody_without_a_role_is_still_asked(cast: Cast) -> None:
    answer = owe(cast, ended(cast))
    Membership.objects.filter(pk=answer.owner_id).update(ended_on=days_ago(0))
    assert len(named(cast.browser("leena"), LATE)) == 1
    assert named(cast.browser("outi"), MINE) == []


@pytest.mark.parametrize("name", ["outi", "leena"])
def test_archived_space_asks_for_no_answer(cast: Cast, name: str) -> None:
    owe(cast, ended(cast))
    Space.objects.filter(pk=cast.space.pk).update(state="archived")
    assert not {MINE, LATE} & {turn for turn, _note in turns_at(cast.browser(name))}


def test_answer_left_owed_by_overruling_is_asked_for_until_it_is_given(cast: Cast) -> None:
    conversation = ended(cast)
    answer = owe(cast, conversation)
    actions.close_conversation(conversation, reason="The programme ends this month.", actor=None)
    browser = cast.browser("outi")
    note = named(browser, MINE, NOW)[0]
    assert note.endswith("9 days late. The conversation was closed without it; it can still be given.")
    assert "closed without it" in named(cast.browser("leena"), LATE, NOW)[0]
    where = reverse("give_answer", args=[cast.space.pk, conversation.pk, answer.pk])
    assert browser.post(where, {"said": "You said A.", "did": "We did B.", "did_not": ""}).status_code == 302
    assert named(browser, MINE, NOW) == []
    assert named(cast.browser("leena"), LATE, NOW) == []
    page = cast.browser("mira").get(reverse("answer", args=[cast.space.pk, conversation.pk])).content.decode()
    assert "We did B." in page


@pytest.mark.parametrize("name", ["mira", "tomi", "outi", "samuel", "leena", "paula"])
@pytest.mark.parametrize("late", [0, 1, 3])
def test_now_shows_three_and_counts_rightly_what_the_whole_page_has(cast: Cast, name: str, late: int) -> None:
    conversation = ended(cast)
    for number in range(1, late + 1):
        owe(cast, conversation, statement=number)
    browser = cast.browser(name)
    now, whole = browser.get(NOW).content.decode(), turns_at(browser)
    assert turns_at(browser, NOW) == whole[:3]
    said = re.search(r'href="/now/all">All (\d+) things', now)
    assert (int(said[1]) if said else 0) == (len(whole) if len(whole) > 3 else 0)
    if name == "leena" and late == 3:
        assert said


def test_space_leads_to_all_where_it_has_more_than_three(cast: Cast) -> None:
    conversation, home = ended(cast), reverse("space", args=[cast.space.pk])
    assert ALL not in cast.browser("leena").get(home).content.decode()
    for number in (1, 2, 3):
        owe(cast, conversation, statement=number)
    assert ALL in cast.browser("leena").get(home).content.decode()
    assert len(turns_at(cast.browser("leena"), home)) == 3


def test_answers_of_one_conversation_are_one_thing_to_read(cast: Cast) -> None:
    conversation = ended(cast)
    card = cast.person("mira").card
    assert card
    assert card.participant
    speak(conversation, card.participant, on=(1, 2))
    for number in (0, 1, 2):
        given(cast, conversation, statement=number)
    assert len(named(cast.browser("mira"), "There is an answer to what you said")) == 1


def test_late_answers_of_several_spaces_need_no_more_queries(cast: Cast, django_assert_num_queries: object) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    owe(cast, conversation)
    with django_assert_num_queries(40, exact=False) as one:  # type: ignore[operator]
        browser.get(ALL)
    Membership.objects.create(space=cast.other_space, user=cast.person("leena").user, role=Role.HOST)
    assert Statement.objects.filter(conversation=conversation).count() == 3
    for number in (1, 2, 3):
        owe(cast, conversation, statement=number)
    with django_assert_num_queries(len(one)):  # type: ignore[operator]
        browser.get(ALL)
