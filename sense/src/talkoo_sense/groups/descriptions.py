"""Fits a shape to votes by EM: where people stand, and what that makes of each statement."""

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.groups.cells import Cells, Floats, Singles
from talkoo_sense.groups.noise import RIDGE
from talkoo_sense.groups.shapes import Shape

SLOPE_RIDGE: Final = 1.0
STOP: Final = 0.01
LONGEST_PERSON_STEP: Final = 1.0
LONGEST_STATEMENT_STEP: Final = 1.5
PLACING_ROUNDS: Final = 3
# Log-odds beyond which single precision could overflow.
SUREST: Final = 60.0
# Cells worked on at a time: their numbers stay in a processor's cache.
BLOCK: Final = 8_192
# Cells of other people looked at together when they are placed.
CELLS_AT_ONCE: Final = 100_000


@dataclass(frozen=True, eq=False)
class Description:
    """A shape with everything that was estimated under it.

    Attributes
    ----------
    shape : Shape
    popularity : numpy.ndarray, shape (statements,)
        ``b`` of the model.
    slope : numpy.ndarray, shape (statements, dimensions)
        ``a`` of the model.
    readiness : numpy.ndarray, shape (people,)
        ``c`` of the model.
    camp_weight : numpy.ndarray, shape (camps,)
    node_weight : numpy.ndarray, shape (people, nodes)
        Posterior probability of each person to stand at each node.
    value : float
        Penalised log-likelihood.
    """

    shape: Shape
    popularity: Floats
    slope: Floats
    readiness: Floats
    camp_weight: Floats
    node_weight: Floats
    value: float

    @property
    def position(self) -> Floats:
        """Posterior mean of the place of each person, shape (people, dimensions)."""
        # Not a matrix product: that may round a row differently depending on where it stands.
        mean: Floats = np.einsum("pq,qd->pd", self.node_weight, self.shape.node)
        return mean

    @property
    def membership(self) -> Floats:
        """Posterior probability of each camp, shape (people, camps)."""
        in_camp = np.eye(self.shape.n_camps)[self.shape.camp]
        total: Floats = np.einsum("pq,qk->pk", self.node_weight, in_camp)
        return total

    @property
    def label(self) -> NDArray[np.intp]:
        """Most probable camp of each person, shape (people,)."""
        return self.membership.argmax(axis=1)


def begin(
    shape: Shape, cells: Cells, popularity: Floats, readiness: Floats, place: Floats, camp_weight: Floats
) -> Description:
    """Start from guessed places: one step of weighted regression of the residuals on them.

    Parameters
    ----------
    shape : Shape
    cells : Cells
    popularity : numpy.ndarray, shape (statements,)
    readiness : numpy.ndarray, shape (people,)
    place : numpy.ndarray, shape (people, dimensions)
        Guessed places; a person with place 0 has no say.
    camp_weight : numpy.ndarray, shape (camps,)

    Returns
    -------
    Description
        Its node weights are those of the shape and its value is minus infinity: nothing is fitted yet.
    """
    p = 1 / (1 + np.exp(-popularity[cells.statement] - readiness[cells.person]))
    d = place[cells.person]
    dimensions = place.shape[1]
    squares = (d[:, :, None] * d[:, None, :]).reshape(len(d), -1)
    square = cells.by_statement @ ((p * (1 - p))[:, None] * squares)
    curvature = square.reshape(-1, dimensions, dimensions) + np.eye(dimensions)
    pull = cells.by_statement @ (((cells.sign > 0) - p)[:, None] * d)
    slope = np.linalg.solve(curvature, pull[:, :, None])[:, :, 0]
    node_weight = np.tile(_prior(shape, camp_weight), (cells.n_people, 1))
    return Description(shape, popularity, slope, readiness, camp_weight, node_weight, -np.inf)


def refine(
    description: Description,
    cells: Cells,
    *,
    rounds: int,
    stop: float = STOP,
    say: Floats | None = None,
) -> Description:
    """Improve a description by EM, each M-step being one clipped Newton step.

    Parameters
    ----------
    description : Description
    cells : Cells
    rounds : int
        Most rounds.
    stop : float
        Stop when the penalised log-likelihood moves by less.
    say : numpy.ndarray, shape (people,), optional
        Weight of each person in what is estimated about statements and camps; 1 each if not given. People
        without a say are placed all the same.

    Returns
    -------
    Description
        With the node weights and the value that belong to its parameters.
    """
    shape = description.shape
    say = np.ones(cells.n_people) if say is None else say
    b, a, c, w = description.popularity, description.slope, description.readiness, description.camp_weight
    value = -np.inf
    for round_ in range(rounds + 1):
        given = _p_given(cells, b, c, a, shape.node)
        node_weight, evidence = _expect(cells, given, _prior(shape, w))
        before, value = value, float(say @ (evidence - RIDGE / 2 * c**2) - _penalty(b, a))
        if round_ == rounds or abs(value - before) < stop:
            break
        c = _step_people(cells, c, given, node_weight)
        b, a = _step_statements(cells, b, a, c, node_weight * say[:, None], shape.node)
        w = np.bincount(shape.camp, say @ node_weight) + 1
        w /= w.sum()
    return Description(shape, b, a, c, w, node_weight, value)


def place(description: Description, cells: Cells) -> Description:
    """Place other people under a finished description, which they do not change.

    Parameters
    ----------
    description : Description
    cells : Cells
        Votes of the people to place on the statements of the description.

    Returns
    -------
    Description
        The same, with their readiness and node weights.
    """
    shape, prior = description.shape, _prior(description.shape, description.camp_weight)
    readiness = np.zeros(cells.n_people)
    node_weight = np.tile(prior, (cells.n_people, 1))
    edges = np.linspace(0, cells.n_people, 2 + cells.n_cells // CELLS_AT_ONCE).astype(int)
    for first, end in pairwise(edges):
        block, c = cells.stretch(first, end), readiness[first:end]
        for round_ in range(PLACING_ROUNDS + 1):
            given = _p_given(block, description.popularity, c, description.slope, shape.node)
            weight, _ = _expect(block, given, prior)
            if round_ < PLACING_ROUNDS:
                c = _step_people(block, c, given, weight)
        readiness[first:end], node_weight[first:end] = c, weight
    return replace(description, readiness=readiness, node_weight=node_weight)


def p_agree(description: Description, cells: Cells) -> Floats:
    """Give the posterior mean probability of agreeing, cell by cell.

    Parameters
    ----------
    description : Description
    cells : Cells

    Returns
    -------
    numpy.ndarray, shape (cells,)
    """
    b, a, c = description.popularity, description.slope, description.readiness
    given = _p_given(cells, b, c, a, description.shape.node)
    as_voted = (given * description.node_weight[cells.person]).sum(axis=1)
    return np.where(cells.sign > 0, as_voted, 1 - as_voted)


def _prior(shape: Shape, camp_weight: Floats) -> Floats:
    prior: Floats = shape.share * camp_weight[shape.camp]
    return prior


def _penalty(b: Floats, a: Floats) -> float:
    return float(RIDGE / 2 * (b**2).sum() + SLOPE_RIDGE / 2 * (a**2).sum())


def _p_given(cells: Cells, b: Floats, c: Floats, a: Floats, node: Floats) -> Singles:
    """Probability of the answer that was given, if the person stood at each node; shape (cells, nodes)."""
    of_statement = (a @ node.T + b[:, None]).astype(np.float32)
    of_person = c.astype(np.float32)[:, None]
    given = np.empty((cells.n_cells, len(node)), dtype=np.float32)
    for first in range(0, cells.n_cells, BLOCK):
        at = slice(first, first + BLOCK)
        against = given[at]
        of_statement.take(cells.statement[at], axis=0, out=against, mode="clip")
        against += of_person.take(cells.person[at], axis=0)
        against *= -cells.sign[at, None]
        np.exp(np.minimum(against, SUREST, out=against), out=against)
        against += 1
        np.reciprocal(against, out=against)
    return given


def _expect(cells: Cells, given: Singles, prior: Floats) -> tuple[Floats, Floats]:
    """Posterior of the nodes and log-evidence of each person."""
    joint = (cells.by_person @ np.log(given)).astype(float) + np.log(prior)
    top = joint.max(axis=1)
    joint -= top[:, None]
    np.exp(joint, out=joint)
    total = joint.sum(axis=1)
    joint /= total[:, None]
    return joint, top + np.log(total)


def _step_people(cells: Cells, c: Floats, given: Singles, node_weight: Floats) -> Floats:
    weight = node_weight.astype(np.float32).take(cells.person, axis=0)
    expected = np.einsum("cq,cq->c", weight, given)
    pull = cells.by_person @ (cells.sign * (1 - expected))
    bend = cells.by_person @ (expected - np.einsum("cq,cq,cq->c", weight, given, given))
    step: Floats = np.clip((pull - RIDGE * c) / (bend + RIDGE), -LONGEST_PERSON_STEP, LONGEST_PERSON_STEP)
    return c + step


def _step_statements(
    cells: Cells, b: Floats, a: Floats, c: Floats, node_weight: Floats, node: Floats
) -> tuple[Floats, Floats]:
    given = _p_given(cells, b, c, a, node)
    slack = 1 - given
    slack *= node_weight.astype(np.float32).take(cells.person, axis=0)
    bend = cells.by_statement @ (slack * given)
    slack *= cells.sign[:, None]
    pull = cells.by_statement @ slack
    regressor = np.concatenate((np.ones((len(node), 1)), node), axis=1)
    ridge = np.array([RIDGE] + [SLOPE_RIDGE] * node.shape[1])
    level = np.concatenate((b[:, None], a), axis=1)
    gradient = pull @ regressor - ridge * level
    squares = (regressor[:, :, None] * regressor[:, None, :]).reshape(len(node), -1)
    hessian = (bend @ squares).reshape(-1, ridge.size, ridge.size) + np.diag(ridge)
    step = np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0]
    level = level + np.clip(step, -LONGEST_STATEMENT_STEP, LONGEST_STATEMENT_STEP)
    return level[:, 0], level[:, 1:]
