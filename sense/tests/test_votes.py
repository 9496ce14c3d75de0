"""Votes: the last one counts, a pass is not an absence, and what is wrong is said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import talkoo_sense.votes as votes_of
from talkoo_sense import VoteMatrix

triplets = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.sampled_from([-1, 0, 1])), max_size=60)


def dense(votes: VoteMatrix) -> list[list[int | None]]:
    table: list[list[int | None]] = [[None] * votes.n_statements for _ in range(votes.n_people)]
    for person, statement, value in zip(votes.person, votes.statement, votes.value, strict=True):
        table[person][statement] = int(value)
    return table


@given(triplets)
def test_from_triplets_keeps_the_last_vote_of_each_cell(rows):
    expected = {(person, statement): vote for person, statement, vote in rows}

    votes = VoteMatrix.from_triplets(
        *(list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    )

    cells = zip(votes.person.tolist(), votes.statement.tolist(), strict=True)
    assert dict(zip(cells, votes.value.tolist(), strict=True)) == expected


def test_more_votes_than_pack_into_a_number_are_gathered_all_the_same(monkeypatch: pytest.MonkeyPatch):
    rng = np.random.default_rng(1)
    rows = rng.integers(0, 30, 500), rng.integers(0, 9, 500), rng.integers(-1, 2, 500)
    packed = VoteMatrix.from_triplets(*rows)

    monkeypatch.setattr(votes_of, "LONGEST", 10)
    ordered = VoteMatrix.from_triplets(*rows)

    assert dense(packed) == dense(ordered)
    assert ordered.value.dtype == packed.value.dtype
    assert ordered.statement.dtype == packed.statement.dtype


@pytest.mark.parametrize("kind", [np.uint64, np.int64, np.uint8, np.int16])
def test_any_kind_of_whole_number_will_do(kind):
    votes = VoteMatrix.from_triplets(*np.array([[2, 0, 2], [1, 0, 1], [1, 0, 0]], dtype=kind))

    assert dense(votes) == [[0, None], [None, None], [None, 0]]


def test_from_triplets_takes_sizes_from_the_largest_index_or_from_shape():
    assert VoteMatrix.from_triplets([3], [1], [1]).shape == (4, 2)
    assert VoteMatrix.from_triplets([3], [1], [1], shape=(9, 8)).shape == (9, 8)
    assert VoteMatrix.from_triplets([], [], []).shape == (0, 0)


def test_a_pass_stays_apart_from_a_statement_not_seen():
    votes = VoteMatrix.from_triplets([0, 1], [0, 1], [0, 1])

    assert dense(votes) == [[0, None], [None, 1]]
    assert votes.to_csr().nnz == 2


def test_the_arrays_given_are_not_changed_and_those_kept_cannot_be():
    person, statement, vote = np.array([1, 0, 1]), np.array([0, 0, 0]), np.array([1, 1, -1])
    before = person.copy(), statement.copy(), vote.copy()

    votes = VoteMatrix.from_triplets(person, statement, vote)
    votes.to_csr().data[:] = 0

    assert all((array == kept).all() for array, kept in zip((person, statement, vote), before, strict=True))
    assert votes.value.tolist() == [1, -1]
    with pytest.raises(ValueError, match="read-only"):
        votes.value[0] = 0


@pytest.mark.parametrize(
    ("person", "statement", "vote", "shape", "message"),
    [
        ([0], [0, 1], [1], None, "equally long"),
        ([0], [0], [2], None, "every vote must be"),
        ([0], [0], [-128], None, "every vote must be"),
        ([-1], [0], [1], None, "person must be counted from 0"),
        ([0], [-2], [1], None, "statement must be counted from 0"),
        ([0.5], [0], [1], None, "person must hold whole numbers"),
        ([True], [0], [1], None, "person must hold whole numbers"),
        ([[0]], [0], [1], None, "person must be one-dimensional"),
        ([3], [0], [1], (3, 1), "too small"),
    ],
)
def test_from_triplets_says_what_is_wrong(person, statement, vote, shape, message):
    with pytest.raises(ValueError, match=message):
        VoteMatrix.from_triplets(person, statement, vote, shape=shape)
