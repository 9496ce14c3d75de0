"""Two kinds of description held against each other: camps, and people spread along a line.

Both are one model, ``logit P(agree) = b_j + c_i + a_j . x``, where the place x of a person is one of a few
nodes. For a spectrum the nodes are those of a quadrature; for camps they are a small square around each
camp's corner.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.groups.cells import Floats

SCATTER: Final = 0.35


@dataclass(frozen=True, eq=False)
class Shape:
    """Where people may stand.

    Attributes
    ----------
    node : numpy.ndarray, shape (nodes, dimensions)
    camp : numpy.ndarray of int, shape (nodes,)
        The camp each node belongs to; all 0 for a spectrum.
    share : numpy.ndarray, shape (nodes,)
        Weight of a node within its camp.
    """

    node: Floats
    camp: NDArray[np.intp]
    share: Floats

    @property
    def n_camps(self) -> int:
        """Number of camps, 1 for a spectrum."""
        return int(self.camp.max()) + 1

    @property
    def corner(self) -> Floats:
        """Middle of each camp, shape (camps, dimensions)."""
        return np.stack([self.node[self.camp == camp].mean(axis=0) for camp in range(self.n_camps)])


@cache
def point() -> Shape:
    """Everybody in one place: the null model, for when there is no line."""
    return Shape(np.zeros((1, 1)), np.zeros(1, dtype=np.intp), np.ones(1))


@cache
def normal_line(dimensions: int = 1) -> Shape:
    """People spread like a normal distribution: Gauss-Hermite nodes, 9 on a line or 5 x 5 in a plane."""
    node, weight = np.polynomial.hermite_e.hermegauss(9 if dimensions == 1 else 5)
    grid = np.stack(np.meshgrid(*[node] * dimensions, indexing="ij"), axis=-1).reshape(-1, dimensions)
    weights = np.stack(np.meshgrid(*[weight] * dimensions, indexing="ij"), axis=-1).reshape(-1, dimensions)
    share = weights.prod(axis=1)
    return Shape(grid, np.zeros(len(grid), dtype=np.intp), share / share.sum())


@cache
def even_line() -> Shape:
    """People spread evenly from one end to the other: 9 nodes on [-1.6, 1.6]."""
    return Shape(np.linspace(-1.6, 1.6, 9)[:, None], np.zeros(9, dtype=np.intp), np.full(9, 1 / 9))


@cache
def camps(k: int) -> Shape:
    """Two camps on a line or three in a plane, each with some scatter around its corner."""
    if k == 2:
        corner, offset = np.array([[-1.0], [1.0]]), np.array([[-1.0], [1.0]])
        half_distance = 1.0
    else:
        # Corners from left to right, with unit variance if equally many people stand at each.
        angle = np.pi * np.array([7 / 6, 1 / 2, -1 / 6])
        corner = np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        offset = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
        half_distance = np.sqrt(6) / 2
    node = (corner[:, None] + SCATTER * half_distance * offset).reshape(-1, corner.shape[1])
    return Shape(node, np.repeat(np.arange(k), len(offset)), np.full(len(node), 1 / len(offset)))
