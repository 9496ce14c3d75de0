"""The cells that carry an opinion, in an order that depends on the votes alone."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from talkoo_sense.votes import VoteMatrix

type Floats = NDArray[np.float64]
# Single precision where there is one number for each cell, double for what is estimated from them.
type Singles = NDArray[np.float32]
type Indices = NDArray[np.intp]
type Colours = NDArray[np.uint64]
type Sum = sparse.csr_array[Any, tuple[int, int]]

FEWEST_CELLS: Final = 5
MOST_PRUNINGS: Final = 20
COLOUR_ROUNDS: Final = 4
AGREED: Final = np.uint64(0x9E3779B97F4A7C15)
DISAGREED: Final = np.uint64(0xD1B54A32D192ED03)


@dataclass(frozen=True, eq=False)
class Cells:
    """Agreements and disagreements, sorted by person and then by statement.

    Attributes
    ----------
    person, statement : numpy.ndarray of int, shape (cells,)
    sign : numpy.ndarray, shape (cells,)
        +1 for agree, -1 for disagree.
    n_people, n_statements : int
    """

    person: Indices
    statement: Indices
    sign: Singles
    n_people: int
    n_statements: int

    @cached_property
    def by_person(self) -> Sum:
        """Multiplying by it sums over the cells of each person; shape (people, cells)."""
        ends = np.cumsum(np.bincount(self.person, minlength=self.n_people))
        one, start = np.ones(self.n_cells, dtype=np.float32), np.concatenate(([0], ends))
        return sparse.csr_array((one, np.arange(self.n_cells), start), shape=(self.n_people, self.n_cells))

    @cached_property
    def by_statement(self) -> Sum:
        """Multiplying by it sums over the cells of each statement; shape (statements, cells)."""
        one, cell = np.ones(self.n_cells, dtype=np.float32), np.arange(self.n_cells)
        return sparse.csr_array((one, (self.statement, cell)), shape=(self.n_statements, self.n_cells))

    @property
    def n_cells(self) -> int:
        """Number of cells."""
        return self.person.size

    def of(self, people: Indices, statements: Indices) -> "Cells":
        """Take the cells of some people on some statements, numbered anew in the order given.

        Parameters
        ----------
        people, statements : numpy.ndarray of int
            Distinct indices.

        Returns
        -------
        Cells
        """
        new_person = np.full(self.n_people, -1, dtype=np.intp)
        new_person[people] = np.arange(people.size)
        new_statement = np.full(self.n_statements, -1, dtype=np.intp)
        new_statement[statements] = np.arange(statements.size)
        person, statement = new_person[self.person], new_statement[self.statement]
        taken = (person >= 0) & (statement >= 0)
        return gather(person[taken], statement[taken], self.sign[taken], people.size, statements.size)

    def stretch(self, first: int, end: int) -> "Cells":
        """Take the cells of the people from `first` to before `end`, numbered from 0.

        Parameters
        ----------
        first, end : int

        Returns
        -------
        Cells
        """
        at = slice(*np.searchsorted(self.person, (first, end)))
        person, statement, sign = self.person[at] - first, self.statement[at], self.sign[at]
        return Cells(person, statement, sign, end - first, self.n_statements)


def gather(person: Indices, statement: Indices, sign: Singles, n_people: int, n_statements: int) -> Cells:
    """Sort cells by person, then statement.

    Parameters
    ----------
    person, statement : numpy.ndarray of int, shape (cells,)
    sign : numpy.ndarray, shape (cells,)
    n_people, n_statements : int

    Returns
    -------
    Cells
    """
    order = np.argsort(person * n_statements + statement, kind="stable")  # quick when sorted already
    return Cells(person[order], statement[order], sign[order], n_people, n_statements)


def opinions(votes: VoteMatrix, left_out: NDArray[np.bool_]) -> Cells:
    """Take agreements and disagreements on the statements that are in; a pass tells as little as no vote.

    Parameters
    ----------
    votes : VoteMatrix
    left_out : numpy.ndarray of bool, shape (statements,)

    Returns
    -------
    Cells
    """
    taken = (votes.value != 0) & ~left_out[votes.statement]
    person, statement = votes.person[taken], votes.statement[taken].astype(np.intp)
    return gather(person, statement, votes.value[taken].astype(np.float32), *votes.shape)


def prune(cells: Cells) -> tuple[Indices, Indices]:
    """Keep people with 5 cells, and statements with 5 cells and both answers, until nothing changes.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    people, statements : numpy.ndarray of int
        Indices of those kept, ascending.
    """
    person_in = np.ones(cells.n_people, dtype=bool)
    statement_in = np.ones(cells.n_statements, dtype=bool)
    agrees = cells.sign > 0
    for _ in range(MOST_PRUNINGS):
        live = person_in[cells.person] & statement_in[cells.statement]
        per_person = np.bincount(cells.person[live], minlength=cells.n_people)
        agreed = np.bincount(cells.statement[live & agrees], minlength=cells.n_statements)
        disagreed = np.bincount(cells.statement[live & ~agrees], minlength=cells.n_statements)
        person_still = person_in & (per_person >= FEWEST_CELLS)
        statement_still = tells(agreed, disagreed)
        if np.array_equal(person_still, person_in) and np.array_equal(statement_still, statement_in):
            break
        person_in, statement_in = person_still, statement_still
    return np.flatnonzero(person_in), np.flatnonzero(statement_in)


def tells(agreed: Indices, disagreed: Indices) -> NDArray[np.bool_]:
    """Say of which statements there are 5 cells and both answers.

    Parameters
    ----------
    agreed, disagreed : numpy.ndarray of int, shape (statements,)
        Numbers of cells.

    Returns
    -------
    numpy.ndarray of bool, shape (statements,)
    """
    return (agreed + disagreed >= FEWEST_CELLS) & (agreed > 0) & (disagreed > 0)


def canonical_order(cells: Cells) -> tuple[Indices, Indices, Indices]:
    """Order people and statements by their votes alone, so that the order they came in cannot matter.

    Every person gets a colour made from the colours of the statements agreed and disagreed with, every
    statement one made from the people's, a few rounds long. People of one colour voted alike.

    Parameters
    ----------
    cells : Cells

    Returns
    -------
    people, statements : numpy.ndarray of int
        Indices in canonical order.
    twins : numpy.ndarray of int, shape (people,)
        Equal numbers for people who voted alike, in the order of `people`.

    References
    ----------
    Weisfeiler, B. and Leman, A. (1968). The reduction of a graph to canonical form. NTI Series 2, 9.
    """
    person = np.ones(cells.n_people, dtype=np.uint64)
    statement = np.ones(cells.n_statements, dtype=np.uint64)
    for _ in range(COLOUR_ROUNDS):
        person = colours_of_people(cells, person, statement)
        statement = mix(statement + pull_on_statements(cells, person))
    people = np.argsort(person, kind="stable")
    twins = np.unique(person[people], return_inverse=True)[1]
    return people, np.argsort(statement, kind="stable"), twins


def colours_of_people(cells: Cells, person: Colours, statement: Colours) -> Colours:
    """Give people their next colours, from their own and those of the statements they voted on.

    Parameters
    ----------
    cells : Cells
    person, statement : numpy.ndarray of uint64, shapes (people,) and (statements,)

    Returns
    -------
    numpy.ndarray of uint64, shape (people,)
    """
    return mix(person + _sum_per(cells.person, _seen_from(statement, cells.statement, cells), person.size))


def pull_on_statements(cells: Cells, person: Colours) -> Colours:
    """Sum up what the colours of people add to the statements; parts of the people may be added up.

    Parameters
    ----------
    cells : Cells
    person : numpy.ndarray of uint64, shape (people,)

    Returns
    -------
    numpy.ndarray of uint64, shape (statements,)
    """
    return _sum_per(cells.statement, _seen_from(person, cells.person, cells), cells.n_statements)


def mix(x: Colours) -> Colours:
    """Scatter the bits (the finaliser of SplitMix64; Steele, Lea and Flood 2014).

    Parameters
    ----------
    x : numpy.ndarray of uint64

    Returns
    -------
    numpy.ndarray of uint64
    """
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _seen_from(colour: Colours, place: Indices, cells: Cells) -> Colours:
    """Give the colour at the other end of each cell, one for agreeing and another for disagreeing."""
    return np.where(cells.sign > 0, mix(colour ^ AGREED)[place], mix(colour ^ DISAGREED)[place])


def _sum_per(place: Indices, values: Colours, n_places: int) -> Colours:
    total = np.zeros(n_places, dtype=np.uint64)
    np.add.at(total, place, values)  # wraps around, and so does not depend on the order of adding
    return total
