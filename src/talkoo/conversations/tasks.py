"""What the worker does for conversations: prepares the picture of those that have ended or have grown."""

from typing import Any
from uuid import UUID

from django.tasks import Task, task

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import people_at_last_release, people_in, running, without_picture
from talkoo.releases.gate import is_due


@task
def prepare_picture(conversation_id: str) -> None:
    """Prepare the picture of one conversation. Harmless to repeat; one that is gone is left alone."""
    conversation = Conversation.objects.select_related("space").filter(pk=UUID(conversation_id)).first()
    if conversation:
        actions.prepare_picture(conversation)


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """One task for each conversation that has ended without a picture, or has grown enough for the next one."""
    grown = (one for one in running() if is_due(people_in(one), before=people_at_last_release(one)))
    return [(prepare_picture, (str(one.pk),)) for one in (*without_picture(), *grown)]
