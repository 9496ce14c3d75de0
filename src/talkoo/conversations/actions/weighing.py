"""Which statement is asked sooner, so that all get seen and the picture is soon there."""

from django.db import transaction

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions import weights_to_set


@transaction.atomic
def weigh_statements(conversation: Conversation) -> int:
    """Give those a better chance of which an answer tells most; how many were changed. Nobody's act, so no history."""
    wanted = weights_to_set(conversation)
    return Statement.objects.bulk_update([Statement(pk=pk, weight=weight) for pk, weight in wanted.items()], ["weight"])
