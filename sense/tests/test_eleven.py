"""The eleven tests that an implementation of the procedure must pass, by number; slow ones with fewer seeds.

`python -m bench small_groups` runs them whole. Every conversation is drawn number by number from its seed,
see ``plant`` in conftest.
"""

import time
from collections import Counter

import numpy as np
import pytest

from talkoo_sense import Verdict, VoteMatrix, map_opinions
from talkoo_sense.groups.cells import opinions, prune
from talkoo_sense.groups.noise import fit_noise, leading_lines


def from_table(rows) -> VoteMatrix:
    """Read a table in which 9 is not seen."""
    rows = np.array(rows)
    person, statement = np.nonzero(rows != 9)
    return VoteMatrix.from_triplets(person, statement, rows[person, statement], shape=rows.shape)


def as_table(votes: VoteMatrix) -> np.ndarray:
    rows = np.full(votes.shape, 9)
    rows[votes.person, votes.statement] = votes.value
    return rows


def test_1_noise_has_no_groups(planted, asked):
    found = [asked(planted(21, seed, (30, 30), "noise", cover=0.8).votes, seed) for seed in range(200)]

    p1 = np.array([made.p1 for made in found])
    assert (p1 <= 0.05).sum() <= 18
    assert sum(made.verdict is Verdict.GROUPS for made in found) <= 2
    assert 0.42 <= p1.mean() <= 0.65


def test_2_two_camps_are_found_and_9_the_figure_of_a_person_means_what_it_says(planted, asked, alike):
    right = sure = 0
    sides, named = [], 0
    for seed in range(20):
        truth = planted(22, seed, (60, 40), "two")
        made = asked(truth.votes, seed, n_tries=20)
        assert made.p1 <= 0.05
        assert made.verdict in (Verdict.GROUPS, Verdict.DIVIDE)
        sides.append(alike(made.side, truth.camp))
        if made.n_groups == 2:
            named += 1
            group = made.membership.argmax(axis=1)
            on_own_side = max((group == truth.camp), (group != truth.camp), key=np.sum)
            steady = made.stability >= 0.95
            right, sure = right + on_own_side[steady].sum(), sure + steady.sum()

    assert named >= 12
    assert np.mean(sides) >= 0.95
    assert right / sure >= 0.97


def test_2_two_small_camps_are_a_divide_rather_than_something_wrong(planted, asked, alike):
    truths = [planted(22, seed, (30, 30), "two") for seed in range(40)]
    found = [asked(truth.votes, seed) for seed, truth in enumerate(truths)]

    assert sum(made.p1 <= 0.05 for made in found) >= 38
    assert sum(made.verdict is Verdict.SPECTRUM or made.n_groups == 3 for made in found) <= 3
    rand = [
        alike(made.side, truth.camp) for made, truth in zip(found, truths, strict=True) if made.p1 <= 0.05
    ]
    assert np.mean(rand) >= 0.92


def test_3_three_camps_are_found(planted, asked, alike):
    truths = [planted(22, seed, (100, 50), "three") for seed in range(10)]
    found = [asked(truth.votes, seed) for seed, truth in enumerate(truths)]

    assert sum(made.n_groups == 3 for made in found) >= 9
    three = [(made, truth) for made, truth in zip(found, truths, strict=True) if made.n_groups == 3]
    assert np.mean([alike(made.membership.argmax(axis=1), truth.camp) for made, truth in three]) >= 0.93


def test_4_a_spectrum_is_called_a_spectrum(planted, asked):
    verdicts = Counter(asked(planted(22, seed, (100, 50), "line").votes, seed).verdict for seed in range(12))

    assert verdicts[Verdict.SPECTRUM] >= 10
    assert verdicts[Verdict.GROUPS] <= 1


def test_5_saying_yes_more_readily_is_no_group(planted, asked):
    found = [asked(planted(23, seed, (40, 30), "acquiescence").votes, seed) for seed in range(100)]

    assert sum(made.p1 <= 0.05 for made in found) <= 12


@pytest.mark.parametrize(
    "rows",
    [
        np.empty((0, 9), dtype=int),
        np.empty((9, 0), dtype=int),
        np.ones((1, 20), dtype=int),
        np.ones((30, 20), dtype=int),
        np.full((30, 20), -1),
        np.zeros((30, 20), dtype=int),
        np.resize([1, -1], (30, 1)),
        np.full((30, 20), 9),
    ],
    ids=[
        *("nobody", "no statement", "one person", "all agree", "all disagree", "all pass"),
        *("one statement", "nothing seen"),
    ],
)
def test_6_nothing_breaks_and_nothing_is_changed(rows):
    votes = from_table(rows)
    before = votes.indptr.copy(), votes.statement.copy(), votes.value.copy()

    made = map_opinions(votes)

    assert made.verdict is Verdict.FEW
    assert made.group.tolist() == [-1] * votes.n_people
    assert made.positions.tolist() == [[0, 0]] * votes.n_people
    assert made.membership.tolist() == [[1]] * votes.n_people
    chance = made.agree_probability(np.arange(votes.n_people)[:, None], np.arange(votes.n_statements))
    assert ((chance > 0) & (chance < 1)).all()
    for array, kept in zip((votes.indptr, votes.statement, votes.value), before, strict=True):
        np.testing.assert_array_equal(array, kept)


def test_6_a_column_that_nobody_saw_changes_nothing(planted):
    votes = planted(22, 1, (40, 30), "two").votes
    wider = VoteMatrix(votes.indptr, votes.statement, votes.value, n_statements=31)

    alone, beside = map_opinions(votes, n_tables=39), map_opinions(wider, n_tables=39)

    assert not beside.kept_statements[30]
    np.testing.assert_array_equal(alone.positions, beside.positions)
    assert (alone.p1, alone.d1) == (beside.p1, beside.d1)


@pytest.mark.parametrize("kind", ["noise", "two", "three", "line"])
def test_7_order_of_people_and_statements_changes_nothing(planted, alike, kind):
    votes = planted(22, 4, (60, 40), kind, cover=0.8).votes
    rng = np.random.default_rng(9)
    people, statements = rng.permutation(votes.n_people), rng.permutation(votes.n_statements)
    rows = rng.permutation(votes.n_votes)
    mixed = VoteMatrix.from_triplets(
        people[votes.person][rows], statements[votes.statement][rows], votes.value[rows], shape=votes.shape
    )

    first, second = map_opinions(votes), map_opinions(mixed)

    assert alike(first.side, second.side[people]) == 1
    assert alike(first.membership.argmax(axis=1), second.membership.argmax(axis=1)[people]) == 1
    for name in ("verdict", "p1", "d1", "p2", "d2", "second_line", "follows_mood", "n_tables", "n_tries"):
        np.testing.assert_equal(getattr(first, name), getattr(second, name))
    for name in ("group", "side", "membership", "stability", "positions", "kept_people"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name)[people])
    np.testing.assert_array_equal(first.jaccard, second.jaccard)
    np.testing.assert_array_equal(first.kept_statements, second.kept_statements[statements])
    assert {int(statements[at]) for at in first.rests_on} == set(second.rests_on)


def test_7_turning_every_answer_round_mirrors_the_line(planted):
    votes = planted(22, 0, (60, 40), "line").votes
    turned = VoteMatrix.from_triplets(votes.person, votes.statement, -votes.value, shape=votes.shape)

    lines = []
    for either in (votes, turned):
        cells = opinions(either, np.zeros(40, dtype=bool))
        cells = cells.of(*prune(cells))
        lines.append(leading_lines(cells, fit_noise(cells).residual))

    assert lines[0].share == pytest.approx(lines[1].share, abs=1e-4)
    first, second = map_opinions(votes, n_tables=39), map_opinions(turned, n_tables=39)
    assert first.verdict is second.verdict is Verdict.SPECTRUM
    assert np.abs(first.positions[:, 0]) == pytest.approx(np.abs(second.positions[:, 0]), abs=1e-3)


def test_8_a_pass_tells_as_little_as_no_vote(planted):
    rows = as_table(planted(22, 3, (60, 40), "two").votes)
    rows[:, 20] = 0  # a statement on which everybody passed

    first, second = map_opinions(from_table(rows)), map_opinions(from_table(np.where(rows == 0, 9, rows)))

    for name in ("verdict", "p1", "d1", "p2"):
        np.testing.assert_equal(getattr(first, name), getattr(second, name))
    for name in ("group", "side", "membership", "stability", "positions", "jaccard", "kept_people"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


def test_8_somebody_with_four_votes_changes_nothing_and_is_in_between(planted):
    rows = as_table(planted(22, 1, (60, 40), "two").votes)
    late = np.concatenate(([1, 1, -1, 1], np.full(36, 9)))

    alone, joined = map_opinions(from_table(rows)), map_opinions(from_table(np.vstack((rows, late))))

    assert (joined.p1, joined.d1) == (alone.p1, alone.d1)
    assert (joined.group[:60] == alone.group).all()
    assert not joined.kept_people[60]
    assert np.isnan(joined.stability[60])
    assert joined.positions[60, 0] != 0
    assert abs(joined.positions[60, 0]) < np.abs(alone.positions[:, 0]).max()


def test_10_a_hundred_people_wait_no_longer_than_they_notice(planted):
    votes = planted(22, 0, (100, 60), "three").votes
    began = time.process_time()

    made = map_opinions(votes)

    assert (made.n_groups, made.n_tables, made.n_tries) == (3, 199, 20)
    assert time.process_time() - began < 10  # the target is 1 s on a quiet machine; see `make bench`


@pytest.mark.parametrize(
    ("name", "least"), [("brexit-consensus", 0.80), ("scoop-hivemind.biodiversity", 0.65)]
)
def test_11_there_is_a_line_like_that_of_polis_but_no_groups(real, asked, name, least):
    conversation = real(name)

    made = asked(conversation.export.votes, 1, n_tries=5, left_out=conversation.export.left_out)

    assert made.p1 == 1 / 100
    assert made.verdict is not Verdict.GROUPS
    both = made.kept_people & (conversation.polis_group >= 0)
    assert abs(np.corrcoef(made.positions[both, 0], conversation.polis_group[both])[0, 1]) >= least
