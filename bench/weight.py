"""How heavy a first visit is: the demo in a real browser, bytes as compressed on the line."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from tests.browser import FLAGS, chromium, come_in, weigh_first_visit

ROOT = Path(__file__).parent.parent
CEILING = "60 kB in 8 requests"


def free_port() -> int:
    """A port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@contextmanager
def demo() -> Iterator[str]:
    """The demo, freshly loaded, at its address; everything is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        told = {**os.environ, "TALKOO_DATA": folder, "PORT": str(port), "TALKOO_DEMO": "1"}
        house = subprocess.Popen([ROOT / "bin/run"], env=told, stdout=subprocess.DEVNULL, stderr=sys.stderr)
        address = f"http://localhost:{port}"
        try:
            wait_for(f"{address}/robots.txt")
            yield address
        finally:
            house.terminate()
            house.wait(timeout=30)


def wait_for(address: str) -> None:
    """Until the house answers, at most two minutes."""
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own address
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("The demo did not start.")


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


def figures() -> Iterator[tuple[str, str, str]]:
    """The pages that a participant sees first, and the heaviest: a result."""
    with demo() as address, browser() as chrome:
        page = chrome.new_page(base_url=address)
        come_in(page, "Somebody with a card")
        page.get_by_role("link", name="Look at the result").click()
        result = page.url.removeprefix(address)
        for what, path in (("card page", "/card"), ("own page", "/now"), ("a result", result)):
            moved, requests = weigh_first_visit(page, path)
            yield f"first visit, {what}", f"{moved / 1000:.1f} kB in {requests} requests", CEILING
