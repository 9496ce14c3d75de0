"""What the clock hands to the worker, each thing once, and the beat that shows that the worker is alive."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.tasks import Task, TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from talkoo.core.clock import note_beat, was_heard

BEAT = timedelta(minutes=1)
GIVEN_UP = timedelta(minutes=5)  # a worker that was killed never says that it has stopped
AGAIN_AFTER_FAILURE = timedelta(minutes=10)
KEPT_DONE, KEPT_FAILED = timedelta(days=1), timedelta(days=14)

type Due = tuple[Task[Any, Any], tuple[str, ...]]


@task
def beat() -> None:
    """Say that the worker is alive, and throw away what it has done long ago."""
    now = timezone.now()
    done = Q(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEPT_DONE)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__lt=now - KEPT_FAILED)
    DBTaskResult.objects.filter(done | failed).delete()
    note_beat("worker")


def due() -> list[Due]:
    """A beat, when the last one is a minute old."""
    return [] if was_heard("worker", within=BEAT) else [(beat, ())]


def hand_over(things: Iterable[Due]) -> int:
    """Enqueue what is not waiting already, is not being done, and has not just failed; how many that was."""
    now = timezone.now()
    waiting = Q(status=TaskResultStatus.READY)
    in_hand = Q(status=TaskResultStatus.RUNNING, started_at__gt=now - GIVEN_UP)
    failed = Q(status=TaskResultStatus.FAILED, finished_at__gt=now - AGAIN_AFTER_FAILURE)
    rows = DBTaskResult.objects.filter(waiting | in_hand | failed).values_list("task_path", "args_kwargs")
    known = {(path, tuple(given["args"])) for path, given in rows}
    fresh = [(job, args) for job, args in things if (job.module_path, args) not in known]
    for job, args in fresh:
        job.enqueue(*args)
    return len(fresh)
