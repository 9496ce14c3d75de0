"""What one person is asked next, and what they have said and answered so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.expressions import Value, Window
from django.db.models.functions import Ln, Random
from django.http import Http404

from talkoo.conversations.models import Answer, Conversation, Statement, Vote
from talkoo.conversations.queries.languages import Wording, in_reader_language, wording_of

ANSWERED = (Statement.State.SHOWN, Statement.State.MERGED)  # on these an answer counts
CHANGEABLE = (Statement.State.WAITING, Statement.State.REWORD)  # by whoever wrote it


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement that somebody is asked about, and how many are left for them."""

    statement: Statement
    wording: Wording
    left: int = 0
    total: int = 0
    was_put_aside: bool = False

    @property
    def done(self) -> int:
        """How many they have answered."""
        return self.total - self.left


def statement_in(conversation: Conversation, statement_id: UUID) -> Statement:
    """The one door to a statement: within its conversation, or 404."""
    statement = conversation.statements.filter(pk=statement_id).first()  # which sets its conversation too
    if statement is None:
        raise Http404
    return statement


def next_for(
    participant: UUID | None, conversation: Conversation, *, language: str, at: str = "", aside: Sequence[str] = ()
) -> Asked | None:
    """The next statement for ``participant``, or None: the one they are ``at``, else one by chance.

    The more an answer would tell, the sooner it is drawn: its weight says how much. What was put aside comes last,
    the longest ago first. An answer to what was merged into a statement is an answer to it.
    """
    answered = Vote.objects.filter(participant=participant).filter(
        Q(statement=OuterRef("pk")) | Q(statement__merged_into=OuterRef("pk"))
    )
    places = [(at, -1), *((key, number) for number, key in enumerate(aside, start=1) if key != at)]
    shown = conversation.statements.filter(state=Statement.State.SHOWN)
    first = [When(pk=key, then=number) for key, number in places if key]  # PostgreSQL takes a bare 0 for a column
    order = [Case(*first, default=0, output_field=IntegerField())] if first else []
    statement = (
        shown.filter(~Exists(answered))
        .annotate(left=Window(Count("pk")), translated=in_reader_language(language))
        .order_by(*order, -Ln(Value(1.0) - Random()) / F("weight"))
        .first()
    )
    if statement is None:
        return None
    return Asked(
        statement,
        wording_of(statement, statement.translated, language),
        statement.left,
        shown.count(),
        was_put_aside=str(statement.pk) in aside,
    )


def asked_again(conversation: Conversation, statement_id: UUID, *, language: str) -> Asked | None:
    """A statement that somebody wants to answer anew, if one can still answer it."""
    shown = conversation.statements.filter(pk=statement_id, state__in=ANSWERED)
    statement = shown.annotate(translated=in_reader_language(language)).first()
    return Asked(statement, wording_of(statement, statement.translated, language)) if statement else None


def vote_of(participant: UUID | None, statement_id: UUID) -> Vote | None:
    """What somebody answered to one statement."""
    return (
        Vote.objects.filter(participant=participant, statement=statement_id)
        .select_related("statement", "participant")
        .first()
    )


def votes_of(participant: UUID | None, conversation: Conversation, *, language: str) -> QuerySet[Vote]:
    """What somebody answered, by the number of the statement."""
    mine = Vote.objects.filter(participant=participant, statement__conversation=conversation)
    translated = in_reader_language(language, "statement")
    return mine.select_related("statement").annotate(translated=translated).order_by("statement__number")


def said_by(participant: UUID | None, conversation: Conversation, *, language: str) -> QuerySet[Statement]:
    """What somebody said, the newest first, with what it was merged into and the answers, given or promised.

    ``translated`` and ``into_translated`` are its words and those of what it was merged into, in ``language``.
    """
    answers = Answer.objects.select_related("owner__user", "owner__space")
    mine = conversation.statements.filter(author=participant).exclude(author=None)
    return (
        mine.select_related("merged_into")
        .annotate(translated=in_reader_language(language), into_translated=in_reader_language(language, "merged_into"))
        .prefetch_related(Prefetch("answers", answers), Prefetch("merged_into__answers", answers))
        .order_by("-number")
    )


def answer_to(statement: Statement) -> Answer | None:
    """The answer to a statement, or to the one it was merged into: the newest given one, else what is promised."""
    about = {statement.pk, statement.merged_into_id} - {None}
    answers = Answer.objects.filter(statement__in=about).select_related("owner__user", "owner__space")
    return answers.order_by(F("given_on").desc(nulls_last=True), "due_on").first()


def promise_of(conversation: Conversation) -> Answer | None:
    """The answer to the whole conversation: by whom and until when."""
    return conversation.answers.filter(statement=None).select_related("owner__user").first()
