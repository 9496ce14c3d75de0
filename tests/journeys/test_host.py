"""A host, with a keyboard only: from sign-in to printed cards, and from an export to the map."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from talkoo.accounts.models import Card, User
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.conversations.exports import comments_for, folder, two_camps
from tests.journeys.keyboard import press, reach, write

PASSWORD = "a long walk by the lake"
OpenBrowser = Callable[..., Page]


def sign_in(page: Page) -> None:
    """Leena's own sign-in."""
    leena = User.objects.get(name="Leena Aho")
    leena.set_password(PASSWORD)
    leena.save()
    page.goto("/")
    press(page, "Sign in")
    write(page, "Your e-mail", leena.email)
    write(page, "Password", PASSWORD)
    press(page, "Sign in")
    assert page.url.endswith("/now")


@pytest.mark.usefixtures("rautavesi")
def test_host_from_sign_in_to_printed_cards(
    open_browser: OpenBrowser, axe_says_nothing: Callable[[Page], None]
) -> None:
    page = open_browser()
    sign_in(page)
    before = Card.objects.count()
    press(page, "Support for young people")
    press(page, "Print cards")
    write(page, "How many?", "12")
    press(page, "Make the cards")
    assert Card.objects.count() == before + 12
    assert page.locator(".card").count() == 12
    axe_says_nothing(page)
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    reach(page, "Get the sheet as PDF")
    with page.expect_download() as got:
        page.keyboard.press("Enter")
    assert Path(got.value.path()).read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("rautavesi")
def test_host_from_an_export_to_the_map(
    open_browser: OpenBrowser, axe_says_nothing: Callable[[Page], None], tmp_path: Path
) -> None:
    page = open_browser(width=320)
    sign_in(page)
    press(page, "Support for young people")
    press(page, "Listen")
    press(page, "Bring in a conversation")
    folder(tmp_path, votes=two_camps(40), comments=comments_for(16))
    for name in ("votes.csv", "comments.csv", "summary.csv"):
        reach(page, name)
        page.locator(":focus").set_input_files(tmp_path / name)
    press(page, "Bring it in")
    call_command("run_clock", "--once")
    page.reload()
    press(page, "Look at it")
    axe_says_nothing(page)
    press(page, "Make it public now")
    assert Release.objects.filter(state=Release.State.PUBLISHED).count() == 2
    page.goto(f"/spaces/{Space.objects.get(slug='rautavesi').pk}/conversations")
    press(page, "What would help?")
    press(page, "See what people say")
    axe_says_nothing(page)
    assert page.get_by_role("img", name="map").or_(page.locator("figure svg")).count() >= 1
