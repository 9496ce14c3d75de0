"""Statements: what all share, what divides, what groups stand for, and silence where little is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkoo_sense import VoteMatrix, least_difference, read_statements, wilson_interval


def conversation(*statements: list[int]) -> VoteMatrix:
    """Take, for each statement, who agrees and disagrees in group 0, then in group 1; 20 people in each."""
    person, statement, vote = [], [], []
    for j, counts in enumerate(statements):
        for group in range(len(counts) // 2):
            agree, disagree = counts[2 * group], counts[2 * group + 1]
            person += [20 * group + i for i in range(20)]
            statement += [j] * 20
            vote += [1] * agree + [-1] * disagree + [0] * (20 - agree - disagree)
    return VoteMatrix.from_triplets(person, statement, vote)


GROUP = np.repeat([0, 1], 20)


def test_measures_by_hand():
    report = read_statements(conversation([18, 2, 13, 1]), GROUP)

    # Smoothed shares 19/22 and 14/22 of agreement, 3/22 and 2/22 of disagreement.
    assert report.consensus[0] == pytest.approx((19 / 22 * 14 / 22) ** 0.5)
    assert report.bridging[0] == pytest.approx(14 / 22)
    assert report.dividing[0] == pytest.approx((19 / 22 * 3 / 22) ** 0.5)
    assert report.seen.tolist() == [[20], [20]]


def test_all_share_only_what_every_group_shares():
    report = read_statements(conversation([18, 2, 17, 3], [20, 0, 8, 8], [1, 18, 2, 17]), GROUP)

    assert [(found.statement, found.answer) for found in report.shared] == [(0, 1), (2, -1)]
    assert report.shared[0].whole.given == 35
    assert [share.given for share in report.shared[0].by_group] == [18, 17]


def test_a_divide_is_between_groups_or_within_one():
    votes = conversation([18, 2, 2, 18], [10, 10, 10, 10])

    between, within = read_statements(votes, GROUP), read_statements(votes)

    assert [found.statement for found in between.divided] == [0]
    assert (between.divided[0].agreeing.group, between.divided[0].disagreeing.group) == (0, 1)
    assert [found.statement for found in within.divided] == [0, 1]
    assert within.dividing == pytest.approx([0.5, 0.5])


def test_a_group_stands_for_what_the_others_say_clearly_less():
    report = read_statements(conversation([18, 2, 2, 18], [18, 2, 17, 3]), GROUP)

    first, second = report.stands_for
    assert [(found.statement, found.answer) for found in first] == [(0, 1)]
    assert [(found.statement, found.answer) for found in second] == [(0, -1)]
    assert first[0].own.given == 18
    assert first[0].rest.given == 2
    assert first[0].lead == pytest.approx(float(least_difference(18, 20, 2, 20)))


def test_measures_are_the_same_for_any_number_of_equal_groups():
    votes = conversation([15, 5, 15, 5])

    one, two = read_statements(votes), read_statements(votes, GROUP)

    assert one.consensus[0] == pytest.approx(two.consensus[0], abs=0.02)
    assert one.bridging[0] == pytest.approx(two.bridging[0], abs=0.02)
    assert one.dividing[0] == pytest.approx(two.dividing[0], abs=0.02)


def test_little_is_said_about_few_people():
    few = VoteMatrix.from_triplets(np.repeat(np.arange(4), 2), np.tile([0, 1], 4), [1, 1, 1, -1, 1, 1, 1, -1])

    report = read_statements(few)

    assert report.too_few.all()
    assert report.shared == report.divided == ()
    assert read_statements(conversation([12, 8, 12, 8])).shared == ()


def test_people_of_no_group_count_for_everybody_only():
    group = GROUP.copy()
    group[:5] = -1

    report = read_statements(conversation([20, 0, 20, 0]), group)

    assert report.seen[:, 0].tolist() == [15, 20]
    assert report.shared[0].whole.seen == 40


def test_statements_left_out_are_not_spoken_of():
    report = read_statements(conversation([20, 0, 20, 0], [19, 0, 20, 0]), GROUP, left_out=[0])

    assert np.isnan(report.consensus[0])
    assert [found.statement for found in report.shared] == [1]


def test_nobody_said_anything():
    report = read_statements(VoteMatrix.from_triplets([], [], [], shape=(0, 3)))

    assert report.too_few.all()
    assert report.shared == report.divided == ()


def test_wilson_interval_as_published():
    # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    low, high = wilson_interval([81, 15, 0, 1], [263, 148, 20, 29])

    assert low.round(4).tolist() == [0.2553, 0.0624, 0.0, 0.0061]
    assert high.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


@given(st.integers(0, 200), st.integers(0, 200))
def test_wilson_interval_holds_the_share(first, second):
    given_, seen = min(first, second), max(first, second)
    low, high = wilson_interval(given_, seen)

    assert 0 <= low <= (given_ / seen if seen else 0.5) + 1e-12
    assert (given_ / seen if seen else 0.5) - 1e-12 <= high <= 1


@pytest.mark.parametrize("group", [[0], np.full(40, -2), np.zeros(40)])
def test_group_must_fit(group):
    with pytest.raises(ValueError, match="group must"):
        read_statements(conversation([10, 10, 10, 10]), group)


def test_wilson_interval_refuses_more_given_than_seen():
    with pytest.raises(ValueError, match="between 0 and seen"):
        wilson_interval(3, 2)
