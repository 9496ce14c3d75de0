"""Statements: what all share, what divides, what groups stand for, and silence where little is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from talkoo_sense import StatementReport, VoteMatrix, least_difference, read_statements, wilson_interval
from talkoo_sense.evidence import believable, chance_of_so_many, chance_of_such_a_lead


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


def test_to_agree_less_is_no_divide():
    report = read_statements(conversation([19, 1, 11, 8], [19, 1, 8, 11]), GROUP)

    assert report.dividing[0] > 0.4
    assert report.is_dividing.tolist() == [False, True]
    assert not (report.is_dividing & report.is_shared).any()


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


def by_chance(n_people: int, n_groups: int, seed: int, n_statements: int = 30) -> StatementReport:
    """Read a conversation of thrown coins, with groups that mean nothing."""
    rng = np.random.default_rng([n_people, n_groups, seed])
    votes = np.where(rng.random((n_people, n_statements)) < 0.5, 1, -1)
    person, statement = np.indices(votes.shape).reshape(2, -1)
    group = rng.permutation(np.arange(n_people) % n_groups)
    return read_statements(VoteMatrix.from_triplets(person, statement, votes.ravel()), group)


@pytest.mark.parametrize(("n_people", "n_groups"), [(20, 1), (20, 2), (20, 3), (200, 3)])
def test_thrown_coins_are_seldom_said_to_be_shared_to_divide_or_to_stand_for_a_group(n_people, n_groups):
    reports = [by_chance(n_people, n_groups, seed) for seed in range(40)]

    # One in twenty of each list is allowed, so 2 of 40; 6 is three standard errors above.
    assert sum(bool(report.shared) for report in reports) <= 6
    assert sum(bool(report.divided) for report in reports if n_groups > 1) <= 6
    for group in range(n_groups):
        assert sum(bool(report.stands_for[group]) for report in reports) <= 6


def times(number: int, counts: list[int]) -> VoteMatrix:
    """Give the same shares of agreement among so many times 10 people in each of two groups."""
    agrees = np.repeat(np.tile([1, -1], len(counts)), np.ravel([[c, 10 - c] for c in counts]) * number)
    person = np.tile(np.arange(20 * number), len(counts) // 2)
    statement = np.repeat(np.arange(len(counts) // 2), 20 * number)
    return VoteMatrix.from_triplets(person, statement, agrees)


def test_of_the_same_shares_less_is_said_in_a_conversation_of_20_people_than_of_200():
    counts = [9, 9, 8, 7, 7, 7, 7, 3, 6, 4, 10, 1, 5, 5, 6, 7, 8, 9, 3, 3, 2, 7, 8, 8]

    said = []
    for number in (1, 10):
        report = read_statements(times(number, counts), np.repeat([0, 1], 10 * number), most=99)
        said.append(
            {("shared", found.statement) for found in report.shared}
            | {("bridge", found.statement) for found in report.bridges}
            | {("divides", found.statement) for found in report.divided}
            | {("stands for", found.statement, g) for g in (0, 1) for found in report.stands_for[g]}
        )

    few, many = said
    assert few < many
    assert ("divides", 5) in few  # 10 of 10 against 1 of 10 is clear even so
    assert len(few) <= len(many) / 2


def test_a_bridge_is_carried_by_every_group_for_itself():
    # Both are shared; in the second the smaller majority could be chance.
    report = read_statements(conversation([18, 2, 17, 3], [20, 0, 12, 6]), GROUP)

    assert [found.statement for found in report.shared] == [0, 1]
    assert [found.statement for found in report.bridges] == [0]
    assert report.bridges[0].bridging == pytest.approx(18 / 22)
    assert all(share.low > 0.5 for share in report.bridges[0].by_group)


def test_a_single_group_has_nothing_to_bridge():
    assert read_statements(conversation([20, 0, 20, 0])).bridges == ()


@pytest.mark.parametrize("n_parts", [1, 2, 4])
def test_measures_stay_when_every_group_is_split_into_parts_of_one_mind(n_parts):
    votes = times(40, [9, 6, 3, 8, 5, 5])  # 400 people in each of two groups
    halves = np.repeat([0, 1], 400)
    parts = halves * n_parts + np.arange(800) % n_parts

    whole, split = read_statements(votes, halves), read_statements(votes, parts)

    for measure in ("consensus", "bridging", "dividing"):
        assert getattr(split, measure) == pytest.approx(getattr(whole, measure), abs=0.01)
    assert np.array_equal(split.is_dividing, whole.is_dividing)


def test_measures_of_groups_drawn_at_random_stay_near_those_of_everybody():
    rng = np.random.default_rng(3)
    votes = times(40, [8, 8, 5, 5])
    whole = read_statements(votes)

    for n_groups in (2, 3, 5):
        split = read_statements(votes, rng.integers(0, n_groups, 800))
        assert split.consensus == pytest.approx(whole.consensus, abs=0.02)
        # The extreme of several shares: two standard errors of a share among 160 people.
        assert split.bridging == pytest.approx(whole.bridging, abs=0.08)
        assert split.dividing == pytest.approx(whole.dividing, abs=0.08)


def test_every_share_comes_with_people_interval_and_flag():
    votes = VoteMatrix.from_triplets(
        [0, 1, 2, 3, 4, 0], [0, 0, 0, 0, 0, 1], [1, 1, 1, -1, 0, 1], shape=(8, 2)
    )

    report = read_statements(votes, [0, 0, 0, 0, 0, -1, -1, -1])

    share = report.share(0, 1)
    assert (share.given, share.seen, share.share, share.group, share.too_few) == (3, 5, 0.6, -1, False)
    assert (share.low, share.high) == pytest.approx([float(end) for end in wilson_interval(3, 5)])
    assert report.share(0, -1, group=0).given == 1
    assert report.share(1, 1).too_few
    assert report.too_few.tolist() == [False, True]
    with pytest.raises(IndexError):
        report.share(2, 1)


def test_chance_of_so_many_is_the_binomial_tail():
    # Worked by hand: 15 or more heads of 20 coins is 21700 of 2^20.
    assert chance_of_so_many(15, 20, 0.5) == pytest.approx(21700 / 2**20)
    assert chance_of_so_many([0, 3], [0, 3], 0.25).tolist() == pytest.approx([1, 1 / 64])


def test_a_lead_is_as_surprising_as_fishers_test_says():
    fisher = [0.0286, 0.0004, 0.1849]  # scipy.stats.fisher_exact, one-sided

    found = chance_of_such_a_lead([9, 10, 6], 10, [4, 2, 3], 10)

    assert found == pytest.approx(fisher, abs=0.005)
    assert chance_of_such_a_lead([0, 3], [0, 9], [1, 4], [5, 9]).tolist() == [1, 1]


def test_believable_as_published():
    # The fifteen ordered probabilities of Benjamini and Hochberg (1995), section 4.1: four are believed.
    chance = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    chance += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]

    assert believable(chance).tolist() == [True] * 4 + [False] * 11
    assert not believable([1e-9], [False]).any()


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
