"""What the host does with a conversation: begin, prepare and open it, move its last day, end the voting."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries.opening import (
    MOST_SEEDS,
    Lack,
    adds_until,
    bare,
    digest_of,
    joined_roles,
    lacks_of,
    next_number,
    seeds_of,
)
from talkoo.conversations.queries.paper import LATE_SHEETS, sheets_out
from talkoo.core.history import record
from talkoo.core.models import today
from talkoo.core.text import keyed
from talkoo.spaces.models import Space


class NoDraftError(Exception):
    """It is open already, or gone: it can no longer be prepared."""


class NotReadyError(Exception):
    """Something is missing before it can open."""

    def __init__(self, lacks: list[Lack]) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = lacks


class ChangedError(Exception):
    """It is no longer as it was seen."""


class SameSeedsError(Exception):
    """Some say what others say already: each with the other one."""

    def __init__(self, same: list[tuple[str, str]]) -> None:
        super().__init__()
        self.same = same


class TooManySeedsError(Exception):
    """More seed statements than one conversation may have."""


@transaction.atomic
def begin_conversation(
    space: Space, *, once: UUID, question: str, why: str, can_change: str, actor: UUID | None
) -> Conversation:
    """Make a draft, which only host and go-between see. Sent twice, it is made once."""
    key = UUID(hex=keyed("conversation", f"{space.pk}|{actor}|{once}")[:32], version=4)
    said = {"question": question, "why": why, "can_change": can_change}
    conversation, is_new = Conversation.objects.get_or_create(
        pk=key, defaults={"space": space, "state": Conversation.State.DRAFT, **said}
    )
    if is_new:
        record("conversation begun", space=space.pk, actor=actor, subject=conversation.pk)
    return conversation


def hold_draft(conversation: Conversation) -> Conversation:
    """The draft as it stands, held until the end of the transaction. Raises ``NoDraftError``."""
    held = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
    if held is None or held.state != Conversation.State.DRAFT:
        raise NoDraftError
    return held


@transaction.atomic
def change_draft(conversation: Conversation, *, actor: UUID | None, **facts: Any) -> None:
    """Change what a draft says about itself. Nothing changed, nothing written. Raises ``NoDraftError``."""
    held = hold_draft(conversation)
    changed = [name for name, value in facts.items() if getattr(held, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(held, name, facts[name])
    held.save(update_fields=changed)
    record("conversation changed", space=held.space_id, actor=actor, subject=held.pk, fields=sorted(changed))


@transaction.atomic
def drop_draft(conversation: Conversation, *, actor: UUID | None) -> None:
    """Throw a draft away with its seed statements. Raises ``NoDraftError``."""
    held = hold_draft(conversation)
    record("draft dropped", space=held.space_id, actor=actor, subject=held.pk)
    held.delete()


@transaction.atomic
def add_seeds(conversation: Conversation, texts: Iterable[str], *, language: str, actor: UUID | None) -> int:
    """Add seed statements; how many were new. The very same words again are nothing new.

    Raises ``NoDraftError``, ``SameSeedsError`` or ``TooManySeedsError``.
    """
    held = hold_draft(conversation)
    here = list(seeds_of(held).values_list("text", flat=True))
    new = [text for text in dict.fromkeys(texts) if text not in here]
    first: dict[str, str] = {}
    for text in here + new:
        first.setdefault(bare(text), text)
    same = [(text, first[bare(text)]) for text in new if first[bare(text)] != text]
    if same:
        raise SameSeedsError(same)
    if len(here) + len(new) > MOST_SEEDS:
        raise TooManySeedsError
    if new:
        shown = Statement.State.SHOWN
        Statement.objects.bulk_create(
            Statement(conversation=held, number=number, text=text, language=language, state=shown, is_seed=True)
            for number, text in enumerate(new, next_number(held))
        )
        record("seeds added", space=held.space_id, actor=actor, subject=held.pk, seeds=len(new))
    return len(new)


@transaction.atomic
def change_seed(seed: Statement, text: str, *, language: str, actor: UUID | None) -> bool:
    """Give a seed statement other words; whether anything changed. Raises ``NoDraftError``."""
    held = hold_draft(seed.conversation)
    changed = seeds_of(held).filter(pk=seed.pk).exclude(text=text).update(text=text, language=language)
    if changed:
        seed.translations.all().delete()  # they say the old words
        record("seed changed", space=held.space_id, actor=actor, subject=seed.pk)
    return bool(changed)


@transaction.atomic
def remove_seed(seed: Statement, *, actor: UUID | None) -> None:
    """Take a seed statement out of the draft. Raises ``NoDraftError``."""
    held = hold_draft(seed.conversation)
    if seeds_of(held).filter(pk=seed.pk).delete()[0]:
        record("seed removed", space=held.space_id, actor=actor, subject=seed.pk)


@transaction.atomic
def open_conversation(conversation: Conversation, *, actor: UUID | None, seen: str | None = None) -> bool:
    """Open it: fix which roles are shown together, and the days. False if it was open.

    ``seen`` is the digest of what was looked at; without one nothing is compared. Raises ``NotReadyError``, and
    ``ChangedError`` if it was changed since.
    """
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.state != Conversation.State.DRAFT:
        return False
    lacks = lacks_of(held)
    if lacks or held.ends_on is None:
        raise NotReadyError(lacks)
    if seen is not None and seen != digest_of(held):
        raise ChangedError
    held.state = Conversation.State.OPEN
    held.opened_on = today()
    held.begins_on = max(held.begins_on or today(), today())
    held.adds_until = adds_until(held.begins_on, held.ends_on) if held.adds else None
    cells = joined_roles(held.expected, held.who)
    held.shown_roles = [[str(role) for role in cell.roles] for cell in cells]
    held.save(update_fields=["state", "opened_on", "begins_on", "adds_until", "shown_roles"])
    record("conversation opened", space=held.space_id, actor=actor, subject=held.pk)
    return True


@transaction.atomic
def move_last_day(conversation: Conversation, ends_on: date, *, actor: UUID | None) -> bool:
    """Let voting end on another day; the last day for new statements follows. Whether anything changed."""
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if held.state != Conversation.State.OPEN or held.ends_on == ends_on:
        return False
    before, held.ends_on = held.ends_on, ends_on
    held.adds_until = adds_until(held.begins_on or held.opened_on, ends_on) if held.adds else None
    held.save(update_fields=["ends_on", "adds_until"])
    days = {"before": before.isoformat() if before else "", "to": ends_on.isoformat()}
    record("last day moved", space=held.space_id, actor=actor, subject=held.pk, **days)
    return True


@transaction.atomic
def end_conversation(conversation: Conversation, *, actor: UUID | None) -> bool:
    """End the voting today, or on the last day if that is over. False if it had ended already."""
    held = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
    if held is None or held.state != Conversation.State.OPEN:
        return False
    last = min(held.ends_on or today(), today())
    held.state = Conversation.State.ENDED
    held.ended_on = held.ends_on = last
    held.begins_on = min(held.begins_on or last, last)
    held.sheets_until = today() + LATE_SHEETS if sheets_out(held).exists() else None
    held.save(update_fields=["state", "ended_on", "ends_on", "begins_on", "sheets_until"])
    record("voting ended", space=held.space_id, actor=actor, subject=held.pk)
    return True


@transaction.atomic
def end_if_over(conversation: Conversation) -> bool:
    """End the voting if the last day is over: what the worker does. Moved meanwhile, it goes on."""
    held = Conversation.objects.select_for_update().filter(pk=conversation.pk).first()
    if held is None or held.ends_on is None or held.ends_on >= today():
        return False
    return end_conversation(held, actor=None)
