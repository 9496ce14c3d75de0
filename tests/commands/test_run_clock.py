"""The clock asks every folder, on one machine at a time, and stops when it is told to."""

import os
import signal
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError

from talkoo.core.clock import is_alive, take_lease
from talkoo.management.commands import run_clock
from talkoo.releases.models import Release
from tests.conversations.test_picture import imported
from tests.people import Cast


def test_clock_once_does_all_that_is_due(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    conversation = imported(cast)
    call_command("run_clock", "--once")  # in tests a task is done at once
    assert capsys.readouterr().out.startswith("Handed over: ")
    assert Release.objects.get(subject=conversation.pk).state == Release.State.PREPARED
    assert is_alive("worker")


def test_clock_on_another_machine_does_nothing_here(cast: Cast) -> None:
    imported(cast)
    assert take_lease("clock", holder=uuid4())
    assert run_clock.look() == 0
    assert Release.objects.count() == 0


def test_clock_told_to_stop_stops(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look() -> int:
        looks.append(1)
        if len(looks) == 1:
            raise OperationalError  # the database is away for a moment: it goes on
        os.kill(os.getpid(), signal.SIGTERM)
        return 0

    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(run_clock, "look", look)
    monkeypatch.setattr(run_clock, "SHORTEST", 0.01)
    monkeypatch.setattr(run_clock, "close_old_connections", lambda: None)
    try:
        call_command("run_clock")
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGINT, before[1])
    assert len(looks) == 2
