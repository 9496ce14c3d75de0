"""What the clock finds due in conversations is read from the data, and doing it ends it."""

import pytest

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.tasks import due, end_conversation, prepare_picture
from talkoo.core.models import HistoryLine, today
from talkoo.releases.actions import publish
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.conversations.drafts import DAY, draft
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


@pytest.mark.parametrize(
    ("days", "state", "space", "is_over"),
    [
        (-1, "open", "open", True),
        (-1, "open", "closed", True),
        (-1, "open", "archived", False),  # nothing in it changes
        (0, "open", "open", False),  # people vote until tonight
        (-1, "draft", "open", False),
        (-1, "ended", "open", False),
    ],
)
def test_due_past_its_last_day_until_it_is_ended(cast: Cast, days: int, state: str, space: str, is_over: bool) -> None:
    conversation = draft(cast)
    Conversation.objects.filter(pk=conversation.pk).update(ends_on=today() + days * DAY, state=state)
    Space.objects.filter(pk=cast.space.pk).update(state=space)
    ending = (end_conversation, (str(conversation.pk),))
    assert (ending in due()) == is_over


def test_end_conversation_past_its_last_day_ends_it_once_on_that_day(cast: Cast) -> None:
    conversation = draft(cast)
    last, first = today() - 2 * DAY, today() - 20 * DAY
    Conversation.objects.filter(pk=conversation.pk).update(state="open", begins_on=first, ends_on=last)
    for _ in range(2):
        end_conversation.call(str(conversation.pk))
    conversation.refresh_from_db()
    assert (conversation.state, conversation.ended_on, conversation.begins_on) == ("ended", last, first)
    assert list(HistoryLine.objects.filter(act="voting ended").values_list("actor", flat=True)) == [None]
    assert due() == []


def test_end_conversation_whose_last_day_was_moved_meanwhile_goes_on(cast: Cast) -> None:
    conversation = draft(cast)
    actions.open_conversation(conversation, actor=None)
    end_conversation.call(str(conversation.pk))
    conversation.refresh_from_db()
    assert (conversation.state, conversation.ended_on) == ("open", None)


def test_end_conversation_that_is_gone_does_nothing(cast: Cast) -> None:
    conversation = draft(cast)
    pk = str(conversation.pk)
    conversation.delete()
    end_conversation.call(pk)
    assert not HistoryLine.objects.filter(act="voting ended").exists()
