"""Saying something, changing its words, and taking it back."""

from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from talkoo.accounts.models import Participant
from talkoo.conversations.models import Conversation, Entered, Statement, Translation, Vote
from talkoo.conversations.queries import CHANGEABLE
from talkoo.core.history import record


@transaction.atomic
def say(
    participant: Participant, conversation: Conversation, text: str, *, language: str, entered: str = Entered.SELF
) -> Statement:
    """Keep what ``participant`` says under the next number; the same words again are the same statement.

    Two at once wait for each other on the conversation's row, so that no number is given twice.
    """
    held = Conversation.objects.select_for_update().get(pk=conversation.pk)
    said = held.statements.filter(author=participant, text=text).first()
    if said:
        return said
    last = held.statements.aggregate(last=Max("number"))["last"] or 0
    is_checked_first = held.checking == Conversation.Checking.BEFORE
    statement = held.statements.create(
        number=last + 1,
        text=text,
        language=language,
        author=participant,
        entered=entered,
        state=Statement.State.WAITING if is_checked_first else Statement.State.SHOWN,
    )
    record("statement added", space=held.space_id, actor=None, subject=held.pk)
    return statement


@transaction.atomic
def reword(author_id: UUID, statement: Statement, text: str, *, language: str) -> bool:
    """Give a statement that waits or was sent back other words; whether anything changed. It waits to be checked.

    What others answered or translated was about the old words, so it goes with them.
    """
    hold(statement)
    held = Statement.objects.filter(pk=statement.pk, author=author_id, state__in=CHANGEABLE).first()
    if held is None or held.text == text:
        return False
    Vote.objects.filter(statement=held).delete()
    Translation.objects.filter(statement=held).delete()
    held.text, held.language, held.state = text, language, Statement.State.WAITING
    held.ground, held.note, held.state_before, held.checked_on = "", "", "", None
    held.save()
    record("statement reworded", space=statement.conversation.space_id, actor=None, subject=held.conversation_id)
    return True


@transaction.atomic
def take_statement_back(author_id: UUID | None, statement: Statement) -> bool:
    """Delete the words of a statement for whoever wrote it; whether there were any. Votes on it count nowhere."""
    hold(statement)
    mine = Statement.objects.filter(pk=statement.pk, author=author_id).exclude(author=None)
    if not mine.exists():
        return False
    forget_words(mine)
    record("statement taken back", space=statement.conversation.space_id, actor=None, subject=statement.conversation_id)
    return True


def hold(statement: Statement) -> None:
    """Whoever checks waits until this is done: no words are shown that nobody has read. Call within an action."""
    Conversation.objects.select_for_update().get(pk=statement.conversation_id)


def forget_words(statements: QuerySet[Statement]) -> None:
    """Delete the words of statements in every language, and who wrote them. Call within an action.

    What was merged into one of them stands for itself again: it was never this author's.
    """
    held = Conversation.objects.filter(pk__in=statements.values("conversation"))
    list(held.order_by("pk").select_for_update())  # nobody decides about them meanwhile
    Translation.objects.filter(statement__in=statements).delete()
    Statement.objects.filter(merged_into__in=statements).update(
        merged_into=None, state=Statement.State.SHOWN, ground=""
    )
    statements.update(state=Statement.State.LEFT_OUT, text="", note="", author=None, merged_into=None)
