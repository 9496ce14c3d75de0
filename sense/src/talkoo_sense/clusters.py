"""K-means with weights: small, deterministic for a given generator, shared by the two ways to make a map."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

type Floats = NDArray[np.float64]
type Labels = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Clusters:
    """Centres and who belongs to them.

    Attributes
    ----------
    centre : numpy.ndarray, shape (clusters, dimensions)
    label : numpy.ndarray of int, shape (points,)
        The nearest centre of each point.
    inertia : float
        Weighted sum of squared distances to the own centre.
    """

    centre: Floats
    label: Labels
    inertia: float


def k_means(
    points: Floats,
    k: int,
    rng: np.random.Generator,
    *,
    weight: Floats | None = None,
    n_starts: int = 5,
    n_rounds: int = 50,
) -> Clusters:
    """Divide points into `k` clusters by Lloyd's rounds from k-means++ starts; the tightest result wins.

    Parameters
    ----------
    points : numpy.ndarray, shape (points, dimensions)
    k : int
        Number of clusters, at most the number of points.
    rng : numpy.random.Generator
        Draws the starts.
    weight : numpy.ndarray, shape (points,), optional
        How many people a point stands for; 1 each if not given.
    n_starts, n_rounds : int
        Number of starts, and most rounds for each.

    Returns
    -------
    Clusters

    References
    ----------
    Arthur, D. and Vassilvitskii, S. (2007). k-means++: the advantages of careful seeding. SODA.

    Examples
    --------
    >>> two = k_means(np.array([[0.0], [0.1], [5.0], [5.1]]), 2, np.random.default_rng(1))
    >>> bool(two.label[0] == two.label[1] != two.label[2])
    True
    """
    if weight is None:
        weight = np.ones(len(points))
    tries = [_lloyd(points, _spread_start(points, k, weight, rng), weight, n_rounds) for _ in range(n_starts)]
    return min(tries, key=lambda found: found.inertia)


def silhouette(points: Floats, label: Labels) -> float:
    """Tell how much nearer points are to their own cluster than to the next one, on average.

    Parameters
    ----------
    points : numpy.ndarray, shape (points, dimensions)
    label : numpy.ndarray of int, shape (points,)

    Returns
    -------
    float
        From -1 to 1; a cluster of one point counts 0; -1 if there are fewer than two clusters.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes. J. Comput. Appl. Math. 20, 53-65.

    Examples
    --------
    >>> round(silhouette(np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([0, 0, 1, 1])), 3)
    1.0
    """
    names, own = np.unique(label, return_inverse=True)
    if len(names) < 2:
        return -1.0
    member = np.eye(len(names))[own]
    size = member.sum(axis=0)
    total = cdist(points, points) @ member
    row = np.arange(len(points))
    inside = total[row, own] / np.maximum(size[own] - 1, 1)
    mean = total / size
    mean[row, own] = np.inf
    outside = mean.min(axis=1)
    score = (outside - inside) / np.maximum(np.maximum(outside, inside), np.finfo(float).tiny)
    return float(np.where(size[own] > 1, score, 0.0).mean())


def nearest(points: Floats, centre: Floats, block: int = 65_536) -> Labels:
    """Find the nearest centre of each point, in blocks so that memory stays small.

    Parameters
    ----------
    points : numpy.ndarray, shape (points, dimensions)
    centre : numpy.ndarray, shape (clusters, dimensions)
    block : int
        Points looked at together.

    Returns
    -------
    numpy.ndarray of int, shape (points,)

    Examples
    --------
    >>> nearest(np.array([[0.2], [0.9]]), np.array([[0.0], [1.0]]))
    array([0, 1])
    """
    starts = range(0, len(points), block)
    parts = [cdist(points[at : at + block], centre, "sqeuclidean").argmin(axis=1) for at in starts]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)


def _spread_start(points: Floats, k: int, weight: Floats, rng: np.random.Generator) -> Floats:
    """Draw centres far from each other (k-means++)."""
    chosen = [_draw(weight, rng)]
    distance = np.full(len(points), np.inf)
    for _ in range(k - 1):
        np.minimum(distance, cdist(points, points[chosen[-1:]], "sqeuclidean")[:, 0], out=distance)
        chosen.append(_draw(weight * distance, rng))
    return points[chosen]


def _draw(weight: Floats, rng: np.random.Generator) -> int:
    total = np.cumsum(weight)
    if total[-1] <= 0:  # all points are centres already
        return int(rng.integers(len(weight)))
    return int(min(np.searchsorted(total, rng.random() * total[-1], side="right"), len(weight) - 1))


def _lloyd(points: Floats, centre: Floats, weight: Floats, n_rounds: int) -> Clusters:
    k = len(centre)
    label = nearest(points, centre)
    for _ in range(n_rounds):
        size = np.bincount(label, weight, k)
        sums = np.stack([np.bincount(label, weight * column, k) for column in points.T], axis=1)
        # An empty cluster keeps its centre: nobody is moved to fill a number.
        centre = np.where(size[:, None] > 0, sums / np.maximum(size, np.finfo(float).tiny)[:, None], centre)
        moved = nearest(points, centre)
        if np.array_equal(moved, label):
            break
        label = moved
    inertia = float(weight @ ((points - centre[label]) ** 2).sum(axis=1))
    return Clusters(centre=centre, label=label, inertia=inertia)
