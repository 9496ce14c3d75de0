"""The house keeps its own rules: floors, file names, one page of architecture, no file grown too long."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "src/talkoo"
FOLDERS = sorted(f.name for f in HOUSE.iterdir() if f.is_dir() and (f / "__init__.py").exists())
# A longer file needs a reason, and the reason stands here.
MAY_BE_LONGER = {
    "src/talkoo/core/static/talkoo.css": "one stylesheet, one request",
    "src/talkoo/core/templates/components.html": "every component on one page",
    "sense/src/talkoo_sense/privacy.py": "the gate's arithmetic, read in one piece; a third says shapes",
}
LONGEST = 300


def files(*endings: str) -> list[Path]:
    """Every file of our own with one of these endings."""
    places = [HOUSE, ROOT / "sense/src", ROOT / "tests", ROOT / "sense/tests", ROOT / "bench", ROOT / "bin"]
    found = [p for place in places if place.exists() for p in place.rglob("*") if p.suffix in endings]
    return [p for p in found if "migrations" not in p.parts and "__pycache__" not in p.parts]


def test_contracts_kept() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert re.search(r"Contracts: \d+ kept, 0 broken", done.stdout)


def test_architecture_names_every_folder() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    assert len(FOLDERS) >= 9
    assert [name for name in FOLDERS if f"`{name}/`" not in text and name != "migrations"] == []
    assert len(text.splitlines()) <= 120, "ARCHITECTURE.md is one page"


def test_settings_each_documented() -> None:
    read = set(re.findall(r"TALKOO_[A-Z_]+", "".join(p.read_text() for p in (HOUSE / "config").glob("*.py"))))
    told = (ROOT / "docs/host/settings.md").read_text()
    assert len(read) > 10
    assert sorted(name for name in read - {"TALKOO_"} if name not in told) == []


def test_files_not_grown_too_long() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in files(".py", ".html", ".js", ".css")
        if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert {name: n for name, n in long.items() if name not in MAY_BE_LONGER} == {}


def test_files_say_what_they_are_for() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in files(".py")
        if p.read_text().strip() and not re.match(r"(#!.*\n)?\"{3}", p.read_text())
    ]
    assert silent == []


def test_names_no_drawers() -> None:
    drawers = {"utils", "helpers", "common", "misc", "services", "managers"}
    assert [p for p in files(".py") if p.stem in drawers or drawers & set(p.relative_to(ROOT).parts)] == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "sty" + 'le="', "onclick" + "="])
def test_marks_none_left_behind(mark: str) -> None:
    assert [str(p) for p in files(".py", ".html", ".js") if mark in p.read_text()] == []


def test_templates_ask_nobody_else() -> None:
    elsewhere = re.compile(r"""(?:src|href|action)=["']?(?:https?:)?//""")
    assert [str(p) for p in files(".html") if elsewhere.search(p.read_text())] == []


def test_texts_are_marked_so_that_they_are_found() -> None:
    """Collecting texts knows the names of gettext and ``_`` only; under another name a text is never translated."""
    renamed = re.compile(r"gettext\w* as (?!_\b)")
    assert [str(p) for p in files(".py") if renamed.search(p.read_text())] == []
