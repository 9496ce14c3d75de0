"""The first look: how many people, which statements, how often answered, and whether files divide people."""

from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from talkoo_sense.groups.cells import FEWEST_CELLS
from talkoo_sense.partitioned.over import Over
from talkoo_sense.partitioned.parts import BrokenParts, Ints, Source, participants, read_part

# People compared with each other at once where the numbers of files overlap: 32 MB.
COMPARED_AT_ONCE: Final = 4_000_000


@dataclass(frozen=True, eq=False)
class Census:
    """Counts over some or all files.

    Attributes
    ----------
    file, n_people, lowest, highest : numpy.ndarray of int, shape (files,)
        Number of each file, of its people, and their lowest and highest number. Files without people are not
        there.
    statement : numpy.ndarray of int64, shape (statements,)
        Ascending.
    counts : numpy.ndarray of int, shape (3, statements)
        Agreements, disagreements and all votes.
    n_telling : int
        People with at least 5 agreements and disagreements on statements that are in.
    """

    file: Ints
    n_people: Ints
    lowest: Ints
    highest: Ints
    statement: Ints
    counts: Ints
    n_telling: int

    def merge(self, other: Self) -> Self:
        """Add the counts of other files.

        Parameters
        ----------
        other : Census

        Returns
        -------
        Census
        """
        statement = np.union1d(self.statement, other.statement)
        counts = np.zeros((3, statement.size), dtype=np.int64)
        for part in (self, other):
            counts[:, np.searchsorted(statement, part.statement)] += part.counts
        return replace(
            self,
            file=np.concatenate((self.file, other.file)),
            n_people=np.concatenate((self.n_people, other.n_people)),
            lowest=np.concatenate((self.lowest, other.lowest)),
            highest=np.concatenate((self.highest, other.highest)),
            statement=statement,
            counts=counts,
            n_telling=self.n_telling + other.n_telling,
        )

    @property
    def n_votes(self) -> int:
        """Number of votes that count."""
        return int(self.counts[2].sum())

    def mask(self, left_out: ArrayLike) -> NDArray[np.bool_]:
        """Mark statements by their numbers; a number that nobody voted on marks nothing.

        Parameters
        ----------
        left_out : array_like of int

        Returns
        -------
        numpy.ndarray of bool, shape (statements,)
        """
        return np.isin(self.statement, np.asarray(left_out, dtype=np.int64))


def take_census(files: list[Source], left_out: ArrayLike) -> tuple[Census, list[Source]]:
    """Count, and see to it that everybody is in one file.

    Parameters
    ----------
    files : list of Source
    left_out : array_like of int
        Numbers of statements.

    Returns
    -------
    census : Census
    files : list of Source
        Those with people, each knowing the row of its first person.

    Raises
    ------
    BrokenParts
        If a file is broken, somebody is in two files, or there is no vote.
    """
    census: Census = Over(files).total(_look, np.asarray(left_out, dtype=np.int64), merge=Census.merge)
    if not census.file.size:
        raise BrokenParts(str(files[0].path), "empty", "", "at least one vote")
    order = np.argsort(census.lowest)
    if (census.lowest[order][1:] <= census.highest[order][:-1]).any():
        _compare(files, int(census.n_people.sum()))
    by_file = np.argsort(census.file)
    first = np.concatenate(([0], np.cumsum(census.n_people[by_file])))
    known = [
        replace(files[number], number=place, first=int(first[place]))
        for place, number in enumerate(census.file[by_file])
    ]
    return census, known


def _look(source: Source, left_out: Ints) -> Census:
    part = read_part(source.path)
    n, at, value = part.statement.size, part.votes.statement, part.votes.value
    telling = (value != 0) & ~np.isin(part.statement, left_out)[at]
    per_person = np.bincount(part.votes.person[telling], minlength=part.participant.size)
    there = slice(0, 1 if part.participant.size else 0)
    return Census(
        file=np.array([source.number])[there],
        n_people=np.array([part.participant.size])[there],
        lowest=part.participant[:1],
        highest=part.participant[-1:],
        statement=part.statement,
        counts=np.stack(
            [np.bincount(at[which], minlength=n) for which in (value > 0, value < 0, value > -2)]
        ),
        n_telling=int((per_person >= FEWEST_CELLS).sum()),
    )


def _compare(files: list[Source], n_people: int) -> None:
    """Compare all numbers of people, in as many shares as keep memory small."""
    over, n_shares = Over(files), 1 + n_people // COMPARED_AT_ONCE
    for share in range(n_shares):
        over.total(_share_of_people, share, n_shares, merge=_once)


def _share_of_people(source: Source, share: int, n_shares: int) -> Ints:
    everybody = participants(source.path)
    mine: Ints = everybody[everybody % n_shares == share]
    return mine


def _once(some: Ints, others: Ints) -> Ints:
    together = np.sort(np.concatenate((some, others)), kind="stable")
    if (together[1:] == together[:-1]).any():
        expected = "all votes of a participant in one file: write the files anew, divided by participant"
        raise BrokenParts("The folder", "participant-in-two-files", "", expected)
    return together
