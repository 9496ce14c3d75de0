"""How often the verdict is right on planted conversations: the acceptance tests of the procedure.

Bounds are those of the full tests, scaled to fewer seeds where a run is slow.
"""

from collections import Counter

import numpy as np
import pytest

from talkoo_sense import OpinionMap, Verdict, VoteMatrix, map_opinions


def look(votes, seed: int, n_tries: int = 8) -> OpinionMap:
    return map_opinions(votes, rng=np.random.default_rng(seed), n_tables=99, n_tries=n_tries)


def agreement(found, truth) -> float:
    """Compute the adjusted Rand index (Hubert and Arabie 1985)."""
    table = np.zeros((found.max() + 1, truth.max() + 1))
    np.add.at(table, (found, truth), 1)
    pairs = lambda counts: (counts * (counts - 1) / 2).sum()  # noqa: E731
    both, by_found, by_truth = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = by_found * by_truth / pairs(np.array([truth.size]))
    return float((both - expected) / ((by_found + by_truth) / 2 - expected))


def test_noise_has_no_groups(planted):
    found = [look(planted(21, seed, (30, 30), "noise", cover=0.8).votes, seed) for seed in range(200)]

    p1 = np.array([made.p1 for made in found])
    assert (p1 <= 0.05).sum() <= 18
    assert sum(made.verdict is Verdict.GROUPS for made in found) <= 2
    assert 0.42 <= p1.mean() <= 0.65


def test_two_camps_are_found_and_the_person_figure_means_what_it_says(planted):
    right = sure = 0
    sides, named = [], 0
    for seed in range(20):
        truth = planted(22, seed, (60, 40), "two")
        made = look(truth.votes, seed, n_tries=20)
        assert made.p1 <= 0.05
        assert made.verdict in (Verdict.GROUPS, Verdict.DIVIDE)
        sides.append(agreement(made.side, truth.camp))
        if made.n_groups == 2:
            named += 1
            group = made.membership.argmax(axis=1)
            on_own_side = max((group == truth.camp), (group != truth.camp), key=np.sum)
            steady = made.stability >= 0.95
            right, sure = right + on_own_side[steady].sum(), sure + steady.sum()

    assert named >= 12
    assert np.mean(sides) >= 0.95
    assert right / sure >= 0.97


def test_two_small_camps_are_a_divide_rather_than_something_wrong(planted):
    truths = [planted(22, seed, (30, 30), "two") for seed in range(40)]
    found = [look(truth.votes, seed) for seed, truth in enumerate(truths)]

    assert sum(made.p1 <= 0.05 for made in found) >= 38
    assert sum(made.verdict is Verdict.SPECTRUM or made.n_groups == 3 for made in found) <= 3
    rand = [
        agreement(made.side, truth.camp) for made, truth in zip(found, truths, strict=True) if made.p1 <= 0.05
    ]
    assert np.mean(rand) >= 0.92


def test_three_camps_are_found(planted):
    truths = [planted(22, seed, (100, 50), "three") for seed in range(10)]
    found = [look(truth.votes, seed) for seed, truth in enumerate(truths)]

    assert sum(made.n_groups == 3 for made in found) >= 9
    three = [(made, truth) for made, truth in zip(found, truths, strict=True) if made.n_groups == 3]
    assert np.mean([agreement(made.membership.argmax(axis=1), truth.camp) for made, truth in three]) >= 0.93


def test_a_spectrum_is_called_a_spectrum(planted):
    verdicts = Counter(look(planted(22, seed, (100, 50), "line").votes, seed).verdict for seed in range(12))

    assert verdicts[Verdict.SPECTRUM] >= 10
    assert verdicts[Verdict.GROUPS] <= 1


def test_saying_yes_more_readily_is_no_group(planted):
    found = [look(planted(23, seed, (40, 30), "acquiescence").votes, seed) for seed in range(100)]

    assert sum(made.p1 <= 0.05 for made in found) <= 12


def test_groups_are_numbered_from_left_to_right(planted):
    made = look(planted(22, 0, (100, 50), "three").votes, 0)

    centres = [made.positions[made.group == group, 0].mean() for group in range(made.n_groups)]
    assert made.n_groups == 3
    assert centres == sorted(centres)
    assert made.firmness in ("stable", "fairly stable", "loosely drawn")


@pytest.mark.parametrize("kind", ["two", "line"])
def test_side_one_is_at_the_positive_end(planted, kind):
    made = look(planted(22, 1, (60, 40), kind).votes, 1)

    assert made.positions[made.side == 1, 0].mean() > 0 > made.positions[made.side == 0, 0].mean()


def test_predicted_agreement_is_right_about_as_often_as_it_says(planted):
    truth = planted(22, 3, (100, 60), "line")
    votes = truth.votes
    hidden = np.random.default_rng(1).random(votes.n_votes) < 0.1
    shown = VoteMatrix.from_triplets(
        votes.person[~hidden], votes.statement[~hidden], votes.value[~hidden], shape=votes.shape
    )

    made = look(shown, 1)

    asked = hidden & (votes.value != 0)
    chance = made.agree_probability(votes.person[asked], votes.statement[asked])
    agreed = votes.value[asked] == 1
    log_loss = -np.log(np.where(agreed, chance, 1 - chance)).mean()
    agree = np.bincount(shown.statement, shown.value == 1) + 1
    popular = (agree / (np.bincount(shown.statement, shown.value != 0) + 2))[votes.statement[asked]]
    assert log_loss < 0.8 * -np.log(np.where(agreed, popular, 1 - popular)).mean()
    assert agreed[chance > 0.9].mean() > 0.85
    assert agreed[chance < 0.1].mean() < 0.15


def test_two_near_duplicates_are_named_as_what_the_divide_rests_on():
    rng = np.random.default_rng(8)
    vote = np.where(rng.random((60, 20)) < 0.55, 1, -1)
    vote[:, 7] = vote[:, 3]
    person, statement = np.indices(vote.shape).reshape(2, -1)

    made = look(VoteMatrix.from_triplets(person, statement, vote.ravel()), 1)

    assert made.p1 <= 0.05
    assert made.rests_on == (3, 7)
