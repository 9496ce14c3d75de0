"""Meetings in which people join by one code: which one is running, and about how many have joined."""

from django.utils import timezone

from talkoo.conversations.models import Conversation, Room
from talkoo.spaces.queries import steps


def running_room(conversation: Conversation) -> Room | None:
    """The room of this conversation that is open now: one at a time."""
    return Room.objects.filter(conversation=conversation, until__gt=timezone.now()).order_by("-until").first()


def room_to_join(code: str) -> Room | None:
    """The room behind a code that has not ended, or None; ask ``may_join`` beside this."""
    running = Room.objects.filter(code=code, until__gt=timezone.now())
    return running.select_related("conversation__space").first()


def joined_at_least(room: Room) -> int:
    """How many have joined, down to a multiple of five. 0 stands for fewer than five, and for nobody."""
    return steps(room.joined)
