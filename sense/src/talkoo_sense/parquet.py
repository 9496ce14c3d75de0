"""Votes and statements from Parquet, for those who have many; needs the extra `talkoo-sense[parquet]`."""

import io
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from talkoo_sense.rows import TOO_LARGE, BrokenExport, Ints, plain_name
from talkoo_sense.vote_rows import PERSON, STATEMENT, TIME, VOTE, VoteRows, are_votes, in_order


def parquet_votes(path: Path) -> VoteRows:
    """Read votes from a Parquet file, or from a folder of them with or without partitions.

    Parameters
    ----------
    path : pathlib.Path
        With columns participant, statement, vote and, if there, timestamp, or named as in CSV.

    Returns
    -------
    VoteRows

    Raises
    ------
    BrokenExport
        If it is not Parquet, a column is missing, a number is not whole, or a vote is not -1, 0 or 1.
    ModuleNotFoundError
        If pyarrow is not installed.
    """
    source = _dataset(path)
    names = [_column(source, path, wanted) for wanted in (PERSON, STATEMENT, VOTE)]
    time = _column(source, path, TIME, is_needed=False)
    wanted = [name for name in (*names, time) if name]
    table = source.to_table(columns=wanted)
    if not table.num_rows:
        raise BrokenExport(str(path), 0, "empty", "", "at least one vote")
    person, statement, vote, *times = (_whole_numbers(table.column(name), name, path) for name in wanted)
    wrong = np.flatnonzero(~are_votes(vote))
    if wrong.size:
        seen = str(vote[wrong[0]])
        raise BrokenExport(str(path), int(wrong[0]) + 1, "not-a-vote", seen, "a vote of 1, 0 or -1", "row")
    return in_order(person, statement, vote, times[0] if times else None)


def csv_lines(path: Path) -> TextIO:
    """Give a small Parquet file as lines of CSV, so that there is one reader and one set of checks.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    io.TextIOWrapper

    Raises
    ------
    BrokenExport
        If it is not a Parquet file.
    ModuleNotFoundError
        If pyarrow is not installed.
    """
    written = io.BytesIO()
    import_module("pyarrow.csv").write_csv(_dataset(path).to_table(), written)
    written.seek(0)
    return io.TextIOWrapper(written, encoding="utf-8", newline="")


def _dataset(path: Path) -> Any:
    arrow, datasets = import_module("pyarrow"), import_module("pyarrow.dataset")
    try:
        return datasets.dataset(path, format="parquet", partitioning="hive")
    except arrow.ArrowInvalid as error:
        raise BrokenExport(str(path), 0, "not-parquet", "", "Parquet") from error


def _column(source: Any, path: Path, wanted: tuple[str, ...], *, is_needed: bool = True) -> str:
    """Find the one column that goes by any of the names; empty if it may be missing and is."""
    present = [name for name in source.schema.names if plain_name(name) in wanted]
    if len(present) > 1:
        raise BrokenExport(str(path), 0, "column-twice", present[1], f"one column {wanted[0]}")
    if is_needed and not present:
        seen = ",".join(source.schema.names)
        raise BrokenExport(str(path), 0, "column-missing", seen, f"a column {wanted[0]}")
    return present[0] if present else ""


def _whole_numbers(column: Any, name: str, path: Path) -> Ints:
    arrow, kinds = import_module("pyarrow"), import_module("pyarrow").types
    kind = column.type.value_type if kinds.is_dictionary(column.type) else column.type
    if not (kinds.is_integer(kind) or kinds.is_floating(kind) or kinds.is_string(kind)):
        raise BrokenExport(str(path), 0, "column-type", str(kind), f"whole numbers as {name}")
    try:
        numbers: Ints = (
            column.cast(arrow.int64()).to_numpy() if not column.null_count else np.empty(0, np.int64)
        )
    except arrow.ArrowInvalid:
        numbers = np.empty(0, np.int64)
    if numbers.size < len(column) or (np.abs(numbers) >= TOO_LARGE).any():
        row, seen = next((at, value) for at, value in enumerate(column.to_pylist()) if not _is_whole(value))
        found = "" if seen is None else str(seen)
        raise BrokenExport(str(path), row + 1, "not-a-number", found, f"a whole number as {name}", "row")
    return numbers


def _is_whole(value: Any) -> bool:
    try:
        return int(value) == float(value) and abs(int(value)) < TOO_LARGE
    except (TypeError, ValueError, OverflowError):
        return False
