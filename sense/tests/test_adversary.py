"""An adversary who sees who arrives when, knows every total and keeps every history that fits what was published."""

from collections.abc import Callable

import numpy as np
import pytest

from talkoo_sense import FIRST, Form, K, publish_running

ANSWERS = 3
RUNS = 40
PROBABILITIES = [(0.5, 0.35, 0.15), (0.9, 0.06, 0.04), (0.97, 0.02, 0.01), (1.0, 0.0, 0.0)]

type Release = Callable[[np.ndarray, np.random.Generator], list[np.ndarray]]


def by_the_rule(counts: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    """Publish, and tell which counts could stand behind each figure, knowing the rule in full."""
    table = publish_running(counts[None], rng)
    n = counts.sum()
    possible = np.arange(n + 1)
    below = possible // K * K
    behind = {
        Form.FEW: lambda _: possible < K,
        Form.NEARLY_ALL: lambda _: (possible >= K) & (n - possible < K),
        Form.ROUNDED: lambda value: (
            (possible >= K)
            & (n - possible >= K)
            & ((below == value) | ((below < possible) & (below + K == value) & (value <= n - K)))
        ),
    }
    return [behind[Form(form)](value) for form, value in zip(table.form[0], table.value[0], strict=True)]


def raw(counts: np.ndarray, rng: np.random.Generator) -> list[np.ndarray]:
    return [np.arange(counts.sum() + 1) == count for count in counts]


def certain_votes(release: Release, batch: int, n_people: int, probability: tuple[float, ...], seed: int) -> int:
    """Count votes that the adversary knows for certain at the end of one conversation."""
    rng = np.random.default_rng(seed)
    votes = rng.choice(ANSWERS, n_people, p=probability)
    histories = np.ones((1, 1), dtype=bool)  # by numbers of the first two answers; the total is known
    known = end = 0
    while end + (new := batch if end else FIRST) <= n_people:
        end += new
        first, second, third = release(np.bincount(votes[:end], minlength=ANSWERS), rng)
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
        known += new * sum(all(each[answer] == new for each in increments) for answer in range(ANSWERS))
    return known


@pytest.mark.parametrize("probability", PROBABILITIES)
@pytest.mark.parametrize("n_people", [20, 40])
@pytest.mark.parametrize("batch", [5, 7])
def test_nobody_is_found_out_by_running_releases(batch, n_people, probability):
    known = [certain_votes(by_the_rule, batch, n_people, probability, seed) for seed in range(RUNS)]

    assert sum(known) == 0


@pytest.mark.parametrize("batch", [5, 7])
def test_raw_counts_give_people_away(batch):
    known = [certain_votes(raw, batch, 40, (0.9, 0.06, 0.04), seed) for seed in range(RUNS)]

    assert sum(known) > 0.2 * RUNS * 40
