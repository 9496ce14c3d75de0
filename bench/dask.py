"""Beyond one machine: 250 million votes through two Dask processes, and the same map as in memory."""

import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from dask import bag, config
from distributed import Client, LocalCluster
from pyarrow import parquet

from bench.targets import spread_out
from talkoo_sense import VoteMatrix, map_opinions, polis_map
from talkoo_sense.partitioned import map_opinions_in_parts, polis_map_in_parts, write_people

STATEMENTS, EACH = 1_000, 50
PEOPLE_IN_A_FILE = 50_000
FILES = 100
WORKERS = 2
MEMORY = "2GB"
# A worker that is killed because it takes long to go would only be a line on the screen.
QUIET = {"logging": {"distributed": "error"}}


@dataclass(frozen=True)
class Usage:
    """What a map took: seconds on the clock, CPU seconds of all processes, peak megabytes of each."""

    wall: float
    cpu: float
    worker_megabytes: tuple[float, ...]
    own_megabytes: float

    def __str__(self) -> str:
        workers = " and ".join(f"{peak:.0f}" for peak in self.worker_megabytes)
        return (
            f"{self.cpu:.0f} CPU s, {self.wall:.0f} s on the clock; "
            f"peak {workers} MB in the workers, {self.own_megabytes:.0f} MB in the caller"
        )


def figures(files: int = FILES) -> Iterator[tuple[str, str, str]]:
    """Five million people first, while this process is still small; then the same map both ways."""
    people = files * PEOPLE_IN_A_FILE
    size = f"{people:,} people x {STATEMENTS:,} statements, {people * EACH / 1e6:.0f} million votes"
    with tempfile.TemporaryDirectory() as place:
        votes, out = Path(place) / "votes", Path(place) / "people"
        votes.mkdir()
        with workers():
            bag.from_sequence(range(files), npartitions=files).map(made_up_file, votes).compute()
        gigabytes = sum(path.stat().st_size for path in votes.iterdir()) / 1e9
        for make, what in ((map_opinions_in_parts, "map_opinions"), (polis_map_in_parts, "polis_map")):
            usage = measured(lambda make=make: write_people(make(votes).people, out))
            yield f"{what} in parts, {size} ({gigabytes:.2f} GB)", str(usage), f"{MEMORY} for each of {WORKERS}"
    yield from differences(spread_out(100_000, STATEMENTS, EACH))


def differences(votes: VoteMatrix) -> Iterator[tuple[str, str, str]]:
    """The largest difference of any figure about people or statements."""
    with tempfile.TemporaryDirectory() as place, workers():
        divide(votes, Path(place))
        ours, polis = map_opinions_in_parts(place), polis_map_in_parts(place)
        of_ours, of_polis = (pa.concat_tables(found.people.compute()) for found in (ours, polis))
    size = f"{votes.n_people:,} x {votes.n_statements:,}"
    whole, other = map_opinions(votes), polis_map(votes)
    pairs: list[tuple[Any, Any]] = [
        (whole.positions, columns(of_ours, "x", "y")),
        (whole.group, of_ours["group"]),
        (whole.membership, columns(of_ours, *(f"membership_{group}" for group in range(whole.membership.shape[1])))),
        (whole.stability, of_ours["stability"]),
        (whole.prediction.readiness, of_ours["readiness"]),
        (whole.prediction.popularity, ours.popularity),
        (whole.prediction.slope, ours.slope),
        (whole.jaccard, ours.jaccard),
        ((whole.p1, whole.d1, whole.p2), (ours.p1, ours.d1, ours.p2)),
        (whole.verdict == ours.verdict, True),
    ]
    yield f"map_opinions in parts and in memory, {size}", f"differ by {largest(pairs):.1e}", "ceiling 1e-6"
    pairs = [
        (other.positions, columns(of_polis, "x", "y")),
        (other.group, of_polis["group"]),
        (other.statement_positions, polis.statement_positions),
        (list(other.silhouette.values()), list(polis.silhouette.values())),
    ]
    yield f"polis_map in parts and in memory, {size}", f"differ by {largest(pairs):.1e}", "ceiling 1e-6"


def made_up_file(number: int, folder: Path) -> None:
    """Two ways of thinking, 50 of 1,000 statements seen by each; written by the worker that made it."""
    common, dice = np.random.default_rng(1), np.random.default_rng((1, number))
    pull, liked = common.normal(0, 1, STATEMENTS), common.normal(0.5, 1, STATEMENTS)
    coprime = np.flatnonzero(np.gcd(np.arange(STATEMENTS), STATEMENTS) == 1)
    shape = PEOPLE_IN_A_FILE, 1
    first, stride = dice.integers(0, STATEMENTS, shape), dice.choice(coprime, shape)
    seen = ((first + stride * np.arange(EACH)) % STATEMENTS).ravel()
    side = np.repeat(dice.choice([-1.0, 1.0], PEOPLE_IN_A_FILE), EACH)
    agrees = dice.random(seen.size) < 1 / (1 + np.exp(-liked[seen] - pull[seen] * side))
    vote = np.where(dice.random(seen.size) < 0.1, 0, np.where(agrees, 1, -1))
    person = np.repeat(np.arange(PEOPLE_IN_A_FILE) + number * PEOPLE_IN_A_FILE, EACH)
    write(folder / f"votes-{number:05}.parquet", person, seen, vote)


def divide(votes: VoteMatrix, folder: Path, files: int = 8) -> None:
    """Write a table of votes as files by ranges of people."""
    for number, people in enumerate(np.array_split(np.arange(votes.n_people), files)):
        at = slice(votes.indptr[people[0]], votes.indptr[people[-1] + 1])
        write(folder / f"{number}.parquet", votes.person[at], votes.statement[at], votes.value[at])


def write(path: Path, person: Any, statement: Any, vote: Any) -> None:
    """Write votes in the smallest types that hold them."""
    table = {
        "participant": person.astype(np.int32),
        "statement": statement.astype(np.int16),
        "vote": vote.astype(np.int8),
    }
    parquet.write_table(pa.table(table), path)


@contextmanager
def workers() -> Iterator[Client]:
    """Start local processes of one thread each."""
    with (
        config.set(QUIET),
        LocalCluster(
            n_workers=WORKERS,
            threads_per_worker=1,
            memory_limit=MEMORY,
            dashboard_address=":0",
            silence_logs="ERROR",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def measured(act: Callable[[], object]) -> Usage:
    """Run an act on workers of its own and say what it took."""
    with workers() as client:
        before, began, clock = sum(client.run(time.process_time).values()), time.process_time(), time.monotonic()
        act()
        wall, own = time.monotonic() - clock, time.process_time() - began
        cpu = own + sum(client.run(time.process_time).values()) - before
        peaks = tuple(client.run(peak_megabytes).values())
    return Usage(wall, cpu, peaks, peak_megabytes())


def peak_megabytes() -> float:
    """The most memory that this process has held; Linux counts in kilobytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e3 if sys.platform == "linux" else 1e6)


def columns(table: Any, *names: str) -> Any:
    """Some columns side by side."""
    return np.stack([table[name].to_numpy() for name in names], axis=1)


def largest(pairs: list[tuple[Any, Any]]) -> float:
    """The largest difference; where one has no figure the other must have none."""
    gaps = []
    for one, other in pairs:
        first, second = np.asarray(one, dtype=float), np.asarray(other, dtype=float)
        if not np.array_equal(np.isnan(first), np.isnan(second)):
            return np.inf
        gaps.append(np.nanmax(np.abs(first - second), initial=0))
    return float(max(gaps))
