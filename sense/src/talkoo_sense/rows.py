"""Rows of a CSV file that know where they are when something is wrong."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

LONGEST_EXCERPT: Final = 40
TOO_LARGE: Final = 2**53  # beyond what spreadsheets keep exactly, and within 64 bits
LINES_AT_ONCE: Final = 100_000

type Ints = NDArray[np.int64]


class BrokenExport(ValueError):  # noqa: N818 - said as people would say it
    """A file is not what was expected; the message says where and what was.

    Attributes
    ----------
    file : str
        Name of the file.
    line : int
        Line in it, counted from 1 (of a Parquet file: row); 0 if it is about the whole file.
    fault : str
        ``empty``, ``column-missing``, ``column-twice``, ``column-type``, ``row-length``, ``not-a-number``,
        ``not-a-vote``, ``not-a-moderation``, ``statement-twice``, ``broken-csv``, ``not-utf-8``,
        ``not-parquet``, ``not-a-folder``, ``not-a-map``, ``other-version`` or ``nothing-in-common``.
    seen : str
        What was found there, at most 40 characters.

    Examples
    --------
    >>> broken = BrokenExport("votes.csv", 2, "not-a-vote", "7", "a vote of 1, 0 or -1")
    >>> str(broken)
    "votes.csv, line 2: expected a vote of 1, 0 or -1, found '7'."
    """

    def __init__(
        self, file: str, line: int, fault: str, seen: str, expected: str, unit: str = "line"
    ) -> None:
        self.file, self.line, self.fault, self.seen = file, line, fault, _excerpt(seen)
        place = f", {unit} {line}" if line else ""
        found = f", found {self.seen!r}" if self.seen else ""
        super().__init__(f"{file}{place}: expected {expected}{found}.")


class Rows:
    """Rows under a header, which know where they are when something is wrong."""

    def __init__(self, lines: Iterable[str], file: str) -> None:
        self._file = file
        self._lines = _text_lines(lines, file)
        self._separator, self._lines = _separator(self._lines)
        self._line, header = next(_split(self._lines, file, self._separator), (1, []))
        if not header:
            self.refuse("empty", "", "a header with the names of the columns")
        self._names = [plain_name(name) for name in header]

    def column(self, wanted: tuple[str, ...]) -> int:
        """Find a column by any of its names."""
        at = self.column_if_any(wanted)
        if at is None:
            self.refuse("column-missing", ",".join(self._names), f"a column {wanted[0]}")
        return at

    def column_if_any(self, wanted: tuple[str, ...]) -> int | None:
        """Find a column by any of its names, or None."""
        present = [at for at, name in enumerate(self._names) if name in wanted]
        if len(present) > 1:
            self.refuse("column-twice", self._names[present[1]], f"one column {wanted[0]}")
        return present[0] if present else None

    def plain_blocks(self, columns: Sequence[int], is_fine: Callable[[Ints], bool]) -> Iterator[Ints]:
        """Read whole numbers many lines at a time, up to the first that needs a closer look.

        Blocks are of shape (rows, columns asked for). What comes after them is then read row by row, so that
        whatever is wrong is told with its line.
        """
        while chunk := list(islice(self._lines, LINES_AT_ONCE)):
            block = _plain_numbers(chunk, columns, len(self._names), self._separator)
            if block is None or not is_fine(block):
                self._lines = chain(chunk, self._lines)
                return
            self._line += len(chunk)
            yield block

    def __iter__(self) -> Iterator[list[str]]:
        for line, row in _split(self._lines, self._file, self._separator, self._line):
            self._line = line
            if len(row) != len(self._names):
                self.refuse("row-length", f"{len(row)} columns", f"{len(self._names)} columns")
            yield row

    def number(self, row: list[str], at: int) -> int:
        """Read a whole number from a row just given."""
        try:
            number = TOO_LARGE if "_" in row[at] else int(row[at])
        except ValueError:
            number = TOO_LARGE
        if abs(number) >= TOO_LARGE:
            self.refuse("not-a-number", row[at], f"a whole number as {self._names[at]}")
        return number

    def refuse(self, fault: str, seen: str, expected: str) -> NoReturn:
        """Raise `BrokenExport` for the row just given."""
        raise BrokenExport(self._file, self._line, fault, seen, expected)


def parse(lines: Iterable[str], file: str) -> Iterator[tuple[int, list[str]]]:
    """Split lines of CSV into rows, leaving out blank ones.

    Parameters
    ----------
    lines : iterable of str
        Separated by commas, semicolons or tabs, whichever comes first in the first line.
    file : str
        Its name, for errors.

    Yields
    ------
    line : int
        Number of the last line of the row.
    row : list of str

    Raises
    ------
    BrokenExport
        If the lines are not CSV or not UTF-8.
    """
    separator, rest = _separator(_text_lines(lines, file))
    yield from _split(rest, file, separator)


def _split(
    lines: Iterator[str], file: str, separator: str, before: int = 0
) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True, delimiter=separator)
    line = before
    try:
        for row in reader:
            line = before + reader.line_num
            if any(row):
                yield line, row
    except csv.Error as error:
        # Where the row begins: a quote that is never closed is found missing at the end of the file only.
        raise BrokenExport(file, line + 1, "broken-csv", "", f"rows of CSV ({error})") from error


def _text_lines(lines: Iterable[str], file: str) -> Iterator[str]:
    """Give the lines without a byte-order mark; what is no text is refused."""
    number = 0
    try:
        for number, line in enumerate(lines, start=1):
            yield line.removeprefix("\ufeff") if number == 1 else line
    except UnicodeDecodeError as error:
        raise BrokenExport(file, number + 1, "not-utf-8", "", "text in UTF-8") from error


def _separator(lines: Iterator[str]) -> tuple[str, Iterator[str]]:
    """Tell commas from semicolons and tabs, as spreadsheets write them where the comma is taken."""
    first: list[str] = []
    for line in lines:
        first.append(line)
        if line.strip():
            break
    marks = [sign for sign in "".join(first) if sign in ",;\t"]
    return (marks[0] if marks else ","), chain(first, lines)


def _plain_numbers(lines: list[str], columns: Sequence[int], width: int, separator: str) -> Ints | None:
    """Read numbers from lines without quotes; None if a single one is not as it should be."""
    if any('"' in line or "." in line for line in lines):
        return None
    if not any(line.strip() for line in lines):
        return np.empty((0, len(columns)), np.int64)
    kinds = [(str(at), np.int64 if at in columns else "S1") for at in range(width)]
    try:
        table = np.loadtxt(lines, dtype=kinds, delimiter=separator, comments=None, ndmin=1)
    except ValueError:
        return None
    block = np.column_stack([table[str(at)] for at in columns])
    return block if (np.abs(block) < TOO_LARGE).all() else None


def plain_name(name: str) -> str:
    """Forgive case, spaces and underscores in the name of a column.

    Parameters
    ----------
    name : str

    Returns
    -------
    str

    Examples
    --------
    >>> plain_name(" Voter_ID")
    'voter-id'
    """
    return "-".join(name.replace("_", " ").replace("-", " ").lower().split())


def _excerpt(seen: str) -> str:
    """Shorten what is shown; a mail address that slipped into the wrong column is not shown at all."""
    if "@" in seen:
        return "(an address)"
    return seen if len(seen) <= LONGEST_EXCERPT else seen[: LONGEST_EXCERPT - 1] + "…"
