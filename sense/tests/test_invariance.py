"""What must not matter does not: order, passes, repetition, the caller's arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkoo_sense import OpinionMap, VoteMatrix, map_opinions, read_statements

SCALARS = ("verdict", "p1", "d1", "p2", "d2", "second_line", "follows_mood", "n_tables", "n_tries")
BY_PERSON = ("group", "side", "membership", "stability", "positions", "kept_people")


def reordered(votes: VoteMatrix, people, statements) -> VoteMatrix:
    """Give person i the index people[i] and statement j the index statements[j], in shuffled rows."""
    rows = np.random.default_rng(0).permutation(votes.n_votes)
    person, statement = people[votes.person][rows], statements[votes.statement][rows]
    return VoteMatrix.from_triplets(person, statement, votes.value[rows], shape=votes.shape)


def same(first: OpinionMap, second: OpinionMap) -> bool:
    return all(
        np.array_equal(getattr(first, name), getattr(second, name), equal_nan=name not in ("verdict",))
        for name in SCALARS + BY_PERSON + ("jaccard", "kept_statements", "rests_on")
    )


def test_people_who_voted_alike_get_the_same_answer_in_any_order(planted):
    votes = planted(22, 2, (40, 30), "two").votes
    person = np.concatenate((votes.person, votes.person + 40))
    twice = VoteMatrix.from_triplets(person, np.tile(votes.statement, 2), np.tile(votes.value, 2))
    people = np.random.default_rng(4).permutation(80)

    first = map_opinions(twice, n_tables=39)
    second = map_opinions(reordered(twice, people, np.arange(30)), n_tables=39)

    for name in BY_PERSON:
        np.testing.assert_array_equal(getattr(first, name)[:40], getattr(first, name)[40:])
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name)[people])


def test_the_same_votes_get_the_same_answer_and_a_generator_gives_one_number(planted):
    votes = planted(22, 1, (40, 30), "two").votes
    used, untouched = np.random.default_rng(3), np.random.default_rng(3)

    first = map_opinions(votes, rng=used, n_tables=19)
    second = map_opinions(votes, rng=np.random.default_rng(3), n_tables=19)
    untouched.integers(2**63)

    assert same(first, second)
    assert used.random() == untouched.random()
    assert same(map_opinions(votes, n_tables=19), map_opinions(votes, n_tables=19))


def test_statements_left_out_take_no_part(planted):
    votes = planted(22, 5, (60, 40), "two").votes
    kept = votes.statement < 30
    without = VoteMatrix.from_triplets(
        votes.person[kept], votes.statement[kept], votes.value[kept], shape=votes.shape
    )

    made = map_opinions(votes, left_out=range(30, 40))

    assert same(made, map_opinions(without))
    assert not made.kept_statements[30:].any()
    assert np.isnan(made.agree_probability(0, np.arange(40))).tolist() == [False] * 30 + [True] * 10


def table(rows) -> VoteMatrix:
    rows = np.array(rows)
    person, statement = np.indices(rows.shape).reshape(2, -1)
    return VoteMatrix.from_triplets(person, statement, rows.ravel(), shape=rows.shape)


def test_one_answer_over_and_over_is_one_line_and_no_second():
    made = map_opinions(table(np.repeat(np.resize([1, -1], (20, 1)), 8, axis=1)))

    assert made.p1 <= 0.05
    assert not made.second_line
    assert set(made.side[::2].tolist()) != set(made.side[1::2].tolist())


cells = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 8), st.sampled_from([-1, 0, 1])), max_size=260)


@settings(max_examples=40, deadline=None)
@given(cells, st.randoms(use_true_random=False))
def test_any_votes_in_any_order_get_one_finite_answer(rows, random):
    person, statement, vote = zip(*rows, strict=True) if rows else ((), (), ())
    votes = VoteMatrix.from_triplets(person, statement, vote, shape=(14, 9))
    before = votes.value.copy(), votes.statement.copy(), votes.indptr.copy()
    people = np.array(random.sample(range(14), 14))
    statements = np.array(random.sample(range(9), 9))

    made = map_opinions(votes, n_tables=19, n_tries=3)
    again = map_opinions(reordered(votes, people, statements), n_tables=19, n_tries=3)

    assert made.verdict is again.verdict
    np.testing.assert_array_equal(made.positions, again.positions[people])
    np.testing.assert_array_equal(made.group, again.group[people])
    assert np.isfinite(made.positions).all()
    assert made.membership.sum(axis=1) == pytest.approx(np.ones(14))
    chance = made.agree_probability(np.arange(14)[:, None], np.arange(9))
    assert ((chance >= 0) & (chance <= 1)).all()
    read_statements(votes, made.side)
    for array, kept in zip((votes.value, votes.statement, votes.indptr), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_numbers_must_make_sense():
    with pytest.raises(ValueError, match="at least 1"):
        map_opinions(VoteMatrix.from_triplets([], [], []), n_tries=0)
