"""What the worker does for releases: publishes those that have waited two days."""

from typing import Any
from uuid import UUID

from django.tasks import Task, task

from talkoo.releases.actions import publish
from talkoo.releases.queries import overdue_releases


@task
def publish_overdue(release_id: str) -> None:
    """Publish one release, if it is still due: somebody may have held it a moment ago."""
    release = overdue_releases().filter(pk=UUID(release_id)).first()
    if release:
        publish(release, actor=None)


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """One task for each release that has waited two days."""
    ids = overdue_releases().values_list("pk", flat=True)
    return [(publish_overdue, (str(pk),)) for pk in ids]
