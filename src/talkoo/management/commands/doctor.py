"""`manage.py doctor`: how this installation is, and what to do about it. Nothing personal in it."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import django
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from talkoo.conversations.models import Statement, Translation
from talkoo.core.clock import is_alive
from talkoo.core.mail import can_send
from talkoo.core.paper import pdf_maker
from talkoo.spaces.models import Space

GB = 1024**3
TOO_FULL, FULL = GB // 2, 2 * GB
WAITS_TOO_LONG = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do if it is not good."""

    state: Literal["good", "note", "BAD"]
    about: str
    words: str


def versions() -> Iterator[Finding]:
    """What runs here."""
    yield Finding("good", "Python", platform.python_version())
    yield Finding("good", "Django", django.get_version())


def database() -> Iterator[Finding]:
    """Whether the database answers, which one it is, and how SQLite keeps its promises."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor != "sqlite":
                version = ".".join(str(part) for part in connection.get_database_version())
                yield Finding("good", "Database", f"{connection.display_name} {version} answers")
                return
            cursor.execute("SELECT sqlite_version()")
            version = cursor.fetchone()[0]
            yield Finding("good", "Database", f"SQLite {version} answers")
            cursor.execute("PRAGMA journal_mode")
            journal = cursor.fetchone()[0]
    except DatabaseError as error:
        where = "DATABASE_URL" if os.environ.get("DATABASE_URL") else f"the folder {settings.DATA}"
        yield Finding("BAD", "Database", f"does not answer ({type(error).__name__}). Look at {where}.")
        return
    if settings.SQLITE_HAS_SAFE_WAL:
        why = "SQLite 3.51.3 and newer keep it whole"
    else:
        why = (
            "SQLite below 3.51.3 can damage a write-ahead log that several programs write to; "
            "the older journal is slower and safe"
        )
    yield Finding("good", "Journal", f"{journal}, because {why}. Many people at once are better off with PostgreSQL")


def tables() -> Iterator[Finding]:
    """Whether the tables are those of this version."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return
    if missing:
        yield Finding("BAD", "Tables", f"{len(missing)} migrations are missing. Run: python manage.py migrate")
    else:
        yield Finding("good", "Tables", "up to date")


def worker() -> Iterator[Finding]:
    """Whether somebody does the work in the background."""
    try:
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        waits = ready.filter(enqueued_at__lt=timezone.now() - WAITS_TOO_LONG).count()
        failed = DBTaskResult.objects.filter(
            status=TaskResultStatus.FAILED, finished_at__gt=timezone.now() - timedelta(days=1)
        ).count()
        lives = is_alive("worker")
    except DatabaseError:
        return
    start = "Start it: python manage.py db_worker, and python manage.py run_clock beside it (make run starts both)"
    if lives:
        yield Finding("good", "Worker", "alive")
    elif waits:
        yield Finding("BAD", "Worker", f"silent for five minutes, and {waits} things wait for it. {start}")
    else:
        yield Finding("note", "Worker", f"not running. {start}")
    if failed:
        yield Finding("note", "Tasks", f"{failed} failed within a day; they are tried again. The worker's log says why")


def mail() -> Iterator[Finding]:
    """Whether letters can be sent."""
    if can_send():
        yield Finding("good", "Mail", f"is sent through {settings.MAIL_HOST}")
    else:
        yield Finding("note", "Mail", "not set up: links are shown to copy or print. TALKOO_MAIL_HOST changes that")


def paper() -> Iterator[Finding]:
    """Whether pages can become PDF files."""
    if pdf_maker():
        yield Finding("good", "PDF", "can be made")
    else:
        packages = "apt install libpango-1.0-0 libpangoft2-1.0-0"
        yield Finding("note", "PDF", f"cannot be made: the print page stands in. On Debian: {packages}")


def fonts() -> Iterator[Finding]:
    """Whether a PDF has letters for every language in which something is written here."""
    if not (pdf_maker() and shutil.which("fc-list")):
        return
    try:
        spaces = {code for languages in Space.objects.values_list("languages", flat=True) for code in languages}
        said = Statement.objects.values_list("language").union(Translation.objects.values_list("language"))
        in_use = sorted((spaces | {code for (code,) in said}) - {""})
    except DatabaseError:
        return
    without = [code for code in in_use if not has_font(code)]
    if without:
        packages = "apt install fonts-noto-core fonts-noto-cjk"
        names = ", ".join(without)
        yield Finding("note", "Fonts", f"a PDF shows empty boxes for: {names}. On Debian: {packages}")
    else:
        yield Finding("good", "Fonts", "there are letters for every language in use")


def has_font(language: str) -> bool:
    """Whether this machine has a font for a language, by its code."""
    asked = subprocess.run(["fc-list", f":lang={language}", "family"], capture_output=True, check=False)  # noqa: S603, S607 - the system's own list, wherever it is
    return bool(asked.stdout.strip())


def disk() -> Iterator[Finding]:
    """Whether there is room for what people will say."""
    there = next(folder for folder in (settings.DATA, *settings.DATA.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    words = f"{free / GB:.1f} GB free in {settings.DATA}"
    if free < TOO_FULL:
        yield Finding("BAD", "Disk", f"{words}. Nothing more can be kept soon: make room")
    elif free < FULL:
        yield Finding("note", "Disk", f"{words}. Make room before it is full")
    else:
        yield Finding("good", "Disk", words)


def keys() -> Iterator[Finding]:
    """Whether the two secrets are there, and nobody else on this machine can read them."""
    folder = Path(os.environ.get("TALKOO_KEYS", settings.DATA / "keys"))
    for name in ("secret", "bridge"):
        about, file = f"Key {name}", folder / name
        if os.environ.get(f"TALKOO_{name.upper()}_KEY"):
            yield Finding("good", about, "given by the environment")
        elif file.stat().st_mode & 0o077:
            yield Finding("BAD", about, f"others on this machine can read it. Run: chmod 600 {file}")
        else:
            yield Finding("good", about, "only its owner can read it. Keep a copy apart from the database's backup")


EXAMINATIONS = (versions, database, tables, worker, mail, paper, fonts, disk, keys)


class Command(BaseCommand):
    """The doctor."""

    help = "Say how this installation is and what to do about it. Ends with 1 if something is broken."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at one thing after the other."""
        findings = [finding for examine in EXAMINATIONS for finding in examine()]
        for finding in findings:
            self.stdout.write(f"{finding.state:<6}{finding.about:<12}{finding.words.rstrip('.')}.")
        broken = sum(finding.state == "BAD" for finding in findings)
        if broken:
            self.stdout.write(f"\nTo mend: {broken}. Each line that begins with BAD says how.")
            sys.exit(1)
        self.stdout.write("\nNothing is broken.")
