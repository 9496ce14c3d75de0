"""Meetings in which people join by one code: opened, ended, joined."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from talkoo.accounts.actions import eight_signs, make_card_on_the_spot
from talkoo.accounts.models import Card, Role
from talkoo.conversations.models import Conversation, Room
from talkoo.conversations.queries import running_room
from talkoo.core.history import record


class RoomOpenError(ValueError):
    """Another room of this conversation is open."""


@transaction.atomic
def open_room(
    conversation: Conversation, *, role: str, minutes: int, most: int, actor: UUID | None, once: UUID
) -> Room:
    """Open a room for people of one role. Asked again with the same ``once``: the room that was opened.

    Raises ``RoomOpenError`` when another one is running.
    """
    Conversation.objects.select_for_update().get(pk=conversation.pk)
    room_id = uuid5(once, f"{conversation.pk}|room")
    made = Room.objects.filter(pk=room_id).first()
    if made:
        return made
    if running_room(conversation):
        raise RoomOpenError
    room = Room.objects.create(
        id=room_id,
        conversation=conversation,
        code=eight_signs(),
        role=role,
        until=timezone.now() + timedelta(minutes=minutes),
        most=most,
    )
    record("opened a room", space=conversation.space_id, actor=actor, subject=conversation.pk, role=role)
    return room


@transaction.atomic
def end_room(conversation: Conversation, *, actor: UUID | None) -> None:
    """End the room that is running. Who has joined stays in; nobody new comes."""
    now = timezone.now()
    if Room.objects.filter(conversation=conversation, until__gt=now).update(until=now):
        record("ended a room", space=conversation.space_id, actor=actor, subject=conversation.pk)


@transaction.atomic
def join_room(room: Room, *, once: UUID) -> Card | None:
    """A card for whoever holds this device, or None when the room is full or over by now.

    Asked again with the same ``once``: the same card, and nobody is counted twice.
    """
    Room.objects.select_for_update().get(pk=room.pk)  # the same press twice at once
    card_id = uuid5(once, f"{room.pk}|joined")
    again = Card.objects.filter(pk=card_id, state=Card.State.USED).first()
    if again:
        return again
    takes = Room.objects.filter(pk=room.pk, until__gt=timezone.now(), joined__lt=F("most"))
    if not takes.update(joined=F("joined") + 1):
        return None
    space_id = room.conversation.space_id
    card = make_card_on_the_spot(space_id, Role(room.role), card_id=card_id)
    record("joined in a room", space=space_id, actor=None, subject=room.conversation_id)
    return card
