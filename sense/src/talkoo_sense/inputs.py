"""Opens what the command line is given: a folder as Polis exports it, CSV, or Parquet."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

from talkoo_sense.export import PolisExport, gather
from talkoo_sense.parquet import csv_lines, parquet_votes
from talkoo_sense.rows import BrokenExport
from talkoo_sense.vote_rows import vote_rows

PARQUET: Final = ".parquet"

type Watch = Callable[[Callable[[], float]], None]


def read_conversation(votes: Path, comments: Path | None, watch: Watch) -> PolisExport:
    """Read a conversation from wherever it is.

    Parameters
    ----------
    votes : pathlib.Path
        A folder with votes.csv and, if there, comments.csv and summary.csv; a CSV file; a Parquet file, or a
        folder of them.
    comments : pathlib.Path or None
        The statements, if they are not in the folder.
    watch : callable
        Is given a function that tells which share of the votes has been read.

    Returns
    -------
    PolisExport

    Raises
    ------
    BrokenExport
        If something is not as expected.
    OSError
        If a file is missing or cannot be read.
    """
    parts: tuple[Path, ...] = (votes,) if votes.suffix == PARQUET else ()
    summary = None
    if votes.is_dir():
        folder, votes = votes, votes / "votes.csv"
        if not votes.exists():
            parts = tuple(sorted(path for path in folder.rglob(f"*{PARQUET}") if path.stem != "comments"))
            if not parts:
                expected = "a folder with votes.csv, or with files of Parquet"
                raise BrokenExport(str(folder), 0, "not-a-folder", "", expected)
            votes = folder
        comments = comments or _if_there(folder / "comments.csv") or _if_there(folder / f"comments{PARQUET}")
        summary = _if_there(folder / "summary.csv")
    names = str(votes), str(comments), str(summary)
    with ExitStack() as files:

        def lines(path: Path) -> TextIO:
            is_parquet = path.suffix == PARQUET
            return files.enter_context(
                csv_lines(path) if is_parquet else path.open(encoding="utf-8", newline="")
            )

        try:
            if parts:
                cast = parquet_votes(parts, names[0])
            else:
                opened = lines(votes)
                watch(_share_read(opened, votes.stat().st_size))
                cast = vote_rows(opened, names[0])
            return gather(
                cast, lines(comments) if comments else None, lines(summary) if summary else None, names
            )
        except BrokenExport as broken:
            if broken.fault == "not-utf-8":
                raise _where_no_text(Path(broken.file)) from broken
            raise


def _share_read(opened: TextIO, size: int) -> Callable[[], float]:
    def share() -> float:
        try:
            return opened.buffer.tell() / max(size, 1)
        except ValueError:  # closed in the meantime
            return 1.0

    return share


def _if_there(path: Path) -> Path | None:
    return path if path.exists() else None


def _where_no_text(path: Path) -> BrokenExport:
    """Find the line of the first byte that is no text; a file is decoded in pieces larger than a line."""
    content, start = path.read_bytes(), 0
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start
    line = len((content[:start] + b".").splitlines())
    return BrokenExport(str(path), line, "not-utf-8", "", "text in UTF-8")
