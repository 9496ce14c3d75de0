"""After two days a release publishes itself, unless somebody holds it."""

from datetime import timedelta

from django.utils import timezone

from talkoo.releases.actions import hold
from talkoo.releases.models import Release
from talkoo.releases.tasks import due, publish_overdue
from talkoo.spaces.models import Space
from tests.people import Cast
from tests.releases.made import ready


def aged(release: Release, **ago: int) -> Release:
    Release.objects.filter(pk=release.pk).update(prepared_at=timezone.now() - timedelta(**ago))
    return release


def test_due_after_two_days_and_not_before(cast: Cast) -> None:
    old = aged(ready(cast.space), days=2, minutes=1)
    aged(ready(cast.space), days=1, hours=23)
    held = aged(ready(cast.space), days=9)
    hold(held, reason="Wait.", actor=None)
    assert due() == [(publish_overdue, (str(old.pk),))]


def test_publish_overdue_publishes_once(cast: Cast) -> None:
    release = aged(ready(cast.space), days=3)
    for _ in range(2):
        publish_overdue.call(str(release.pk))
    release.refresh_from_db()
    assert release.state == Release.State.PUBLISHED
    assert due() == []


def test_publish_overdue_held_a_moment_ago_leaves_it(cast: Cast) -> None:
    release = aged(ready(cast.space), days=3)
    hold(release, reason="Wait.", actor=None)
    publish_overdue.call(str(release.pk))
    release.refresh_from_db()
    assert release.state == Release.State.HELD


def test_due_not_in_an_archived_space(cast: Cast) -> None:
    aged(ready(cast.space), days=3)
    cast.space.state = Space.State.ARCHIVED
    cast.space.save()
    assert due() == []
