"""One file of Parquet as a table of people and statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.rows import BrokenExport, plain_name
from talkoo_sense.vote_rows import PERSON, STATEMENT, TIME, VOTE
from talkoo_sense.votes import VoteMatrix

type Ints = NDArray[np.int64]

COLUMNS: Final = {"participant": PERSON, "statement": STATEMENT, "vote": VOTE}
MOMENT: Final = TIME[0]


class BrokenParts(BrokenExport):
    """A file or the division into files is not as expected; `fault` says what.

    ``not-parquet``, ``column-missing``, ``not-a-number``, ``not-a-vote``, ``empty`` or
    ``participant-in-two-files``.
    """

    def __init__(self, file: str, fault: str, seen: str, expected: str) -> None:
        super().__init__(file, 0, fault, seen, expected)
        self._made_of = file, fault, seen, expected

    def __reduce__(self) -> tuple[type[Self], tuple[str, str, str, str]]:
        """Travel from a worker whole."""
        return type(self), self._made_of


@dataclass(frozen=True, eq=False)
class Source:
    """A file of votes.

    Attributes
    ----------
    number : int
        Its place among the files.
    path : pathlib.Path
    first : int
        Row of its first person among everybody.
    """

    number: int
    path: Path
    first: int = 0


@dataclass(frozen=True, eq=False)
class Part:
    """What a file holds.

    Attributes
    ----------
    participant : numpy.ndarray of int64, shape (people,)
        Ascending.
    statement : numpy.ndarray of int64, shape (statements,)
        Ascending.
    votes : VoteMatrix
    """

    participant: Ints
    statement: Ints
    votes: VoteMatrix


def sources(where: Path | str | Iterable[Path | str]) -> list[Source]:
    """Find the files: all ``*.parquet`` of a folder and its folders, in order of name, or those given.

    Parameters
    ----------
    where : path, or iterable of paths

    Returns
    -------
    list of Source

    Raises
    ------
    BrokenParts
        If there is none.
    """
    if isinstance(where, Path | str):
        paths = sorted(Path(where).rglob("*.parquet")) if Path(where).is_dir() else [Path(where)]
    else:
        paths = [Path(path) for path in where]
    if not paths:
        raise BrokenParts(str(where), "empty", "", "files that end in .parquet")
    return [Source(number, path) for number, path in enumerate(paths)]


def read_part(path: Path, statement: Ints | None = None) -> Part:
    """Read a file; a later vote of a person on a statement replaces an earlier one.

    Parameters
    ----------
    path : pathlib.Path
    statement : numpy.ndarray of int64, optional
        All statements, ascending; those of the file if not given.

    Returns
    -------
    Part

    Raises
    ------
    BrokenParts
        If it is not Parquet, a column is missing or does not hold whole numbers, or a vote is not -1, 0 or 1.
    """
    columns = _columns(path)
    people, vote = columns["participant"], columns["vote"]
    if MOMENT in columns:
        in_time = np.argsort(columns[MOMENT], kind="stable")
        people, vote, columns["statement"] = people[in_time], vote[in_time], columns["statement"][in_time]
    participant, person = _numbered(people)
    if statement is None:
        statement, at = np.unique(columns["statement"], return_inverse=True)
    elif np.array_equal(statement, np.arange(statement.size)):
        at = columns["statement"]
    else:
        at = np.searchsorted(statement, columns["statement"])
    shape = participant.size, statement.size
    return Part(participant, statement, VoteMatrix.from_triplets(person, at, vote, shape=shape))


def participants(path: Path) -> Ints:
    """Read who is in a file, ascending.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    numpy.ndarray of int64
    """
    return _numbered(_columns(path, ("participant",))["participant"])[0]


def _columns(path: Path, wanted: tuple[str, ...] = (*COLUMNS, MOMENT)) -> dict[str, NDArray[Any]]:
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path) as file:
            names = {plain_name(name): name for name in reversed(file.schema_arrow.names)}
            found = {name: _name_of(path, name, names) for name in wanted if name != MOMENT}
            if MOMENT in wanted and MOMENT in names:
                found[MOMENT] = names[MOMENT]
            table = file.read(columns=list(found.values()))
    except (arrow.ArrowInvalid, EOFError) as error:
        raise BrokenParts(str(path), "not-parquet", "", "a Parquet file") from error
    columns = {name: table.column(own) for name, own in found.items()}
    for name, column in columns.items():
        whole = arrow.types.is_integer(column.type) or (
            name == MOMENT and arrow.types.is_timestamp(column.type)
        )
        if not whole or column.null_count:
            kind = f"{column.type}, {column.null_count} empty"
            raise BrokenParts(str(path), "not-a-number", kind, f"whole numbers as {name}")
    values = {name: column.to_numpy() for name, column in columns.items()}
    odd = values["vote"][np.abs(values["vote"]) > 1] if "vote" in values else np.empty(0)
    if odd.size:
        raise BrokenParts(str(path), "not-a-vote", str(odd[0]), "votes of 1, 0 or -1")
    return values


def _name_of(path: Path, wanted: str, names: dict[str, str]) -> str:
    for name in COLUMNS[wanted]:
        if name in names:
            return names[name]
    raise BrokenParts(str(path), "column-missing", ",".join(names), f"a column {wanted}")


def _numbered(people: NDArray[Any]) -> tuple[Ints, NDArray[np.intp]]:
    """Name everybody once and number the rows by them; files are often sorted by person already."""
    earlier, later = people[:-1], people[1:]
    if (later < earlier).any():
        participant, person = np.unique(people, return_inverse=True)
        return participant.astype(np.int64), person
    begins = np.ones(people.size, dtype=bool)
    begins[1:] = later != earlier
    return people[begins].astype(np.int64), np.cumsum(begins) - 1
