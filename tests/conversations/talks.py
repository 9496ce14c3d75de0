"""A conversation that runs, for tests of taking part."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from talkoo.accounts.models import Participant
from talkoo.conversations.models import Conversation, Statement
from talkoo.core.models import today
from tests.people import Cast

QUESTION = "What would make it easier to come back?"


def make_talk(cast: Cast, statements: int = 3, **more: Any) -> Conversation:
    """A conversation for people who use the service and front-line staff, with so many statements shown."""
    facts = {"who": ["user", "professional"], "ends_on": today() + timedelta(days=20)}
    talk = Conversation.objects.create(space=cast.space, question=QUESTION, **facts | more)
    for number in range(1, statements + 1):
        add(talk, f"Sentence {number}.", number=number)
    return talk


def add(talk: Conversation, text: str, **more: Any) -> Statement:
    """One more statement, shown if nothing else is said."""
    facts = {"number": talk.statements.count() + 1, "language": "en", "state": Statement.State.SHOWN}
    return Statement.objects.create(conversation=talk, text=text, **facts | more)


def mira_in(cast: Cast) -> Participant:
    """The participant behind Mira's card."""
    card = cast.person("mira").card
    assert card
    assert card.participant
    return card.participant


def address(name: str, talk: Conversation, statement: Statement | None = None) -> str:
    """The address of a page of a conversation, or of a statement in it."""
    return reverse(name, args=[talk.space_id, talk.pk, *([statement.pk] if statement else [])])
