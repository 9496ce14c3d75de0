"""Reads what Polis exports: votes, statements and summary, as lines of CSV from wherever they come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from talkoo_sense.rows import Ints, Rows, parse, plain_name
from talkoo_sense.vote_rows import STATEMENT, VoteRows, vote_rows
from talkoo_sense.votes import VoteMatrix

MODERATED_OUT: Final = -1
UNKNOWN: Final = -1

_TEXT: Final = ("comment-body", "comment", "text")
_MODERATED: Final = ("moderated",)
_AUTHOR: Final = ("author-id",)


@dataclass(frozen=True, eq=False)
class PolisExport:
    """A conversation as Polis exported it.

    Attributes
    ----------
    topic, description, url : str
        From the summary; empty without one.
    statement_number : numpy.ndarray of int, shape (statements,)
        The numbers that Polis gave, ascending.
    statement_text : tuple of str
        Empty for a statement that was voted on but is not in the list of statements.
    statement_moderated : numpy.ndarray of int, shape (statements,)
        1 in, 0 not yet, -1 out. A statement missing from the list counts as out: nobody could read what a
        result about it means. Without a list all are 0.
    statement_author : numpy.ndarray of int, shape (statements,)
        Number of the author, -1 if unknown.
    participant_number : numpy.ndarray of int, shape (people,)
        The numbers that Polis gave, ascending.
    person, statement : numpy.ndarray of int, shape (votes,)
        Indices into `participant_number` and `statement_number`.
    vote : numpy.ndarray of int, shape (votes,)
        1 agree, -1 disagree, 0 pass. One row per person and statement: the latest by timestamp, then by row.
    n_replaced : int
        Votes that a later one replaced.
    missing : tuple of int
        Numbers of statements voted on that the list of statements does not have.

    Examples
    --------
    >>> export = read_polis(["voter-id,comment-id,vote", "7,0,1", "9,2,0"])
    >>> export.votes.shape, export.statement_number.tolist()
    ((2, 2), [0, 2])
    """

    topic: str
    description: str
    url: str
    statement_number: Ints
    statement_text: tuple[str, ...]
    statement_moderated: Ints
    statement_author: Ints
    participant_number: Ints
    person: Ints
    statement: Ints
    vote: Ints
    n_replaced: int
    missing: tuple[int, ...]

    @property
    def votes(self) -> VoteMatrix:
        """The votes as a table of people and statements."""
        shape = self.participant_number.size, self.statement_number.size
        return VoteMatrix.from_triplets(self.person, self.statement, self.vote, shape=shape)

    @property
    def left_out(self) -> Ints:
        """Indices of the statements that moderation took out."""
        return np.flatnonzero(self.statement_moderated == MODERATED_OUT)


@dataclass(frozen=True, eq=False)
class _Statements:
    number: Ints
    text: tuple[str, ...]
    moderated: Ints
    author: Ints


def read_polis(
    votes: Iterable[str],
    comments: Iterable[str] | None = None,
    summary: Iterable[str] | None = None,
    *,
    names: tuple[str, str, str] = ("votes.csv", "comments.csv", "summary.csv"),
) -> PolisExport:
    """Read an export of Polis.

    Columns are found by their names, whose case, spaces and underscores are forgiven; other columns are
    ignored. A byte-order mark, either kind of line end, line breaks within quotes, and semicolons or tabs
    instead of commas are fine.

    Parameters
    ----------
    votes : iterable of str
        Lines of ``votes.csv``, such as an open file: columns voter-id, comment-id, vote and, if there,
        timestamp. A file should be opened with ``newline=""``.
    comments : iterable of str, optional
        Lines of ``comments.csv``: columns comment-id, comment-body and, if there, moderated and author-id.
    summary : iterable of str, optional
        Lines of ``summary.csv``: a name and a value each.
    names : tuple of str, optional
        What the three files are called in error messages.

    Returns
    -------
    PolisExport

    Raises
    ------
    BrokenExport
        If a column is missing, a row is broken, a vote is not -1, 0 or 1, or a file is empty.

    Examples
    --------
    >>> export = read_polis(["voter-id,comment-id,vote", "7,0,1", "7,0,-1", "9,2,0"])
    >>> export.participant_number, export.vote
    (array([7, 9]), array([-1,  0]))
    >>> read_polis(["voter-id,comment-id,vote", "7,0,2"])
    Traceback (most recent call last):
    talkoo_sense.rows.BrokenExport: votes.csv, line 2: expected a vote of 1, 0 or -1, found '2'.
    """
    return gather(vote_rows(votes, names[0]), comments, summary, names)


def gather(
    cast: VoteRows,
    comments: Iterable[str] | None,
    summary: Iterable[str] | None,
    names: tuple[str, str, str],
) -> PolisExport:
    """Put votes that were read from anywhere together with the statements; see `read_polis`."""
    listed = None if comments is None else _read_statements(comments, names[1])
    about = {} if summary is None else _read_summary(summary, names[2])

    voted_on = np.unique(cast.statement)
    statements, missing = _with_unlisted(listed, voted_on)
    participant_number, person = np.unique(cast.person, return_inverse=True)
    statement = np.searchsorted(statements.number, cast.statement)
    last = _last_of_each(person, statement, statements.number.size)
    return PolisExport(
        topic=about.get("topic", ""),
        description=about.get("conversation-description", ""),
        url=about.get("url", ""),
        statement_number=statements.number,
        statement_text=statements.text,
        statement_moderated=statements.moderated,
        statement_author=statements.author,
        participant_number=participant_number,
        person=person[last],
        statement=statement[last],
        vote=cast.vote[last],
        n_replaced=cast.vote.size - last.size,
        missing=missing,
    )


def _read_statements(lines: Iterable[str], file: str) -> _Statements:
    rows = Rows(lines, file)
    number_at, text_at = rows.column(STATEMENT), rows.column(_TEXT)
    moderated_at, author_at = rows.column_if_any(_MODERATED), rows.column_if_any(_AUTHOR)
    found: dict[int, tuple[str, int, int]] = {}
    for row in rows:
        number = rows.number(row, number_at)
        if number in found:
            rows.refuse("statement-twice", row[number_at], "each statement once")
        moderated = 0 if moderated_at is None else rows.number(row, moderated_at)
        if moderated not in (-1, 0, 1):
            rows.refuse("not-a-moderation", str(moderated), "moderated to be 1, 0 or -1")
        author = UNKNOWN if author_at is None else rows.number(row, author_at)
        found[number] = row[text_at].strip(), moderated, author
    numbers = sorted(found)
    return _Statements(
        number=np.array(numbers, dtype=np.int64),
        text=tuple(found[number][0] for number in numbers),
        moderated=np.array([found[number][1] for number in numbers], dtype=np.int64),
        author=np.array([found[number][2] for number in numbers], dtype=np.int64),
    )


def _read_summary(lines: Iterable[str], file: str) -> dict[str, str]:
    return {plain_name(row[0]): row[1].strip() for _, row in parse(lines, file) if len(row) >= 2}


def _with_unlisted(listed: _Statements | None, voted_on: Ints) -> tuple[_Statements, tuple[int, ...]]:
    """Add statements voted on without being listed: moderated out, unless there is no list at all."""
    unlisted = voted_on if listed is None else np.setdiff1d(voted_on, listed.number)
    known = listed or _Statements(np.empty(0, np.int64), (), np.empty(0, np.int64), np.empty(0, np.int64))
    numbers = np.concatenate((known.number, unlisted))
    order = np.argsort(numbers)
    texts = known.text + ("",) * unlisted.size
    moderated = np.full(unlisted.size, 0 if listed is None else MODERATED_OUT)
    statements = _Statements(
        number=numbers[order],
        text=tuple(texts[at] for at in order),
        moderated=np.concatenate((known.moderated, moderated))[order],
        author=np.concatenate((known.author, np.full(unlisted.size, UNKNOWN)))[order],
    )
    return statements, () if listed is None else tuple(int(number) for number in unlisted)


def _last_of_each(person: Ints, statement: Ints, n_statements: int) -> Ints:
    """Find the last row of each person and statement, in order of person and statement."""
    cell = person * n_statements + statement
    last_from_end: Ints = np.unique(cell[::-1], return_index=True)[1]
    return cell.size - 1 - last_from_end
