"""How likely figures are, for a watcher who weighs what could have been answered.

The watcher knows the rule in full and is told more than anybody can know: how the number of people was moved.
What is left to work out of a release is then one count at a time.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.chance import TAIL
from talkoo_sense.privacy.words import Form, K

type Floats = NDArray[np.float64]
type Figure = tuple[int, int, int]
"""Form, value, and the number of people as it was moved by chance."""

REACH: Final = 60
"""No count is taken to be moved further than this; for one draw that has a chance of 10^-25."""
_MOVED: Final = np.arange(-REACH, REACH + 1)
_STEP: Final = (1 - TAIL) / (1 + TAIL) * TAIL ** np.abs(_MOVED)


def likelihood(figures: Sequence[Figure], counts: Sequence[int]) -> float:
    """Tell how likely the figures of one answer are, release by release, if the counts were these.

    A hidden Markov chain: what is hidden is how far the count has been moved, one more draw each release.

    Parameters
    ----------
    figures : sequence of (int, int, int)
        Of each release in which the figure was new: `Form`, value, and the number of people as it was moved.
    counts : sequence of int
        How many had given the answer by each of these releases; not more than `REACH`.

    Returns
    -------
    float

    References
    ----------
    The forward recursion: Rabiner, L. R. (1989). A tutorial on hidden Markov models. Proc. IEEE 77(2).

    Examples
    --------
    >>> few = [(Form.FEW, -1, 20)]
    >>> round(likelihood(few, [4]) / likelihood(few, [5]), 2)
    2.67
    """
    state: Floats = np.zeros(_MOVED.size)
    state[REACH] = 1
    total = 1.0
    for figure, count in zip(figures, counts, strict=True):
        state = np.convolve(state, _STEP, mode="same") * _chance(figure)[_at(count)]
        total *= float(state.sum())
        state /= state.sum()
    return total


def _at(count: int) -> NDArray[np.intp]:
    """Take each step to the place of the count that it leads to."""
    return np.clip(_MOVED + count, -REACH, 2 * REACH) + REACH


@cache
def _chance(figure: Figure) -> Floats:
    """Give the chance that each moved count, from -REACH to 2 REACH, is published like this."""
    form, value, of = figure
    moved = np.arange(-REACH, 2 * REACH + 1)
    if form == Form.FEW:
        return (moved < K).astype(float)
    if form == Form.NEARLY_ALL:
        return ((moved >= K) & (of - moved < K)).astype(float)
    below = moved // K * K
    goes_up = np.where(below + K <= of - K, (moved - below) / K, 0)
    shown = np.select([below == value, below + K == value], [1 - goes_up, goes_up], 0)
    is_plain = (moved >= K) & (of - moved >= K)
    chance: Floats = is_plain * shown
    return chance
