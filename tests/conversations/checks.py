"""Deciding about statements as host and go-between do, for tests of checking."""

from typing import Any

from django.http import HttpResponse

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import version_of
from tests.conversations.talks import add, address
from tests.people import Cast

State = Statement.State
FACTS = ("state", "ground", "note", "merged_into_id", "checked_on", "state_before", "text")


def facts(statement: Statement) -> dict[str, Any]:
    """What checking may change, as it stands in the database."""
    return Statement.objects.filter(pk=statement.pk).values(*FACTS).get()


def waiting(talk: Conversation, text: str = "The bus should come in the evening too.", **more: Any) -> Statement:
    """One that waits to be checked."""
    return add(talk, text, state=State.WAITING, **more)


def press(cast: Cast, act: str, statement: Statement, *, who: str = "leena", **given: Any) -> HttpResponse:
    """Send a form about a statement, as a page that was opened just now would."""
    sent = {"seen": version_of(Statement.objects.get(pk=statement.pk))} | given
    return cast.browser(who).post(address(act, statement.conversation, statement), sent)


def page_of(cast: Cast, talk: Conversation, query: str = "", name: str = "check_statements", who: str = "leena") -> str:
    """What is read on a page, with single spaces."""
    answer = cast.browser(who).get(address(name, talk) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


DECISIONS = {
    "accept_statement": ({}, State.SHOWN, "", "statement accepted"),
    "send_back": ({"ground": "two", "note": "Make two of it."}, State.REWORD, "two", "statement sent back"),
    "leave_out": ({"ground": "person"}, State.LEFT_OUT, "person", "statement left out"),
    "merge_statement": ({"into": "1"}, State.MERGED, "same", "statement merged"),
}
