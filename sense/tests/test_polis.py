"""The compatible map: by hand, against its peer, and at its edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkoo_sense import VoteMatrix, polis_map


def table(rows: list[list[int | None]]) -> VoteMatrix:
    cells = [(i, j, v) for i, row in enumerate(rows) for j, v in enumerate(row) if v is not None]
    person, statement, vote = zip(*cells, strict=True) if cells else ((), (), ())
    return VoteMatrix.from_triplets(person, statement, vote, shape=(len(rows), len(rows[0])))


def test_positions_by_hand_when_everybody_saw_everything():
    # Centred: (1, -1), (-1, 1), (0, 0). The axis is (1, -1) / sqrt 2 up to its sign, and nobody is stretched.
    made = polis_map(table([[1, -1], [-1, 1], [0, 0]]))

    assert np.abs(made.positions[:, 0]) == pytest.approx([2**0.5, 2**0.5, 0])
    assert made.positions[0, 0] == pytest.approx(-made.positions[1, 0])
    assert made.positions[:, 1] == pytest.approx([0, 0, 0])


def test_a_missing_vote_is_the_mean_and_stretches_the_rest():
    # Means 1/3 and 0; the third person saw one of two statements and is stretched by sqrt 2.
    made = polis_map(table([[1, -1], [-1, 1], [1, None]]))
    deviation = np.array([[2 / 3, -1], [-4 / 3, 1], [2 / 3, 0]])

    assert made.mean == pytest.approx([1 / 3, 0])
    assert made.positions == pytest.approx(np.array([[1], [1], [2**0.5]]) * (deviation @ made.axes.T))
    assert made.statement_positions == pytest.approx(2**0.5 * ((1 - made.mean) * made.axes).T)
    assert made.extremity == pytest.approx(np.linalg.norm(made.statement_positions, axis=1))


def test_a_statement_left_out_counts_as_a_vote_of_everybody():
    made = polis_map(table([[1, -1, 1], [-1, 1, None], [1, None, None]]), left_out=[2])
    deviation = np.array([[2 / 3, -1, 0], [-4 / 3, 1, 0], [2 / 3, 0, 0]])

    assert made.mean[2] == 0
    assert made.positions == pytest.approx(np.sqrt([[1], [1], [3 / 2]]) * (deviation @ made.axes.T))


def test_a_statement_that_nobody_saw_is_not_there():
    seen = table([[1, -1], [-1, 1], [1, None]])
    wider = table([[1, -1, None], [-1, 1, None], [1, None, None]])

    assert polis_map(wider).positions == pytest.approx(polis_map(seen).positions)
    assert polis_map(wider).extremity[2] == 0


def test_positions_match_red_dwarf(any_real):
    reducer = pytest.importorskip("reddwarf.utils.reducer.base", reason="red-dwarf is not installed")
    votes, left_out = any_real.export.votes, any_real.export.left_out
    dense = np.full(votes.shape, np.nan)
    dense[votes.person, votes.statement] = votes.value
    voted_on = ~np.isnan(dense).all(axis=0)
    dense[:, left_out] = 0
    people, statements, _ = reducer.run_reducer(vote_matrix=dense[:, voted_on], random_state=1)

    made = polis_map(votes, left_out)

    flip = np.sign((people * made.positions).sum(axis=0))
    assert np.abs(made.positions - flip * people).max() <= 1e-3
    assert np.abs(made.statement_positions[voted_on] - flip * statements).max() <= 1e-3


def test_groups_leave_out_people_with_few_votes(any_real):
    votes = any_real.export.votes

    made = polis_map(votes, any_real.export.left_out)

    assert ((made.group == -1) == (np.diff(votes.indptr) < 7)).all()
    assert 2 <= made.group.max() + 1 <= 5


def test_two_plain_camps_become_two_groups():
    rng = np.random.default_rng(5)
    camp = np.repeat([1, -1], 150)
    vote = camp[:, None] * np.ones(12, dtype=int) * np.where(rng.random((300, 12)) < 0.05, -1, 1)
    person, statement = np.indices(vote.shape).reshape(2, -1)

    made = polis_map(VoteMatrix.from_triplets(person, statement, vote.ravel()))

    assert made.group.max() == 1
    assert (made.group[camp == 1] == made.group[0]).all()
    assert (made.group[camp == -1] == 1 - made.group[0]).all()


def test_the_same_votes_make_the_same_map(any_real):
    votes = any_real.export.votes

    first, second = polis_map(votes), polis_map(votes)

    assert (first.positions == second.positions).all()
    assert (first.group == second.group).all()


def mixed(votes: VoteMatrix, people, statements) -> VoteMatrix:
    """Give person i the index people[i] and statement j the index statements[j], in shuffled rows."""
    rows = np.random.default_rng(0).permutation(votes.n_votes)
    person, statement = people[votes.person][rows], statements[votes.statement][rows]
    return VoteMatrix.from_triplets(person, statement, votes.value[rows], shape=votes.shape)


def test_order_of_people_and_statements_changes_no_group(any_real, alike):
    votes, left_out = any_real.export.votes, any_real.export.left_out
    rng = np.random.default_rng(3)
    people, statements = rng.permutation(votes.n_people), rng.permutation(votes.n_statements)

    first = polis_map(votes, left_out)
    second = polis_map(mixed(votes, people, statements), statements[left_out])

    assert alike(first.group + 1, second.group[people] + 1) == 1
    np.testing.assert_array_equal(first.group, second.group[people])
    assert second.positions[people] == pytest.approx(first.positions, abs=1e-9)


def test_turning_every_answer_round_mirrors_the_map(planted):
    votes = planted(22, 0, (100, 50), "three", cover=0.7).votes
    turned = VoteMatrix.from_triplets(votes.person, votes.statement, -votes.value, shape=votes.shape)

    first, second = polis_map(votes), polis_map(turned)

    assert second.positions == pytest.approx(-first.positions, abs=1e-9)
    assert second.axes == pytest.approx(first.axes, abs=1e-9)
    assert ((first.axes**3).sum(axis=1) > 0).all()
    assert np.linalg.norm(first.axes, axis=1) == pytest.approx([1, 1])


@pytest.mark.parametrize(
    "rows",
    [[[1, -1, 0]], [[1], [-1], [1]], [[0, 0, 0]] * 9, [[1, 1, 1]] * 9, [[None, 1, -1]] * 9, [[None] * 3] * 9],
    ids=["one voter", "one statement", "all pass", "all agree", "an empty column", "nothing seen"],
)
def test_where_nobody_differs_everybody_is_in_one_place(rows):
    votes = table(rows)
    before = votes.value.copy(), votes.statement.copy(), votes.indptr.copy()

    made = polis_map(votes)

    assert np.isfinite(made.positions).all()
    if len({tuple(row) for row in rows}) == 1:
        assert made.positions == pytest.approx(np.zeros((len(rows), 2)))
        assert made.group.max(initial=0) <= 0
    for array, kept in zip((votes.value, votes.statement, votes.indptr), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_nobody_has_an_empty_map():
    made = polis_map(VoteMatrix.from_triplets([], [], [], shape=(0, 4)))

    assert made.positions.shape == (0, 2)
    assert made.silhouette == {}


cells = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 7), st.sampled_from([-1, 0, 1])), max_size=96)


@settings(max_examples=60, deadline=None)
@given(cells)
def test_any_votes_make_a_finite_map(rows):
    person, statement, vote = zip(*rows, strict=True) if rows else ((), (), ())
    votes = VoteMatrix.from_triplets(person, statement, vote)

    made = polis_map(votes)

    assert np.isfinite(made.positions).all()
    assert made.positions.shape == (votes.n_people, 2)
    assert made.group.shape == (votes.n_people,)


def test_left_out_must_name_statements():
    with pytest.raises(ValueError, match="left_out must name statements from 0 to 1"):
        polis_map(table([[1, -1]]), left_out=[2])
