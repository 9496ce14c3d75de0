"""How fast a map is made, beside red-dwarf 0.4.0 in the same run: one thread, CPU seconds."""

import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from bench.conversations import made_up
from talkoo_sense import VoteMatrix, map_opinions, polis_map

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # red-dwarf's own dependencies warn when loaded
    from reddwarf.implementations.base import run_pipeline


def seconds(act: Callable[[], Any], *, times: int = 3) -> float:
    """The least CPU time of a few runs."""
    least = float("inf")
    for _ in range(times):
        began = time.process_time()
        act()
        least = min(least, time.process_time() - began)
    return least


def as_rows(votes: VoteMatrix) -> list[dict[str, int]]:
    """The votes as red-dwarf takes them."""
    person = np.repeat(np.arange(votes.n_people), np.diff(votes.indptr))
    return [
        {"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0}
        for p, s, v in zip(person, votes.statement, votes.value, strict=True)
    ]


def figures() -> Iterator[tuple[str, str, str]]:
    """The same map by both, and our own answer with its null test."""
    votes = made_up(1_000, 100)
    rows = as_rows(votes)
    ours = seconds(lambda: polis_map(votes))
    theirs = seconds(lambda: run_pipeline(votes=rows, random_state=1), times=1)
    yield (
        "the map of Polis, 1,000 people x 100 statements",
        f"{ours:.2f} s",
        f"red-dwarf {theirs:.2f} s: {theirs / ours:.1f} times as long",
    )
    small = made_up(100, 60)
    own = seconds(lambda: map_opinions(small, rng=np.random.default_rng(1)))
    yield "map_opinions, 100 x 60, null test and stability", f"{own:.2f} s", "ceiling 1 s"
