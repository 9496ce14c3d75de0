"""A stranger, and somebody with a card of another space, get nowhere."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.conversations.models import Conversation
from talkoo.spaces.models import Space


def addresses() -> list[str]:
    """Every kind of page of the space that can be asked for."""
    space = Space.objects.get(slug="rautavesi")
    conversation = Conversation.objects.get(space=space)
    inside = ["", "/listen", "/people", "/cards", "/settings", "/conversations", f"/conversations/{conversation.pk}"]
    results = [f"/conversations/{conversation.pk}/{end}" for end in ("map", "map/print", "map.pdf", "counts.csv")]
    return [f"/spaces/{space.pk}{end}" for end in inside + results]


@pytest.mark.usefixtures("rautavesi")
def test_stranger_is_refused_everywhere(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=320)
    for address in addresses():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404 or "/card?next" in page.url or "/sign-in?next" in page.url, address
        assert "young people" not in page.inner_text("body").lower()


@pytest.mark.usefixtures("rautavesi")
def test_host_of_another_space_is_refused_everywhere(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/demo")
    page.get_by_role("button", name="Anneli Kallio").click()
    page.wait_for_url("**/now")
    for address in addresses():
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        assert "young people" not in page.inner_text("body").lower()
