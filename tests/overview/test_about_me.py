"""Who can see what about me: true to the letter, and the way to take it all back."""

from django.urls import reverse

from talkoo.accounts.models import Card, Participant, Role, User
from talkoo.accounts.queries import participant_id
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.models import HistoryLine
from tests.people import Cast

ME = "/about-me"


def vote(cast: Cast, participant: Participant, *, times: int) -> None:
    """As many votes, and one statement of this participant's own."""
    conversation = Conversation.objects.create(space=cast.space, question="What would help?")
    for number in range(times):
        statement = Statement.objects.create(conversation=conversation, number=number, text=f"Number {number}")
        Vote.objects.create(statement=statement, participant=participant, choice=1)
    Statement.objects.create(
        conversation=conversation, number=99, text="My own words", author=participant, state="shown"
    )


def participant_of(cast: Cast, name: str) -> Participant:
    """Whom the card belongs to."""
    card = cast.person(name).card
    assert card
    assert card.participant
    return card.participant


def test_card_holder_sees_what_is_kept_and_by_whom(cast: Cast) -> None:
    vote(cast, participant_of(cast, "mira"), times=3)
    page = cast.browser("mira").get(ME).content.decode()
    assert "MRA4 K7QX" in page
    assert "3 votes" in page
    assert "Could read the words on it" in page
    Card.objects.filter(space=cast.space).update(words_are_own=True)
    assert "Nothing. You have words of your own" in cast.browser("mira").get(ME).content.decode()


def test_staff_see_their_own_facts_and_votes(cast: Cast) -> None:
    tomi = cast.person("tomi").user
    assert tomi
    own = Participant.objects.create(pk=participant_id(tomi, cast.space.pk), space=cast.space, role=Role.PROFESSIONAL)
    vote(cast, own, times=2)
    HistoryLine.objects.create(act="did", actor=tomi.pk)
    page = cast.browser("tomi").get(ME).content.decode()
    for words in ("tomi@talkoo.example", "2 votes, kept without your name", "1 line in the history"):
        assert words in page
    assert "2 votes, kept" not in cast.browser("hannele").get(ME).content.decode()


def test_end_card_everything_of_it_is_gone_and_nothing_else(cast: Cast) -> None:
    mira, other = participant_of(cast, "mira"), Participant.objects.create(space=cast.space, role=Role.USER)
    vote(cast, mira, times=3)
    vote(cast, other, times=2)
    browser = cast.browser("mira")

    answer = browser.post(reverse("end_my_card"), follow=True)

    assert b"Your card has ended" in answer.content
    assert not Participant.objects.filter(pk=mira.pk).exists()
    assert Vote.objects.count() == 2
    assert sorted(Statement.objects.filter(number=99).values_list("text", "state")) == [
        ("", "left_out"), ("My own words", "shown"),
    ]  # fmt: skip
    card = Card.objects.get(selector="MRA4K7QX")
    assert (card.state, card.participant) == ("ended", None)
    assert browser.get("/now").status_code == 302
    assert list(HistoryLine.objects.values_list("act", "actor")) == [("ended a card", None)]


def test_end_card_works_in_a_space_that_is_archived_or_closed_to_cards(cast: Cast) -> None:
    cast.space.state, cast.space.reading = "archived", "members"
    cast.space.save()
    assert cast.browser("mira").post(reverse("end_my_card")).status_code == 302
    assert Card.objects.get(selector="MRA4K7QX").state == "ended"


def test_end_card_twice_is_harmless(cast: Cast) -> None:
    first, second = cast.browser("mira"), cast.browser("mira")
    assert first.post(reverse("end_my_card")).status_code == 302
    assert second.post(reverse("end_my_card")).status_code == 302
    assert HistoryLine.objects.filter(act="ended a card").count() == 1


def test_name_changed_without_password_and_seen_by_others(cast: Cast) -> None:
    sent = {"name": "Tomi Rantala", "email": "tomi@talkoo.example", "password": ""}
    assert cast.browser("tomi").post(ME, sent).status_code == 302
    assert b"Tomi Rantala" in cast.browser("mira").get(reverse("space_people", args=[cast.space.pk])).content


def test_address_changed_only_with_the_password(cast: Cast) -> None:
    browser, sent = cast.browser("tomi"), {"name": "Tomi", "email": "new@talkoo.example"}
    for password in ("", "wrong words"):
        answer = browser.post(ME, sent | {"password": password})
        assert answer.status_code == 422
        assert b"new@talkoo.example" in answer.content
    assert not User.objects.filter(email="new@talkoo.example").exists()
    assert browser.post(ME, sent | {"password": "right words for a door"}).status_code == 302
    assert User.objects.filter(email="new@talkoo.example").exists()


def test_address_of_somebody_else_is_refused(cast: Cast) -> None:
    sent = {"name": "Tomi", "email": "LEENA@talkoo.example", "password": "right words for a door"}
    answer = cast.browser("tomi").post(ME, sent)
    assert answer.status_code == 422
    assert User.objects.filter(email="leena@talkoo.example").count() == 1


def test_password_link_only_for_who_knows_the_old_one(cast: Cast) -> None:
    browser, address = cast.browser("tomi"), reverse("change_my_password")
    refused = browser.post(address, {"password": "wrong words"})
    assert refused.status_code == 422
    assert b"This is not your password." in refused.content
    answer = browser.post(address, {"password": "right words for a door"})
    assert answer.headers["Location"].startswith("/sign-in/new-password/")
    assert browser.get(answer.headers["Location"], follow=True).status_code == 200
