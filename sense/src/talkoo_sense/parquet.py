"""Votes and statements from Parquet, for those who have many; needs the extra `talkoo-sense[parquet]`."""

import io
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from talkoo_sense.rows import TOO_LARGE, BrokenExport, Ints, plain_name
from talkoo_sense.vote_rows import PERSON, STATEMENT, TIME, VOTE, VoteRows, are_votes, in_order


def parquet_votes(parts: Sequence[Path], file: str) -> VoteRows:
    """Read votes from Parquet files, with or without partitions in the names of their folders.

    Parameters
    ----------
    parts : sequence of pathlib.Path
        With columns participant, statement, vote and, if there, timestamp, or named as in CSV.
    file : str
        What all of them are called in errors.

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
    source = _dataset(parts)
    names = [_column(source, file, wanted) for wanted in (PERSON, STATEMENT, VOTE)]
    time = _column(source, file, TIME, is_needed=False)
    wanted = [name for name in (*names, time) if name]
    table = _read(source, wanted, file)
    if not table.num_rows:
        raise BrokenExport(file, 0, "empty", "", "at least one vote")
    person, statement, vote, *times = (_whole_numbers(table.column(name), name, file) for name in wanted)
    wrong = np.flatnonzero(~are_votes(vote))
    if wrong.size:
        seen = str(vote[wrong[0]])
        raise BrokenExport(file, int(wrong[0]) + 1, "not-a-vote", seen, "a vote of 1, 0 or -1", "row")
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
    import_module("pyarrow.csv").write_csv(_dataset([path]).to_table(), written)
    written.seek(0)
    return io.TextIOWrapper(written, encoding="utf-8", newline="")


def _dataset(parts: Sequence[Path]) -> Any:
    arrow, datasets = import_module("pyarrow"), import_module("pyarrow.dataset")
    for part in parts:
        part.stat()  # a missing file is told like any other
    try:
        return datasets.dataset([str(part) for part in parts], format="parquet", partitioning="hive")
    except arrow.ArrowInvalid as error:
        raise BrokenExport(str(parts[0]), 0, "not-parquet", "", "Parquet") from error


def _read(source: Any, columns: list[str], file: str) -> Any:
    arrow = import_module("pyarrow")
    try:
        return source.to_table(columns=columns)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OSError) as error:
        raise BrokenExport(
            file, 0, "not-parquet", "", "whole files of Parquet with the same columns"
        ) from error


def _column(source: Any, file: str, wanted: tuple[str, ...], *, is_needed: bool = True) -> str:
    """Find the one column that goes by any of the names; empty if it may be missing and is."""
    present = [name for name in source.schema.names if plain_name(name) in wanted]
    if len(present) > 1:
        raise BrokenExport(file, 0, "column-twice", present[1], f"one column {wanted[0]}")
    if is_needed and not present:
        seen = ",".join(source.schema.names)
        raise BrokenExport(file, 0, "column-missing", seen, f"a column {wanted[0]}")
    return present[0] if present else ""


def _whole_numbers(column: Any, name: str, file: str) -> Ints:
    arrow, kinds = import_module("pyarrow"), import_module("pyarrow").types
    kind = column.type.value_type if kinds.is_dictionary(column.type) else column.type
    if not (kinds.is_integer(kind) or kinds.is_floating(kind) or kinds.is_string(kind)):
        raise BrokenExport(file, 0, "column-type", str(kind), f"whole numbers as {name}")
    try:
        numbers: Ints = (
            column.cast(arrow.int64()).to_numpy() if not column.null_count else np.empty(0, np.int64)
        )
    except arrow.ArrowInvalid:
        numbers = np.empty(0, np.int64)
    if numbers.size < len(column) or (np.abs(numbers) >= TOO_LARGE).any():
        row, seen = next((at, value) for at, value in enumerate(column.to_pylist()) if not _is_whole(value))
        found = "" if seen is None else str(seen)
        raise BrokenExport(file, row + 1, "not-a-number", found, f"a whole number as {name}", "row")
    return numbers


def _is_whole(value: Any) -> bool:
    try:
        return int(value) == float(value) and abs(int(value)) < TOO_LARGE
    except (TypeError, ValueError, OverflowError):
        return False
