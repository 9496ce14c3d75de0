"""Whether the map of 20,000 people keeps anybody waiting: pages are read while a worker makes it, and before."""

import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

from bench.server import OK, PAUSE, ROOT, Visitor, centiles, ground, served

READERS = 6
WARM_UP, BEFORE = 5.0, 20.0  # seconds without a map


def during_seconds(seconds: float) -> Callable[[], bool]:
    """Whether so many seconds are not over yet."""
    until = time.monotonic() + seconds
    return lambda: time.monotonic() < until


def read(port: int, facts: dict[str, list[str] | str], goes_on: Callable[[], bool]) -> list[float]:
    """The seconds that each page took: the next statement and a result, in turn."""
    times: list[float] = []

    def one(number: int) -> None:
        dice = random.Random(number)  # noqa: S311 - the same pauses each time
        visitor = Visitor(port, dice.choice(list(facts["sessions"])), list(facts["cookies"]))
        while goes_on():
            for path in (f"{facts['conversation']}/take-part", str(facts["map"])):
                status, seconds = visitor.ask(path)
                if status != OK:
                    sys.exit(f"{path} was answered with {status}.")
                times.append(seconds)
                time.sleep(dice.uniform(*PAUSE))

    readers = [threading.Thread(target=one, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return times


def figures() -> Iterator[tuple[str, str, str]]:
    """The waits before and during, and how long the map takes."""
    with tempfile.TemporaryDirectory() as data, ExitStack() as running:
        told = {
            **os.environ, "TALKOO_DATA": data, "TALKOO_DEMO": "0", "TALKOO_BEHIND_PROXY": "1",
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "DJANGO_SETTINGS_MODULE": "talkoo.config.settings",
        }  # fmt: skip
        facts = ground(told)
        crowd = [sys.executable, "-m", "bench.crowd"]
        subprocess.run([*crowd, "fill"], cwd=ROOT, env=told, check=True)
        port = running.enter_context(served("talkoo.config.settings", told))
        read(port, facts, during_seconds(WARM_UP))
        before = centiles(read(port, facts, during_seconds(BEFORE)))
        worker = subprocess.Popen([*crowd, "map"], cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True)
        during = centiles(read(port, facts, lambda: worker.poll() is None))
        said, _ = worker.communicate()
        if worker.returncode:
            sys.exit("The map was not made.")
    yield "the map of 20,000 people, in the worker", f"{float(said):.0f} s", ""
    for what, (p50, p95, p99) in (("before", before), ("while it is made", during)):
        yield f"a page {what}", f"p50 {p50:.0f} · p95 {p95:.0f} · p99 {p99:.0f} ms", ""
    yield "p95 of a page while the map is made", f"{during[1] / before[1]:.1f} times", "p95 without"
