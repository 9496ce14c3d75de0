"""Every route of the house, every person of the cast, GET and POST: what each of them is answered, exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from talkoo.accounts.actions import invite
from talkoo.accounts.models import CARD_ROLES, Contact, Invitation, Role
from talkoo.conversations.actions import bring_in, make_sheets, open_room, prepare_picture
from talkoo.conversations.models import Answer, Conversation, Room, Statement, VotingSheet
from talkoo.conversations.opinions import read_export
from talkoo.conversations.queries import version_of
from talkoo.conversations.queries.opening import digest_of
from talkoo.core.access import routes
from talkoo.core.models import today
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership
from tests.conversations.exports import comments_for, files, two_camps
from tests.conversations.owed import ended, given, owe, speak, speaker, wish
from tests.people import CAST, Cast
from tests.releases.made import ready
from tests.route_table import (
    ANSWERING,
    BATCH,
    CHECKING,
    COLUMNS,
    HELPING,
    OF_MIRA,
    PREPARING,
    TABLE,
    TAKING_PART,
)


# The columns of the table: who is answered alike.
@dataclass
class World:
    """The cast, and one of everything that an address can name."""

    cast: Cast
    conversation: Conversation
    waiting: Release
    held: Release
    invitation: Invitation
    secret: str
    member: Membership
    running: Conversation
    room: Room
    owed: Answer
    contact: Contact

    @property
    def sheet(self) -> VotingSheet:
        """A voting sheet of the conversation that runs."""
        return VotingSheet.objects.get(conversation=self.running)

    @property
    def drafted(self) -> Conversation:
        """The conversation that is prepared."""
        return Conversation.objects.get(space=self.cast.space, state=Conversation.State.DRAFT)

    @property
    def checked(self) -> Statement:
        """The newest statement of the conversation that runs."""
        return self.running.statements.order_by("number").reverse()[0]

    def address(self, name: str) -> str:
        """The address of a route in this world."""
        released = {"hold_release": self.waiting, "let_go_release": self.held}.get(name, self.waiting)
        facts: dict[str, Any] = {
            "space": self.cast.space.pk, "conversation": self.conversation.pk, "release": released.pk,
            "invitation": self.invitation.pk, "member": self.member.pk, "sheet": UUID(int=4), "verb": "listen",
            "secret": self.secret, "uid": "x", "token": "y", "batch": BATCH,
            "code": self.room.code if name == "join_code" else self.sheet.code,
        }  # fmt: skip
        if name in HELPING:
            facts["conversation"] = self.running.pk
        if name in PREPARING:
            facts["conversation"] = self.drafted.pk
        if name in ANSWERING:
            facts |= {"conversation": self.owed.conversation_id, "answer": self.owed.pk, "contact": self.contact.pk}
        if name in CHECKING | OF_MIRA:
            facts |= {"conversation": self.running.pk, "statement": self.checked.pk}
        if name in TAKING_PART:
            facts |= {"conversation": self.running.pk, "statement": self.running.statements.earliest("number").pk}
        found = next(pattern for _, pattern in routes() if pattern.name == name)
        wanted = found.pattern.converters
        return reverse(name, kwargs={key: facts[key] for key in wanted})


def sent_to(world: World) -> dict[str, dict[str, Any]]:
    """A right form for each route that takes one and has somebody whom it should not refuse."""
    once, space = str(uuid4()), {
        "service": "A", "why": "B", "for_whom": "C", "languages": ["en"], "until": "14.5.2070", "reading": "cards",
    }  # fmt: skip
    tomi, in_time = world.cast.person("tomi").user, f"{today() + timedelta(days=99):%d.%m.%Y}"
    seen = {"seen": version_of(world.checked)}
    words = {"said": "You said A.", "did": "We did B.", "did_not": ""}
    return {
        "open_space": space | {"once": once},
        "space_settings": space,
        "move_space": {"to": "closed"},
        "invite": {"role": "manager", "once": once},
        "change_role": {"role": "manager"},
        "new_member_password": {"once": once},
        "cards": {"role": "user", "count": "1", "language": "en", "once": once},
        "lost_card": {"selector": "MRA4K7QX", "language": "en", "once": once},
        "hold_release": {"reason": "It names somebody."},
        "demo": {"who": str(tomi.pk) if tomi else ""},
        "change_my_password": {"password": "right words for a door"},
        "begin_conversation": {"question": "What helps?", "why": "Now.", "can_change": "All.", "once": once},
        "seed_statements": {"do": "add", "lines": "A bus at night."},
        "open_conversation": {"seen": digest_of(world.drafted)},
        "move_last_day": {"ends_on": f"{today() + timedelta(days=9):%d.%m.%Y}"},
        "voting_sheets": {"count": "1", "language": "en", "size": "normal", "once": once},
        "enter_sheet": {"code": world.sheet.code},
        "sheet_entry": {"role": "user", "row_1": "1", "once": once},
        "room": {"role": "user", "minutes": "60", "most": "30", "once": once},
        "join": {"code": world.room.code, "once": once},
        "join_code": {"code": world.room.code, "once": once},
        "vote": {"choice": "1"},
        "say": {"text": "The bus at night."},
        "reword": {"text": "Open until eight."},
        "translate_statement": {"fi": "Auki illalla."},
        "accept_statement": seen,
        "send_back": seen | {"ground": "two"},
        "leave_out": seen | {"ground": "two"},
        "merge_statement": seen | {"into": str(world.running.statements.earliest("number").number)},
        "undo_check": seen,
        "promise_answer": {
            "statement": str(world.owed.conversation.statements.get(number=3).pk),
            "owner": str(world.owed.owner_id),
            "due_on": in_time,
        },
        "write_answer": words,
        "give_answer": words,
        "move_answer": {"owner": str(world.owed.owner_id), "due_on": in_time, "reason": "The board meets late."},
        "close_conversation": {"reason": "Nobody is left who could answer."},
        "note_telling": {"way": "phone", "reached": "yes"},
        "news": {"news": "answered", "way": "phone", "address": "0055 501 42"},
        "about_me": {"name": "New", "email": "new@talkoo.example", "password": "right words for a door"},
    }


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> World:
    """One of everything. The print page stands in for the PDF, which is slow and tested where it is made."""
    for name in ("result", "paper", "answered"):
        monkeypatch.setattr(import_module(f"talkoo.conversations.views.{name}"), "pdf_maker", lambda: None)
    export = read_export(files(votes=two_camps(30), comments=comments_for(16)))
    conversation = bring_in(cast.space, export, title="", actor=None).conversation
    publish_once(conversation)
    held = ready(cast.space)
    Release.objects.filter(pk=held.pk).update(state=Release.State.HELD)
    invitation, secret = invite(cast.space.pk, Role.MANAGER, made_by=cast.person("leena").user)
    member = Membership.objects.get(user=cast.person("hannele").user)
    in_a_month = today() + timedelta(days=30)
    drafted = Conversation.objects.create(
        space=cast.space, question="?", state="draft", who=["user"], expected={"user": 30}, ends_on=in_a_month
    )
    for number in range(3):
        drafted.statements.create(number=number, text=f"Seed {number}.", state="shown", is_seed=True)
    running = Conversation.objects.create(space=cast.space, question="What helps?", who=list(CARD_ROLES))
    running.statements.create(number=1, text="Evening hours.", state=Statement.State.SHOWN)
    running.statements.create(number=2, text="Open in the evening.")
    make_sheets(running, count=1, language="en", large=False, actor=None, once=BATCH)
    room = open_room(running, role=Role.USER, minutes=60, most=30, actor=None, once=BATCH)
    owed = owe(cast, ended(cast))
    given(cast, owed.conversation, statement=1)
    mira = cast.person("mira").card
    if mira and mira.participant:
        speak(owed.conversation, mira.participant)
        running.statements.filter(number=2).update(author=mira.participant)
    contact = wish(speaker(owed.conversation))
    waiting = ready(cast.space)
    return World(cast, conversation, waiting, held, invitation, secret, member, running, room, owed, contact)


MADE: dict[str, Any] = {}


def publish_once(conversation: Conversation) -> None:
    """A published result; the picture is worked out for the first test only."""
    if not MADE:
        release = prepare_picture(conversation)
        assert release
        MADE.update({field.attname: getattr(release, field.attname) for field in Release._meta.concrete_fields})
    Release.objects.filter(subject=conversation.pk).delete()
    facts = MADE | {"id": uuid4(), "space_id": conversation.space_id, "subject": conversation.pk}
    Release.objects.create(**facts | {"state": Release.State.PUBLISHED})


def statuses(world: World, name: str, ask: Callable[[Client, str], int]) -> str:
    """What each column is answered, each time in a world that nobody has changed."""
    row = []
    for people in COLUMNS.values():
        answers = set()
        for person in people:
            cache.clear()  # allauth counts tries there
            with transaction.atomic():
                answers.add(ask(world.cast.browser(person, raise_request_exception=False), world.address(name)))
                transaction.set_rollback(True)
        row.append("/".join(map(str, sorted(answers))))
    return " ".join(row)


def test_table_has_every_route_and_everybody_of_the_cast() -> None:
    names = [str(pattern.name) for _, pattern in routes()]
    assert len(names) > 50
    assert sorted(names) == sorted(TABLE)
    assert sorted(person for people in COLUMNS.values() for person in people) == sorted(CAST)


@pytest.mark.parametrize("name", TABLE)
def test_route_answers_everybody_by_the_table(world: World, name: str) -> None:
    sent = sent_to(world).get(name, {})
    got = statuses(world, name, lambda browser, address: browser.get(address).status_code)
    posted = statuses(world, name, lambda browser, address: browser.post(address, sent).status_code)
    assert (got, posted) == TABLE[name]


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_do_nothing_anywhere(world: World, method: str) -> None:
    browser = world.cast.browser("leena")
    answers = {getattr(browser, method)(world.address(name)).status_code for name in TABLE}
    assert answers <= {302, 404, 405}
