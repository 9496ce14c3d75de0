"""How long people wait for the running server: they vote and read at once, beside a view that writes one row.

The house as ``bin/run`` starts it, with the demo off and behind a proxy; ``DATABASE_URL`` names an empty PostgreSQL to
use in place of SQLite. All kinds of requests come mixed, in the same minute and to the same database. People pause
between two votes, as people do: what is measured is the wait, not how much the machine can take at most.
"""

import json
import os
import random
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlencode

from bench.weight import free_port

ROOT = Path(__file__).parent.parent
VOTERS, READERS, BARE = 12, 4, 8
WARM_UP, LASTS = 6.0, 40.0  # seconds; what is answered while the servers warm up is not counted
PAUSE = (0.4, 1.2)  # between two votes of one person
OK, FOUND = 200, 302

type Times = dict[str, list[float]]


class Visitor:
    """One person's browser: its cookies. Each request comes by a connection of its own, as through a plain proxy."""

    def __init__(self, port: int, session: str, cookies: list[str]) -> None:
        secret = secrets.token_hex(16)
        self.port = port
        self.csrf = {"csrfmiddlewaretoken": secret}
        self.told = {
            "Cookie": f"{cookies[0]}={session}; {cookies[1]}={secret}" if cookies else "",
            "X-Forwarded-Proto": "https",
            "Origin": f"https://127.0.0.1:{port}",
            "Accept-Encoding": "gzip",
        }

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, float]:
        """The status, and the seconds until the last byte."""
        method, told, body = "GET", self.told, None
        if form is not None:
            method, body = "POST", urlencode(self.csrf | form)
            told = told | {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(line):
            line.request(method, path, body, told)
            answer = line.getresponse()
            answer.read()
        return answer.status, time.perf_counter() - began


@contextmanager
def served(settings: str, told: dict[str, str], config: str = "talkoo.config.server") -> Iterator[int]:
    """The house, or the bare view, on a port of its own."""
    port = free_port()
    env = {**told, "DJANGO_SETTINGS_MODULE": settings, "PORT": str(port)}
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "-c", f"python:{config}"], cwd=ROOT, env=env)
    try:
        wait_for_port(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for_port(port: int) -> None:
    """Until something answers there, whatever it says."""
    for _ in range(240):
        line = HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            line.request("GET", "/nothing")
            line.getresponse().read()
        except OSError:
            time.sleep(0.25)
        else:
            return
        finally:
            line.close()
    raise TimeoutError("The server did not start.")


def ground(told: dict[str, str]) -> dict[str, list[str] | str]:
    """An empty house, filled; what a driver must know."""
    env = {**told, "DJANGO_SETTINGS_MODULE": "talkoo.config.settings"}
    for step in (["bin/keys"], [sys.executable, "manage.py", "migrate", "-v0"],
                 [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]):  # fmt: skip
        subprocess.run(step, cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
    made = subprocess.run(
        [sys.executable, "-m", "bench.ground"], cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True
    )
    facts: dict[str, list[str] | str] = json.loads(made.stdout)
    return facts


@dataclass
class Watch:
    """How long each request took, by kind, from the end of the warm-up on; and what was answered wrongly."""

    counts_from: float
    times: Times = field(default_factory=lambda: defaultdict(list))
    wrong: set[str] = field(default_factory=set)

    @property
    def goes_on(self) -> bool:
        """Whether there is time for one more."""
        return time.monotonic() < self.counts_from + LASTS

    def note(self, kind: str, got: tuple[int, float], status: int) -> None:
        """One answer."""
        if time.monotonic() > self.counts_from:
            self.times[kind].append(got[1])
        if got[0] != status:
            self.wrong.add(f"{kind}: {got[0]}")


def drive(house: int, bare: int, facts: dict[str, list[str] | str]) -> Times:
    """Everybody at once; the seconds that each request took, by kind."""
    watch = Watch(time.monotonic() + WARM_UP)
    sessions, cookies, statements = list(facts["sessions"]), list(facts["cookies"]), list(facts["statements"])

    def votes(dice: random.Random) -> None:
        visitors = [Visitor(house, dice.choice(sessions), cookies) for _ in range(4)]
        while watch.goes_on:
            visitor = dice.choice(visitors)
            address = f"{facts['conversation']}/statements/{dice.choice(statements)}/vote"
            watch.note("vote", visitor.ask(address, {"choice": dice.choice(("1", "0", "-1"))}), FOUND)
            watch.note("next statement", visitor.ask(f"{facts['conversation']}/take-part"), OK)
            time.sleep(dice.uniform(*PAUSE))

    def reads(dice: random.Random) -> None:
        visitor = Visitor(house, dice.choice(sessions), cookies)
        while watch.goes_on:
            watch.note("result", visitor.ask(str(facts["map"])), OK)
            time.sleep(dice.uniform(*PAUSE))

    def writes(dice: random.Random) -> None:
        visitor = Visitor(bare, "", [])
        while watch.goes_on:
            watch.note("bare", visitor.ask("/row", {"word": "kept"}), OK)
            time.sleep(dice.uniform(*PAUSE))

    run_all([(votes, VOTERS), (reads, READERS), (writes, BARE)])
    if watch.wrong:
        sys.exit(f"Some requests were answered wrongly: {sorted(watch.wrong)[:5]}.")
    return watch.times


def run_all(kinds: list[tuple[Callable[[random.Random], None], int]]) -> None:
    """So many threads of each kind, until all have ended."""
    threads = [
        threading.Thread(target=act, args=(random.Random(f"{act.__name__} {n}"),))  # noqa: S311 - the same each time
        for act, how_many in kinds
        for n in range(how_many)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def centiles(seconds: list[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000


def figures() -> Iterator[tuple[str, str, str]]:
    """The waits by kind, and how many times the bare view's the vote takes."""
    with tempfile.TemporaryDirectory() as data, ExitStack() as running:
        told = {
            **os.environ, "TALKOO_DATA": data, "TALKOO_DEMO": "0", "TALKOO_BEHIND_PROXY": "1",
            "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        }  # fmt: skip
        facts = ground(told)
        house = running.enter_context(served("talkoo.config.settings", told))
        bare = running.enter_context(served("bench.bare", told, "bench.bare_server"))
        times = drive(house, bare, facts)
    where = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    measured = {kind: centiles(seconds) for kind, seconds in times.items()}
    for kind, what in (
        ("vote", "a vote is kept"),
        ("next statement", "the next statement"),
        ("result", "a published result"),
        ("bare", "a bare view writes one row"),
    ):
        p50, p95, p99 = measured[kind]
        yield f"{what} ({where}, {len(times[kind])} times)", f"p50 {p50:.0f} · p95 {p95:.0f} · p99 {p99:.0f} ms", ""
    ratio = measured["vote"][1] / measured["bare"][1]
    yield f"p95 of a vote to the bare view's ({where})", f"{ratio:.1f} times", "3 times"
