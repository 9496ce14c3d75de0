"""Somebody with a card, on an old phone without JavaScript, with a keyboard only: the first use."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.accounts.models import Card
from talkoo.accounts.queries import words_in
from talkoo.demo.load import read
from tests.journeys.keyboard import press, write

WORDS = {
    "en": ("Come in with the card", "Number of the card", "The five words", "Come in", "Get my own words",
           "Give me new words", "I have written them down", "See where people agree", "Leave this page quickly"),
    "fi": ("Tule sisään kortilla", "Kortin numero", "Viisi sanaa", "Tule sisään", "Hae omat sanat",
           "Anna uudet sanat", "Kirjoitin ne muistiin", "Katso, mistä ollaan", "Poistu sivulta nopeasti"),
}  # fmt: skip


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_card_first_use_without_script_reaches_the_map(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None], language: str, dark: bool
) -> None:
    front, number, words, come_in, get, give, noted, look, leave = WORDS[language]
    page = open_browser(width=320, height=640, script=False, language=language, dark=dark)
    to_try = read("space")["cards"]["to_try"]
    page.goto("/")
    press(page, front)
    axe_says_nothing(page)
    write(page, number, f"{to_try['selector'][:4]} {to_try['selector'][4:].lower()}")
    write(page, words, f"  {to_try['words'].upper()} ")
    press(page, come_in)
    if page.url.endswith("/now"):
        press(page, get)
    axe_says_nothing(page)
    press(page, give)
    own = page.locator(".words li").all_inner_texts()
    assert len(own) == 5
    assert set(own) <= set(words_in(language))
    press(page, noted)
    assert Card.objects.get(selector=to_try["selector"]).words_are_own
    axe_says_nothing(page)
    page.goto("/now")
    press(page, look)
    axe_says_nothing(page)
    assert leave in page.locator("header").inner_text()


@pytest.mark.usefixtures("rautavesi")
def test_card_qr_code_fills_the_form_and_leaves_no_trace(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=320)
    to_try = read("space")["cards"]["to_try"]
    page.goto(f"/c#{to_try['selector']}.{to_try['words'].replace(' ', '-')}")
    page.get_by_text("Your card has been read.").wait_for()
    assert "#" not in page.url
    press(page, "Come in")
    page.goto("/now")
    with page.expect_navigation():
        page.get_by_role("button", name="Close my page").click()
    page.go_back(wait_until="load")
    assert "Support for young people" not in page.inner_text("body")
