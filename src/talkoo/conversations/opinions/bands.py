"""Shares in words. A band is never so narrow that it says all or none of a few people."""

import numpy as np
from numpy.typing import NDArray

from talkoo_sense import K

PARTS = ((0.17, "few"), (0.29, "quarter"), (0.42, "third"), (0.58, "half"), (0.75, "two_thirds"))
HARDLY, PARTLY = 0.2, 0.5  # Cramér's V, corrected for chance


def part_of_all(people: int, of: int) -> str:
    """How many of the people in the picture, in a word."""
    if people < K:
        return "hidden"
    return next((word for edge, word in PARTS if people / of < edge), "most")


def stability_word(jaccard: float) -> str:
    """How well a group came back when part of the votes was left out."""
    return "stable" if jaccard >= 0.9 else "fairly" if jaccard >= 0.8 else "loosely"


def follows_roles(label: NDArray[np.intp], cells: NDArray[np.intp]) -> str:
    """Whether groups follow roles, in a word; "unknown" unless two roles have five people each in the picture.

    Cramér's V with the correction of Bergsma, W. (2013), J. Korean Stat. Soc. 42: about 0 when they do not.
    """
    both = (label >= 0) & (cells >= 0)
    table = np.zeros((int(cells.max(initial=-1)) + 1, int(label.max(initial=-1)) + 1))
    np.add.at(table, (cells[both], label[both]), 1)
    table = table[table.sum(axis=1) >= K]
    table = table[:, table.sum(axis=0) > 0]
    if min(table.shape) < 2:
        return "unknown"
    n, (rows, columns) = table.sum(), table.shape
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / n
    by_chance = (rows - 1) * (columns - 1) / (n - 1)
    phi2 = max(0.0, float(((table - expected) ** 2 / expected).sum() / n) - by_chance)
    smaller = min(rows - (rows - 1) ** 2 / (n - 1), columns - (columns - 1) ** 2 / (n - 1))
    strength = np.sqrt(phi2 / (smaller - 1))
    return "hardly" if strength < HARDLY else "partly" if strength < PARTLY else "mostly"
