"""What the worker does for conversations: prepares the picture of those that have ended or have grown."""

from typing import Any
from uuid import UUID

from django.tasks import Task, task

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    people_at_last_release,
    people_in,
    running,
    weighed,
    weights_to_set,
    without_picture,
)
from talkoo.releases.gate import is_due


@task
def prepare_picture(conversation_id: str) -> None:
    """Prepare the picture of one conversation. Harmless to repeat; one that is gone is left alone."""
    conversation = Conversation.objects.select_related("space").filter(pk=UUID(conversation_id)).first()
    if conversation:
        actions.prepare_picture(conversation)


@task
def weigh_statements(conversation_id: str) -> None:
    """Give statements with few answers a better chance. Harmless to repeat; one that is gone is left alone."""
    conversation = Conversation.objects.filter(pk=UUID(conversation_id)).first()
    if conversation:
        actions.weigh_statements(conversation)


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """A picture for each conversation that has ended without one or has grown enough, and weights that are off."""
    grown = (one for one in running() if is_due(people_in(one), before=people_at_last_release(one)))
    pictures = [(prepare_picture, (str(one.pk),)) for one in (*without_picture(), *grown)]
    return [*pictures, *((weigh_statements, (str(one.pk),)) for one in weighed() if weights_to_set(one))]
