"""What the clock finds due in conversations is read from the data, and doing it ends it."""

from talkoo.conversations.models import Conversation
from talkoo.conversations.tasks import due, prepare_picture
from talkoo.releases.actions import publish
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.conversations.test_picture import come, hold_one, imported
from tests.people import Cast


def test_due_brought_in_once_until_it_has_a_picture(cast: Cast) -> None:
    conversation = imported(cast)
    assert due() == [(prepare_picture, (str(conversation.pk),))]
    prepare_picture.call(str(conversation.pk))
    assert due() == []
    publish(Release.objects.get(subject=conversation.pk), actor=None)
    assert due() == []
    imported(cast, people=46)  # a newer export
    assert due() == [(prepare_picture, (str(conversation.pk),))]
    prepare_picture.call(str(conversation.pk))
    assert due() == []


def test_due_ended_without_votes_never(cast: Cast) -> None:
    hold_one(cast)
    assert due() == []


def pictures_due() -> list[str]:
    """The conversations of which a picture is due."""
    return [pk for task, (pk,) in due() if task.name == "prepare_picture"]


def test_due_running_at_ten_and_again_after_five(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 9)
    come(conversation, "decider", 3)  # not in the partition: not counted, not shown
    assert pictures_due() == []
    come(conversation, "user", 1, seed=1)
    assert len(pictures_due()) == 1
    prepare_picture.call(str(conversation.pk))
    assert pictures_due() == []
    come(conversation, "user", 6, seed=2)
    assert pictures_due() == []  # the first one still waits to be looked at
    publish(Release.objects.get(subject=conversation.pk), actor=None)
    assert len(pictures_due()) == 1


def test_due_running_then_ended_makes_a_last_one(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 12)
    prepare_picture.call(str(conversation.pk))
    publish(Release.objects.get(subject=conversation.pk), actor=None)
    Conversation.objects.filter(pk=conversation.pk).update(state=Conversation.State.CLOSED)
    prepare_picture.call(str(conversation.pk))
    assert list(Release.objects.order_by("number").values_list("is_final", flat=True)) == [False, True]
    assert due() == []


def test_due_running_in_a_closed_space_never(cast: Cast) -> None:
    come(hold_one(cast, state="open"), "user", 12)
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.CLOSED)
    assert due() == []


def test_prepare_picture_of_one_that_is_gone_does_nothing(cast: Cast) -> None:
    conversation = imported(cast)
    pk = str(conversation.pk)
    conversation.delete()
    prepare_picture.call(pk)
    assert Release.objects.count() == 0
