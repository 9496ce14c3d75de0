"""How often each statement was answered: what decides which one is asked next."""

from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.spaces.models import Space


def weighed() -> QuerySet[Conversation]:
    """Conversations in which statements are drawn."""
    return Conversation.objects.filter(state=Conversation.State.OPEN, space__state=Space.State.OPEN)


def people_asked(conversation: Conversation) -> list[tuple[Statement, int]]:
    """What is shown, and how many people answered it or what was merged into it. How they answered is not looked at."""
    votes = Vote.objects.filter(statement__conversation=conversation)
    about = votes.values_list(Coalesce("statement__merged_into", "statement"))
    people: dict[UUID, int] = dict(about.annotate(Count("participant", distinct=True)))
    shown = conversation.statements.filter(state=Statement.State.SHOWN).only("pk", "weight").order_by("number")
    return [(statement, people.get(statement.pk, 0)) for statement in shown]
