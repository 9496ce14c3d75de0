"""Answering: promised by somebody until a day, written, given; and closing what has been answered."""

from datetime import date
from uuid import UUID

from django.db import transaction

from talkoo.conversations.models import Answer, Conversation, Statement
from talkoo.conversations.queries import still_owed
from talkoo.core.history import record
from talkoo.core.models import today
from talkoo.spaces.models import Membership


class AlreadyGivenError(ValueError):
    """What people have read is not changed behind their backs."""


class StillOwedError(ValueError):
    """A conversation cannot be closed while an answer is owed, unless somebody says why."""


@transaction.atomic
def promise_answer(
    conversation: Conversation, *, statement: Statement | None, owner: Membership, due_on: date, actor: UUID | None
) -> tuple[Answer, bool]:
    """Say who owes an answer and until when; whether it is new. What was promised first stands."""
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    answer, is_new = Answer.objects.get_or_create(
        conversation=conversation, statement=statement, defaults={"owner": owner, "due_on": due_on}
    )
    if is_new:
        record("answer promised", space=conversation.space_id, actor=actor, subject=answer.pk)
    return answer, is_new


def standing(answer: Answer) -> Answer:
    """The answer as it stands now, held for this transaction; raises ``AlreadyGivenError``."""
    now = Answer.objects.select_for_update().get(pk=answer.pk)
    if now.given_on:
        raise AlreadyGivenError
    return now


@transaction.atomic
def move_answer(answer: Answer, *, owner: Membership, due_on: date, reason: str, actor: UUID | None) -> bool:
    """Another day or another person; the earlier day stays to be read, with the reason. Whether anything changed."""
    now = standing(answer)
    if (now.owner_id, now.due_on) == (owner.pk, due_on):
        return False
    before = {"due_on": now.due_on.isoformat(), "owner": now.owner.user.name, "reason": reason}
    now.moved = [*now.moved, before | {"moved_on": today().isoformat()}]
    now.owner, now.due_on = owner, due_on
    now.save(update_fields=["moved", "owner", "due_on"])
    record("answer moved", space=owner.space_id, actor=actor, subject=answer.pk)
    return True


@transaction.atomic
def write_answer(answer: Answer, *, said: str, did: str, did_not: str, actor: UUID | None) -> Answer:
    """Keep the words; nobody else reads them before the answer is given."""
    now = standing(answer)
    if (now.said, now.did, now.did_not) != (said, did, did_not):
        now.said, now.did, now.did_not = said, did, did_not
        now.save(update_fields=["said", "did", "did_not"])
        record("answer written", space=now.owner.space_id, actor=actor, subject=answer.pk)
    return now


@transaction.atomic
def give_answer(answer: Answer, *, said: str, did: str, did_not: str, actor: UUID | None) -> None:
    """Keep the words and let everybody read them. From now on they stay as they are."""
    now = write_answer(answer, said=said, did=did, did_not=did_not, actor=actor)
    now.given_on, now.is_by_clerk = today(), actor != now.owner.user_id
    now.save(update_fields=["given_on", "is_by_clerk"])
    record("answer given", space=now.owner.space_id, actor=actor, subject=answer.pk)


@transaction.atomic
def close_conversation(conversation: Conversation, *, reason: str = "", actor: UUID | None) -> None:
    """End it for good. Raises ``StillOwedError`` while an answer is owed and nobody says why it ends all the same."""
    now = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if now.state == Conversation.State.CLOSED:
        return
    is_owed = still_owed(now).count > 0
    if is_owed and not reason:
        raise StillOwedError
    now.state, now.closed_on = Conversation.State.CLOSED, today()
    now.ended_on = now.ended_on or now.ends_on or today()
    now.overruled, now.sheets_until = reason if is_owed else "", None
    now.save(update_fields=["state", "closed_on", "ended_on", "overruled", "sheets_until"])
    record("conversation closed", space=now.space_id, actor=actor, subject=now.pk, overruled=is_owed)
