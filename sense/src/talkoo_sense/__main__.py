"""The command `talkoo-sense`: reads votes or maps, prints what they say, writes it as JSON or SVG."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from talkoo_sense.comparing import compare
from talkoo_sense.comparing_report import comparison_as_text, comparison_as_values
from talkoo_sense.drawing import draw
from talkoo_sense.groups import map_opinions
from talkoo_sense.inputs import read_conversation
from talkoo_sense.polis import polis_map
from talkoo_sense.progress import Progress
from talkoo_sense.report import as_text, report_on
from talkoo_sense.rows import BrokenExport
from talkoo_sense.saved import as_values, read_map

BAD_INPUT = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process if not given.

    Returns
    -------
    int
        0, or 2 if the input was not understood; then nothing is written.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    read = {path.resolve() for name in asked.read if (path := getattr(asked, name))}
    written = [path.resolve() for name in asked.written if (path := getattr(asked, name))]
    if len(written) > len(set(written)) or read & set(written):
        parser.error("what is written needs a place of its own")
    try:
        printed, results = asked.run(asked)
        _write_together(results)
    except BrokenExport as broken:
        print(broken, file=sys.stderr)
        return BAD_INPUT
    except ModuleNotFoundError as missing:
        print(f'{missing.name} is needed for this: pip install "talkoo-sense[parquet]".', file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{error.filename}: {error.strerror}." if error.filename else error, file=sys.stderr)
        return BAD_INPUT
    print(printed, end="")
    return 0


def _map(asked: argparse.Namespace) -> tuple[str, dict[Path, str]]:
    progress = Progress()
    with progress.step(f"Reading {asked.votes}"):
        export = read_conversation(asked.votes, asked.comments, progress.watch)
    rng = np.random.default_rng(asked.seed) if asked.seed is not None else None
    make = polis_map if asked.model == "polis" else map_opinions
    with progress.step(f"{export.vote.size} votes read, making the map"):
        report = report_on(export, make(export.votes, export.left_out, rng))
    results: dict[Path, str] = {}
    if asked.json:
        results[asked.json] = _as_json(as_values(report))
    if asked.svg:
        results[asked.svg] = draw(report)
    return as_text(report), results


def _compare(asked: argparse.Namespace) -> tuple[str, dict[Path, str]]:
    before, now = (read_map(path.read_bytes(), str(path)) for path in (asked.before, asked.now))
    comparison = compare(before, now)
    results = {asked.json: _as_json(comparison_as_values(comparison))} if asked.json else {}
    return comparison_as_text(comparison), results


def _as_json(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="talkoo-sense", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("map", help="say whether there are groups, what all share and what divides")
    command.set_defaults(run=_map, read=("votes", "comments"), written=("json", "svg"))
    command.add_argument(
        "votes", type=Path, help="a folder with votes.csv and comments.csv, or with Parquet; or a file"
    )
    command.add_argument("--comments", type=Path, help="the statements, if they are not in the folder")
    command.add_argument("--model", choices=("ours", "polis"), default="ours")
    command.add_argument("--seed", type=_seed, help="for other random numbers than the fixed ones")
    command.add_argument("--json", type=Path, help="write the figures here")
    command.add_argument("--svg", type=Path, help="write a drawing here")
    command = commands.add_parser(
        "compare", help="say what changed between two maps, and what chance may explain"
    )
    command.set_defaults(run=_compare, read=("before", "now"), written=("json",))
    command.add_argument("before", type=Path, help="a map written by map --json")
    command.add_argument("now", type=Path, help="another of the same conversation, or of the same statements")
    command.add_argument("--json", type=Path, help="write the comparison here")
    return parser


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError("a whole number from 0 on is expected")
    return int(text)


def _write_together(results: dict[Path, str]) -> None:
    """Write every file beside its place and move all of them there only when the last is complete."""
    unfinished = {path.with_name(f".{path.name}.unfinished"): path for path in results}
    try:
        for beside, path in unfinished.items():
            beside.write_text(results[path], encoding="utf-8")
        for beside, path in unfinished.items():
            beside.replace(path)
    finally:
        for beside in unfinished:
            beside.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
