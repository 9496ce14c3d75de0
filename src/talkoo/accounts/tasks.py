"""What the worker forgets at the door, when there is something old."""

from typing import Any

from django.tasks import Task, task

from talkoo.accounts import actions
from talkoo.accounts.queries import old_invitations, old_seals, old_sessions, old_tries


@task
def sweep_seals() -> None:
    """Kept forms and sheets of more than half an hour ago."""
    actions.forget_old_seals()


@task
def sweep_tries() -> None:
    """Wrong words of yesterday."""
    actions.forget_old_tries()


@task
def sweep_invitations() -> None:
    """Invitations that ended a month ago."""
    actions.forget_old_invitations()


@task
def sweep_sessions() -> None:
    """Sessions that have run out."""
    actions.forget_old_sessions()


def due() -> list[tuple[Task[Any, Any], tuple[str, ...]]]:
    """Each sweep for which there is something old."""
    sweeps = (
        (sweep_seals, old_seals()),
        (sweep_tries, old_tries()),
        (sweep_invitations, old_invitations()),
        (sweep_sessions, old_sessions()),
    )
    return [(sweep, ()) for sweep, rows in sweeps if rows.exists()]
