"""Groups the way Polis makes them: k-means on at most 100 base clusters, the number by best silhouette."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.clusters import Floats, Labels, k_means, nearest, silhouette

MOST_BASE_CLUSTERS: Final = 100
GROUP_COUNTS: Final = (2, 3, 4, 5)
# Base clusters are found on this many people and then given to everybody; more would not move 100 centres.
MOST_FOR_BASE: Final = 10_000
FEWEST_DISTINCT: Final = 3
DECIMALS: Final = 9  # beyond them two orders of adding up may differ


def cluster(positions: Floats, rng: np.random.Generator) -> tuple[Labels, dict[int, float]]:
    """Divide people into groups, the largest first.

    Parameters
    ----------
    positions : numpy.ndarray, shape (people, 2)
    rng : numpy.random.Generator

    Returns
    -------
    group : numpy.ndarray of int, shape (people,)
    silhouette : dict of int to float
        For each number of groups that was tried.
    """
    distinct = np.unique(as_complex(positions)).view(float).reshape(-1, 2)
    if len(distinct) < FEWEST_DISTINCT:
        return np.zeros(len(positions), dtype=np.intp), {}
    centre = distinct
    if len(distinct) > MOST_BASE_CLUSTERS:
        centre = base_centres(positions[drawn_for_base(len(positions), rng)], rng)
    base_of = nearest(positions, centre)
    group, scores = groups_of_base(centre, np.bincount(base_of, minlength=len(centre)), rng)
    return group[base_of], scores


def drawn_for_base(n_people: int, rng: np.random.Generator) -> Labels:
    """Choose whose positions make the base clusters.

    Parameters
    ----------
    n_people : int
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray of int
        Everybody, or 10,000 of them.
    """
    if n_people <= MOST_FOR_BASE:
        return np.arange(n_people)
    return rng.choice(n_people, MOST_FOR_BASE, replace=False)


def base_centres(positions: Floats, rng: np.random.Generator) -> Floats:
    """Find the centres of the base clusters.

    Parameters
    ----------
    positions : numpy.ndarray, shape (people, 2)
        Of those drawn; more than 100 differ.
    rng : numpy.random.Generator

    Returns
    -------
    numpy.ndarray, shape (100, 2)
    """
    # In an order of their own, so that k-means starts alike in whatever order people come.
    in_order = np.argsort(as_complex(positions.round(DECIMALS)), kind="stable")
    return k_means(positions[in_order], MOST_BASE_CLUSTERS, rng, n_starts=1, n_rounds=20).centre


def as_complex(positions: Floats) -> NDArray[np.complex128]:
    """See places in a plane as numbers that sort by the first axis, then by the second.

    Parameters
    ----------
    positions : numpy.ndarray, shape (people, 2)

    Returns
    -------
    numpy.ndarray of complex, shape (people,)
    """
    return np.ascontiguousarray(positions).view(np.complex128)[:, 0]


def groups_of_base(
    centre: Floats, size: NDArray[np.intp], rng: np.random.Generator
) -> tuple[Labels, dict[int, float]]:
    """Divide base clusters into groups, the largest first.

    Parameters
    ----------
    centre : numpy.ndarray, shape (clusters, 2)
    size : numpy.ndarray of int, shape (clusters,)
        Number of people in each; a cluster of nobody has no say.
    rng : numpy.random.Generator

    Returns
    -------
    group : numpy.ndarray of int, shape (clusters,)
        -1 for a cluster of nobody.
    silhouette : dict of int to float
    """
    taken = np.flatnonzero(size)
    base, weight = centre[taken], size[taken].astype(float)
    found = {k: k_means(base, k, rng, weight=weight).label for k in GROUP_COUNTS if k < len(base)}
    scores = {k: silhouette(base, label) for k, label in found.items()}
    label = found[max(scores, key=lambda k: scores[k])]
    by_size = np.argsort(-np.bincount(label, weight), kind="stable")
    group = np.full(len(centre), -1, dtype=np.intp)
    group[taken] = np.argsort(by_size)[label]
    return group, scores
