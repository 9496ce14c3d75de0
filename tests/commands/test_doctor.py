"""The doctor names what is wrong and what to do about it, and nothing about anybody."""

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from talkoo.core.clock import note_beat
from talkoo.management.commands import doctor
from talkoo.spaces.models import Space
from tests.people import Cast

Usage = namedtuple("Usage", "total used free")


def examined(capsys: pytest.CaptureFixture[str], *, ends: int = 0) -> str:
    if ends:
        with pytest.raises(SystemExit) as ended:
            call_command("doctor")
        assert ended.value.code == ends
    else:
        call_command("doctor")
    return capsys.readouterr().out


def waiting_task(**ago: int) -> None:
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}}, task_path="x", backend_name="default", run_after=timezone.now()
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=timezone.now() - timedelta(**ago))


def test_doctor_well_installation_ends_with_0(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    note_beat("worker")
    said = examined(capsys)
    assert "good  Worker      alive." in said
    assert "good  Tables      up to date." in said
    assert said.endswith("Nothing is broken.\n")
    for private in ("leena", "youth", "MRA4K7QX", "tests-only"):
        assert private not in said


def test_doctor_says_which_journal_and_why(
    cast: Cast, capsys: pytest.CaptureFixture[str], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if connection.vendor != "sqlite":
        assert "Database    PostgreSQL" in examined(capsys)
        return
    settings.SQLITE_HAS_SAFE_WAL = True
    assert "3.51.3 and newer keep it whole" in examined(capsys)
    settings.SQLITE_HAS_SAFE_WAL = False
    assert "below 3.51.3 can damage a write-ahead log" in examined(capsys)


def test_doctor_silent_worker_is_broken_only_when_something_waits(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "note  Worker      not running. Start it: python manage.py db_worker" in examined(capsys)
    waiting_task(minutes=11)
    assert "BAD   Worker      silent for five minutes, and 1 things wait" in examined(capsys, ends=1)


@pytest.mark.parametrize(("free", "state", "ends"), [(0.4, "BAD ", 1), (1.9, "note", 0), (9, "good", 0)])
def test_doctor_full_disk_is_told_in_time(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, free: float, state: str, ends: int
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free * doctor.GB))
    assert f"{state}  Disk        {free:.1f} GB free" in examined(capsys, ends=ends)


def test_doctor_key_that_others_can_read_is_broken(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("secret", "bridge"):
        (tmp_path / name).write_text("CANARY")
        (tmp_path / name).chmod(0o600)
        monkeypatch.delenv(f"TALKOO_{name.upper()}_KEY")
    monkeypatch.setenv("TALKOO_KEYS", str(tmp_path))
    assert "good  Key bridge  only its owner can read it" in examined(capsys)
    (tmp_path / "bridge").chmod(0o640)
    said = examined(capsys, ends=1)
    assert f"BAD   Key bridge  others on this machine can read it. Run: chmod 600 {tmp_path}/bridge." in said
    assert "CANARY" not in said


def test_doctor_names_languages_that_a_pdf_has_no_letters_for(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note_beat("worker")
    monkeypatch.setattr(doctor, "pdf_maker", lambda: True)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/fc-list")
    monkeypatch.setattr(doctor, "has_font", lambda language: language != "fi")
    Space.objects.update(languages=["en", "fi"])
    said = examined(capsys)
    assert "note  Fonts" in said
    assert "empty boxes for: fi. On Debian: apt install fonts-noto-core" in said
    Space.objects.update(languages=["en"])
    assert "good  Fonts" in examined(capsys)


def test_doctor_without_pdf_library_names_the_package(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "pdf_maker", lambda: None)
    assert "apt install libpango-1.0-0 libpangoft2-1.0-0" in examined(capsys)


def test_doctor_missing_migrations_are_broken(
    cast: Cast, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda *_: [("one", False)])
    assert "BAD   Tables      1 migrations are missing. Run: python manage.py migrate." in examined(capsys, ends=1)
