"""A map as a drawing with words for those who hear it: areas or a curve, never a dot for a person."""

from dataclasses import dataclass
from html import escape
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.groups import OpinionMap, Verdict
from talkoo_sense.polis import PolisMap
from talkoo_sense.report import LETTERS, Report, printable, verdict_in_words
from talkoo_sense.space import area, line_density

type Floats = NDArray[np.float64]
type Labels = NDArray[np.intp]

WIDTH: Final = 640
HEIGHT: Final = 400
MARGIN: Final = 40
COLOURS: Final = ("#00677f", "#a23b00", "#5b4b9a", "#3c6e00", "#8a1f5c")
# Half of a normal cloud lies within this many standard deviations in two dimensions.
HALF_INSIDE: Final = 1.1774


@dataclass(frozen=True)
class _Ellipse:
    name: str
    x: float
    y: float
    long: float
    short: float
    degrees: float


def draw(report: Report) -> str:
    """Draw a report as SVG.

    Groups become ellipses that hold half of their people; a divide or a spectrum becomes a curve of how many
    people stand where; otherwise only the sentence is drawn. Groups of fewer than 7 people are not drawn.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
    """
    made = report.made
    title = printable(report.export.topic) or "Map of opinions"
    if isinstance(made, PolisMap):
        sentence, shapes = "The map of Polis.", _areas(made.positions, made.group)
    else:
        sentence = verdict_in_words(made)
        shapes = _shapes(made)
    sizes = zip(report.parts, report.sizes, strict=True)
    description = " ".join([sentence, *(f"{name}: {size} people." for name, size in sizes)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title description" font-family="sans-serif" font-size="16">\n'
        f'<title id="title">{escape(title)}</title>\n<desc id="description">{escape(description)}</desc>\n'
        f"{shapes}{_caption(sentence)}</svg>\n"
    )


def _shapes(made: OpinionMap) -> str:
    if made.verdict is Verdict.GROUPS:
        return _areas(made.positions, made.group)
    if made.verdict in (Verdict.DIVIDE, Verdict.SPECTRUM):
        return _curve(made.positions[made.kept_people])
    return ""


def _areas(positions: Floats, group: Labels) -> str:
    ellipses = _ellipses(positions, group)
    if not ellipses:
        return ""
    reach = [(one.x + sign * one.long, one.y + sign * one.long) for one in ellipses for sign in (-1, 1)]
    low, high = np.min(reach, axis=0), np.max(reach, axis=0)
    scale = min((WIDTH - 2 * MARGIN) / (high - low)[0], (HEIGHT - 3 * MARGIN) / (high - low)[1])
    middle = (low + high) / 2
    drawn = []
    for one, colour in zip(ellipses, COLOURS, strict=False):
        x = WIDTH / 2 + scale * (one.x - middle[0])
        y = (HEIGHT - MARGIN) / 2 - scale * (one.y - middle[1])
        drawn.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{scale * one.long:.1f}" ry="{scale * one.short:.1f}" '
            f'transform="rotate({-one.degrees:.1f} {x:.1f} {y:.1f})" fill="{colour}" fill-opacity="0.2" '
            f'stroke="{colour}" stroke-width="2"/>\n'
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="24" fill="{colour}">'
            f"{one.name}</text>\n"
        )
    return "".join(drawn)


def _ellipses(positions: Floats, group: Labels) -> list[_Ellipse]:
    found = []
    for g in range(int(group.max(initial=-1)) + 1):
        place = area(positions[group == g])
        if place is None:
            continue
        variance, direction = np.linalg.eigh(place.covariance)
        # A line has no width; a group on it is drawn a quarter as high as it is long, so that it can be seen.
        long = HALF_INSIDE * np.sqrt(max(variance[1], 1e-4))
        short = max(HALF_INSIDE * np.sqrt(max(variance[0], 0.0)), long / 4)
        degrees = np.degrees(np.arctan2(direction[1, 1], direction[0, 1]))
        x, y = place.centre
        found.append(_Ellipse(LETTERS[g], x, y, long, short, degrees))
    return found


def _curve(positions: Floats) -> str:
    curve = line_density(positions)
    if curve is None:
        return ""
    base, top = HEIGHT - 2.5 * MARGIN, MARGIN
    across = np.interp(curve.place, (curve.place[0], curve.place[-1]), (MARGIN, WIDTH - MARGIN))
    up = base - curve.height * (base - top)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, up, strict=True))
    outline = f"{MARGIN},{base} {points} {WIDTH - MARGIN},{base}"
    return (
        f'<polygon points="{outline}" fill="{COLOURS[0]}" fill-opacity="0.2" stroke="{COLOURS[0]}" '
        f'stroke-width="2"/>\n'
        f'<text x="{MARGIN}" y="{base + 22}">side A</text>\n'
        f'<text x="{WIDTH - MARGIN}" y="{base + 22}" text-anchor="end">side B</text>\n'
    )


def _caption(sentence: str) -> str:
    place = f'x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle" font-size="13"'
    return f"<text {place}>{escape(sentence)}</text>\n"
