"""Who said what: votes of people on statements, as a compressed sparse table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

AGREE: Final = 1
DISAGREE: Final = -1
PASS: Final = 0

VOTE_BITS: Final = 2
LONGEST: Final = 63  # bits of a whole number without its sign
BLOCK: Final = 2**18  # votes packed at a time: they stay in a processor's cache


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """Votes of people (rows) on statements (columns), stored row by row.

    A cell holds +1 for agree, -1 for disagree and 0 for pass. A cell that is not there was not seen, which is
    something else than a pass; explicit zeros are therefore kept. All arrays are read-only.

    Attributes
    ----------
    indptr : numpy.ndarray of int64, shape (people + 1,)
        The votes of person ``i`` are at ``indptr[i]:indptr[i + 1]``.
    statement : numpy.ndarray of int32, shape (votes,)
        The statement of each vote, ascending within a person.
    value : numpy.ndarray of int8, shape (votes,)
        +1, -1 or 0.
    n_statements : int
        Number of columns, those without votes included.

    Examples
    --------
    >>> votes = VoteMatrix.from_triplets(person=[0, 0, 1], statement=[0, 1, 0], vote=[1, 0, -1])
    >>> votes.shape, votes.n_votes
    ((2, 2), 3)
    """

    indptr: NDArray[np.int64]
    statement: NDArray[np.int32]
    value: NDArray[np.int8]
    n_statements: int

    @classmethod
    def from_triplets(
        cls,
        person: ArrayLike,
        statement: ArrayLike,
        vote: ArrayLike,
        *,
        shape: tuple[int, int] | None = None,
    ) -> Self:
        """Gather single votes; a later vote of a person on a statement replaces an earlier one.

        Parameters
        ----------
        person, statement : array_like of int, shape (votes,)
            Indices counted from 0.
        vote : array_like of int, shape (votes,)
            +1 agree, -1 disagree, 0 pass.
        shape : tuple of int, optional
            Numbers of people and statements, when there are more than the largest index says.

        Returns
        -------
        VoteMatrix

        Raises
        ------
        ValueError
            If lengths differ, an index is negative or not whole, a vote is not -1, 0 or 1, or `shape` is too
            small.

        Examples
        --------
        >>> VoteMatrix.from_triplets([0, 0], [1, 1], [1, -1], shape=(2, 3)).value
        array([-1], dtype=int8)
        """
        people, statements = _whole_numbers(person, "person"), _whole_numbers(statement, "statement")
        values = _whole_numbers(vote, "vote")
        if not people.size == statements.size == values.size:
            raise ValueError(
                f"person, statement and vote must be equally long, not {people.size}, {statements.size} and "
                f"{values.size}"
            )
        if values.size and (values.min() < DISAGREE or values.max() > AGREE):
            raise ValueError("every vote must be 1 (agree), -1 (disagree) or 0 (pass)")
        n_people, n_statements = _sizes(people, statements, shape)

        people, statements, values = _sorted_cells(people, statements, values, (n_people, n_statements))
        is_last = np.ones(people.size, dtype=bool)
        is_last[:-1] = (people[1:] != people[:-1]) | (statements[1:] != statements[:-1])
        if not is_last.all():
            people, statements, values = people[is_last], statements[is_last], values[is_last]
        counts = np.bincount(people, minlength=n_people)
        return cls(
            indptr=_read_only(np.concatenate(([0], np.cumsum(counts))).astype(np.int64)),
            statement=_read_only(statements),
            value=_read_only(values),
            n_statements=n_statements,
        )

    @property
    def n_people(self) -> int:
        """Number of rows, people without votes included."""
        return self.indptr.size - 1

    @property
    def n_votes(self) -> int:
        """Number of cells seen, passes included."""
        return self.value.size

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of people and statements."""
        return self.n_people, self.n_statements

    @property
    def person(self) -> NDArray[np.intp]:
        """The person of each vote, shape (votes,), in the order of `statement` and `value`."""
        return np.repeat(np.arange(self.n_people), np.diff(self.indptr))

    def to_csr(self) -> sparse.csr_array[Any, tuple[int, int]]:
        """Give the table as a new SciPy array of int8 whose explicit zeros are passes.

        Returns
        -------
        scipy.sparse.csr_array, shape (people, statements)

        Examples
        --------
        >>> VoteMatrix.from_triplets([0, 1], [0, 1], [1, 0]).to_csr().nnz
        2
        """
        return sparse.csr_array(
            (self.value.copy(), self.statement.copy(), self.indptr.copy()), shape=self.shape
        )


def left_out_mask(left_out: ArrayLike | Sequence[int], n_statements: int) -> NDArray[np.bool_]:
    """Mark the statements that moderation took out.

    Parameters
    ----------
    left_out : array_like of int
        Indices of statements.
    n_statements : int
        Number of statements.

    Returns
    -------
    numpy.ndarray of bool, shape (n_statements,)

    Raises
    ------
    ValueError
        If an index is not a whole number from 0 to ``n_statements - 1``.

    Examples
    --------
    >>> left_out_mask([1], 3)
    array([False,  True, False])
    """
    indices = _whole_numbers(left_out, "left_out")
    if indices.size and (indices.min() < 0 or indices.max() >= n_statements):
        raise ValueError(f"left_out must name statements from 0 to {n_statements - 1}")
    mask = np.zeros(n_statements, dtype=bool)
    mask[indices] = True
    return mask


def _whole_numbers(values: ArrayLike, name: str) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} must be one-dimensional, not of shape {array.shape}")
    if array.size == 0:
        return np.empty(0, dtype=np.int64)
    if not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must hold whole numbers, not {array.dtype}")
    return array


def _sizes(people: NDArray[Any], statements: NDArray[Any], shape: tuple[int, int] | None) -> tuple[int, int]:
    needed = []
    for name, indices in (("person", people), ("statement", statements)):
        if indices.size and indices.min() < 0:
            raise ValueError(f"{name} must be counted from 0, not from {indices.min()}")
        needed.append(int(indices.max()) + 1 if indices.size else 0)
    if shape is None:
        return needed[0], needed[1]
    if shape[0] < needed[0] or shape[1] < needed[1]:
        raise ValueError(f"shape {tuple(shape)} is too small, at least {tuple(needed)} is needed")
    return int(shape[0]), int(shape[1])


def _sorted_cells(
    people: NDArray[Any], statements: NDArray[Any], values: NDArray[Any], shape: tuple[int, int]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]:
    """Sort votes by person, then statement, then as they came.

    Each vote with its place is packed into one whole number; sorting plain numbers is several times as quick
    as finding an order and moving three arrays by it, and needs less memory.
    """
    widths = [max(0, size - 1).bit_length() for size in (*shape, people.size)]
    if sum(widths) + VOTE_BITS > LONGEST:
        order = np.lexsort((statements, people))
        return (
            people[order].astype(np.int32),
            statements[order].astype(np.int32),
            values[order].astype(np.int8),
        )
    packed = np.empty(people.size, dtype=np.int64)
    blocks = [slice(first, min(first + BLOCK, people.size)) for first in range(0, people.size, BLOCK)]
    for at in blocks:
        part = packed[at]
        part[:] = people[at]
        for column, width in (
            (statements[at].astype(np.int64), widths[1]),
            (np.arange(at.start, at.stop), widths[2]),
            (values[at].astype(np.int64) - DISAGREE, VOTE_BITS),
        ):
            part <<= width
            part |= column
    packed.sort()
    person, statement = np.empty(people.size, dtype=np.int32), np.empty(people.size, dtype=np.int32)
    value = np.empty(people.size, dtype=np.int8)
    for at in blocks:
        part = packed[at]
        value[at] = (part & (2**VOTE_BITS - 1)) + DISAGREE
        part >>= widths[2] + VOTE_BITS
        statement[at] = part & (2 ** widths[1] - 1)
        person[at] = part >> widths[1]
    return person, statement, value


def _read_only[Array: NDArray[Any]](array: Array) -> Array:
    array.setflags(write=False)
    return array
