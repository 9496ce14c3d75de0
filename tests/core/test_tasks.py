"""The beat that shows the worker alive, and a clock that hands each thing over once."""

from datetime import timedelta
from typing import Any

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from talkoo.core.clock import is_alive, note_beat
from talkoo.core.models import Beat
from talkoo.core.tasks import beat, due, hand_over


@pytest.fixture
def queue(db: None, settings: Any) -> None:
    """The real queue, in the database, with no worker at it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def finished(status: TaskResultStatus, **ago: int) -> DBTaskResult:
    """A task that ended some time ago."""
    when = timezone.now() - timedelta(**ago)
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="talkoo.core.tasks.beat",
        backend_name="default",
        run_after=when,
        status=status,
        started_at=when,
        finished_at=when if status != TaskResultStatus.RUNNING else None,
    )


def test_beat_shows_the_worker_alive(db: None) -> None:
    assert not is_alive("worker")
    beat.call()
    assert is_alive("worker")


def test_beat_due_once_a_minute(db: None) -> None:
    assert due() == [(beat, ())]
    note_beat("worker")
    assert due() == []
    Beat.objects.filter(name="worker").update(at=timezone.now() - timedelta(seconds=61))
    assert due() == [(beat, ())]


def test_beat_throws_away_what_was_done_long_ago(db: None) -> None:
    finished(TaskResultStatus.SUCCESSFUL, days=2)
    finished(TaskResultStatus.FAILED, days=15)
    kept = {finished(TaskResultStatus.SUCCESSFUL, hours=3).pk, finished(TaskResultStatus.FAILED, days=2).pk}
    beat.call()
    assert set(DBTaskResult.objects.values_list("pk", flat=True)) == kept


def test_hand_over_waiting_thing_once(queue: None) -> None:
    assert hand_over([(beat, ())]) == 1
    assert hand_over([(beat, ())]) == 0
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "ago", "handed"),
    [
        (TaskResultStatus.RUNNING, {"minutes": 1}, 0),
        (TaskResultStatus.RUNNING, {"minutes": 6}, 1),  # its worker was killed
        (TaskResultStatus.FAILED, {"minutes": 1}, 0),
        (TaskResultStatus.FAILED, {"minutes": 11}, 1),
        (TaskResultStatus.SUCCESSFUL, {"seconds": 1}, 1),
    ],
)
def test_hand_over_again_only_when_nobody_has_it(
    queue: None, status: TaskResultStatus, ago: dict[str, int], handed: int
) -> None:
    finished(status, **ago)
    assert hand_over([(beat, ())]) == handed
