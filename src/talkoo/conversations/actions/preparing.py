"""The worker prepares the picture of a conversation, for host and go-between to look at."""

from django.db import transaction

from talkoo.conversations.models import Conversation
from talkoo.conversations.opinions import picture_of
from talkoo.conversations.queries import KIND
from talkoo.releases.actions import prepare_release
from talkoo.releases.models import Release
from talkoo.spaces.models import Space


def prepare_picture(conversation: Conversation) -> Release | None:
    """Make the picture from the votes as they are, for host and go-between to look at. None if it is not due.

    The work is done outside the transaction; if the votes were replaced meanwhile it is thrown away, and the clock
    asks again.
    """
    picture = picture_of(conversation)
    people = sum(picture.counts.people)
    is_final = conversation.is_over
    with transaction.atomic():
        Space.objects.select_for_update().get(pk=conversation.space_id)
        now = Conversation.objects.filter(pk=conversation.pk).first()
        is_same = now and (now.state, now.source_digest) == (conversation.state, conversation.source_digest)
        if not is_same or not people:
            return None
        return prepare_release(
            conversation.space,
            KIND,
            conversation.pk,
            is_final=is_final,
            counts=picture.counts,
            rest=picture.rest,
            basis=conversation.source_digest if is_final else f"open {people}",
        )
