"""A helper lends a tablet: somebody votes on it, the visit has a hard end, and nothing of it is left behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import Page

from talkoo.accounts.models import Card
from talkoo.conversations.models import Conversation, Entered, Vote
from talkoo.demo.load import read
from tests.browser import come_in, touch

AGREE = 'button[name="choice"][value="1"]'
NOTHING: dict[str, set[str]] = {"cookies": set(), "session": set(), "storage": set()}


def lend(page: Page, language: str) -> Card:
    """From the helper's own visit to the first page of whoever the device is lent to."""
    come_in(page, "Leena Aho")
    conversation, to_try = Conversation.objects.get(), read("space")["cards"]["to_try"]
    card = Card.objects.select_related("participant").get(selector=to_try["selector"])
    Vote.objects.filter(participant=card.participant).delete()
    page.goto(f"/spaces/{conversation.space_id}/conversations/{conversation.pk}?l={language}")
    touch(page, 'a[href$="/help-here"]')
    touch(page, "main form button")
    page.fill('[name="selector"]', to_try["selector"])
    page.fill('[name="words"]', to_try["words"])
    touch(page, "main form button")
    return card


def is_told(page: Page) -> bool:
    """Whether the page says that somebody helps, where it can be seen."""
    return page.locator(".helped").is_visible()


def left_behind(page: Page) -> dict[str, set[str]]:
    """What the device still holds, apart from what every stranger's has: a form's token, the language of the pages."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return {
        "cookies": cookies.keys() - {"c", "l", "s"},
        "session": SessionStore(cookies.get("s")).load().keys(),
        "storage": set(page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")),
    }


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1280, False), ("fi", 320, True)])
def test_lent_device_votes_for_its_holder_and_forgets_them_at_the_hard_end(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    settings: Any,
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_browser(width=width, dark=dark, language=language)
    card = lend(page, language)
    conversation = Conversation.objects.get()
    home = f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"
    assert page.url.endswith(f"{home}/take-part")
    assert "Leena" not in page.inner_text("body"), "the helper's own visit has ended"
    for end in ("/now", "/about-me", f"{home}/map", f"{home}/say", f"{home}/take-part?begin=yes"):
        page.goto(end)
        assert is_told(page), end
    asked = page.inner_text("h1")
    axe_says_nothing(page)
    touch(page, AGREE)
    vote = Vote.objects.get(participant=card.participant)
    assert (vote.choice, vote.entered) == (1, Entered.HELPER)

    page.evaluate("localStorage.setItem('left', 'here'); sessionStorage.setItem('left', 'here')")
    began = page.request.get("/now").headers["refresh"]
    assert 1100 < int(began.split(";")[0]) <= 1201, "twenty minutes, counted from the beginning"
    gone = 1201 - int(began.split(";")[0])
    settings.SESSION_AT_MOST_SHARED = timedelta(seconds=gone + 1)  # what twenty minutes would bring
    page.goto(f"{home}/mine?show=answers")
    assert asked in page.inner_text("main")
    ends = timezone.now()
    page.wait_for_url("**/", timeout=8000)
    assert timezone.now() - ends < timedelta(seconds=7), "without anybody touching it"
    assert not is_told(page)
    assert left_behind(page) == NOTHING
    axe_says_nothing(page)
    for _ in range(2):
        page.go_back(wait_until="load")
        seen = page.inner_text("body")
        assert asked not in seen
        assert conversation.question not in seen


@pytest.mark.usefixtures("rautavesi")
def test_lent_device_ended_by_hand_shows_nothing_by_the_way_back(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=320)
    lend(page, "en")
    touch(page, 'a[href="?begin=yes"]')
    asked = page.inner_text("h1")
    page.evaluate("localStorage.setItem('left', 'here')")
    touch(page, ".helped button")
    page.go_back(wait_until="load")
    assert asked not in page.inner_text("body")
    assert not is_told(page)
    assert left_behind(page) == NOTHING
