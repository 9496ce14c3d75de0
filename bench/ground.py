"""``python -m bench.ground``: fills an empty house with people who vote, and prints what a driver must know as JSON."""

import json
import sys

import django

django.setup()

# ruff: noqa: E402 - models are there once Django is set up
from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils import timezone
from tests.conversations.exports import comments_for, files, two_camps

from talkoo.accounts.models import Card, Participant, Role
from talkoo.conversations.actions import bring_in, prepare_picture
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions import read_export
from talkoo.core.models import today
from talkoo.releases.models import Release
from talkoo.spaces.models import Space

STATEMENTS, PEOPLE = 40, 200


def session_of(card: Card) -> str:
    """The key of a visit that has begun already: words are not what is measured."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update({"began": timezone.now().timestamp(), "card": {"id": str(card.pk), "version": card.version}})
    store.create()
    return str(store.session_key)


def main() -> None:
    """A space, a conversation that runs, its people, and one that has a published result."""
    space = Space.objects.create(slug="bench", service="Buses at night", why="W", for_whom="All", languages=["en"])
    conversation = Conversation.objects.create(
        space=space, question="What would help?", who=[Role.USER], ends_on=today() + timedelta(days=9)
    )
    statements = [
        Statement.objects.create(
            conversation=conversation, number=number, text=f"Sentence {number}.", state=Statement.State.SHOWN
        )
        for number in range(1, STATEMENTS + 1)
    ]
    sessions = []
    for number in range(PEOPLE):
        participant = Participant.objects.create(space=space, role=Role.USER)
        card = Card.objects.create(
            space=space, role=Role.USER, selector=f"{number:08}", words_hash="!", participant=participant,
            state=Card.State.USED,
        )  # fmt: skip
        sessions.append(session_of(card))
    held = bring_in(
        space, read_export(files(votes=two_camps(60), comments=comments_for(16))), title="", actor=None
    ).conversation
    release = prepare_picture(held)
    if release is None:
        sys.exit("There is no result to read.")
    Release.objects.filter(pk=release.pk).update(state=Release.State.PUBLISHED)
    with connection.cursor() as cursor:
        number = "integer" if connection.vendor == "sqlite" else "serial"
        cursor.execute(f"CREATE TABLE bench_row (id {number} PRIMARY KEY, word text)")
    facts = {
        "conversation": f"/spaces/{space.pk}/conversations/{conversation.pk}",
        "map": f"/spaces/{space.pk}/conversations/{held.pk}/map",
        "statements": [str(statement.pk) for statement in statements],
        "sessions": sessions,
        "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME],
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main()
