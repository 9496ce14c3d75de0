"""A conversation with sheets, and how to type one in."""

from collections import Counter
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from talkoo.accounts.actions import make_cards
from talkoo.accounts.models import Card, Participant, Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Statement, Vote, VotingSheet
from talkoo.conversations.queries import ballots_of
from talkoo.core.paper import pdf_maker
from tests.people import Cast

ASKED = [Role.USER, Role.CARER, Role.PROFESSIONAL]


needs_pdf = pytest.mark.skipif(pdf_maker() is None, reason="this machine has no Pango, so it makes no PDF")


def ask(cast: Cast, *, statements: int = 3, **more: Any) -> Conversation:
    """A conversation that runs, with statements."""
    found = Conversation.objects.create(space=cast.space, question="What helps to come back?", who=ASKED, **more)
    Statement.objects.bulk_create(
        Statement(conversation=found, number=number, text=f"Sentence {number}.", state="shown", language="en")
        for number in range(1, statements + 1)
    )
    return found


def at(found: Conversation, name: str, *more: Any) -> str:
    """The address of one of its pages."""
    return reverse(name, args=[found.space_id, found.pk, *more])


def one_sheet(found: Conversation, *, language: str = "en", large: bool = False) -> VotingSheet:
    """A sheet of this conversation."""
    batch = uuid4()
    before = set(VotingSheet.objects.values_list("pk", flat=True))
    actions.make_sheets(found, count=1, language=language, large=large, actor=None, once=batch)
    return VotingSheet.objects.exclude(pk__in=before).get()


def typed(sheet: VotingSheet, choices: list[int | None], **more: str) -> dict[str, str]:
    """What is sent when these boxes were ticked, from the top."""
    rows = {f"row_{number}": str(choice) for number, choice in enumerate(choices, start=1) if choice is not None}
    return {"role": "user", "once": str(uuid4())} | rows | more


def mira_in(cast: Cast) -> tuple[Participant, Card]:
    """Whose votes Mira's are, and her card."""
    card = cast.person("mira").card
    assert card
    assert card.participant
    return card.participant, card


def votes_on(found: Conversation) -> list[tuple[int, int, str]]:
    """Number of the statement, choice, by whose hand."""
    rows = Vote.objects.filter(statement__conversation=found).order_by("statement__number", "choice")
    return list(rows.values_list("statement__number", "choice", "entered"))


def sheet_part(content: bytes) -> str:
    """What is printed of the page."""
    return content.decode().split("<article")[1].split("</article>")[0]


def print_sheets(cast: Cast, found: Conversation, **more: str) -> str:
    """Make sheets; the address of the print page."""
    sent = {"count": "2", "language": "fi", "size": "normal", "once": str(uuid4())} | more
    return cast.browser("leena").post(at(found, "voting_sheets"), sent).headers["Location"]


def by_phone(cast: Cast, found: Conversation, card: Card, opinion: dict[UUID, int], **more: str) -> None:
    """Vote by the page for people with a card, in a visit of one's own or on a device that a helper lends."""
    browser = Client()
    made = make_cards(cast.space.pk, Role(card.role), 1, "en", actor=None, once=uuid4())[0]
    Card.objects.filter(selector=made.selector).update(participant=card.participant, state=Card.State.USED)
    browser.post("/card", {"selector": made.selector, "words": " ".join(made.words)} | more)
    for pk, choice in opinion.items():
        answer = browser.post(reverse("vote", args=[found.space_id, found.pk, pk]), {"choice": str(choice)})
        assert answer.status_code == 302


def on_paper(cast: Cast, found: Conversation, holder: Card, opinion: dict[UUID, int], **more: str) -> None:
    """Fill in a sheet, which somebody types in: with the number of a card or by the role that is ticked."""
    sheet = one_sheet(found)
    ticks = [opinion.get(UUID(pk)) for pk in sheet.statements]
    sent = typed(sheet, ticks, role=holder.role, **more)
    assert cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), sent).status_code == 302


def as_rows(found: Conversation) -> Counter[tuple[str, tuple[tuple[int, int], ...]]]:
    """The arrays that everything is counted from, without the order of people: role, and number with choice."""
    ballots = ballots_of(found)
    rows: Counter[tuple[str, tuple[tuple[int, int], ...]]] = Counter()
    for person, role in enumerate(ballots.roles):
        mine = np.flatnonzero(ballots.person == person)
        cells = zip(ballots.statement[mine].tolist(), ballots.choice[mine].tolist(), strict=True)
        rows[role, tuple(sorted(cells))] += 1
    return rows
