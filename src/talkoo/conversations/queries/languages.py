"""A statement in its reader's language: one way of asking for it, whatever page it stands on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, TextField, When
from django.db.models.functions import Coalesce

from talkoo.conversations.models import Answer, Conversation, Statement, Translation


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement in its reader's language, and as it was written where that is another one."""

    text: str
    language: str
    original: str = ""
    original_language: str = ""


def in_reader_language(language: str, statement: str = "pk") -> Subquery:
    """A statement's translation into ``language``, as an annotation."""
    return Subquery(Translation.objects.filter(statement=OuterRef(statement), language=language).values("text")[:1])


def wording_of(statement: Statement, translated: str | None, language: str) -> Wording:
    """The reader's language first."""
    if not translated or statement.language == language:
        return Wording(statement.text, statement.language)
    return Wording(translated, language, statement.text, statement.language)


def wordings_in(conversations: Collection[Conversation | UUID], language: str) -> dict[str, Wording]:
    """What is translated into ``language`` in these conversations, by the statement's id as releases write it."""
    found = Translation.objects.filter(statement__conversation__in=conversations, language=language)
    return {
        str(one.statement_id): wording_of(one.statement, one.text, language)
        for one in found.select_related("statement")
    }


def as_released(key: str, kept: Mapping[str, str], wordings: Mapping[str, Wording]) -> Wording:
    """The words of a statement in a release, in its reader's language if these very words are translated."""
    wording = wordings.get(key)
    if wording and wording.original == kept["text"]:
        return wording
    return Wording(kept["text"], kept["language"])


def with_question(answers: QuerySet[Answer], language: str) -> QuerySet[Answer]:
    """With ``asked``: the statement that each one answers as its reader reads it, else the question."""
    words = Coalesce(in_reader_language(language, "statement"), F("statement__text"), output_field=TextField())
    is_shown = When(statement__state=Statement.State.SHOWN, then=words)
    return answers.annotate(asked=Case(is_shown, default=F("conversation__question"), output_field=TextField()))


def untranslated_in(conversation: Conversation, languages: Iterable[str]) -> dict[str, list[Statement]]:
    """For each language the statements that people vote on and cannot read in it, by number."""
    shown = conversation.statements.filter(state=Statement.State.SHOWN).order_by("number")
    return {
        language: list(
            shown.exclude(language__in=["", language]).exclude(
                Exists(Translation.objects.filter(statement=OuterRef("pk"), language=language))
            )
        )
        for language in languages
    }
