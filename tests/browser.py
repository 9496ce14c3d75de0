"""A real browser for the journeys, where the machine has one."""

import gzip
import os
import shutil

from playwright.sync_api import Page, Request

# Without these flags Chromium looks for its maker's servers at every start; Talkoo's tests speak to nobody.
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium() -> str | None:
    """Where the system's Chromium is."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def weigh(page: Page, address: str) -> tuple[int, int]:
    """How many bytes a first visit to ``address`` moves, compressed, and in how many requests."""
    bodies: list[bytes] = []
    page.on("requestfinished", lambda request: bodies.append(body_of(request)))
    page.goto(address, wait_until="networkidle")
    return sum(len(gzip.compress(body, 6)) for body in bodies), len(bodies)


def body_of(request: Request) -> bytes:
    """What came back; redirects have no body."""
    response = request.response()
    return response.body() if response and response.status < 300 else b""


def come_in(page: Page, who: str) -> None:
    """As one of the demo's people."""
    page.goto("/demo?l=en")
    with page.expect_navigation():
        page.get_by_role("button", name=who).first.click()


def touch(page: Page, selector: str) -> None:
    """Press what leads on to the next page, the first one if there are several."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def weigh_first_visit(page: Page, address: str) -> tuple[int, int]:
    """The same for somebody who has come in already but whose browser holds nothing of this page yet."""
    known, base = page.context.storage_state(), page.url.split("/", 3)
    assert page.context.browser is not None
    fresh = page.context.browser.new_context(base_url="/".join(base[:3]), storage_state=known)
    weight = weigh(fresh.new_page(), address)
    fresh.close()
    return weight
