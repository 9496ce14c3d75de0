"""What is swept, and when it is due."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from talkoo.accounts import actions, tasks
from talkoo.accounts.models import CardTry, Invitation, Role, Sealed
from tests.people import Cast


def test_due_nothing_old_nothing_due(cast: Cast) -> None:
    actions.sign_in_card("22222222", "wrong")
    actions.invite(cast.space.pk, Role.MANAGER, made_by=None)
    actions.seal(Sealed.Purpose.POST, {}, who="mira", key=bytes(32))
    assert tasks.due() == []


@pytest.mark.parametrize(
    ("after", "swept"),
    [
        (timedelta(minutes=31), {"sweep_seals", "sweep_sessions"}),
        (timedelta(days=1, hours=1), {"sweep_seals", "sweep_tries", "sweep_sessions"}),
        (timedelta(days=45), {"sweep_seals", "sweep_tries", "sweep_sessions", "sweep_invitations"}),
    ],
)
def test_due_what_is_old_is_due_until_it_is_swept(cast: Cast, after: timedelta, swept: set[str]) -> None:
    with time_machine.travel("2026-11-24 08:00Z", tick=False) as clock:
        Client().post("/sign-in", {"login": "leena@talkoo.example", "password": "right words for a door"})
        actions.sign_in_card("22222222", "wrong")
        actions.invite(cast.space.pk, Role.MANAGER, made_by=None)
        actions.seal(Sealed.Purpose.POST, {}, who="mira", key=bytes(32))
        clock.shift(after)
        due = tasks.due()
        assert {task.name for task, args in due if args == ()} == swept
        for task, args in due:
            task.enqueue(*args)
        assert tasks.due() == []
    left = {
        "sweep_seals": Sealed.objects.exists(),
        "sweep_tries": CardTry.objects.exists(),
        "sweep_sessions": Session.objects.exists(),
        "sweep_invitations": Invitation.objects.exists(),
    }
    assert {name for name, is_left in left.items() if not is_left} == swept
