"""The release rule, cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from talkoo_sense import (
    FIRST,
    Band,
    Form,
    K,
    Why,
    band,
    may_release,
    publish_closed,
    publish_running,
)

tables = arrays(np.int64, array_shapes(min_dims=2, max_dims=2, max_side=6), elements=st.integers(0, 40))
publishers = st.sampled_from([publish_running, publish_closed])


def forms(table) -> list[list[str]]:
    return [[Form(form).name for form in row] for row in table.form]


def test_running_figures_by_hand():
    table = publish_running([[4, 20, 16], [36, 4, 0], [6, 1, 2]], np.random.default_rng(1))

    assert forms(table)[0] == ["HIDDEN"] * 3  # shields the third cell, which has 9 people
    assert forms(table)[1] == ["NEARLY_ALL", "FEW", "FEW"]
    assert table.why.tolist() == [Why.SHIELDS_ANOTHER, Why.PUBLISHED, Why.TOO_SMALL]
    assert table.value[1].tolist() == [-1, -1, -1]
    assert table.size_value.tolist() == [-1, 40, -1]


def test_closed_figures_by_hand():
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


def test_two_small_cells_shield_each_other():
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
def test_figures_are_multiples_near_the_truth_and_never_of_few(counts, publish):
    table = publish(counts, np.random.default_rng(1))

    rounded = table.form == Form.ROUNDED
    people = np.broadcast_to(counts.sum(axis=1, keepdims=True), counts.shape)
    assert (table.value[rounded] % K == 0).all()
    assert (np.abs(table.value - counts)[rounded] < K).all()
    assert (table.value[rounded] >= K).all()
    assert (people[rounded] - table.value[rounded] >= K).all()
    assert (table.value[~rounded] == -1).all()
    assert (people[rounded] >= FIRST).all()


def test_rounding_is_right_on_average():
    table = publish_running(np.full((20_000, 2), 23), np.random.default_rng(1))

    assert table.value.mean() == pytest.approx(23, abs=0.05)
    assert set(np.unique(table.value).tolist()) == {20, 25}


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


@given(
    st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(0, 99)
)
def test_what_is_known_always_holds_the_truth(arrivals, seed):
    rng = np.random.default_rng(seed)
    known, counts = None, np.zeros((1, 3), dtype=np.int64)

    for new in arrivals:
        counts = counts + new
        known = publish_running(counts, rng, previous=known).known

        assert (known.low <= counts).all()
        assert (counts <= known.high).all()


def test_withdrawn_answers_do_not_confuse_what_is_known():
    rng = np.random.default_rng(1)
    before = publish_running([[30, 30, 30]], rng).known

    after = publish_running([[12, 12, 12]], rng, previous=before)

    assert (after.known.low <= 12).all()
    assert (after.known.high >= 12).all()
    assert not after.hidden.any()
