"""A map as a drawing with words for those who hear it: areas or a curve, never a dot for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.groups import Verdict
from talkoo_sense.polis import PolisMap
from talkoo_sense.report import LETTERS, Report, people_and_votes, printable, verdict_in_words
from talkoo_sense.space import area, line_density
from talkoo_sense.statement_report import Share
from talkoo_sense.votes import AGREE

type Floats = NDArray[np.float64]
type Labels = NDArray[np.intp]

WIDTH: Final = 720
MARGIN: Final = 36
FIGURE: Final = 260
LINE: Final = 19
SIGN: Final = 6.7  # width of a sign of text, in pixels, on the safe side
PAPER: Final = "#fffdf9"
INK: Final = "#20262b"
QUIET: Final = "#59626a"
COLOURS: Final = ("#00677f", "#a23b00", "#5b4b9a", "#3c6e00", "#8a1f5c")
# Lines of groups differ without colour too.
DASHES: Final = ("none", "9 4", "2 4", "12 3 2 3", "5 2")
STANCES: Final = 2
STANCE_LINES: Final = 4
# Half of a normal cloud lies within this many standard deviations in two dimensions.
HALF_INSIDE: Final = 1.1774


@dataclass(frozen=True)
class _Ellipse:
    part: int
    x: float
    y: float
    long: float
    short: float
    degrees: float


def draw(report: Report) -> str:
    """Draw a report as SVG.

    Groups become ellipses that hold half of their people; a divide or a spectrum becomes a curve of how many
    people stand where; otherwise only words are drawn. Groups of fewer than 7 people are not drawn. Below
    stands what each part stands for and what all share.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
    """
    made = report.made
    title = printable(report.export.topic) or "Map of opinions"
    sentence = "The map of Polis." if isinstance(made, PolisMap) else verdict_in_words(made)
    sizes = zip(report.parts, report.sizes, strict=True)
    description = " ".join([sentence, *(f"{name}: {size} people." for name, size in sizes)])
    heading = [
        *_text(wrap(title, _signs(WIDTH - 2 * MARGIN, title, 1.35)), MARGIN, 24, size=20, weight="bold"),
        *_text([people_and_votes(report)], MARGIN, 20, fill=QUIET),
        *_text(wrap(sentence, _signs(WIDTH - 2 * MARGIN, sentence)), MARGIN, LINE),
    ]
    pieces, top = _stacked(heading, MARGIN)
    shapes, legend = _figure(report, top)
    if shapes:
        below, top = _stacked([(legend, LINE + 4)], top + FIGURE)
        pieces += [*shapes, *below]
    columns, top = _columns(report, top + 10)
    shared, top = _stacked(_shared(report), top)
    height = top + MARGIN / 2
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
            f'aria-labelledby="title description" font-family="sans-serif" font-size="14" fill="{INK}">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(description)}</desc>',
            f'<rect width="{WIDTH}" height="{height:.0f}" rx="8" fill="{PAPER}"/>',
            *pieces,
            *columns,
            *shared,
            "</svg>\n",
        ]
    )


def _figure(report: Report, top: float) -> tuple[list[str], str]:
    made = report.made
    if isinstance(made, PolisMap) or made.verdict is Verdict.GROUPS:
        legend = _legend("each area holds half of its group; only distances mean something")
        return _areas(made.positions, made.group, top), legend
    if made.verdict in (Verdict.DIVIDE, Verdict.SPECTRUM):
        legend = _legend("the higher, the more people stand there")
        return _curve(made.positions[made.kept_people], top), legend
    return [], ""


def _legend(words: str) -> str:
    style = f'text-anchor="middle" font-size="13" fill="{QUIET}"'
    return f'<text x="{WIDTH / 2}" y="{{y:.1f}}" {style}>{words}</text>'


def _areas(positions: Floats, group: Labels, top: float) -> list[str]:
    ellipses = _ellipses(positions, group)
    if not ellipses:
        return []
    reach = [(one.x + sign * one.long, one.y + sign * one.long) for one in ellipses for sign in (-1, 1)]
    low, high = np.min(reach, axis=0), np.max(reach, axis=0)
    scale = min((WIDTH - 2 * MARGIN) / (high - low)[0], (FIGURE - MARGIN) / (high - low)[1])
    middle = (low + high) / 2
    drawn = []
    for one in ellipses:
        colour, dash = COLOURS[one.part], DASHES[one.part]
        x = WIDTH / 2 + scale * (one.x - middle[0])
        y = top + FIGURE / 2 - scale * (one.y - middle[1])
        drawn += [
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{scale * one.long:.1f}" ry="{scale * one.short:.1f}" '
            f'transform="rotate({-one.degrees:.1f} {x:.1f} {y:.1f})" fill="{colour}" fill-opacity="0.15" '
            f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>',
            f'<text x="{x:.1f}" y="{y + 9:.1f}" text-anchor="middle" font-size="26" fill="{colour}">'
            f"{LETTERS[one.part]}</text>",
        ]
    return drawn


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
        found.append(_Ellipse(g, x, y, long, short, degrees))
    return found


def _curve(positions: Floats, top: float) -> list[str]:
    curve = line_density(positions)
    if curve is None:
        return []
    base = top + FIGURE - 12
    across = np.interp(curve.place, (curve.place[0], curve.place[-1]), (MARGIN, WIDTH - MARGIN))
    up = base - curve.height * (FIGURE - 40)
    # Through the middles of the steps, so that the rounding of heights does not look like a finding.
    middles = zip((across[1:] + across[:-1]) / 2, (up[1:] + up[:-1]) / 2, strict=True)
    rounded = " ".join(
        f"Q{x:.1f},{y:.1f} {at:.1f},{to:.1f}" for x, y, (at, to) in zip(across, up, middles, strict=False)
    )
    outline = (
        f"M{MARGIN},{base:.1f} L{MARGIN},{up[0]:.1f} {rounded} L{across[-1]:.1f},{up[-1]:.1f} V{base:.1f} Z"
    )
    ends = zip((MARGIN, WIDTH - MARGIN), ("start", "end"), LETTERS, COLOURS, strict=False)
    return [
        f'<path d="{outline}" fill="{QUIET}" fill-opacity="0.15" stroke="{QUIET}" stroke-width="2"/>',
        *(
            f'<text x="{x}" y="{base + 32:.1f}" text-anchor="{anchor}" font-size="22" font-weight="bold" '
            f'fill="{colour}">{letter}</text>'
            for x, anchor, letter, colour in ends
        ),
    ]


def _columns(report: Report, top: float) -> tuple[list[str], float]:
    """Write what each part stands for, side by side."""
    n_parts = len(report.parts)
    if not n_parts:
        return [], top
    wide = (WIDTH - MARGIN) / n_parts
    drawn, bottom = [], top
    for g, (name, size) in enumerate(zip(report.parts, report.sizes, strict=True)):
        x = MARGIN + g * wide
        title = f"{name[0].upper()}{name[1:]}, {size} people"
        rows = list(_text([title], x, LINE, weight="bold", fill=COLOURS[g]))
        for entry in report.statements.stands_for[g][:STANCES]:
            rows += _stance(report, entry.own, x, wide - MARGIN)
        pieces, end = _stacked(rows, top)
        drawn += pieces
        bottom = max(bottom, end)
    return drawn, bottom + 12


def _shared(report: Report) -> list[tuple[str, float]]:
    shared = report.statements.shared[:STANCES]
    if not shared:
        return []
    rows = list(_text(["What all share"], MARGIN, LINE, weight="bold"))
    for entry in shared:
        rows += _stance(report, entry.whole, MARGIN, WIDTH - 2 * MARGIN)
    return rows


def _stance(report: Report, share: Share, x: float, wide: float) -> list[tuple[str, float]]:
    verb = "agree" if share.answer == AGREE else "disagree"
    said = printable(report.export.statement_text[share.statement])
    words = said or f"#{report.export.statement_number[share.statement]}"
    lines = wrap(words, _signs(wide, words), max_lines=STANCE_LINES, placeholder=" …")
    figure = f"{share.given} of {share.seen} {verb}"
    return [*_text([figure], x, LINE + 5, size=13, fill=QUIET), *_text(lines, x, LINE - 1)]


def _text(
    lines: Iterable[str], x: float, high: float, *, size: int = 14, weight: str = "normal", fill: str = INK
) -> list[tuple[str, float]]:
    """Give lines of text whose height is still to be filled in, and how high each is."""
    style = f'font-size="{size}" font-weight="{weight}" fill="{fill}"'
    return [
        (f'<text x="{x:.1f}" y="{{y:.1f}}" {style}>{_braced(escape(line))}</text>', high) for line in lines
    ]


def _stacked(rows: Iterable[tuple[str, float]], top: float) -> tuple[list[str], float]:
    """Put rows below each other and give where they end."""
    pieces = []
    for row, high in rows:
        top += high
        pieces.append(row.format(y=top))
    return pieces, top


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _signs(wide: float, text: str, scale: float = 1.0) -> int:
    """Say how many signs of a text fit; those of Chinese and Japanese are twice as wide."""
    is_wide = any(east_asian_width(sign) in "WF" for sign in text)
    return max(10, int(wide / (SIGN * scale * (2 if is_wide else 1))))
