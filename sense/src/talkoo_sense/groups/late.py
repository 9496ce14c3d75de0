"""Popularity of statements with too few votes to be looked at, once everybody's readiness is known."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from talkoo_sense.groups.cells import Cells, Floats, Indices
from talkoo_sense.groups.descriptions import Description
from talkoo_sense.groups.noise import LONGEST_STEP, RIDGE

ROUNDS: Final = 10


@dataclass(frozen=True, eq=False)
class Late:
    """Votes on such statements.

    Attributes
    ----------
    cells : Cells
    readiness : numpy.ndarray, shape (people,)
    """

    cells: Cells
    readiness: Floats

    def pull_and_bend(self, popularity: Floats) -> Floats:
        """Sum over people what a Newton step needs; parts of the people may be added up.

        Parameters
        ----------
        popularity : numpy.ndarray, shape (statements,)

        Returns
        -------
        numpy.ndarray, shape (2, statements)
            First and (negative) second derivative of the log-likelihood.
        """
        at, n = self.cells.statement, self.cells.n_statements
        p = 1 / (1 + np.exp(-popularity[at] - self.readiness[self.cells.person]))
        pull = np.bincount(at, (self.cells.sign > 0) - p, n)
        return np.stack([pull, np.bincount(at, p * (1 - p), n)])


def late_popularity(n_statements: int, pull_and_bend: Callable[[Floats], Floats]) -> Floats:
    """Fit the popularity of each by Newton steps under a ridge.

    Parameters
    ----------
    n_statements : int
    pull_and_bend : callable
        Sums over everybody, see `Late`.

    Returns
    -------
    numpy.ndarray, shape (statements,)
    """
    level = np.zeros(n_statements)
    for _ in range(ROUNDS if n_statements else 0):
        pull, bend = pull_and_bend(level)
        level = level + np.clip((pull - RIDGE * level) / (bend + RIDGE), -LONGEST_STEP, LONGEST_STEP)
    return level


def level_of_all(line: Description, statements: Indices, n_statements: int) -> tuple[Floats, Floats]:
    """Lay out what was estimated for some statements among all of them, zero for the others.

    Parameters
    ----------
    line : Description
    statements : numpy.ndarray of int
    n_statements : int

    Returns
    -------
    popularity, slope : numpy.ndarray, shape (n_statements,)
    """
    popularity, slope = np.zeros(n_statements), np.zeros(n_statements)
    popularity[statements], slope[statements] = line.popularity, line.slope[:, 0]
    return popularity, slope
