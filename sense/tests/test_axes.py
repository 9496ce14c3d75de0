"""The axes of a very large table are those of the whole decomposition, found in few passes."""

import numpy as np
import pytest
from scipy import sparse

import talkoo_sense.polis as polis_of
from talkoo_sense import polis_map
from talkoo_sense.axes import leading_axes


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_axes_that_stand_out_are_those_of_the_whole_decomposition(kind):
    rng = np.random.default_rng(1)
    dense = rng.normal(size=(600, 3)) @ np.diag([9, 6, 1]) @ rng.normal(size=(3, 150))
    table = sparse.csr_array(np.where(rng.random(dense.shape) < 0.2, dense, 0).astype(kind))

    values, vectors = leading_axes(table)

    _, exact, right = np.linalg.svd(table.toarray().astype(float))
    assert values == pytest.approx(exact[:2], rel=1e-5)
    assert np.abs((vectors * right[:2]).sum(axis=1)) == pytest.approx([1, 1], abs=1e-5)


def test_a_table_with_fewer_columns_than_passes_would_fill():
    table = sparse.csr_array(np.random.default_rng(2).normal(size=(50, 20)))

    values, _ = leading_axes(table, n_axes=3)

    assert values == pytest.approx(np.linalg.svd(table.toarray())[1][:3])


def test_an_axis_in_chance_carries_nearly_as_much_as_the_best():
    table = sparse.csr_array(np.random.default_rng(3).normal(size=(2_000, 400)))

    values, vectors = leading_axes(table)

    assert values == pytest.approx(np.linalg.svd(table.toarray())[1][:2], rel=0.01)
    assert vectors @ vectors.T == pytest.approx(np.eye(2), abs=1e-10)


def test_the_map_of_very_many_votes_is_that_of_all_digits(planted, monkeypatch: pytest.MonkeyPatch):
    votes = planted(22, 0, (400, 150), "three", cover=0.6).votes
    exact = polis_map(votes)

    monkeypatch.setattr(polis_of, "LARGE", 1_000)
    quick = polis_map(votes)

    assert quick.positions == pytest.approx(exact.positions, abs=1e-4)
    assert quick.axes == pytest.approx(exact.axes, abs=1e-5)
    assert (quick.group == exact.group).all()
