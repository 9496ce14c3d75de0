"""Votes as they stand in a file, one row each, before people and statements are counted."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.rows import Ints, Rows

# Names of columns once case, spaces and underscores are forgiven; the first is the one Polis writes.
PERSON: Final = ("voter-id", "participant", "participant-id")
STATEMENT: Final = ("comment-id", "statement", "statement-id")
VOTE: Final = ("vote",)
TIME: Final = ("timestamp",)


@dataclass(frozen=True, eq=False)
class VoteRows:
    """Votes in the order they were cast.

    Attributes
    ----------
    person, statement : numpy.ndarray of int, shape (rows,)
        By the numbers of the file.
    vote : numpy.ndarray of int, shape (rows,)
        1 agree, -1 disagree, 0 pass.
    """

    person: Ints
    statement: Ints
    vote: Ints


def vote_rows(lines: Iterable[str], file: str) -> VoteRows:
    """Read votes from lines of CSV, fast where they are plain and row by row from where they are not.

    Parameters
    ----------
    lines : iterable of str
    file : str
        Its name, for errors.

    Returns
    -------
    VoteRows

    Raises
    ------
    BrokenExport
        If a column is missing, a row is broken, a vote is not -1, 0 or 1, or there is none.
    """
    rows = Rows(lines, file)
    columns = [rows.column(PERSON), rows.column(STATEMENT), rows.column(VOTE)]
    time_at = rows.column_if_any(TIME)
    columns += [] if time_at is None else [time_at]
    blocks = list(rows.plain_blocks(columns, lambda block: bool(are_votes(block[:, 2]).all())))
    one_by_one = array("q")
    for row in rows:
        numbers = [rows.number(row, at) for at in columns]
        if numbers[2] not in (-1, 0, 1):
            rows.refuse("not-a-vote", row[columns[2]], "a vote of 1, 0 or -1")
        one_by_one.extend(numbers)
    blocks.append(np.array(one_by_one, dtype=np.int64).reshape(-1, len(columns)))
    table = np.concatenate(blocks)
    if not len(table):
        rows.refuse("empty", "", "at least one vote")
    return in_order(table[:, 0], table[:, 1], table[:, 2], table[:, 3] if time_at is not None else None)


def in_order(person: Ints, statement: Ints, vote: Ints, time: Ints | None) -> VoteRows:
    """Sort rows by time, those of one time as they came; without times they stay as they are."""
    if time is None:
        return VoteRows(person, statement, vote)
    order = np.argsort(time, kind="stable")
    return VoteRows(person[order], statement[order], vote[order])


def are_votes(vote: Ints) -> NDArray[np.bool_]:
    """Tell which numbers are votes."""
    return (vote >= -1) & (vote <= 1)
