"""What waits for whom in conversations, each in one query however many there are."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from talkoo.conversations.models import Answer, Conversation, Statement, Vote


def left_to_vote_on(conversations: Iterable[Conversation], participants: Collection[UUID]) -> dict[UUID, int]:
    """On how many shown statements of each conversation these participants (one a space) have not voted yet.

    A vote on a statement that was merged counts for the one it was merged into.
    """
    voted = Vote.objects.filter(participant__in=participants)
    here = Q(statement=OuterRef("pk")) | Q(statement__merged_into=OuterRef("pk"))
    left = Statement.objects.filter(conversation__in=list(conversations), state=Statement.State.SHOWN)
    counts = left.filter(~Exists(voted.filter(here))).values("conversation").annotate(n=Count("pk"))
    return dict(counts.values_list("conversation", "n"))


def sent_back_in(conversations: Iterable[Conversation], participants: Collection[UUID]) -> set[UUID]:
    """In which conversations a statement of these participants was sent back to be reworded."""
    mine = Statement.objects.filter(author__in=participants, state=Statement.State.REWORD)
    return set(mine.filter(conversation__in=list(conversations)).values_list("conversation", flat=True))


def promised_as_a_whole(conversations: list[Conversation]) -> set[UUID]:
    """In which of these somebody has promised an answer to the whole; no query for none."""
    if not conversations:
        return set()
    whole = Answer.objects.filter(conversation__in=conversations, statement=None)
    return set(whole.values_list("conversation", flat=True))


def owed_answers(conversations: Iterable[Conversation]) -> QuerySet[Answer]:
    """Answers that are promised and not given yet, the one owed longest first."""
    owed = Answer.objects.filter(conversation__in=list(conversations), given_on=None)
    return owed.select_related("owner__user", "owner__space", "conversation", "statement").order_by("due_on", "pk")


def given_answers(conversations: Iterable[Conversation]) -> QuerySet[Answer]:
    """Answers that were given, the newest first."""
    given = Answer.objects.filter(conversation__in=list(conversations)).exclude(given_on=None)
    return given.select_related("owner__user", "owner__space", "conversation", "statement").order_by("-given_on", "pk")
