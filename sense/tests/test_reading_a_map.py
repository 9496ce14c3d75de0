"""The page that goes through real conversations: every command on it prints what the page says."""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from talkoo_sense import Verdict

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "use" / "reading-a-map.md"
PICTURES = ROOT / "docs" / "pictures"
SHARED = ROOT.parent / "shared" / "data" / "polis"

pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the page is not beside this package")


def steps(text: str) -> list[tuple[str, str]]:
    """Take the commands of a page and what is printed after each."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            found.append((command, printed))
    return found


def test_the_commands_print_what_the_page_says(tmp_path):
    if not SHARED.is_dir():
        pytest.skip("the shared conversations are not at hand")
    for folder in SHARED.iterdir():
        (tmp_path / folder.name).symlink_to(folder)
    at_hand = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    differs = doctest.OutputChecker()

    found = steps(PAGE.read_text(encoding="utf-8"))

    assert len(found) >= 12
    for command, expected in found:
        run = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=tmp_path,
            env=at_hand,
            capture_output=True,
            check=False,
        )
        printed = run.stdout.decode()
        # 141: `head` has read enough.
        assert run.returncode in (0, 141), run.stderr.decode()
        assert differs.check_output(expected.rstrip(), printed.rstrip(), doctest.ELLIPSIS), (
            f"{command}\n{printed}"
        )
    for name in ("two-groups.svg", "spectrum.svg"):
        drawn, shown = (
            re.findall(r">([^<]+)<", path.read_text(encoding="utf-8"))
            for path in (tmp_path / name, PICTURES / name)
        )
        assert drawn == shown


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_is_explained(verdict):
    assert f"| `{verdict}` |" in PAGE.read_text(encoding="utf-8")
