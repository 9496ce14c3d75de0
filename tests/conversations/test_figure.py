"""Drawings: whole numbers, nothing on top of anything else."""

import re
from itertools import pairwise

from talkoo.conversations.views import figure


def test_shape_stays_within_its_heights() -> None:
    for heights in ([0] * 25, [10] * 25, [0, 10] * 12 + [0], list(range(10)) + [10] * 15):
        path = figure.shape_of(heights)
        tops = [int(number) for number in re.findall(r"-?\d+", path)]
        assert min(tops) >= 0
        assert path.endswith("Z")


def test_peaks_named() -> None:
    def bump(*at: int) -> list[int]:
        return [max(max(10 - 2 * abs(place - middle), 0) for middle in at) for place in range(25)]

    assert figure.peaks_of(bump(3)) == "left"
    assert figure.peaks_of(bump(12)) == "middle"
    assert figure.peaks_of(bump(21)) == "right"
    assert figure.peaks_of(bump(4, 20)) == "ends"


def test_picture_letters_never_on_each_other() -> None:
    same = {"x": 0.0, "y": 0.0, "rx": 0.5, "ry": 0.3, "turn": 0.0}
    picture = figure.picture_of({"A": same, "B": same, "C": same})
    assert picture
    places = sorted((area.letter_x, area.letter_y) for area in picture.areas)
    assert all(after[0] - before[0] >= 30 for before, after in pairwise(places))


def test_map_knobs_lifted_not_covered() -> None:
    scale = figure.scale_of([("A", "nearly_all"), ("B", "nearly_all"), ("C", "about_half"), ("D", "hidden")])
    assert scale
    assert [(knob.letter, knob.along) for knob in scale.knobs] == [("A", 95), ("B", 95), ("C", 50)]
    assert scale.knobs[0].y - scale.knobs[1].y >= 22
    assert scale.axis == scale.knobs[2].y
    assert figure.scale_of([("A", "hidden")]) is None
