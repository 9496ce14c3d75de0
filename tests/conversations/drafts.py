"""A draft of a conversation, and how to prepare it."""

from datetime import timedelta
from typing import Any

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.rules import Phase
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Space
from tests.people import Cast

SAID = {"question": "What would help?", "why": "Too many stop.", "can_change": "The opening hours."}

FIGURES = {"user": 24, "professional": 13, "manager": 5, "partner": 7, "carer": 3}

DAY = timedelta(days=1)

RUNS = {Phase.SOON, Phase.SAYING, Phase.VOTING}


def draft(cast: Cast, *, seeds: int = 3, **more: Any) -> Conversation:
    """A draft that lacks nothing."""
    facts: dict[str, Any] = {"who": list(FIGURES), "expected": FIGURES, "ends_on": today() + 20 * DAY, **SAID, **more}
    made = Conversation.objects.create(space=cast.space, state="draft", **facts)
    actions.add_seeds(made, [f"Statement {number}." for number in range(seeds)], language="en", actor=None)
    return made


def at(conversation: Conversation, page: str) -> str:
    """The address of one of its pages."""
    return f"/spaces/{conversation.space_id}/conversations/{conversation.pk}/{page}"


def as_sent(**more: Any) -> dict[str, Any]:
    """The form of the prepare page, filled in rightly."""
    expected = {f"expected_{role}": str(number) for role, number in FIGURES.items()}
    days = {"begins_on": "", "ends_on": f"{today() + 20 * DAY:%d.%m.%Y}"}
    return {**SAID, **days, **expected, "who": list(FIGURES), "adds": "yes", "checking": "before", **more}


def acts() -> list[str]:
    """What stands in the history, sorted."""
    return sorted(HistoryLine.objects.values_list("act", flat=True))


def in_phase(space: Space, phase: Phase) -> Conversation:
    """A conversation in which just this may be done now."""
    state = {Phase.DRAFT: "draft", Phase.CLOSED: "closed"}.get(phase, "open")
    begins = today() + DAY if phase == Phase.SOON else today() - 9 * DAY
    ends = today() - DAY if phase == Phase.ANSWERING else today() + 9 * DAY
    return Conversation(space=space, state=state, begins_on=begins, ends_on=ends, adds=phase == Phase.SAYING)
