"""A conversation that has ended, people who spoke in it, answers owed to them, and how they want to be told."""

import re
from datetime import date, timedelta
from typing import Any

from django.http import Http404
from django.test import Client
from django.urls import reverse

from talkoo.accounts.models import Contact, Participant, Role
from talkoo.accounts.vault import seal_address
from talkoo.conversations.models import Answer, Conversation, Statement, Telling, Vote
from talkoo.core.models import today
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import Place, place_of
from tests.people import Cast

QUESTION = "What would help you to stay?"


def days_ago(days: int) -> date:
    """So many days before today; a negative number lies ahead."""
    return today() - timedelta(days=days)


def ended(cast: Cast, **more: Any) -> Conversation:
    """A conversation in which nobody votes any more, with three statements."""
    facts = {
        "question": QUESTION,
        "state": "ended",
        "ended_on": days_ago(26),
        "opened_on": days_ago(60),
        "who": ["user"],
    }
    conversation = Conversation.objects.create(space=cast.space, **facts | more)
    Statement.objects.bulk_create(
        Statement(conversation=conversation, number=n, text=f"Statement {n}", state="shown") for n in (1, 2, 3)
    )
    return conversation


def member(cast: Cast, name: str) -> Membership:
    """The named role of somebody of the cast."""
    return Membership.objects.get(space=cast.space, user=cast.person(name).user)


def owe(cast: Cast, conversation: Conversation, *, statement: int = 0, **more: Any) -> Answer:
    """An answer that Outi owes: to everybody, or to one statement by its number."""
    to = conversation.statements.get(number=statement) if statement else None
    facts = {"owner": member(cast, "outi"), "due_on": days_ago(9), "statement": to}
    return Answer.objects.create(conversation=conversation, **facts | more)


def given(cast: Cast, conversation: Conversation, **more: Any) -> Answer:
    """An answer that was given yesterday."""
    return owe(cast, conversation, **{"said": "You said A.", "did": "We did B.", "given_on": days_ago(1)} | more)


def speaker(conversation: Conversation, *, on: tuple[int, ...] = (1,), role: str = Role.USER) -> Participant:
    """Somebody who voted on these statements."""
    participant = Participant.objects.create(space=conversation.space, role=role)
    speak(conversation, participant, on=on)
    return participant


def speak(conversation: Conversation, participant: Participant, *, on: tuple[int, ...] = (1,)) -> None:
    """Votes of somebody who is there already."""
    for statement in conversation.statements.filter(number__in=on):
        Vote.objects.create(statement=statement, participant=participant, choice=1)


def wish(participant: Participant, news: str = "answered", way: str = "phone", **more: Any) -> Contact:
    """How somebody wants to be told."""
    address = {"mail": "mira@example.org", "card": ""}.get(way, f"0055 {str(participant.pk.int)[:6]}")
    facts = {"told_on": days_ago(30), "language": "en", "address": seal_address(address, participant.pk)}
    return Contact.objects.create(participant=participant, news=news, way=way, **facts | more)


WORDS = {"said": "You said A.", "did": "We did B.", "did_not": ""}


def address(name: str, conversation: Conversation, *more: Any) -> str:
    return reverse(name, args=[conversation.space_id, conversation.pk, *more])


def text_of(browser: Client, where: str) -> str:
    """The page's words in one line."""
    answer = browser.get(where)
    assert answer.status_code == 200
    inside = answer.content.decode().split("<main", maxsplit=1)[1]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def opened(browser: Client, where: str) -> dict[str, str]:
    """What the form of a page sends along about how it stood."""
    page = browser.get(where).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(initial-\w+)"(?: value="([^"]*)")?', page))


def standing(cast: Cast, name: str, state: str) -> Place | None:
    Space.objects.filter(pk=cast.space.pk).update(state=state)
    try:
        return place_of(cast.person(name), cast.space.pk)
    except Http404:
        return None


def tell(answer: Answer, people: int, *, days: int = 1) -> None:
    for _ in range(people):
        participant = speaker(answer.conversation)
        Telling.objects.create(
            answer=answer, participant=participant, way="phone", has_reached=True, made_on=days_ago(days)
        )


def result(conversation: Conversation, people: int | None) -> None:
    figure = {"form": "rounded", "value": people} if people else {"form": "hidden", "value": None}
    Release.objects.create(
        space=conversation.space, kind="opinions", subject=conversation.pk, number=1, state="published",
        tables={"people": figure, "statements": {}},
    )  # fmt: skip
