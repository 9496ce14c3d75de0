"""Every main page, narrow and wide, light and dark, in both languages: axe says nothing, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.conversations.models import Conversation
from talkoo.spaces.models import Space
from tests.browser import come_in, weigh_first_visit

pytestmark = pytest.mark.looks
MOST_BYTES, MOST_REQUESTS = 60_000, 8


def pages(who: str) -> list[str]:
    """What somebody sees."""
    space = Space.objects.get(slug="rautavesi")
    conversation = Conversation.objects.get(space=space)
    home, talk = f"/spaces/{space.pk}", f"/spaces/{space.pk}/conversations/{conversation.pk}"
    everybody = [
        "/",
        "/card",
        "/now",
        "/now/all",
        "/news",
        "/about-me",
        home,
        f"{home}/prepare",
        f"{home}/listen",
        f"{home}/answer",
    ]
    result = [talk, f"{talk}/map"]
    return {
        "nobody": ["/", "/demo", "/card", "/sign-in", "/components", "/not-here"],
        "Somebody with a card": [*everybody, "/card/words", *result],
        "Leena Aho": [*result, *(f"{home}/{end}" for end in ("people", "cards", "settings", "conversations/bring-in")),
                      "/spaces/new", "/sign-in/second-factor"],
    }[who]  # fmt: skip


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize("who", ["nobody", "Somebody with a card", "Leena Aho"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_pages_axe_says_nothing(
    open_browser: Callable[..., Page],
    axe_says_nothing_in_any_size_and_light: Callable[[Page], None],
    who: str,
    language: str,
) -> None:
    page = open_browser()
    if who != "nobody":
        come_in(page, who)
    for address in pages(who):
        page.goto(f"{address}?l={language}")
        assert "?" not in page.url, "the language link keeps the page"
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, address
        axe_says_nothing_in_any_size_and_light(page)


@pytest.mark.usefixtures("rautavesi")
def test_participant_pages_first_visit_light(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=320)
    come_in(page, "Somebody with a card")
    measured = {address: weigh_first_visit(page, address) for address in pages("Somebody with a card")}
    assert len(measured) > 8
    assert {address: m for address, m in measured.items() if m[0] > MOST_BYTES or m[1] > MOST_REQUESTS} == {}
