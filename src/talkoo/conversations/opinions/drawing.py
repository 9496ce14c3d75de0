"""Where groups stand, as areas; how people are spread along a line, as heights. Never a dot for a person."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from talkoo_sense import area, line_density

type Floats = NDArray[np.float64]

POINTS = 25
TENTHS = 10
REACH = 1.5  # standard deviations: about two thirds of a group stand inside
NARROWEST = 0.45  # of the length: groups on one line are drawn as wide as this


def areas_of(positions: Floats, group: NDArray[np.intp], n_groups: int) -> list[dict[str, float] | None]:
    """An ellipse for each group of seven or more, all scaled so that the whole picture fits -1 to 1.

    y points up, and ``turn`` counts against the clock, from -90 to 90 degrees.
    """
    drawn: list[tuple[Floats, float, float, float] | None] = []
    for number in range(n_groups):
        shape = area(positions[group == number])
        if shape is None:
            drawn.append(None)
            continue
        size, direction = np.linalg.eigh(shape.covariance)
        short, long = (float(radius) for radius in REACH * np.sqrt(np.maximum(size, 1e-6)))
        turn = float(np.degrees(np.arctan2(direction[1, 1], direction[0, 1])))
        drawn.append((shape.centre, long, max(short, NARROWEST * long), (turn + 90) % 180 - 90))
    there = [shape for shape in drawn if shape is not None]
    if not there:
        return [None] * n_groups
    reach: Floats = np.array([(centre - long, centre + long) for centre, long, _, _ in there])
    low, high = reach.min(axis=(0, 1)), reach.max(axis=(0, 1))
    middle, half = (low + high) / 2, float((high - low).max()) / 2
    return [None if shape is None else placed(shape, middle, half) for shape in drawn]


def placed(shape: tuple[Floats, float, float, float], middle: Floats, half: float) -> dict[str, float]:
    """One ellipse in the picture, rounded so far that no single person moves it visibly."""
    centre, long, short, turn = shape
    x, y = (centre - middle) / half
    figures = {"x": x, "y": y, "rx": long / half, "ry": short / half, "turn": turn}
    return {name: round(float(value), 2) + 0.0 for name, value in figures.items()}


def heights_of(positions: Floats) -> list[int] | None:
    """How many stand where along the first axis, in tenths of the most, at 25 places."""
    curve: Any = line_density(positions)
    if curve is None:
        return None
    places = np.linspace(curve.place[0], curve.place[-1], POINTS)
    heights = np.interp(places, curve.place, curve.height)
    return [int(height) for height in np.round(TENTHS * heights)]
