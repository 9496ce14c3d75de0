"""What is known of conversations: which ones a space has, and the door to one."""

from uuid import UUID

from django.http import Http404

from talkoo.conversations.models import Conversation
from talkoo.spaces.queries import Place


def conversation_of(place: Place, conversation_id: UUID) -> Conversation:
    """The one door to a conversation: within its space, or 404."""
    conversation = Conversation.objects.filter(space=place.space, pk=conversation_id).first()
    if conversation is None:
        raise Http404
    return conversation
