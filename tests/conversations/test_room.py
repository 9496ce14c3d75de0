"""A room: opened and ended by whoever may, joined by anybody with the code, and a wall that shows no live figure."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talkoo.accounts.models import CARD_ROLES, Card, Participant, Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Room, Statement
from talkoo.conversations.queries import joined_at_least
from talkoo.conversations.rules import may_join
from talkoo.core.models import HistoryLine
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.conversations.results import sample
from tests.people import Cast


@pytest.fixture
def found(cast: Cast) -> Conversation:
    """A conversation that runs."""
    asked = Conversation.objects.create(space=cast.space, question="What helps to come back?", who=list(CARD_ROLES))
    asked.statements.create(number=1, text="Evening hours.", state=Statement.State.SHOWN)
    return asked


def open_one(found: Conversation, *, most: int = 30, minutes: int = 60) -> Room:
    """A room for people who use the service."""
    return actions.open_room(found, role="user", minutes=minutes, most=most, actor=None, once=uuid4())


def at(found: Conversation, name: str) -> str:
    """The address of one of its pages."""
    return reverse(name, args=[found.space_id, found.pk])


def join(code: str, browser: Client | None = None, **more: str) -> Any:
    """Press the button."""
    return (browser or Client()).post("/join", {"code": code, "once": str(uuid4())} | more)


def test_room_opened_twice_by_one_press_is_one(cast: Cast, found: Conversation) -> None:
    browser = cast.browser("samuel")
    sent = {"role": "user", "minutes": "90", "most": "12", "once": str(uuid4())}
    assert [browser.post(at(found, "room"), sent).status_code for _ in range(2)] == [302, 302]
    room = Room.objects.get()
    assert (room.role, room.most, room.joined) == ("user", 12, 0)
    assert timedelta(minutes=89) < room.until - timezone.now() <= timedelta(minutes=90)
    assert HistoryLine.objects.get(act="opened a room").actor == cast.person("samuel").actor
    page = browser.get(at(found, "room")).content.decode()
    assert f"{room.code[:4]} {room.code[4:]}" in page
    assert "testserver/join" in page


def test_room_beside_one_that_is_open_is_refused(cast: Cast, found: Conversation) -> None:
    open_one(found)
    sent = {"role": "carer", "minutes": "60", "most": "5", "once": str(uuid4())}
    answer = cast.browser("leena").post(at(found, "room"), sent)
    assert answer.status_code == 409
    assert "A room is open already" in answer.content.decode()
    assert Room.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"minutes": "14"}, "15 to 180"),
        ({"minutes": "181"}, "15 to 180"),
        ({"most": "0"}, "1 to 500"),
        ({"most": "lots"}, "1 to 500"),
        ({"role": "host"}, "Choose one"),
    ],
)
def test_room_wrong_input_is_told(cast: Cast, found: Conversation, more: dict[str, str], word: str) -> None:
    sent = {"role": "user", "minutes": "60", "most": "30", "once": str(uuid4())} | more
    answer = cast.browser("leena").post(at(found, "room"), sent)
    assert (answer.status_code, Room.objects.count()) == (422, 0)
    assert word in answer.content.decode()


def test_room_in_a_space_that_cards_do_not_open_is_refused(cast: Cast, found: Conversation) -> None:
    Space.objects.update(reading=Space.Reading.MEMBERS)
    sent = {"role": "user", "minutes": "60", "most": "30", "once": str(uuid4())}
    answer = cast.browser("leena").post(at(found, "room"), sent)
    assert (answer.status_code, Room.objects.count()) == (422, 0)


def test_join_makes_a_card_for_this_device_and_leads_by_own_words_to_the_question(found: Conversation) -> None:
    room, browser = open_one(found), Client()
    answer = join(f" {room.code[:4].lower()}-{room.code[4:]} ", browser)
    assert answer.headers["Location"] == reverse("own_words")
    card = browser.get("/card").wsgi_request.person.card  # type: ignore[attr-defined]
    assert (card.role, card.space_id) == (Role.USER, found.space_id)
    number = f"{card.selector[:4]} {card.selector[4:]}"
    browser.post(reverse("own_words"))
    page = browser.get(reverse("own_words")).content.decode()
    assert number in page
    words = re.findall(r'<span translate="no">(\w+)</span>', page)
    offer = re.findall(r'name="offer" value="([^"]+)"', page)[0]
    answer = browser.post(reverse("own_words"), {"offer": offer})
    assert answer.headers["Location"] == at(found, "take_part")
    assert browser.get(at(found, "take_part")).status_code == 200

    later = Client()
    assert later.post("/card", {"selector": number, "words": " ".join(words)}).status_code == 302
    assert later.get("/card").wsgi_request.person.card == card  # type: ignore[attr-defined]
    line = HistoryLine.objects.get(act="joined in a room")
    assert (line.actor, line.detail) == (None, {})


def test_join_without_words_goes_on_to_the_question(found: Conversation) -> None:
    room, browser = open_one(found), Client()
    join(room.code, browser)
    assert at(found, "take_part") in browser.get(reverse("own_words")).content.decode()
    assert browser.post(reverse("own_words"), {"later": "yes"}).headers["Location"] == at(found, "take_part")


def test_join_pressed_twice_counts_one_person(found: Conversation) -> None:
    room, once, people = open_one(found), str(uuid4()), Participant.objects.count()
    for _ in range(2):
        assert join(room.code, once=once).status_code == 302  # two browsers: the first answer never arrived
    room.refresh_from_db()
    assert (room.joined, Participant.objects.count()) == (1, people + 1)


def test_join_with_a_card_of_this_space_needs_no_other_one(cast: Cast, found: Conversation) -> None:
    room, cards = open_one(found), Card.objects.count()
    assert join(room.code, cast.browser("mira")).headers["Location"] == at(found, "take_part")
    room.refresh_from_db()
    assert (room.joined, Card.objects.count()) == (0, cards)


def test_join_looked_at_changes_nothing_and_says_nothing(found: Conversation) -> None:
    room, cards = open_one(found), Card.objects.count()
    page = Client().get(f"/join/{room.code}").content.decode()
    assert f'value="{room.code[:4]} {room.code[4:]}"' in page
    assert found.question not in page
    assert room.code not in page.split("<title>")[1].split("</title>")[0].replace(" ", "")
    assert Card.objects.count() == cards


def bare(answer: Any, code: str) -> str:
    """A page without what differs by nature: tokens and what was typed."""
    page = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[\w-]+"', "", answer.content.decode())
    return re.sub(r'id="id_once"', "", page).replace(code, "")


def test_join_unknown_over_full_and_closed_are_answered_alike(found: Conversation) -> None:
    full = open_one(found, most=1)
    assert join(full.code).status_code == 302
    Room.objects.filter(pk=full.pk).update(until=timezone.now() + timedelta(hours=9))
    over = Room.objects.create(conversation=found, code="ZZZZ2222", role="user", until=timezone.now(), most=9)
    ended = Conversation.objects.create(space=found.space, question="Q", who=["user"], state="ended")
    closed = Room.objects.create(
        conversation=ended, code="ZZZZ3333", role="user", until=timezone.now() + timedelta(hours=1), most=9
    )
    cards = Card.objects.count()
    pages = set()
    for code in ("K4QX7R2M", full.code, over.code, closed.code):
        answer = join(code)
        assert answer.status_code == 422
        pages.add(bare(answer, code))
    assert len(pages) == 1
    assert "Nobody can join with this code now" in pages.pop()
    assert Card.objects.count() == cards


def test_join_takes_no_more_than_the_room_holds(found: Conversation) -> None:
    room = open_one(found, most=3)
    assert [join(room.code).status_code for _ in range(5)] == [302, 302, 302, 422, 422]
    stale = Room.objects.get(pk=room.pk)
    stale.joined = 0  # as somebody saw it before the others came
    assert actions.join_room(stale, once=uuid4()) is None
    room.refresh_from_db()
    assert room.joined == 3


def test_join_after_the_time_or_the_end_is_refused(cast: Cast, found: Conversation) -> None:
    room = open_one(found, minutes=15)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        assert join(room.code).status_code == 422
    assert cast.browser("samuel").post(at(found, "end_room")).status_code == 302
    assert join(room.code).status_code == 422
    cast.browser("samuel").post(at(found, "end_room"))
    assert HistoryLine.objects.filter(act="ended a room").count() == 1


@pytest.mark.parametrize("reading", Space.Reading.values)
@pytest.mark.parametrize("space", Space.State.values)
@pytest.mark.parametrize("state", Conversation.State.values)
def test_join_is_possible_while_people_vote_where_cards_open(
    found: Conversation, state: str, space: str, reading: str
) -> None:
    found.state, found.space.state, found.space.reading = state, space, reading
    allowed = may_join(Room(conversation=found, role="user"))
    assert allowed == ((state, space) == ("open", "open") and reading != "members")
    assert not may_join(Room(conversation=found, role="host"))


@pytest.mark.parametrize(("joined", "told"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (23, 20)])
def test_room_tells_how_many_joined_in_steps_of_five(cast: Cast, found: Conversation, joined: int, told: int) -> None:
    room = open_one(found)
    Room.objects.update(joined=joined)
    room.refresh_from_db()
    assert joined_at_least(room) == told
    page = cast.browser("leena").get(at(found, "room")).content.decode()
    assert (f"{told} or more" if told else "fewer than five") in page


def test_wall_shows_nothing_that_is_not_published(cast: Cast, found: Conversation) -> None:
    room, browser = open_one(found), cast.browser("samuel")
    before = browser.get(at(found, "room_screen")).content
    for _ in range(7):
        join(room.code)
    people = Participant.objects.filter(space=found.space)
    statement = found.statements.get()
    for person in people:
        actions.cast_vote(person, statement, 1)
    Release.objects.create(space=found.space, kind="opinions", subject=found.pk, number=1, tables=sample("two_groups"))
    token = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub(b"", browser.get(at(found, "room_screen")).content) == token.sub(b"", before)
    Release.objects.update(state=Release.State.PUBLISHED, published_at=timezone.now())
    assert "Two groups, fairly stable" in browser.get(at(found, "room_screen")).content.decode()


def test_wall_and_room_have_no_code_in_their_titles(cast: Cast, found: Conversation) -> None:
    room = open_one(found)
    for name in ("room", "room_screen"):
        title = cast.browser("leena").get(at(found, name)).content.decode().split("</title>")[0]
        assert room.code not in title.replace(" ", "")
        assert found.question not in title
