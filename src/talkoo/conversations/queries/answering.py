"""What is owed to those who spoke: the answers of a conversation, what is missing before it can be closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from talkoo.conversations.models import Answer, Conversation, Statement, Vote
from talkoo.conversations.queries.languages import in_reader_language
from talkoo.core.models import today


@dataclass(frozen=True, slots=True)
class StillOwed:
    """What stands between a conversation and its end."""

    promised: list[Answer]
    has_no_promise: bool  # nobody has said yet that they answer the conversation as a whole

    @property
    def count(self) -> int:
        """How many answers are missing."""
        return len(self.promised) + self.has_no_promise


def in_words(answers: QuerySet[Answer], language: str) -> QuerySet[Answer]:
    """With who owes each, and the statement it is about: ``translated`` into ``language``, if it is."""
    translated = in_reader_language(language, "statement")
    return answers.select_related("owner__user", "owner__space", "statement").annotate(translated=translated)


def answers_of(conversation: Conversation, *, language: str = "") -> list[Answer]:
    """Every answer, given or owed: to the whole conversation first, then by statement."""
    order = (F("statement__number").asc(nulls_first=True), "pk")
    return list(in_words(conversation.answers.all(), language).order_by(*order))


def answer_of(conversation: Conversation, answer_id: UUID, *, language: str = "") -> Answer:
    """The one door to an answer: within its conversation, or 404."""
    answer = in_words(conversation.answers.filter(pk=answer_id), language).first()
    if answer is None:
        raise Http404
    return answer


def still_owed(conversation: Conversation, *, language: str = "") -> StillOwed:
    """What is missing: answers promised and not given, and one to the conversation as a whole."""
    answers = answers_of(conversation, language=language)
    return StillOwed(
        promised=[answer for answer in answers if answer.given_on is None],
        has_no_promise=all(answer.statement_id for answer in answers),
    )


def owed_since(conversation: Conversation) -> date | None:
    """Since when people wait: since the last day of voting, also before the worker has noted it. None until then."""
    last = conversation.ends_on if conversation.ends_on and conversation.ends_on < today() else None
    return conversation.ended_on or last


def without_promise(conversation: Conversation) -> QuerySet[Statement]:
    """Statements that people see and that nobody has promised to answer."""
    promised = Answer.objects.filter(statement=OuterRef("pk"))
    shown = conversation.statements.filter(state=Statement.State.SHOWN)
    return shown.filter(~Exists(promised)).order_by("number")


type Who = UUID | OuterRef | Collection[UUID]  # one participant, or the participants of one person in several spaces


def by(who: Who, name: str = "participant") -> dict[str, Any]:
    """How to look for one participant, or for several."""
    return {name: who} if isinstance(who, UUID | OuterRef) else {f"{name}__in": who}


def spoke_on(answers: QuerySet[Answer], who: Who) -> QuerySet[Answer]:
    """Those among ``answers`` that answer something a participant said or voted on.

    To the whole conversation: anything in it. To one statement: that one, or one that was merged into it.
    """
    votes, words = Vote.objects.filter(**by(who)), Statement.objects.filter(**by(who, "author"))
    voted_on = Q(statement=OuterRef("statement")) | Q(statement__merged_into=OuterRef("statement"))
    wrote = Q(pk=OuterRef("statement")) | Q(merged_into=OuterRef("statement"))
    spoke = Exists(votes.filter(statement__conversation=OuterRef("conversation"))) | Exists(
        words.filter(conversation=OuterRef("conversation"))
    )
    return answers.filter(
        (Q(statement=None) & spoke)
        | (Q(statement__isnull=False) & (Exists(votes.filter(voted_on)) | Exists(words.filter(wrote))))
    )
