"""Checking statements: showing, sending back, merging, leaving out, and undoing each of them."""

from uuid import UUID

from django.db import transaction

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries.checking import version_of
from talkoo.core.history import record
from talkoo.core.models import today

State = Statement.State
DECIDED = {State.REWORD, State.MERGED, State.LEFT_OUT}


class ChangedMeanwhileError(Exception):
    """Somebody has decided about it, changed its words or taken it back since the page was opened."""


class NothingToMergeIntoError(Exception):
    """The statement that should take its votes is not shown any more."""


class HasMergedError(Exception):
    """Others were merged into this one; a chain could not be undone link by link."""


def accept_statement(statement: Statement, *, seen: str, actor: UUID | None) -> None:
    """Show it to everybody."""
    decide(statement, "statement accepted", State.SHOWN, seen=seen, actor=actor)


def send_back(statement: Statement, *, ground: str, note: str, seen: str, actor: UUID | None) -> None:
    """Ask whoever wrote it for other words."""
    decide(statement, "statement sent back", State.REWORD, ground=ground, note=note, seen=seen, actor=actor)


def leave_out(statement: Statement, *, ground: str, note: str, seen: str, actor: UUID | None) -> None:
    """Show it no more. Its votes stay with it and count nowhere."""
    decide(statement, "statement left out", State.LEFT_OUT, ground=ground, note=note, seen=seen, actor=actor)


def merge_statement(statement: Statement, into: Statement, *, seen: str, actor: UUID | None) -> None:
    """Let one that is shown speak for this one too. Votes are not moved, so that a merge can be undone."""
    ground = Statement.Ground.SAME
    decide(statement, "statement merged", State.MERGED, ground=ground, into=into, seen=seen, actor=actor)


@transaction.atomic
def decide(
    statement: Statement,
    act: str,
    state: str,
    *,
    seen: str,
    actor: UUID | None,
    ground: str = "",
    note: str = "",
    into: Statement | None = None,
) -> None:
    """Set everything that a decision sets. The same decision again changes nothing.

    Two at once wait for each other on the conversation's row; the second has ``seen`` what is not so any more.
    """
    space = read_anew(statement)
    before, target = statement.state, into.pk if into else None
    now = (statement.state, statement.ground, statement.note, statement.merged_into_id)
    if statement.checked_on and now == (state, ground, note, target):
        return
    if not statement.text or version_of(statement) != seen:
        raise ChangedMeanwhileError
    if into:
        require_mergeable(statement, into)
    statement.state, statement.ground, statement.note, statement.merged_into = state, ground, note, into
    statement.checked_on = today()
    statement.state_before = statement.state_before if before in DECIDED else before
    statement.save(update_fields=["state", "ground", "note", "merged_into", "checked_on", "state_before"])
    record(act, space=space, actor=actor, subject=statement.pk, **({"ground": ground} if ground else {}))


def require_mergeable(statement: Statement, into: Statement) -> None:
    """A merge has two ends and no chain. Call within an action that holds the conversation."""
    here = Statement.objects.filter(conversation=statement.conversation_id, state=State.SHOWN).exclude(pk=statement.pk)
    if not here.filter(pk=into.pk).exists():
        raise NothingToMergeIntoError
    if statement.sources.filter(state=State.MERGED).exists():
        raise HasMergedError


@transaction.atomic
def undo_check(statement: Statement, *, seen: str, actor: UUID | None) -> None:
    """Put it back to what it was before it was checked. What is not decided is left as it is."""
    space = read_anew(statement)
    if statement.checked_on is None or statement.state == State.WAITING:
        return
    if not statement.text or version_of(statement) != seen:
        raise ChangedMeanwhileError
    undone = {"undid": statement.state} | ({"ground": statement.ground} if statement.ground else {})
    statement.state = statement.state_before or State.WAITING
    statement.ground = statement.note = statement.state_before = ""
    statement.merged_into = statement.checked_on = None
    statement.save(update_fields=["state", "ground", "note", "merged_into", "checked_on", "state_before"])
    record("check undone", space=space, actor=actor, subject=statement.pk, **undone)


def read_anew(statement: Statement) -> UUID:
    """Hold the conversation, so that one decides at a time, and read what stands. Its space."""
    held = Conversation.objects.select_for_update().get(pk=statement.conversation_id)
    try:
        statement.refresh_from_db()
    except Statement.DoesNotExist:
        raise ChangedMeanwhileError from None
    return held.space_id
