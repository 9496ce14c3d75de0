"""A real browser for the journeys, where the machine has one."""

import os
import shutil

# Without these flags Chromium looks for its maker's servers at every start; Talkoo's tests speak to nobody.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """Where the system's Chromium is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
