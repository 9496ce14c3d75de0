"""A device that a helper lends: the banner, the hard end, and that nothing of the visit stays."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from talkoo.accounts import actions
from talkoo.accounts.models import Card, Role, Sealed
from talkoo.conversations.models import Conversation, Vote
from tests.people import Cast

MORNING = "2026-11-24 12:00Z"  # 14:00 in Helsinki
BANNER = "Somebody is helping you."


@pytest.fixture
def found(cast: Cast) -> Conversation:
    """A conversation that runs, with one statement."""
    asked = Conversation.objects.create(space=cast.space, question="What helps?", who=["user"])
    asked.statements.create(number=1, text="Evening hours.", state="shown")
    return asked


def lend(cast: Cast, found: Conversation) -> tuple[Client, str]:
    """Samuel lends his device; the address at which the card is shown."""
    browser = cast.browser("samuel")
    answer = browser.post(reverse("help_here", args=[cast.space.pk, found.pk]))
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    return browser, answer.headers["Location"]


def show_card(cast: Cast, browser: Client, address: str) -> str:
    """Somebody comes in by the form as it stands; where it leads."""
    made = actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=uuid4())[0]
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(next|kept|helped)" value="([^"]*)"', page))
    answer = browser.post("/card", hidden | {"selector": made.selector, "words": " ".join(made.words)})
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_lent_device_ends_the_helpers_visit_and_asks_for_a_card(cast: Cast, found: Conversation) -> None:
    browser, address = lend(cast, found)
    assert address.startswith("/card?helped=yes&next=")
    assert not browser.get("/card").wsgi_request.person.is_signed_in  # type: ignore[attr-defined]
    page = browser.get(address).content.decode()
    assert "This device is lent to one person" in page
    assert "Samuel" not in page
    assert 'name="shared"' not in page


def test_helped_visit_says_so_on_every_page_and_offers_no_words(cast: Cast, found: Conversation) -> None:
    with time_machine.travel(MORNING, tick=False):
        browser, address = lend(cast, found)
        assert show_card(cast, browser, address) == reverse("take_part", args=[cast.space.pk, found.pk])
        for page in ("/now", "/about-me", reverse("space", args=[cast.space.pk]), "/nowhere"):
            text = browser.get(page, follow=True).content.decode()
            assert BANNER in text, page
            assert "This visit ends at 14:20" in text, page
    other = cast.browser("mira")
    assert BANNER not in other.get("/now").content.decode()
    assert "Refresh" not in other.get("/now").headers


def test_helped_visit_ends_after_twenty_minutes_however_busy_and_leaves_nothing(
    cast: Cast, found: Conversation
) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser, address = lend(cast, found)
        show_card(cast, browser, address)
        for minutes in (20, 15, 10, 5, 0):
            answer = browser.get("/now")
            assert answer.status_code == 200
            assert answer.headers["Refresh"] == f"{minutes * 60 + 1}; url=/"
            clock.shift(timedelta(minutes=5) if minutes else timedelta(seconds=1))
        answer = browser.post(
            reverse("say", args=[cast.space.pk, found.pk]), {"text": "Too late to be kept on this device."}
        )
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert not Sealed.objects.exists(), "what was typed is not kept either"
        assert {name for name, cookie in browser.cookies.items() if cookie.value} <= {"c"}
        assert browser.get("/now").status_code == 302


def test_helped_visit_ended_by_hand_leaves_nothing(cast: Cast, found: Conversation) -> None:
    browser, address = lend(cast, found)
    show_card(cast, browser, address)
    answer = browser.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    page = browser.get("/").content.decode()
    assert BANNER not in page


@pytest.mark.parametrize(("helped", "hand"), [("yes", "helper"), ("", "self"), ("no", "self")])
def test_votes_on_a_lent_device_are_marked(cast: Cast, found: Conversation, helped: str, hand: str) -> None:
    browser = Client()
    show_card(cast, browser, f"/card?helped={helped}")
    browser.post(reverse("vote", args=[cast.space.pk, found.pk, found.statements.get().pk]), {"choice": "1"})
    assert Vote.objects.get().entered == hand


def test_next_visit_on_the_device_is_not_helped_any_more(cast: Cast, found: Conversation) -> None:
    browser, address = lend(cast, found)
    show_card(cast, browser, address)
    browser.post("/sign-out")
    show_card(cast, browser, "/card")
    assert BANNER not in browser.get("/now").content.decode()


# Cards without paper


def test_card_on_the_spot_is_made_once_and_no_words_open_it(cast: Cast) -> None:
    card_id = uuid4()
    cards = {actions.make_card_on_the_spot(cast.space.pk, Role.USER, card_id=card_id).pk for _ in range(2)}
    card = Card.objects.get(pk=card_id)
    assert cards == {card_id}
    assert (card.state, card.words_are_own) == ("used", False)
    assert actions.sign_in_card(card.selector, "one two three four five").card is None


def test_participant_of_a_card_that_nobody_used_is_the_one_who_comes_later(cast: Cast) -> None:
    made = actions.make_cards(cast.space.pk, Role.CARER, 1, "en", actor=None, once=uuid4())[0]
    before = actions.participant_of_card(made.selector, space_id=cast.space.pk)
    card = actions.sign_in_card(made.selector, " ".join(made.words)).card
    assert card
    assert card.participant == before
    with pytest.raises(actions.UnknownCardError):
        actions.participant_of_card(made.selector, space_id=cast.other_space.pk)
