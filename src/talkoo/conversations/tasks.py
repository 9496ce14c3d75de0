"""What the worker does for conversations: ends those whose last day is over, prepares pictures, sets weights."""

from typing import Any
from uuid import UUID

from django.tasks import Task, task

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.opinions import weights_to_set
from talkoo.conversations.queries import (
    past_last_day,
    people_at_last_release,
    people_in,
    running,
    weighed,
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
    """Ask sooner what tells most. Harmless to repeat; one that is gone is left alone."""
    conversation = Conversation.objects.filter(pk=UUID(conversation_id)).first()
    if conversation:
        actions.weigh_statements(conversation)


@task
def end_conversation(conversation_id: str) -> None:
    """End the voting of one whose last day is over. Harmless to repeat; one that is gone is left alone."""
    conversation = Conversation.objects.filter(pk=UUID(conversation_id)).first()
    if conversation:
        actions.end_if_over(conversation)


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """What is over and not ended, a picture for what has ended without one or has grown, and weights that are off."""
    over = [(end_conversation, (str(one.pk),)) for one in past_last_day()]
    grown = (one for one in running() if is_due(people_in(one), before=people_at_last_release(one)))
    pictures = [(prepare_picture, (str(one.pk),)) for one in (*without_picture(), *grown)]
    return [*over, *pictures, *((weigh_statements, (str(one.pk),)) for one in weighed() if weights_to_set(one))]
