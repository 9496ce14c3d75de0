"""Moving a conversation out, person by person: only for who holds the machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from shutil import rmtree
from tempfile import mkdtemp

import numpy as np
from django.db import transaction

from talkoo.conversations.actions.bringing_in import Say, say_nothing
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.opinions import PolisExport, write_export
from talkoo.core.history import record
from talkoo.spaces.models import Space

# Polis knows three: 1 shown, 0 not looked at yet, -1 out. Whoever reads a 0 may show it, so only what waits is one.
MODERATED = {Statement.State.SHOWN: 1, Statement.State.WAITING: 0}
OUT = -1
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was written, and how much of it nobody has checked."""

    statements: int
    votes: int
    people: int
    waiting: int


def move_out(conversation: Conversation, folder: Path, *, say: Say = say_nothing) -> Moved:
    """Write the conversation to ``folder``, which is not there yet or empty. Everything, or nothing.

    It is noted in the history just before the folder takes its place: what has left is always noted. Raises ``OSError``
    when the disk does not take it.
    """
    export = export_of(conversation)
    with taking_its_place(folder) as made:
        write_export(made, export, conversation.begins_on or conversation.opened_on, say)
        with transaction.atomic():
            record("conversation exported", space=conversation.space_id, actor=None, subject=conversation.pk)
    return Moved(
        statements=len(export.statement_text),
        votes=len(export.vote),
        people=len(export.participant_number),
        waiting=int((export.statement_moderated == 0).sum()),
    )


@contextmanager
def taking_its_place(folder: Path) -> Iterator[Path]:
    """A new folder beside ``folder``, for its owner's eyes only, that becomes ``folder`` at the end or is gone."""
    made = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        yield made
        made.rename(folder)
    finally:
        rmtree(made, ignore_errors=True)


@transaction.atomic
def export_of(conversation: Conversation) -> PolisExport:
    """Every vote as it was cast, and that of a merged statement also where it counts (see ``ballots_of``).

    People get fresh numbers in an order drawn by the system's chance: nothing leads from them to anybody here, nor to
    an earlier export.
    """
    Space.objects.select_for_update().get(pk=conversation.space_id)  # nothing is brought in meanwhile
    votes = Vote.objects.filter(statement__conversation=conversation).values_list(
        "participant_id", "statement_id", "choice", "statement__merged_into"
    )
    cast = list(votes.order_by("statement__number"))
    statements = list(conversation.statements.order_by("number"))  # after the votes: whatever was voted on is there
    counted = {(who, into): choice for who, _, choice, into in cast if into}
    cells = counted | {(who, statement): choice for who, statement, choice, _ in cast}

    people = sorted({who for who, _ in cells})
    SystemRandom().shuffle(people)
    number_of = {who: number for number, who in enumerate(people)}
    column_of = {statement.pk: column for column, statement in enumerate(statements)}
    return PolisExport(
        topic=conversation.question,
        description=conversation.why,
        url=conversation.source or f"urn:uuid:{conversation.pk}",  # by this a newer export is known again
        statement_number=np.array([statement.number for statement in statements], dtype=np.int64),
        statement_text=tuple(statement.text for statement in statements),
        statement_moderated=np.array([moderated(statement) for statement in statements], dtype=np.int64),
        statement_author=np.full(len(statements), NOBODY, dtype=np.int64),
        participant_number=np.arange(len(people), dtype=np.int64),
        person=np.array([number_of[who] for who, _ in cells], dtype=np.int64),
        statement=np.array([column_of[statement] for _, statement in cells], dtype=np.int64),
        vote=np.array(list(cells.values()), dtype=np.int64),
        n_replaced=0,
        missing=(),
    )


def moderated(statement: Statement) -> int:
    """What Polis calls its state."""
    return MODERATED.get(Statement.State(statement.state), OUT)
