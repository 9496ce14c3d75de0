"""What host and go-between have to check, what they decided, and what everybody may read about that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from talkoo.conversations.models import Conversation, Statement, Translation
from talkoo.conversations.queries.likeness import alike
from talkoo.core.models import HistoryLine

State = Statement.State
# Waiting; or shown at once and not looked at yet. What the host wrote needs no check.
TO_CHECK = Q(state=State.WAITING) | Q(
    state=State.SHOWN, checked_on=None, is_seed=False, conversation__checking=Conversation.Checking.AFTER
)
TOLD = ("statement left out", "statement sent back", "statement merged", "check undone")


@dataclass(frozen=True, slots=True)
class LogLine:
    """One decision as everybody may read it: neither words nor a number, nothing that leads to whoever wrote it."""

    day: date
    act: str
    ground: str
    undid: str = ""  # the state that an undone decision had given


def queue_of(conversation: Conversation) -> QuerySet[Statement]:
    """What is to be checked, the oldest first."""
    return with_words(conversation.statements.filter(TO_CHECK)).order_by("number")


def to_check_in(conversations: Iterable[Conversation]) -> dict[UUID, int]:
    """How many statements of each conversation are to be checked, in one query. Those with none are not in it."""
    waiting = Statement.objects.filter(TO_CHECK, conversation__in=list(conversations))
    return dict(waiting.values("conversation").annotate(n=Count("pk")).values_list("conversation", "n"))


def decided_in(conversation: Conversation) -> QuerySet[Statement]:
    """What was decided and can be undone, the latest first. What was taken back since is not among it."""
    decided = conversation.statements.exclude(checked_on=None).exclude(state=State.WAITING).exclude(text="")
    return with_words(decided).order_by("-checked_on", "-number")


def shown_in(conversation: Conversation) -> QuerySet[Statement]:
    """What people see and vote on, by number."""
    return with_words(conversation.statements.filter(state=State.SHOWN)).order_by("number")


def with_words(statements: QuerySet[Statement]) -> QuerySet[Statement]:
    """With translations, and with what each was merged into."""
    translations = Prefetch("translations", Translation.objects.order_by("language"))
    return statements.select_related("conversation", "merged_into").prefetch_related(translations)


def statement_with_words(conversation: Conversation, statement_id: UUID) -> Statement:
    """The one door to a statement that is checked: within its conversation, or 404."""
    statement = with_words(conversation.statements.filter(pk=statement_id)).first()
    if statement is None:
        raise Http404
    return statement


def likely_the_same(conversation: Conversation, statements: Sequence[Statement]) -> dict[UUID, list[Statement]]:
    """For each of ``statements`` those shown that probably say the same, in two queries however many there are."""
    if not statements:
        return {}
    shown = {one.pk: one for one in shown_in(conversation)}
    texts = {one.pk: texts_of(one) for one in [*shown.values(), *statements]}
    found = alike([one.pk for one in statements], shown, texts)
    return {key: [shown[other] for other in others] for key, others in found.items()}


def texts_of(statement: Statement) -> dict[str, str]:
    """A statement in every language that it has."""
    others = {one.language: one.text for one in statement.translations.all()}
    return others | {statement.language: statement.text}


def shown_with_number(conversation: Conversation, number: int) -> Statement | None:
    """The shown statement that has this number."""
    return conversation.statements.filter(state=State.SHOWN, number=number).first()


def version_of(statement: Statement) -> str:
    """What somebody had before them when they decided: it differs as soon as words or state do."""
    facts = (statement.text, statement.state, statement.ground, statement.note, statement.merged_into_id)
    return sha256("|".join(map(str, (*facts, statement.checked_on))).encode()).hexdigest()[:16]


def words_gone(conversations: Iterable[Conversation | UUID]) -> set[str]:
    """The ids of statements whose words are not shown any more, wherever they once stood: merged, left out, reworded.

    Words go from every page at once; counts change with the next release.
    """
    gone = Statement.objects.filter(conversation__in=list(conversations)).exclude(state=State.SHOWN)
    return {str(key) for key in gone.values_list("pk", flat=True)}


def log_of(conversation: Conversation) -> list[LogLine]:
    """What was left out, sent back and merged, and what of it was undone: the newest day first, no order within one."""
    here = conversation.statements.values("pk")
    lines = HistoryLine.objects.filter(space_id=conversation.space_id, act__in=TOLD, subject__in=here)
    told = lines.order_by("-made_on", "pk").values_list("made_on", "act", "detail")
    return [
        LogLine(day, act, detail.get("ground", ""), undid)
        for day, act, detail in told
        if (undid := detail.get("undid", "")) != State.SHOWN  # showing one is not told of, nor that it was undone
    ]
