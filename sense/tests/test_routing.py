"""What is asked next: weights by hand and against the peer, the floor, fatigue, and what it saves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talkoo_sense import (
    VoteMatrix,
    draw_order,
    equal_exposure,
    fatigue,
    map_opinions,
    need,
    polis_map,
    polis_priority,
    slope_between,
)


def test_polis_priority_by_hand():
    # Two agree and one passes; nobody has seen the second statement.
    votes = VoteMatrix.from_triplets([0, 1, 2], [0, 0, 0], [1, 1, 0], shape=(3, 2))

    found = polis_priority(votes, [0.5, 0.0])

    seen = ((1 - 2 / 5) * 1.5 * (3 / 5) * (1 + 8 * 2 ** (-3 / 5))) ** 2
    assert found == pytest.approx([seen, ((1 - 1 / 2) * 1 * (1 / 2) * 9) ** 2])


def test_polis_priority_is_that_of_red_dwarf(any_real):
    peer = pytest.importorskip("reddwarf.utils.stats", reason="red-dwarf is not installed")
    votes = any_real.export.votes
    extremity = polis_map(votes, any_real.export.left_out).extremity
    agree, disagree = (
        np.bincount(votes.statement[votes.value == v], minlength=votes.n_statements) for v in (1, -1)
    )
    seen = np.bincount(votes.statement, minlength=votes.n_statements)

    found = polis_priority(votes, extremity)

    assert found == pytest.approx(peer.priority_metric(False, agree, disagree, seen, extremity))


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: polis_priority(VoteMatrix.from_triplets([0], [0], [1]), [1.0, 2.0]), "of shape"),
        (lambda: equal_exposure([-1]), "fewer than 0"),
        (lambda: need([-1]), "fewer than 0"),
        (lambda: need([1], [np.nan]), "must be a number"),
        (lambda: need([1], floor=1.5), "from 0 to 1"),
        (lambda: slope_between([[0.5, 1.0]]), "between 0 and 1"),
        (lambda: slope_between([0.5]), "of shape"),
        (lambda: draw_order([1.0, -1.0], np.random.default_rng(1)), "0 or more"),
        (lambda: draw_order([np.nan], np.random.default_rng(1)), "0 or more"),
        (lambda: fatigue([3], 2), "more than they were offered"),
        (lambda: fatigue([-1], 2), "fewer than 0"),
    ],
)
def test_what_cannot_be_is_refused_in_words(act, words):
    with pytest.raises(ValueError, match=words):
        act()


def test_need_is_greater_with_fewer_answers_and_where_people_stand_further_apart():
    assert (np.diff(need([0, 1, 5, 20, 100])) < 0).all()
    assert (np.diff(need([20] * 4, [0.0, 0.5, -1.0, 2.0])) > 0).all()
    assert need([0, 0, 0]).tolist() == [1, 1, 1]
    assert need([]).size == 0


asked = st.lists(st.tuples(st.integers(0, 10_000), st.floats(-8, 8)), min_size=1, max_size=60)


@given(asked, st.floats(0, 1), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_need_keeps_its_floor_and_its_mean_in_any_order(statements, floor, dice):
    n, slope = np.array(statements, dtype=float).T

    found = need(n, slope, floor=floor)

    assert found.mean() == pytest.approx(1)
    assert found.min() >= floor - 1e-12
    order = np.array(dice.sample(range(n.size), n.size))
    assert need(n[order], slope[order], floor=floor) == pytest.approx(found[order])
    assert need(n, -slope, floor=floor) == pytest.approx(found)


@pytest.mark.parametrize("stops_after", [1, 3, 10, 25])
def test_no_statement_starves_wherever_people_stop(stops_after):
    # Twenty of thirty are needed as little as can be; chance may take five standard errors from one of them.
    weight = need([0] * 10 + [50] * 19 + [100_000], [2.0] * 10 + [0.0] * 20, floor=0.1)
    rng = np.random.default_rng(5)

    drawn = np.concatenate([draw_order(weight, rng)[:stops_after] for _ in range(20_000)])

    answered = np.bincount(drawn, minlength=30)
    promised = 0.1 * answered.mean()
    assert answered.min() >= promised - 5 * promised**0.5


def test_the_next_one_is_drawn_in_proportion():
    rng = np.random.default_rng(6)

    orders = np.array([draw_order([1.0, 2.0, 5.0, 0.0], rng) for _ in range(20_000)])

    assert np.bincount(orders[:, 0], minlength=4) / 20_000 == pytest.approx(
        [1 / 8, 2 / 8, 5 / 8, 0], abs=0.015
    )
    after_last = orders[orders[:, 0] == 2][:, 1]
    assert (after_last == 1).mean() == pytest.approx(2 / 3, abs=0.02)
    assert (orders[:, 3] == 3).all()


def test_fatigue_by_hand_with_people_who_ran_out():
    # Offered 1, 3 and 3: the first ran out after one, the second stopped after one, the third after two.
    assert fatigue([1, 1, 2], [1, 3, 3]) == pytest.approx([0, 1 / 2, 1])
    assert fatigue([2, 2], 2).tolist() == [0, 0]  # nobody ever stopped
    assert fatigue([0], 0).size == 0
    assert fatigue([], 5).size == 0


def test_people_stop_most_easily_after_their_first_answer(any_real):
    export = any_real.export
    in_it = ~np.isin(export.votes.statement, export.left_out)
    n = np.bincount(export.votes.person[in_it], minlength=export.votes.n_people)

    stop = fatigue(n[n > 0], export.votes.n_statements - len(export.left_out))

    assert stop[0] == 0
    assert stop[1] > 2 * stop[2:10].mean()  # 4 to 18 % against 1 to 4 %


def test_slopes_between_parts():
    assert slope_between([[0.5, 0.1], [0.5, 0.9]]) == pytest.approx([0, np.log(9)])
    assert slope_between([[0.1], [np.nan], [0.9]]) == pytest.approx([np.log(9)])
    assert slope_between(np.empty((0, 3))).tolist() == [0, 0, 0]


def asked_in_order(would, weigh, seed):
    """Half of the statements are there when 30 people have come; everybody answers 12 and goes."""
    rng = np.random.default_rng([4, seed])
    asked = np.zeros(would.shape, dtype=bool)
    there = np.arange(would.shape[1]) % 2 * 30
    weight = np.ones(would.shape[1])
    for person in range(len(would)):
        if person % 10 == 9:
            weight = weigh(as_votes(would, asked))
        order = draw_order(weight, rng)
        asked[person, order[there[order] <= person][:12]] = True
    return asked


def as_votes(would, asked):
    person, statement = np.nonzero(asked)
    return VoteMatrix.from_triplets(person, statement, would[asked], shape=would.shape)


def place(votes):
    return map_opinions(votes, n_tables=19, n_tries=1).positions[:, 0]


def answers(votes):
    return np.bincount(votes.statement, minlength=votes.n_statements)


def test_the_same_number_of_votes_shows_more_when_asked_by_need(planted):
    """The short form of ``python -m bench routing``."""
    orders = {
        "random": lambda votes: np.ones(votes.n_statements),
        "equal": lambda votes: equal_exposure(answers(votes)),
        "need": lambda votes: need(
            answers(votes), map_opinions(votes, n_tables=19, n_tries=1).prediction.slope
        ),
    }
    alike, least = dict.fromkeys(orders, 0.0), dict.fromkeys(orders, 0.0)
    for seed in range(3):
        complete = planted(1, seed, (100, 40), "spectrum").votes
        would = complete.value.reshape(complete.shape)
        whole = place(complete)
        for name, weigh in orders.items():
            asked = asked_in_order(would, weigh, seed)
            alike[name] += abs(np.corrcoef(place(as_votes(would, asked)), whole)[0, 1]) / 3
            least[name] += asked.sum(axis=0).min() / 3

    assert least["equal"] > 1.3 * least["random"]
    assert least["need"] > 0.8 * least["random"]
    assert alike["need"] > alike["random"] + 0.02
