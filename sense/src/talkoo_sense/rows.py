"""Rows of a CSV file that know where they are when something is wrong."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final, NoReturn

LONGEST_EXCERPT: Final = 40
TOO_LARGE: Final = 2**53  # beyond what spreadsheets keep exactly, and within 64 bits


class BrokenExport(ValueError):  # noqa: N818 - said as people would say it
    """A file is not what Polis exports; the message says where and what was expected.

    Attributes
    ----------
    file : str
        Name of the file.
    line : int
        Line in it, counted from 1.
    fault : str
        ``empty``, ``column-missing``, ``column-twice``, ``row-length``, ``not-a-number``, ``not-a-vote``,
        ``not-a-moderation``, ``statement-twice``, ``broken-csv``, ``not-utf-8`` or
        ``not-parquet``.
    seen : str
        What was found there, at most 40 characters.
    """

    def __init__(self, file: str, line: int, fault: str, seen: str, expected: str) -> None:
        self.file, self.line, self.fault, self.seen = file, line, fault, _excerpt(seen)
        found = f", found {self.seen!r}" if self.seen else ""
        super().__init__(f"{file}, line {line}: expected {expected}{found}.")


class Rows:
    """Rows under a header, which know where they are when something is wrong."""

    def __init__(self, lines: Iterable[str], file: str) -> None:
        self._file = file
        self._line = 1
        self._rows = parse(lines, file)
        _, header = next(self._rows, (1, []))
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

    def __iter__(self) -> Iterator[list[str]]:
        for line, row in self._rows:
            self._line = line
            if len(row) != len(self._names):
                self.refuse("row-length", f"{len(row)} columns", f"{len(self._names)} columns")
            yield row

    def number(self, row: list[str], at: int) -> int:
        """Read a whole number from a row just given."""
        try:
            number = int(row[at])
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
    reader = csv.reader(_without_mark(lines), strict=True)
    try:
        for row in reader:
            if any(row):
                yield reader.line_num, row
    except csv.Error as error:
        raise BrokenExport(file, reader.line_num, "broken-csv", "", f"rows of CSV ({error})") from error
    except UnicodeDecodeError as error:
        raise BrokenExport(file, reader.line_num + 1, "not-utf-8", "", "text in UTF-8") from error


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield line.removeprefix("\ufeff") if number == 0 else line


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
