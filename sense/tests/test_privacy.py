"""The release rule, cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import talkoo_sense.privacy.tables as tables_of
from talkoo_sense import (
    FIRST,
    Band,
    Form,
    K,
    Why,
    band,
    may_release,
    publish_bands,
    publish_closed,
    publish_running,
)

tables = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(0, 40))
publishers = st.sampled_from([publish_running, publish_closed])


def forms(table) -> list[list[str]]:
    return [[Form(form).name for form in row] for row in table.form]


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is moved by chance, so that figures can be worked out by hand."""
    monkeypatch.setattr(tables_of, "steps", lambda _, shape: np.zeros(shape, dtype=np.int64))


def test_running_figures_by_hand(still):
    table = publish_running([[4, 20, 16], [36, 4, 0], [6, 1, 2]], np.random.default_rng(1))

    assert forms(table)[0] == ["HIDDEN"] * 3  # shields the third cell, which has 9 people
    assert forms(table)[1] == ["NEARLY_ALL", "FEW", "FEW"]
    assert table.why.tolist() == [Why.SHIELDS_ANOTHER, Why.PUBLISHED, Why.TOO_SMALL]
    assert table.value[1].tolist() == [-1, -1, -1]
    assert table.size_value.tolist() == [-1, 40, -1]


def test_closed_figures_by_hand(still):
    table = publish_closed([[5, 0, 0], [2, 3, 0], [8, 1, 0], [10, 10, 5]], np.random.default_rng(1))

    assert forms(table) == [
        ["MORE_THAN_HALF", "FEWER_THAN_HALF", "FEWER_THAN_HALF"],
        ["ABOUT_HALF", "ABOUT_HALF", "FEWER_THAN_HALF"],
        ["MORE_THAN_HALF", "FEWER_THAN_HALF", "FEWER_THAN_HALF"],
        ["ROUNDED", "ROUNDED", "ROUNDED"],
    ]
    assert table.value[3].tolist() == [10, 10, 5]
    assert not table.hidden.any()


@pytest.mark.parametrize("publish", [publish_running, publish_closed])
def test_a_table_of_one_small_cell_hides_it_alone(publish):
    table = publish([[2, 1, 0]], np.random.default_rng(1))

    assert table.hidden.tolist() == [True]
    assert table.size_form.tolist() == [Form.HIDDEN]


def test_two_small_cells_shield_each_other(still):
    table = publish_closed([[2, 1], [3, 1], [30, 10]], np.random.default_rng(1))

    assert table.why.tolist() == [Why.TOO_SMALL, Why.TOO_SMALL, Why.PUBLISHED]


@given(tables, publishers)
def test_no_hidden_cell_is_alone_and_nothing_of_it_is_told(counts, publish):
    before = counts.copy()

    table = publish(counts, np.random.default_rng(1))

    assert table.hidden.sum() != 1 or len(counts) == 1
    assert (table.form[table.hidden] == Form.HIDDEN).all()
    assert (table.value[table.hidden] == -1).all()
    assert (table.size_value[table.hidden] == -1).all()
    assert table.hidden[counts.sum(axis=1) < K].all()
    assert (counts == before).all()


@given(tables, publishers)
def test_figures_are_multiples_and_never_of_few(counts, publish):
    table = publish(counts, np.random.default_rng(1))

    rounded = table.form == Form.ROUNDED
    sizes = np.broadcast_to(table.size_value[:, None], counts.shape)
    people = np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)
    assert (table.value[rounded] % K == 0).all()
    assert (table.value[rounded] >= K).all()
    assert (sizes[rounded] - table.value[rounded] >= K).all()
    assert (table.value[~rounded] == -1).all()
    assert (people[rounded] >= FIRST).all()
    assert (table.size_value[people[:, 0] >= FIRST] >= FIRST).all() or table.hidden.any()


def test_figures_are_right_on_average():
    table = publish_running(np.full((20_000, 2), 53), np.random.default_rng(1))

    assert table.value.mean() == pytest.approx(53, abs=0.1)
    assert table.size_value.mean() == pytest.approx(106, abs=0.1)
    assert table.value.std() < 3


def test_the_same_generator_draws_the_same_table():
    counts = np.arange(60).reshape(10, 6)

    first, second = (publish_running(counts, np.random.default_rng(7)) for _ in range(2))

    assert (first.value == second.value).all()
    assert (first.size_value == second.size_value).all()


@pytest.mark.parametrize(
    ("counts", "message"),
    [([1, 2], "cells x answers"), ([[0.5]], "whole numbers"), ([[-1]], "negative")],
)
def test_counts_must_be_a_table_of_counts(counts, message):
    with pytest.raises(ValueError, match=message):
        publish_closed(counts, np.random.default_rng(1))


def test_a_first_release_needs_ten_people_and_a_next_one_five_new():
    new, total, previous = [9, 10, 4, 5, 5], [9, 10, 14, 15, 9], [0, 0, 10, 10, 12]

    assert may_release(new, total, previous).tolist() == [False, True, False, True, False]


@pytest.mark.parametrize(
    ("share", "people", "word"),
    [
        (0.0, 4, Band.HIDDEN),
        (0.0, 5, Band.FEWER_THAN_HALF),
        (1.0, 19, Band.MORE_THAN_HALF),
        (0.05, 20, Band.NEARLY_NONE),
        (0.1, 20, Band.FEWER_THAN_HALF),
        (0.4, 20, Band.ABOUT_HALF),
        (0.6, 20, Band.ABOUT_HALF),
        (0.9, 20, Band.MORE_THAN_HALF),
        (0.95, 20, Band.NEARLY_ALL),
        (float("nan"), 0, Band.HIDDEN),
    ],
)
def test_bands(share, people, word):
    assert band(share, people) == word


def test_no_band_stands_for_a_single_count_of_all_or_none():
    for people in range(K, 60):
        words = band(np.arange(people + 1) / people, people)
        assert words[0] == words[1]
        assert words[-1] == words[-2]


def test_band_refuses_what_is_no_share():
    with pytest.raises(ValueError, match="from 0 to 1"):
        band(1.2, 10)


def test_previous_must_be_of_the_same_table():
    known = publish_running([[10, 10]], np.random.default_rng(1)).known

    with pytest.raises(ValueError, match="previous is of shape"):
        publish_running([[10, 10], [10, 10]], np.random.default_rng(1), previous=known)


def test_a_cell_waits_for_five_new_people_whatever_they_change():
    rng = np.random.default_rng(1)
    first = publish_running([[6, 6], [6, 6], [6, 6], [6, 6]], rng).known

    second = publish_running([[0, 16], [9, 8], [0, 12], [2, 1]], rng, previous=first)

    assert second.why.tolist() == [Why.WAITS, Why.PUBLISHED, Why.WAITS, Why.WAITS]
    assert not second.hidden.any()
    assert forms(second)[0] == ["HIDDEN"] * 2
    assert second.known.people.tolist() == [12, 17, 12, 12]
    assert (second.known.moved[[0, 2, 3]] == first.moved[[0, 2, 3]]).all()
    assert (second.known.moved[1] != first.moved[1]).any()


def test_chance_is_carried_on_and_not_drawn_anew():
    rng = np.random.default_rng(1)
    counts, known, moved = np.full((4_000, 2), 50), None, []

    for _ in range(3):
        known = publish_running(counts, rng, previous=known).known
        moved.append(known.moved)
        counts = counts + 5
    fresh = moved[2] - moved[1]

    assert np.corrcoef(moved[1].ravel(), moved[2].ravel())[0, 1] == pytest.approx((2 / 3) ** 0.5, abs=0.02)
    assert abs(np.corrcoef(moved[1].ravel(), fresh.ravel())[0, 1]) < 0.03


def test_a_cell_that_stays_hidden_is_never_alone_while_others_grow():
    rng = np.random.default_rng(1)
    known, counts = None, np.array([[20, 0], [8, 0], [6, 0], [30, 0]])

    seen = []
    for new in ([0, 0, 0, 0], [5, 5, 1, 5], [5, 5, 1, 5], [5, 5, 3, 5]):
        counts = counts + np.array(new)[:, None] * [1, 0]
        table = publish_running(counts, rng, previous=known)
        known = table.known
        seen.append(table.hidden.tolist())

    assert seen == [
        [False, True, True, False],
        [False, True, True, False],
        [False, True, True, False],
        [False, False, False, False],
    ]


def test_what_ran_stays_under_the_running_rule_at_the_end():
    rng = np.random.default_rng(1)
    first = publish_running([[6, 6], [7, 0], [4, 3]], rng).known

    last = publish_closed([[7, 6], [7, 1], [4, 4]], rng, previous=first)

    assert last.why.tolist() == [Why.WAITS, Why.PUBLISHED, Why.PUBLISHED]
    assert set(forms(last)[1]) <= {"MORE_THAN_HALF", "ABOUT_HALF", "FEWER_THAN_HALF"}


def test_bands_of_few_people_are_hidden_and_others_drawn_around_the_truth():
    rng = np.random.default_rng(1)
    drawn = np.array([publish_bands([4, 5, 30], [4, 10, 40], rng)[0] for _ in range(400)])

    assert set(drawn[:, 0]) == {Band.HIDDEN}
    assert {Band.FEWER_THAN_HALF, Band.ABOUT_HALF, Band.MORE_THAN_HALF} == set(drawn[:, 1])
    assert (drawn[:, 1] == Band.ABOUT_HALF).mean() > 0.4
    assert (drawn[:, 2] == Band.MORE_THAN_HALF).mean() > 0.9


def test_bands_carry_chance_on():
    rng = np.random.default_rng(1)
    _, before = publish_bands([5, 3], [10, 3], rng)
    _, after = publish_bands([9, 5], [15, 8], rng, previous=before)

    assert before.people.tolist() == [10, 0]
    assert before.moved[1].tolist() == [0, 0]
    assert after.people.tolist() == [15, 8]
    with pytest.raises(ValueError, match="previous is of shape"):
        publish_bands([5], [10], rng, previous=before)
