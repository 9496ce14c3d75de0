"""One seed, and a separate stream of random numbers for each step, so that no step disturbs another."""

from enum import IntEnum
from typing import Final

import numpy as np

SEED: Final = 1


class Step(IntEnum):
    """What random numbers are drawn for."""

    SAMPLE = 0
    FIRST_TEST = 1
    TWO_CAMPS = 2
    SECOND_TEST = 3
    THREE_CAMPS = 4
    TRIES_OF_THREE = 5
    TRIES_OF_TWO = 6
    WITHOUT_TWO_STATEMENTS = 7


class Dice:
    """Generators for the steps of one analysis.

    Parameters
    ----------
    rng : numpy.random.Generator or None
        One number is drawn from it; with None the seed is fixed.
    """

    def __init__(self, rng: np.random.Generator | None) -> None:
        self._seed = SEED if rng is None else int(rng.integers(2**63))

    def for_step(self, step: Step) -> np.random.Generator:
        """Give the generator of a step, always from its beginning.

        Parameters
        ----------
        step : Step

        Returns
        -------
        numpy.random.Generator
        """
        return np.random.default_rng((self._seed, step))
