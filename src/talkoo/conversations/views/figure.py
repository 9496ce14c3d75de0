"""Where things are drawn: areas of groups, the shape of a line, knobs on a scale. Whole numbers only, no words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import cos, hypot, radians, sin

WIDE, HIGH = 380, 290  # the areas fill this much, whatever their own size, so that letters keep theirs
EDGE = 14  # free space around them
APART = 34  # letters nearer than this would cover each other
RINGS = (1.0, 0.68, 0.36)
PLACES = {"nearly_none": 5, "fewer_than_half": 28, "about_half": 50, "more_than_half": 72, "nearly_all": 95}
DASHES = {"a": "", "b": "9 5", "c": "2 5"}  # as in the stylesheet
KNOB = 23  # how much higher a knob sits that would cover another
LINE_WIDTH, LINE_HEIGHT = 960, 240
HIGHEST = 10.5  # a little air above the highest of ten


@dataclass(frozen=True, slots=True)
class Area:
    """One group as an ellipse in nested tints, and where its letter stands."""

    letter: str
    x: int
    y: int
    turn: int
    rings: tuple[tuple[int, int], ...]
    letter_x: int
    letter_y: int

    @property
    def line(self) -> str:
        """Which line and tint: a solid, b dashed, c dotted."""
        return self.letter.lower()

    @property
    def dashes(self) -> str:
        """The same line for paper, where no stylesheet reaches the drawing."""
        return DASHES[self.line]


@dataclass(frozen=True, slots=True)
class Picture:
    """The areas and the window that shows them all."""

    areas: tuple[Area, ...]
    window: str

    @property
    def nearest(self) -> tuple[str, str] | None:
        """Which two of three lie nearest each other."""
        if len(self.areas) != 3:
            return None
        first, second = min(combinations(self.areas, 2), key=lambda two: far(*two))
        return first.letter, second.letter

    def side_of(self, area: Area) -> str:
        """Where an area lies among the others: left, right, above, below or middle."""
        across = area.x - sum(a.x for a in self.areas) / len(self.areas)
        down = area.y - sum(a.y for a in self.areas) / len(self.areas)
        if hypot(across, down) < 1:
            return "middle"
        if abs(across) >= abs(down):
            return "left" if across < 0 else "right"
        return "above" if down < 0 else "below"


def far(first: Area, second: Area) -> float:
    """The distance of two areas' centres."""
    return hypot(first.x - second.x, first.y - second.y)


def letters_apart(centres: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Move letters that would cover each other away from their common middle."""
    if all(hypot(a[0] - b[0], a[1] - b[1]) >= APART for a, b in combinations(centres, 2)):
        return list(centres)
    start = sum(x for x, _ in centres) / len(centres) - APART * (len(centres) - 1) / 2
    order = sorted(range(len(centres)), key=lambda i: (centres[i], i))
    return [(start + APART * order.index(i), y) for i, (_, y) in enumerate(centres)]


def reach_of(shape: Mapping[str, float]) -> tuple[float, float]:
    """How far a turned ellipse reaches to each side, and up and down."""
    rx, ry, turn = shape["rx"], shape["ry"], radians(shape["turn"])
    return hypot(rx * cos(turn), ry * sin(turn)), hypot(rx * sin(turn), ry * cos(turn))


def picture_of(shapes: Mapping[str, Mapping[str, float]]) -> Picture | None:
    """Draw the areas (by letter: x, y, rx, ry in [-1, 1] and turn in degrees); nothing where there is none."""
    if not shapes:
        return None
    reaches = [reach_of(shape) for shape in shapes.values()]
    ends = list(zip(shapes.values(), reaches, strict=True))
    left, right = min(s["x"] - w for s, (w, _) in ends), max(s["x"] + w for s, (w, _) in ends)
    low, high = min(s["y"] - h for s, (_, h) in ends), max(s["y"] + h for s, (_, h) in ends)
    size = min(WIDE / max(right - left, 0.01), HIGH / max(high - low, 0.01))
    centres = [((shape["x"] - left) * size, (high - shape["y"]) * size) for shape in shapes.values()]
    areas = tuple(
        Area(
            letter=letter,
            x=round(x),
            y=round(y),
            turn=-round(shape["turn"]),
            rings=tuple((round(shape["rx"] * size * ring), round(shape["ry"] * size * ring)) for ring in RINGS),
            letter_x=round(letter_x),
            letter_y=round(letter_y),
        )
        for (letter, shape), (x, y), (letter_x, letter_y) in zip(
            shapes.items(), centres, letters_apart(centres), strict=True
        )
    )
    width, height = round((right - left) * size) + 2 * EDGE, round((high - low) * size) + 2 * EDGE
    return Picture(areas, f"{-EDGE} {-EDGE} {width} {height}")


def slopes_of(tops: Sequence[float]) -> list[float]:
    """How steep the curve is at each point: flat where it turns, so that it never swings beyond the heights."""
    steps = [after - before for before, after in pairwise(tops)]
    inner = [2 * left * right / (left + right) if left * right > 0 else 0.0 for left, right in pairwise(steps)]
    return [0.0, *inner, 0.0]


def shape_of(heights: Sequence[int]) -> str:
    """The path of a density: smooth through the heights (0 to 10), down to the axis at both ends."""
    padded = [heights[0], *heights, heights[-1]]
    soft = [(left + 2 * here + right) / 4 for left, here, right in zip(padded, padded[1:], padded[2:], strict=False)]
    step = LINE_WIDTH / (len(soft) - 1)
    tops = [LINE_HEIGHT * (1 - height / HIGHEST) for height in soft]
    slopes = slopes_of(tops)
    path = [f"M0 {LINE_HEIGHT}L0 {tops[0]:.0f}"]
    for i, (before, after) in enumerate(pairwise(tops)):
        out, into = before + slopes[i] / 3, after - slopes[i + 1] / 3
        path.append(
            f"C{(i + 1 / 3) * step:.0f} {out:.0f} {(i + 2 / 3) * step:.0f} {into:.0f} {(i + 1) * step:.0f} {after:.0f}"
        )
    return "".join([*path, f"L{LINE_WIDTH} {LINE_HEIGHT}Z"])


def peaks_of(heights: Sequence[int]) -> str:
    """Where a density is high: left, middle, right, or at both ends."""
    third = len(heights) // 3
    highest = {"middle": max(heights[third:-third]), "left": max(heights[:third]), "right": max(heights[-third:])}
    lower_end = min(highest["left"], highest["right"])
    if lower_end >= highest["middle"] and lower_end > 1.5 * min(heights[third:-third]):
        return "ends"
    return max(highest, key=lambda part: highest[part])


@dataclass(frozen=True, slots=True)
class Knob:
    """A letter on the scale: how far along (in 100) and how high (in pixels)."""

    letter: str
    along: int
    y: int

    @property
    def baseline(self) -> int:
        """Where its letter stands."""
        return self.y + 5


@dataclass(frozen=True, slots=True)
class Scale:
    """A statement's scale from none to all agree, with a knob for each share that may be shown."""

    knobs: tuple[Knob, ...]
    floors: int

    @property
    def ticks(self) -> tuple[int, ...]:
        """Where a knob may stand: there are five places, and nothing between them."""
        return tuple(PLACES.values())

    @property
    def axis(self) -> int:
        """The height of the line."""
        return 13 + KNOB * (self.floors - 1)

    @property
    def words(self) -> int:
        """The height of the words under the line."""
        return self.axis + 27

    @property
    def reach(self) -> tuple[int, int]:
        """From the lowest to the highest share."""
        along = [knob.along for knob in self.knobs]
        return min(along), max(along)


def scale_of(shares: Iterable[tuple[str, str]]) -> Scale | None:
    """Place (letter, band) pairs; those in one band are lifted above each other, hidden ones are left out."""
    shown = [(letter, band) for letter, band in shares if band in PLACES]
    if not shown:
        return None
    bands = [band for _, band in shown]
    floors = max(bands.count(band) for band in bands)
    axis = 13 + KNOB * (floors - 1)
    knobs = tuple(
        Knob(letter, PLACES[band], axis - KNOB * bands[:i].count(band)) for i, (letter, band) in enumerate(shown)
    )
    return Scale(knobs, floors)
