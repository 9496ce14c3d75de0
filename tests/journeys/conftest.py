"""The journeys drive the running house in a real browser; without one they are skipped, with the reason."""

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from talkoo.demo.load import load_demo
from tests.browser import FLAGS, chromium
from tests.long_form import IS_LONG

# Playwright runs an event loop in this thread; Django would refuse to use the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder is a journey."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)"))


@pytest.fixture(scope="session")
def playwright_here() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chrome(playwright_here: Playwright) -> Iterator[Browser]:
    """The system's Chromium; the back/forward cache stays on, as on a real phone."""
    browser = playwright_here.chromium.launch(
        executable_path=chromium(), args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


without_script: dict[BrowserContext, dict[str, Any]] = {}


@pytest.fixture
def open_browser(chrome: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """``open_browser(width=320, dark=True, script=False, language="fi")``: a fresh browser on the running house.

    Whatever the page asks of another host fails the test.
    """
    contexts: list[BrowserContext] = []
    elsewhere: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((live_server.url, "data:", "about:")):
            elsewhere.append(url)

    def opened(
        *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True, language: str = "en"
    ) -> Page:
        context = chrome.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)  # words in their basic form take a while to load on a busy machine
        context.on("request", lambda request: note(request.url))
        contexts.append(context)
        if not script:
            without_script[context] = {"color_scheme": "dark" if dark else "light", "locale": language}
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
    assert elsewhere == [], "a page asked something of another host"


def look(page: Page, axe: Axe) -> None:
    """Fails with axe's own words where the page as it is has a violation, or scrolls sideways."""
    found = axe.run(page)
    assert len(found.response["passes"]) > 5, "axe saw no page"
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} scrolls sideways at {page.viewport_size}"


@pytest.fixture
def axe_says_nothing() -> Callable[[Page], None]:
    """The page as this browser shows it has nothing that axe finds, and does not scroll sideways."""

    def check(page: Page) -> None:
        if page.context in without_script:  # axe is a script: look at the same page through a browser that has one
            beside = page.context.browser.new_context(  # type: ignore[union-attr]
                storage_state=page.context.storage_state(), viewport=page.viewport_size, **without_script[page.context]
            )
            other = beside.new_page()
            other.goto(page.url)
            look(other, Axe())
            beside.close()
            return
        look(page, Axe())

    return check


MODES: dict[str, list[tuple[int, Literal["light", "dark"]]]] = {
    "en": [(320, "light"), (1280, "dark")],
    "fi": [(320, "dark"), (1280, "light")],
}


@pytest.fixture
def axe_says_nothing_in_any_size_and_light() -> Callable[[Page], None]:
    """The same at 320 and 1280 px, light and dark: two of the four in each language, all four in the long form."""

    def check(page: Page) -> None:
        axe = Axe()
        mine = MODES[page.locator("html").get_attribute("lang") or ""]
        for width, light in chain(*MODES.values()) if IS_LONG else mine:
            page.emulate_media(color_scheme=light)
            page.set_viewport_size({"width": width, "height": 900})
            look(page, axe)
            axe = Axe("")  # it is in the page now

    return check


@pytest.fixture
def rautavesi(transactional_db: None) -> None:
    """The demo world."""
    load_demo()
