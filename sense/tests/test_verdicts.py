"""What a verdict brings along: numbers of groups, ends of the line, honest chances, what it rests on."""

import numpy as np
import pytest

from talkoo_sense import VoteMatrix


def test_groups_are_numbered_from_left_to_right(planted, asked):
    made = asked(planted(22, 0, (100, 50), "three").votes, 0)

    centres = [made.positions[made.group == group, 0].mean() for group in range(made.n_groups)]
    assert made.n_groups == 3
    assert centres == sorted(centres)
    assert made.firmness in ("stable", "fairly stable", "loosely drawn")


@pytest.mark.parametrize("kind", ["two", "line"])
def test_side_one_is_at_the_positive_end(planted, asked, kind):
    made = asked(planted(22, 1, (60, 40), kind).votes, 1)

    assert made.positions[made.side == 1, 0].mean() > 0 > made.positions[made.side == 0, 0].mean()


def test_predicted_agreement_is_right_about_as_often_as_it_says(planted, asked):
    truth = planted(22, 3, (100, 60), "line")
    votes = truth.votes
    hidden = np.random.default_rng(1).random(votes.n_votes) < 0.1
    shown = VoteMatrix.from_triplets(
        votes.person[~hidden], votes.statement[~hidden], votes.value[~hidden], shape=votes.shape
    )

    made = asked(shown, 1)

    asked = hidden & (votes.value != 0)
    chance = made.agree_probability(votes.person[asked], votes.statement[asked])
    agreed = votes.value[asked] == 1
    log_loss = -np.log(np.where(agreed, chance, 1 - chance)).mean()
    agree = np.bincount(shown.statement, shown.value == 1) + 1
    popular = (agree / (np.bincount(shown.statement, shown.value != 0) + 2))[votes.statement[asked]]
    assert log_loss < 0.8 * -np.log(np.where(agreed, popular, 1 - popular)).mean()
    assert agreed[chance > 0.9].mean() > 0.85
    assert agreed[chance < 0.1].mean() < 0.15


def test_two_near_duplicates_are_named_as_what_the_divide_rests_on(asked):
    rng = np.random.default_rng(8)
    vote = np.where(rng.random((60, 20)) < 0.55, 1, -1)
    vote[:, 7] = vote[:, 3]
    person, statement = np.indices(vote.shape).reshape(2, -1)

    made = asked(VoteMatrix.from_triplets(person, statement, vote.ravel()), 1)

    assert made.p1 <= 0.05
    assert made.rests_on == (3, 7)
