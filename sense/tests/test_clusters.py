"""K-means finds what is plainly there, for any order of the points."""

import numpy as np
import pytest

from talkoo_sense.clusters import k_means, silhouette


def test_k_means_weight_counts_as_that_many_points():
    points = np.array([[0.0], [1.0], [10.0]])

    found = k_means(points, 2, np.random.default_rng(1), weight=np.array([3.0, 1.0, 1.0]))

    assert sorted(found.centre[:, 0].tolist()) == [0.25, 10.0]
    assert found.inertia == pytest.approx(3 * 0.25**2 + 0.75**2)


def test_k_means_with_fewer_places_than_clusters_leaves_the_rest_empty():
    found = k_means(np.zeros((4, 2)), 3, np.random.default_rng(1))

    assert set(found.label.tolist()) == {0}
    assert found.inertia == 0


def test_silhouette_by_hand():
    points, label = np.array([[0.0], [1.0], [4.0]]), np.array([0, 0, 1])

    # (4 - 1) / 4 and (3 - 1) / 3; a cluster of one point counts 0.
    assert silhouette(points, label) == pytest.approx((3 / 4 + 2 / 3 + 0) / 3)
    assert silhouette(points, np.zeros(3, dtype=int)) == -1
