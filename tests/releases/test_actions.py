"""A release is made once, never changed, and moves from state to state exactly."""

from uuid import uuid4

import pytest

from talkoo.core.models import HistoryLine
from talkoo.releases.actions import drop_unpublished, hold, let_go, publish
from talkoo.releases.models import Release
from talkoo.releases.queries import newest_release, published_release, waiting_release
from tests.people import Cast
from tests.releases.made import prepared, ready

STATES = Release.State


def acts() -> list[str]:
    return sorted(HistoryLine.objects.values_list("act", flat=True))


def test_prepare_again_draws_nothing_anew(cast: Cast) -> None:
    subject = uuid4()
    first = prepared(cast.space, 33, subject=subject, basis="a")
    assert first is not None
    for _ in range(5):
        again = prepared(cast.space, 33, subject=subject, basis="a")
        assert again == first
        assert again.tables == first.tables
    assert acts() == ["release prepared"]


def test_prepare_while_one_waits_makes_none(cast: Cast) -> None:
    subject = uuid4()
    first = prepared(cast.space, 33, subject=subject, basis="a")
    assert first is not None
    assert prepared(cast.space, 50, subject=subject, basis="b") is None
    publish(first, actor=None)
    second = prepared(cast.space, 50, subject=subject, basis="b")
    assert second is not None
    assert (second.number, second.counted["whole"]) == (2, 50)


@pytest.mark.parametrize(("people", "number"), [(9, None), (10, 1)])
def test_prepare_running_first_at_ten(cast: Cast, people: int, number: int | None) -> None:
    made = prepared(cast.space, people, is_final=False)
    assert (made.number if made else None) == number


@pytest.mark.parametrize(("more", "number"), [(4, None), (5, 2)])
def test_prepare_running_next_after_five(cast: Cast, more: int, number: int | None) -> None:
    subject = uuid4()
    first = prepared(cast.space, 12, subject=subject, is_final=False, basis="open 12")
    assert first is not None
    publish(first, actor=None)
    made = prepared(cast.space, 12 + more, subject=subject, is_final=False, basis="more")
    assert (made.number if made else None) == number


# state before x act -> state after, what the action says, and what stands in the history
MOVES = [
    (STATES.PREPARED, publish, STATES.PUBLISHED, True, ["release published"]),
    (STATES.HELD, publish, STATES.HELD, False, []),
    (STATES.PUBLISHED, publish, STATES.PUBLISHED, True, []),
    (STATES.PREPARED, hold, STATES.HELD, True, ["release held"]),
    (STATES.HELD, hold, STATES.HELD, True, []),
    (STATES.PUBLISHED, hold, STATES.PUBLISHED, False, []),
    (STATES.PREPARED, let_go, STATES.PREPARED, True, []),
    (STATES.HELD, let_go, STATES.PREPARED, True, ["release let go"]),
    (STATES.PUBLISHED, let_go, STATES.PUBLISHED, True, []),
]


@pytest.mark.parametrize(("before", "act", "after", "said", "lines"), MOVES)
def test_move_exact_and_harmless_to_repeat(
    cast: Cast, before: str, act: object, after: str, said: bool, lines: list[str]
) -> None:
    release = ready(cast.space)
    Release.objects.filter(pk=release.pk).update(state=before)
    HistoryLine.objects.all().delete()
    more = {"reason": "Names a street."} if act is hold else {}
    for _ in range(2):
        assert act(Release.objects.get(pk=release.pk), actor=uuid4(), **more) == said  # type: ignore[operator]
    assert Release.objects.get(pk=release.pk).state == after
    assert acts() == lines


def test_publish_from_a_stale_page_keeps_the_hold(cast: Cast) -> None:
    stale = ready(cast.space)
    hold(Release.objects.get(pk=stale.pk), reason="Wait.", actor=None)
    assert publish(stale, actor=None) is False
    assert stale.state == STATES.HELD


def test_tables_same_after_every_move(cast: Cast) -> None:
    release = ready(cast.space)
    before = Release.objects.get(pk=release.pk).tables
    hold(release, reason="Wait.", actor=None)
    let_go(release, actor=None)
    publish(release, actor=None)
    assert Release.objects.get(pk=release.pk).tables == before
    assert release.published_at is not None
    assert release.hold_reason == ""


def test_drop_unpublished_leaves_what_is_public(cast: Cast) -> None:
    subject = uuid4()
    first = prepared(cast.space, 33, subject=subject, basis="a")
    assert first is not None
    publish(first, actor=None)
    second = prepared(cast.space, 50, subject=subject, basis="b")
    assert (published_release(subject), waiting_release(subject), newest_release(subject)) == (first, second, second)
    drop_unpublished(subject)
    assert (published_release(subject), waiting_release(subject), newest_release(subject)) == (first, None, first)
