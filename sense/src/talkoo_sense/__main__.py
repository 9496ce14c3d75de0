"""The command `talkoo-sense`: reads an export, prints what it says, writes it as JSON or SVG."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

import numpy as np

from talkoo_sense.drawing import draw
from talkoo_sense.export import PolisExport, read_polis
from talkoo_sense.groups import map_opinions
from talkoo_sense.parquet import csv_lines
from talkoo_sense.polis import polis_map
from talkoo_sense.report import as_text, as_values, report_on
from talkoo_sense.rows import BrokenExport

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
    asked = _parser().parse_args(arguments)
    try:
        export = _read(asked.votes, asked.comments)
        print(f"{export.vote.size} votes read, making the map ...", file=sys.stderr)
        rng = np.random.default_rng(asked.seed) if asked.seed is not None else None
        make = polis_map if asked.model == "polis" else map_opinions
        report = report_on(export, make(export.votes, export.left_out, rng))
        results: dict[Path, str] = {}
        if asked.json:
            results[asked.json] = json.dumps(as_values(report), ensure_ascii=False, indent=1) + "\n"
        if asked.svg:
            results[asked.svg] = draw(report)
        _write_together(results)
    except BrokenExport as broken:
        print(broken, file=sys.stderr)
        return BAD_INPUT
    except ModuleNotFoundError as missing:
        print(f'{missing.name} is needed for this: pip install "talkoo-sense[parquet]".', file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return BAD_INPUT
    print(as_text(report), end="")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="talkoo-sense", description=__doc__)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("map", help="say whether there are groups, what all share and what divides")
    command.add_argument("votes", type=Path, help="a folder with votes.csv and comments.csv, or a file")
    command.add_argument("--comments", type=Path, help="the statements, if they are not in the folder")
    command.add_argument("--model", choices=("ours", "polis"), default="ours")
    command.add_argument("--seed", type=int, help="for other random numbers than the fixed ones")
    command.add_argument("--json", type=Path, help="write the figures here")
    command.add_argument("--svg", type=Path, help="write a drawing here")
    return parser


def _read(votes: Path, comments: Path | None) -> PolisExport:
    summary = None
    if votes.is_dir():
        folder, votes = votes, votes / "votes.csv"
        comments = comments or _if_there(folder / "comments.csv")
        summary = _if_there(folder / "summary.csv")
    with ExitStack() as files:

        def lines(path: Path) -> TextIO:
            is_parquet = path.suffix == ".parquet"
            return files.enter_context(
                csv_lines(path) if is_parquet else path.open(encoding="utf-8", newline="")
            )

        return read_polis(
            lines(votes),
            lines(comments) if comments else None,
            lines(summary) if summary else None,
            names=(str(votes), str(comments), str(summary)),
        )


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


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
