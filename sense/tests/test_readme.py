"""The README of the package: its example runs, its command draws its picture, every function is named."""

import doctest
import inspect
import re
from pathlib import Path

import pytest

import talkoo_sense
from talkoo_sense.__main__ import main

FOLDER = Path(__file__).resolve().parents[1]
README = FOLDER / "README.md"


def test_the_example_runs():
    found = doctest.testfile(str(README), module_relative=False)

    assert found.attempted > 10
    assert found.failed == 0


def test_every_public_function_is_named():
    text = README.read_text(encoding="utf-8")
    public = [name for name in talkoo_sense.__all__ if inspect.isfunction(getattr(talkoo_sense, name))]

    assert [name for name in public if f"`{name}`" not in text] == []


def test_the_picture_is_what_the_command_draws(real, tmp_path):
    real("scoop-hivemind.biodiversity")  # skips where it is not at hand
    folder = FOLDER.parents[1] / "shared" / "data" / "polis" / "scoop-hivemind.biodiversity"

    made = tmp_path / "map.svg"

    assert main(["map", str(folder), "--svg", str(made)]) == 0

    # The words; the last digit of a coordinate may differ between machines.
    drawn, shown = (
        re.findall(r">([^<]+)<", path.read_text("utf-8")) for path in (made, FOLDER / "docs" / "map.svg")
    )
    assert drawn == shown


@pytest.mark.parametrize("word", ["CC BY 4.0", "The Computational Democracy Project"])
def test_the_source_of_the_picture_is_named(word):
    assert word in README.read_text(encoding="utf-8")
