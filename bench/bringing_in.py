"""How long the largest real conversation takes to bring in, in a database of its own."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.conversations import real_folders

ROOT = Path(__file__).parent.parent


def figures() -> Iterator[tuple[str, str, str]]:
    """Seconds of `manage.py import_conversation`, start of Python included."""
    if not real_folders():
        return
    folder = real_folders()[-1]
    with tempfile.TemporaryDirectory() as data:
        told = {
            **os.environ,
            "TALKOO_DATA": data,
            "TALKOO_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "talkoo.config.settings",
        }
        for step in (
            ["bin/keys"],
            [sys.executable, "manage.py", "migrate", "-v0"],
            [sys.executable, "manage.py", "load_demo"],
        ):
            subprocess.run(step, cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL)
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "manage.py", "import_conversation", folder, "--space", "rautavesi"],
            cwd=ROOT, env=told, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        seconds = time.perf_counter() - began
    rows = sum(1 for _ in (folder / "votes.csv").open()) - 1
    where = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    yield f"bringing in {folder.name} ({rows:,} rows, {where})", f"{seconds:.1f} s", "60 s"
