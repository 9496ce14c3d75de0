"""Says on a terminal what takes long, and says nothing of what does not."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Final, TextIO

PATIENCE: Final = 1.5
EVERY: Final = 0.5
CLEAR: Final = "\r\x1b[K"


class Progress:
    """One line about the step at work, once it has lasted longer than people wait without wondering."""

    def __init__(self, screen: TextIO | None = None, patience: float = PATIENCE) -> None:
        self._screen = screen or sys.stderr
        self._patience = patience
        self._share: Callable[[], float] | None = None

    def watch(self, share: Callable[[], float]) -> None:
        """Take a function that tells which share of the step is done, from 0 to 1."""
        self._share = share

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Tell about a step while it lasts: on a terminal how far it is, elsewhere once that it goes on."""
        is_over = Event()
        self._share = None
        teller = Thread(target=self._tell, args=(what, is_over), daemon=True)
        teller.start()
        try:
            yield
        finally:
            is_over.set()
            teller.join()

    def _tell(self, what: str, is_over: Event) -> None:
        started = monotonic()
        if is_over.wait(self._patience):
            return
        if not self._screen.isatty():
            print(f"{what} ...", file=self._screen, flush=True)
            return
        while True:
            done = f"{self._share():.0%}, " if self._share else ""
            print(
                f"{CLEAR}{what} ... {done}{monotonic() - started:.0f} s",
                end="",
                file=self._screen,
                flush=True,
            )
            if is_over.wait(EVERY):
                print(CLEAR, end="", file=self._screen, flush=True)
                return
