"""False alarms and power on planted conversations, beside what the procedure is published with: ``bench power``.

A cell of the tables is looked at RUNS times, with fresh draws. It agrees if it lies within three standard errors of
the difference, that of the published figure (of 200 runs for detection, 110 for naming) included.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sense.tests.conftest import look

from talkoo_sense import VoteMatrix

RUNS = 60
SMALL, LARGE = (40, 30), (100, 50)
# Kind, strength, size, all cells seen: detected, rightly named and wrongly named in %, as published.
PUBLISHED = {
    ("50/50", 1.1, SMALL): (85, 4, 0),
    ("50/50", 2.0, SMALL): (100, 36, 3),
    ("85/15", 2.0, SMALL): (96, 70, 1),
    ("three", 2.0, SMALL): (100, 57, 6),
    ("spectrum", 2.0, SMALL): (99, 6, 1),
    ("50/50", 1.1, LARGE): (100, 69, 1),
    ("85/15", 1.1, LARGE): (100, 83, 1),
    ("three", 1.1, LARGE): (100, 87, 3),
    ("spectrum", 1.1, LARGE): (100, 28, 2),
    ("50/50", 0.6, LARGE): (88, 6, 0),
}
FALSE_ALARMS = {("a", SMALL): 5.5, ("b", SMALL): 3.0, ("d", SMALL): 2.5, ("a", LARGE): 4.5, ("b", LARGE): 4.0}
RIGHT = {"50/50": "2 groups", "85/15": "2 groups", "three": "3 groups", "spectrum": "spectrum"}
CORNERS = np.array([(-1, -(3**-0.5)), (1, -(3**-0.5)), (0, 2 * 3**-0.5)])

type Floats = NDArray[np.float64]


def answers(log_odds: Floats, passes: Floats | float, rng: np.random.Generator) -> VoteMatrix:
    """Everybody answers everything, or passes."""
    vote = np.where(rng.random(log_odds.shape) < 1 / (1 + np.exp(-log_odds)), 1, -1)
    vote[rng.random(log_odds.shape) < passes] = 0
    person, statement = np.indices(vote.shape).reshape(2, -1)
    return VoteMatrix.from_triplets(person, statement, vote.ravel())


def noise(kind: str, size: tuple[int, int], rng: np.random.Generator) -> VoteMatrix:
    """People differ in how readily they agree, or in how often they pass, and no more."""
    popularity = rng.normal(0.5, 1, size[1])
    ready = rng.normal(0, {"a": 0.0, "b": 1.0, "d": 0.5}[kind], size[0])
    passes = rng.beta(0.7, 1.3, size[0])[:, None] if kind == "d" else 0.1
    return answers(popularity + ready[:, None], passes, rng)


def structure(kind: str, strength: float, size: tuple[int, int], rng: np.random.Generator) -> VoteMatrix:
    """People in camps or on a line; four statements of ten tell little."""
    n_people, n_statements = size
    popularity, ready = rng.normal(0.5, 1, n_statements), rng.normal(0, 0.5, n_people)
    scatter = 0.35 * rng.normal(size=(n_people, 2 if kind == "three" else 1))
    if kind == "spectrum":
        place = rng.normal(size=(n_people, 1))
    elif kind == "three":
        sizes = n_people // 2, 3 * n_people // 10
        place = CORNERS[np.repeat([0, 1, 2], [*sizes, n_people - sum(sizes)])] + scatter
    else:
        first = n_people * int(kind[:2]) // 100
        place = np.repeat([-1.0, 1.0], [first, n_people - first])[:, None] + scatter
    slope = strength * rng.normal(size=(n_statements, place.shape[1]))
    slope[rng.random(n_statements) < 0.4] *= 0.15
    return answers(popularity + ready[:, None] + place @ slope.T, 0.1, rng)


def within(seen: float, published: float, runs: int) -> bool:
    """Whether two shares in % differ by no more than chance would make them."""
    p = np.clip((seen + published) / 2, 1, 99)
    return abs(seen - published) <= 3 * np.sqrt(p * (100 - p) * (1 / RUNS + 1 / runs))


def figures() -> Iterator[tuple[str, str, str]]:
    """One row for each cell."""
    outside = 0
    for (kind, size), published in FALSE_ALARMS.items():
        make = partial(noise, kind, size)
        found = [look(make(np.random.default_rng([9, run])), run) for run in range(RUNS)]
        alarms = 100 * np.mean([made.p1 <= 0.05 for made in found])
        named = sum(made.n_groups > 0 for made in found)
        outside += not within(alarms, published, 200)
        yield f"noise {kind}, {size[0]} x {size[1]}, {RUNS} runs", f"{alarms:.0f} %, {named} groups", f"{published} %"
    for (kind, strength, size), published in PUBLISHED.items():
        make = partial(structure, kind, strength, size)
        found = [look(make(np.random.default_rng([10, run])), run) for run in range(RUNS)]
        said = [f"{made.n_groups} groups" if made.n_groups else str(made.verdict) for made in found]
        detected = 100 * np.mean([made.p1 <= 0.05 for made in found])
        right = 100 * np.mean([word == RIGHT[kind] for word in said])
        wrong = 100 * np.mean([word not in {RIGHT[kind], "divide", "none"} for word in said])
        seen = detected, right, wrong
        outside += sum(not within(a, b, n) for a, b, n in zip(seen, published, (200, 110, 110), strict=True))
        yield (
            f"{kind}, strength {strength}, {size[0]} x {size[1]}, {RUNS} runs: detected / right / wrong",
            " / ".join(f"{share:.0f}" for share in seen) + " %",
            " / ".join(str(share) for share in published) + " % as published",
        )
    yield "cells outside three standard errors", str(outside), f"of {len(FALSE_ALARMS) + 3 * len(PUBLISHED)}"
