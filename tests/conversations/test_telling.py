"""Telling people: whoever asked and is owed an answer, by the go-between alone, and never anything they said."""

from itertools import product

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from talkoo.accounts.models import Contact
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Telling
from talkoo.conversations.queries import to_tell_by_hand
from talkoo.core.models import HistoryLine, today
from talkoo.overview.actions import end_card_and_take_back
from tests.conversations.owed import days_ago, ended, given, owe, speak, speaker, wish
from tests.people import CAST, Cast


def list_of(conversation: Conversation) -> str:
    return reverse("tell_people", args=[conversation.space_id, conversation.pk])


def note(conversation: Conversation, contact: Contact) -> str:
    return reverse("note_telling", args=[conversation.space_id, conversation.pk, contact.pk])


def page_of(cast: Cast, conversation: Conversation) -> str:
    got = cast.browser("samuel").get(list_of(conversation))
    assert got.status_code == 200
    return got.content.decode()


@pytest.mark.parametrize("mail", [True, False])
@pytest.mark.parametrize("way", Contact.Way.values)
@pytest.mark.parametrize("news", Contact.News.values)
def test_list_has_whoever_asked_to_be_told_by_hand(
    cast: Cast, settings: object, news: str, way: str, *, mail: bool
) -> None:
    settings.MAIL_IS_SET_UP = mail  # type: ignore[attr-defined]
    conversation = ended(cast)
    given(cast, conversation)
    contact = wish(speaker(conversation), news, way)
    is_by_hand = way not in ({"card", "mail"} if mail else {"card"})
    expected = [contact] if is_by_hand and news != "nothing" else []
    assert list(to_tell_by_hand(conversation)) == expected


def test_list_is_empty_before_an_answer_is_given_and_for_who_did_not_speak(cast: Cast) -> None:
    conversation, other = ended(cast), ended(cast, question="Another?")
    owe(cast, conversation)
    contact = wish(speaker(conversation))
    elsewhere = wish(speaker(other))
    assert list(to_tell_by_hand(conversation)) == []
    assert "No answer is given yet." in page_of(cast, conversation)
    conversation.answers.update(given_on=today())
    assert list(to_tell_by_hand(conversation)) == [contact]
    assert elsewhere not in to_tell_by_hand(conversation)


def test_answer_to_one_statement_is_owed_to_who_voted_on_it_wrote_it_or_had_it_merged(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation, statement=1)
    voted, other = wish(speaker(conversation, on=(1,))), wish(speaker(conversation, on=(2,)))
    moved, wrote = wish(speaker(conversation, on=(3,))), wish(speaker(conversation, on=()))
    into = conversation.statements.get(number=1)
    conversation.statements.filter(number=3).update(state="merged", merged_into=into)
    conversation.statements.filter(number=1).update(author=wrote.participant_id)
    assert set(to_tell_by_hand(conversation)) == {voted, moved, wrote}
    assert other not in to_tell_by_hand(conversation)


def test_list_shows_way_and_address_and_nothing_that_was_said(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    contact = wish(speaker(conversation), way="phone")
    page = page_of(cast, conversation)
    assert f"0055 {str(contact.participant_id.int)[:6]}" in page
    assert "Call me" in page
    assert "Statement" not in page
    assert str(contact.participant_id) not in page


@pytest.mark.parametrize("name", [name for name in CAST if name != "samuel"])
def test_list_and_noting_refused_to_everybody_but_the_go_between(cast: Cast, name: str) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    contact = wish(speaker(conversation))
    browser = cast.browser(name)
    assert browser.get(list_of(conversation)).status_code in {302, 403, 404}
    assert browser.post(note(conversation, contact), {"way": "phone", "reached": "yes"}).status_code in {302, 403, 404}
    assert not Telling.objects.exists()


def test_told_is_noted_once_for_every_answer_owed_and_leaves_the_list(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("samuel")
    given(cast, conversation)
    given(cast, conversation, statement=1)
    given(cast, conversation, statement=2)  # they did not vote on it
    contact = wish(speaker(conversation))
    for _ in range(2):
        assert browser.post(note(conversation, contact), {"way": "person", "reached": "yes"}).status_code == 302
    assert Telling.objects.count() == 2
    assert set(Telling.objects.values_list("way", "has_reached")) == {("person", True)}
    contact.refresh_from_db()
    assert contact.told_on == today()
    assert "Nobody to tell now." in page_of(cast, conversation)
    line = HistoryLine.objects.get(act="told somebody of an answer")
    assert (line.subject, line.detail) == (conversation.pk, {})


@pytest.mark.parametrize("news", ["answered", "weekly"])
def test_told_by_mistake_is_taken_back_the_same_day_and_stands_on_the_list_again(cast: Cast, news: str) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    contact = wish(speaker(conversation), news)
    browser, back = cast.browser("samuel"), note(conversation, contact) + "/back"
    browser.post(note(conversation, contact), {"way": "phone", "reached": "yes"})
    assert "Noted as told today" in page_of(cast, conversation)

    for _ in range(2):
        assert browser.post(back).status_code == 302

    assert list(to_tell_by_hand(conversation)) == [contact]
    assert "Noted as told today" not in page_of(cast, conversation)
    assert HistoryLine.objects.filter(act="telling taken back").count() == 1


def test_what_somebody_read_themselves_or_was_told_before_today_is_not_taken_back(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    reader, earlier = wish(speaker(conversation)), wish(speaker(conversation))
    actions.note_read(conversation, reader.participant_id)
    cast.browser("samuel").post(note(conversation, earlier), {"way": "phone", "reached": "yes"})
    Telling.objects.filter(participant=earlier.participant_id).update(made_on=days_ago(1))
    for contact in (reader, earlier):
        cast.browser("samuel").post(note(conversation, contact) + "/back")
    assert Telling.objects.filter(has_reached=True).count() == 2


def test_not_reached_counts_once_a_day_and_way_and_stays_on_the_list(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("samuel")
    answer = given(cast, conversation)
    contact = wish(speaker(conversation))
    sent = [
        browser.post(note(conversation, contact), {"way": way, "reached": "no"}) for way in ("text", "text", "phone")
    ]
    assert [got.status_code for got in sent] == [302, 409, 302]
    again = sent[1].content.decode()
    assert "This try is noted for today already. Try another way, or the same one on another day." in again
    assert '<option value="text" selected>' in again, "what was chosen stays"
    assert sorted(Telling.objects.values_list("way", "has_reached")) == [("phone", False), ("text", False)]
    assert "tried 2 times" in page_of(cast, conversation)
    Telling.objects.create(
        answer=answer, participant=contact.participant, way="phone", has_reached=False, made_on=days_ago(1)
    )
    assert "from tomorrow this person counts as not reached" in page_of(cast, conversation)
    assert list(to_tell_by_hand(conversation)) == [contact]


@pytest.mark.parametrize(
    "sent", [{}, {"way": "phone"}, {"way": "card", "reached": "yes"}, {"way": "x", "reached": "y"}]
)
def test_wrong_note_is_refused_in_words(cast: Cast, sent: dict[str, str]) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    got = cast.browser("samuel").post(note(conversation, wish(speaker(conversation))), sent)
    assert got.status_code == 422
    assert b"press one of the two buttons" in got.content
    assert not Telling.objects.exists()


def test_told_twice_or_wanted_no_more_says_which(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("samuel")
    given(cast, conversation)
    contact, other = wish(speaker(conversation)), wish(speaker(conversation))
    where, sent = note(conversation, contact), {"way": "phone", "reached": "yes"}
    browser.post(where, sent)
    assert "has been told already" in browser.post(where, sent, follow=True).content.decode()
    where = note(conversation, other)
    Contact.objects.filter(pk=other.pk).delete()
    assert "does not ask to be told now" in browser.post(where, sent, follow=True).content.decode()
    assert Telling.objects.count() == 1


@pytest.mark.parametrize("sends", [True, False])
def test_list_speaks_of_mail_as_this_machine_can(cast: Cast, settings: object, *, sends: bool) -> None:
    settings.MAIL_IS_SET_UP = sends  # type: ignore[attr-defined]
    assert ("No mail is sent from here" in page_of(cast, ended(cast))) != sends


def test_weekly_by_hand_rests_for_a_week(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    contact = wish(speaker(conversation), "weekly", told_on=days_ago(6))
    assert list(to_tell_by_hand(conversation)) == []
    Contact.objects.update(told_on=days_ago(7))
    assert list(to_tell_by_hand(conversation)) == [contact]


def test_address_sealed_with_another_key_is_said_and_breaks_nothing(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    one, two = wish(speaker(conversation)), wish(speaker(conversation))
    Contact.objects.filter(pk=one.pk).update(address=bytes(two.address))  # moved to another row
    assert "cannot be read" in page_of(cast, conversation)


def test_list_has_fixed_number_of_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    conversation, browser = ended(cast), cast.browser("samuel")
    given(cast, conversation)
    wish(speaker(conversation))
    with django_assert_num_queries(9) as one:
        browser.get(list_of(conversation))
    for _ in range(2):
        wish(speaker(conversation))
    with django_assert_num_queries(len(one)):
        browser.get(list_of(conversation))


def test_who_wants_nothing_is_never_listed_or_told_whatever_happens(cast: Cast) -> None:
    conversation = ended(cast)
    answers = [given(cast, conversation), given(cast, conversation, statement=1)]
    quiet = [speaker(conversation) for _ in range(len(Contact.Way) + 1)]
    contacts = [wish(person, "nothing", way) for person, way in zip(quiet[1:], Contact.Way.values, strict=True)]
    for contact, way, reached in product(contacts, Telling.Way.values, [True, False]):
        noted = actions.note_telling(conversation, contact.pk, way=way, has_reached=reached, actor=None)
        assert noted == actions.Noted.NOT_ASKED_FOR
        assert not actions.note_mailed(contact)
    assert list(to_tell_by_hand(conversation)) == []
    assert not Telling.objects.filter(answer__in=answers).exists()


def test_take_back_deletes_how_somebody_is_reached_and_whether_they_were(cast: Cast) -> None:
    conversation = ended(cast)
    card = cast.person("mira").card
    assert card
    assert card.participant
    speak(conversation, card.participant)
    given(cast, conversation)
    contact = wish(card.participant)
    actions.note_telling(conversation, contact.pk, way="phone", has_reached=False, actor=None)
    actions.note_read(conversation, card.participant.pk)
    assert Telling.objects.count() == 2
    end_card_and_take_back(card)
    assert not Telling.objects.exists()
    assert not Contact.objects.exists()
