"""Progress: nothing about what is quick, one line about what is not, a running one on a terminal."""

import io
import time

import pytest

from talkoo_sense.progress import Progress


class Screen(io.StringIO):
    """What is written, and whether somebody sits before it."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def after(written: str, screen: Screen) -> None:
    """Wait until something was written, as a thread needs its moment on a busy machine."""
    for _ in range(500):
        if written in screen.getvalue():
            return
        time.sleep(0.01)


def test_what_is_quick_needs_no_telling():
    screen = Screen(is_terminal=True)

    with Progress(screen, patience=60).step("Reading"):
        pass

    assert screen.getvalue() == ""


def test_a_log_gets_one_line_for_each_long_step():
    screen = Screen(is_terminal=False)

    with Progress(screen, patience=0).step("Reading votes"):
        after("\n", screen)

    assert screen.getvalue() == "Reading votes ...\n"


def test_a_terminal_shows_how_far_it_is_and_is_left_clean():
    screen = Screen(is_terminal=True)
    progress = Progress(screen, patience=0.05)

    with progress.step("Reading votes"):
        progress.watch(lambda: 0.42)
        after("42%", screen)

    assert "\r\x1b[KReading votes ... 42%, 0 s" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_step_that_fails_leaves_the_terminal_clean():
    screen = Screen(is_terminal=True)

    def fail() -> None:
        with Progress(screen, patience=0).step("Reading"):
            after("Reading", screen)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        fail()

    assert screen.getvalue().endswith("\r\x1b[K")
