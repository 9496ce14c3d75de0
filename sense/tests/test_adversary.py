"""An adversary who sees who arrives, knows every total and keeps each history that fits the figures."""

from collections.abc import Callable

import numpy as np
import pytest

from talkoo_sense import FIRST, Form, K, Known, publish_running

ANSWERS = 3
RUNS = 60
PROBABILITIES = [(0.5, 0.35, 0.15), (0.9, 0.06, 0.04), (0.97, 0.02, 0.01), (1.0, 0.0, 0.0)]

type Release = Callable[
    [np.ndarray, np.random.Generator, Known | None], tuple[list[np.ndarray], Known | None]
]


def by_the_rule(
    counts: np.ndarray, rng: np.random.Generator, known: Known | None
) -> tuple[list[np.ndarray], Known | None]:
    """Publish, and tell which counts could stand behind each figure, knowing the rule in full."""
    table = publish_running(counts[None], rng, previous=known)
    n = counts.sum()
    possible = np.arange(n + 1)
    below = possible // K * K
    behind = {
        Form.HIDDEN: lambda _: possible >= 0,
        Form.FEW: lambda _: possible < K,
        Form.NEARLY_ALL: lambda _: (possible >= K) & (n - possible < K),
        Form.ROUNDED: lambda value: (
            (possible >= K)
            & (n - possible >= K)
            & ((below == value) | ((below < possible) & (below + K == value) & (value <= n - K)))
        ),
    }
    figures = zip(table.form[0], table.value[0], strict=True)
    return [behind[Form(form)](value) for form, value in figures], table.known


def raw(counts: np.ndarray, rng: np.random.Generator, known: Known | None) -> tuple[list[np.ndarray], None]:
    return [np.arange(counts.sum() + 1) == count for count in counts], None


def certain_votes(
    release: Release, batch: int, n_people: int, probability: tuple[float, ...], seed: int
) -> int:
    """Count votes that the adversary knows for certain at the end of one conversation."""
    rng = np.random.default_rng(seed)
    votes = rng.choice(ANSWERS, n_people, p=probability)
    histories = np.ones((1, 1), dtype=bool)  # by numbers of the first two answers; the total is known
    memory: Known | None = None
    certain = end = 0
    while end + (new := batch if end else FIRST) <= n_people:
        end += new
        (first, second, third), memory = release(np.bincount(votes[:end], minlength=ANSWERS), rng, memory)
        number = np.arange(end + 1)
        rest = end - number[:, None] - number
        fits = first[:, None] & second & (rest >= 0) & third[np.maximum(rest, 0)]
        following, increments = np.zeros_like(fits), []
        size = len(histories)
        for a in range(new + 1):
            for b in range(new - a + 1):
                reached = histories & fits[a : a + size, b : b + size]
                if reached.any():
                    increments.append((a, b, new - a - b))
                    following[a : a + size, b : b + size] |= reached
        histories = following
        certain += new * sum(all(each[answer] == new for each in increments) for answer in range(ANSWERS))
    return certain


@pytest.mark.parametrize("probability", PROBABILITIES)
@pytest.mark.parametrize("n_people", [20, 40])
@pytest.mark.parametrize("batch", [5, 6, 7, 8])
def test_nobody_is_found_out_by_running_releases(batch, n_people, probability):
    certain = [certain_votes(by_the_rule, batch, n_people, probability, seed) for seed in range(RUNS)]

    assert sum(certain) == 0


def test_a_release_that_would_give_people_away_is_drawn_otherwise():
    # Up to 4 of 17 agreed. Of 24, 11 do: rounded up to 15 that would be at least 11, so all 7 new ones.
    before = publish_running([[4, 9, 4]], np.random.default_rng(1)).known
    drawn = [publish_running([[11, 9, 4]], np.random.default_rng(seed)).value[0, 0] for seed in range(40)]
    chosen = [
        publish_running([[11, 9, 4]], np.random.default_rng(seed), previous=before).value[0, 0]
        for seed in range(40)
    ]

    assert set(drawn) == {10, 15}
    assert set(chosen) == {10}


@pytest.mark.parametrize("batch", [5, 7])
def test_raw_counts_give_people_away(batch):
    certain = [certain_votes(raw, batch, 40, (0.9, 0.06, 0.04), seed) for seed in range(RUNS)]

    assert sum(certain) > 0.2 * RUNS * 40
