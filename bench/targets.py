"""CPU seconds and memory of one act, in a process of its own: ``python -m bench.targets ACT FILE TIMES``.

Memory is the peak of the process less what it held when all input was ready; Linux alone tells that. One thread does
the work.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from talkoo_sense import VoteMatrix, map_opinions, polis_map

ROOT = Path(__file__).parent.parent
FIELDS = ("indptr", "statement", "value")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Cost:
    """What an act took: the least CPU time of all times, and the memory above the start at the first."""

    seconds: float
    megabytes: float


def spread_out(people: int, statements: int, each: int, seed: int = 1) -> VoteMatrix:
    """Two ways of thinking, and everybody has seen ``each`` statements; made without a table of all cells."""
    dice = np.random.default_rng(seed)
    coprime = np.flatnonzero(np.gcd(np.arange(statements), statements) == 1)
    first, stride = dice.integers(0, statements, people), dice.choice(coprime, people)
    pull, liked = dice.normal(0, 1, statements), dice.normal(0.5, 1, statements)
    side = dice.choice([-1.0, 1.0], people)
    statement, value = np.empty(people * each, dtype=np.int32), np.empty(people * each, dtype=np.int8)
    for begin in range(0, people, 20_000):
        who = slice(begin, min(begin + 20_000, people))
        seen = np.sort((first[who, None] + stride[who, None] * np.arange(each)) % statements, axis=1).ravel()
        log_odds = liked[seen] + pull[seen] * np.repeat(side[who], each)
        agrees = dice.random(seen.size) < 1 / (1 + np.exp(-log_odds))
        at = slice(who.start * each, who.stop * each)
        statement[at] = seen
        value[at] = np.where(dice.random(seen.size) < 0.1, 0, np.where(agrees, 1, -1))
    return VoteMatrix(np.arange(people + 1) * each, statement, value, statements)


def cost(act: str, votes: VoteMatrix, *, times: int = 1) -> Cost:
    """Run an act elsewhere and say what it took."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "votes.npz"
        np.savez(file, n_statements=votes.n_statements, **{name: getattr(votes, name) for name in FIELDS})
        command = [sys.executable, "-m", "bench.targets", act, str(file), str(times)]
        done = subprocess.run(
            command, cwd=ROOT, env={**os.environ, **ONE_THREAD}, check=True, stdout=subprocess.PIPE, text=True
        )
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def as_rows(votes: VoteMatrix) -> list[dict[str, int]]:
    """The votes as red-dwarf takes them."""
    cells = zip(votes.person, votes.statement, votes.value, strict=True)
    return [{"participant_id": int(p), "statement_id": int(s), "vote": int(v), "modified": 0} for p, s, v in cells]


def by_red_dwarf(votes: VoteMatrix) -> Callable[[], object]:
    """Make the map with red-dwarf."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies warn when loaded
        from reddwarf.implementations.base import run_pipeline  # noqa: PLC0415 - no part of what our acts hold
    rows = as_rows(votes)
    return lambda: run_pipeline(votes=rows, random_state=1)


def from_triplets(votes: VoteMatrix) -> Callable[[], object]:
    """Gather single votes in no order."""
    mixed = np.random.default_rng(2).permutation(votes.n_votes).astype(np.int32)
    given: list[Any] = [votes.person.astype(np.int32)[mixed], votes.statement[mixed], votes.value[mixed]]
    return lambda: VoteMatrix.from_triplets(*given, shape=votes.shape)


ACTS: dict[str, Callable[[VoteMatrix], Callable[[], object]]] = {
    "polis_map": lambda votes: lambda: polis_map(votes),
    "map_opinions": lambda votes: lambda: map_opinions(votes),
    "red_dwarf": by_red_dwarf,
    "from_triplets": from_triplets,
}


def memory(line: str) -> float:
    """What Linux says of this process, in megabytes: VmRSS now, VmHWM the most since it was forgotten."""
    for told in Path("/proc/self/status").read_text().splitlines():
        if told.startswith(line):
            return int(told.split()[1]) / 1e3
    raise LookupError(line)


def main() -> None:
    """Do it, and print what it took as the last line."""
    act, file, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with np.load(file) as saved:
        votes = VoteMatrix(*(saved[name] for name in FIELDS), n_statements=int(saved["n_statements"]))
    run = ACTS[act](votes)
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of reading
    before, above, least = memory("VmRSS"), 0.0, float("inf")
    for again in range(times):
        began = time.process_time()
        run()
        least = min(least, time.process_time() - began)
        above = above if again else memory("VmHWM") - before
    print(json.dumps({"seconds": least, "megabytes": above}))


if __name__ == "__main__":
    main()
