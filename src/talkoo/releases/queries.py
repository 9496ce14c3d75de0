"""What is known of releases: the one that people see, the one that waits, and the door to one."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place

PUBLISHES_ITSELF_AFTER = timedelta(days=2)


def published_release(subject: UUID) -> Release | None:
    """What people see of a subject: the newest published release."""
    return Release.objects.filter(subject=subject, state=Release.State.PUBLISHED).order_by("-number").first()


def waiting_release(subject: UUID) -> Release | None:
    """The release that host and go-between may look at before it is public."""
    return Release.objects.filter(subject=subject).exclude(state=Release.State.PUBLISHED).order_by("-number").first()


def release_before(release: Release) -> Release | None:
    """The published release that this one takes the place of."""
    earlier = Release.objects.filter(subject=release.subject, number__lt=release.number)
    return earlier.filter(state=Release.State.PUBLISHED).order_by("-number").first()


def newest_release(subject: UUID) -> Release | None:
    """The last one made, whatever its state."""
    return Release.objects.filter(subject=subject).order_by("-number").first()


def waiting_in(place: Place) -> QuerySet[Release]:
    """What waits for host and go-between of a space, the oldest first."""
    return (
        Release.objects.filter(space=place.space)
        .exclude(state=Release.State.PUBLISHED)
        .defer("tables", "counted")
        .order_by("prepared_at", "pk")
    )


def overdue_releases() -> QuerySet[Release]:
    """Prepared two days ago, not held, and nobody has published them: they publish themselves; not in an archive."""
    latest = timezone.now() - PUBLISHES_ITSELF_AFTER
    waiting = Release.objects.filter(state=Release.State.PREPARED, prepared_at__lte=latest)
    return waiting.exclude(space__state=Space.State.ARCHIVED)


def publishes_itself_at(release: Release) -> datetime:
    """When a prepared release becomes public without anybody doing anything."""
    return release.prepared_at + PUBLISHES_ITSELF_AFTER


def release_of(place: Place, release_id: UUID) -> Release:
    """The one door to a release: within its space, or 404."""
    release = Release.objects.filter(space=place.space, pk=release_id).first()
    if release is None:
        raise Http404
    return release
