"""Bringing in a conversation that was held elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import batched
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from talkoo.accounts.models import Participant
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.opinions import PolisExport, digest_of
from talkoo.core.history import record
from talkoo.core.models import today
from talkoo.core.text import keyed
from talkoo.releases.actions import drop_unpublished
from talkoo.releases.queries import published_release
from talkoo.spaces.models import Space

BATCH = 5_000
MODERATED_OUT = -1
LONGEST_QUESTION = 300
LONGEST_SOURCE = 200
type Say = Callable[[str], object]


def say_nothing(line: str) -> None:
    """Nobody waits to hear how far it is."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing in: which conversation, whether anything was written, and how much the export holds."""

    conversation: Conversation
    is_new: bool
    changed: bool
    statements: int
    without_votes: int
    votes: int
    people: int


@transaction.atomic
def bring_in(space: Space, export: PolisExport, *, title: str, actor: UUID | None, say: Say = say_nothing) -> Brought:
    """Bring in a conversation held elsewhere, or its newer export. The same export again changes nothing.

    Who spoke is known by a number only, and that number is replaced: the id here is derived with a key that is kept
    outside the database, so that a repeat finds the same people and nobody else can. Raises ``HeldBackError`` while the
    go-between holds what was made from the votes that are here.
    """
    digest = digest_of(export)
    source = (export.url or f"export {digest}")[:LONGEST_SOURCE]
    Space.objects.select_for_update().get(pk=space.pk)  # two at once: the second finds what the first made
    here = Conversation.objects.filter(space=space)
    conversation = here.filter(source=source).first() or here.filter(source_digest=digest).first()
    is_new = conversation is None
    if conversation is None:
        question = (title or export.topic)[:LONGEST_QUESTION]
        conversation = Conversation(space=space, source=source, question=question, ended_on=today(), closed_on=today())
    question, why = title[:LONGEST_QUESTION] or conversation.question, export.description or conversation.why
    has_new_words = (conversation.question, conversation.why) != (question, why)
    has_new_votes = conversation.source_digest != digest
    if has_new_votes or has_new_words:
        conversation.question, conversation.why = question, why
        conversation.state = Conversation.State.CLOSED
        conversation.source_digest = digest
        conversation.save()
        if has_new_votes:
            drop_unpublished(conversation.pk)
            replace_votes(conversation, export, say)
        act = "conversation brought in" if is_new else "conversation brought in again"
        record(act, space=space.pk, actor=actor, subject=conversation.pk)
    return Brought(
        conversation=conversation,
        is_new=is_new,
        changed=has_new_votes or has_new_words,
        statements=len(export.statement_text),
        without_votes=len(export.statement_text) - len(set(export.statement.tolist())),
        votes=len(export.vote),
        people=len(export.participant_number),
    )


@transaction.atomic
def remove_brought_in(conversation: Conversation, *, actor: UUID | None) -> bool:
    """Undo a bringing in, as long as nothing of it is public; whether it could be undone.

    Raises ``HeldBackError`` while the go-between holds what was made from it.
    """
    Space.objects.select_for_update().get(pk=conversation.space_id)
    if not conversation.is_brought_in or published_release(conversation.pk):
        return False
    drop_unpublished(conversation.pk)
    votes = Vote.objects.filter(statement__conversation=conversation)
    people = set(votes.values_list("participant_id", flat=True).distinct())
    conversation.delete()
    Participant.objects.filter(pk__in=people).delete()
    record("conversation removed", space=conversation.space_id, actor=actor)
    return True


def replace_votes(conversation: Conversation, export: PolisExport, say: Say) -> None:
    """Put statements, people and votes of the export in the place of what was there. Call within an action."""
    # By the ids of statements: for a join PostgreSQL compares each row with each where it has not counted them yet.
    here = Vote.objects.filter(statement__in=list(conversation.statements.values_list("pk", flat=True)))
    were_here = set(here.values_list("participant_id", flat=True).distinct())
    here.delete()
    statements = replace_statements(conversation, export)
    people = [brought_in_id(conversation, number) for number in export.participant_number.tolist()]
    Participant.objects.bulk_create(
        [Participant(pk=pk, space=conversation.space) for pk in people if pk not in were_here], BATCH
    )
    Participant.objects.filter(pk__in=were_here - set(people)).delete()
    cells = zip(export.person.tolist(), export.statement.tolist(), export.vote.tolist(), strict=True)
    done = 0
    for some in batched(cells, BATCH, strict=False):
        Vote.objects.bulk_create(
            Vote(statement_id=statements[statement], participant_id=people[person], choice=choice)
            for person, statement, choice in some
        )
        done += len(some)
        say(f"{done} of {len(export.vote)} votes")


def replace_statements(conversation: Conversation, export: PolisExport) -> list[UUID]:
    """The statements as the export has them; one that was here keeps its id. Their ids in the export's order."""
    numbers = export.statement_number.tolist()
    kept = dict(conversation.statements.values_list("number", "pk"))
    statements = [
        Statement(
            pk=kept.get(number) or uuid4(),
            conversation=conversation,
            number=number,
            text=text,
            # What nobody can read any more is kept, so that the votes add up, but it is not shown.
            state=Statement.State.LEFT_OUT if moderated == MODERATED_OUT or not text else Statement.State.SHOWN,
        )
        for number, text, moderated in zip(
            numbers, export.statement_text, export.statement_moderated.tolist(), strict=True
        )
    ]
    conversation.statements.exclude(number__in=numbers).delete()
    Statement.objects.bulk_create(
        statements,
        BATCH,
        update_conflicts=True,
        unique_fields=["conversation", "number"],
        update_fields=["text", "state"],
    )
    return [statement.pk for statement in statements]


def brought_in_id(conversation: Conversation, number: int) -> UUID:
    """The id here of somebody who is a number in the export."""
    return UUID(hex=keyed("brought in", f"{conversation.pk}|{number}", key=settings.BRIDGE_KEY)[:32], version=4)
