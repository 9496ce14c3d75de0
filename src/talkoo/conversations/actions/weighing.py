"""How much each statement needs answers, so that all get seen."""

from django.db import transaction

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import weights_to_set


@transaction.atomic
def weigh_statements(conversation: Conversation) -> int:
    """Give those with few answers a better chance to be drawn; how many were changed. Nobody's act, so no history."""
    wanted = weights_to_set(conversation)
    for statement, weight in wanted.items():
        Statement.objects.filter(pk=statement).update(weight=weight)
    return len(wanted)
