"""A helper with a keyboard: prints ten voting sheets, and types in what came back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.accounts.models import Card
from talkoo.conversations.models import Conversation, Entered, Vote, VotingSheet
from talkoo.demo.load import read
from tests.browser import come_in
from tests.journeys.keyboard import press, reach_one, write

SHEETS = 10


def write_code(page: Page, code: str) -> None:
    """Where the page itself has put the focus."""
    page.locator("[name=code]:focus").wait_for()
    page.keyboard.type(code)


def tick(page: Page, ticks: str) -> None:
    """The rows from the first, which has the focus, then the role."""
    page.locator("[name=row_1]:focus").wait_for()
    rows = page.locator(".box-row input[type=radio][data-key='1']").count()
    page.keyboard.type((ticks * rows)[:rows])
    assert page.locator("input[name=role]:checked").count() == 0, "a figure ticks a row, and never a role"
    reach_one(page, "input[name=role]")
    page.keyboard.press("Space")


def type_in(page: Page, code: str, *, ticks: str, card: str = "") -> None:
    """One sheet, from its code to the page that says it is in."""
    write_code(page, f"{code[:4]} {code[4:].lower()}")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tick(page, ticks)
    if card:
        write(page, "Number of the card", card)
    press(page, "Keep this sheet")


@pytest.mark.usefixtures("rautavesi")
def test_helper_types_in_ten_sheets_with_keys_only(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None]
) -> None:
    page = open_browser(width=1280)
    come_in(page, "Leena Aho")
    conversation, card = Conversation.objects.get(), read("space")["cards"]["to_try"]["selector"]
    page.goto(f"/spaces/{conversation.space_id}/conversations/{conversation.pk}")
    press(page, "Print voting sheets")
    axe_says_nothing(page)
    write(page, "How many sheets?", str(SHEETS))
    press(page, "Make the sheets")
    axe_says_nothing(page)
    codes = list(dict.fromkeys(code.replace(" ", "") for code in page.locator(".vote-code b").all_inner_texts()))
    assert sorted(codes) == sorted(VotingSheet.objects.values_list("code", flat=True))
    assert len(codes) == SHEETS
    holder = Card.objects.get(selector=card).participant
    Vote.objects.filter(participant=holder).delete()
    before = Vote.objects.count()

    press(page, "Type in a sheet that came back")
    for number, code in enumerate(codes):
        type_in(page, code, ticks="1203", card=card if number == 3 else "")
        assert "This sheet is in." in page.inner_text("main"), page.url
        if number == 0:
            axe_says_nothing(page)
        press(page, "Type in the next sheet")
    assert VotingSheet.objects.filter(entered_on__isnull=False).count() == SHEETS
    typed = Vote.objects.filter(entered=Entered.HELPER)
    assert typed.count() == Vote.objects.count() - before
    assert typed.filter(participant=holder).exists()
    assert typed.values("participant").distinct().count() == SHEETS

    count = Vote.objects.count()
    write_code(page, codes[0])
    press(page, "Go on")
    assert "Typed in on" in page.inner_text("main"), "the earlier entry is shown"
    assert page.locator("tbody tr").count() > 5
    axe_says_nothing(page)
    assert Vote.objects.count() == count


@pytest.mark.usefixtures("rautavesi")
def test_sheet_typed_in_by_two_helpers_at_once_counts_once(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None]
) -> None:
    first = open_browser(width=320, dark=True)
    come_in(first, "Leena Aho")
    conversation = Conversation.objects.get()
    home = f"/spaces/{conversation.space_id}/conversations/{conversation.pk}/sheets"
    first.goto(home)
    write(first, "How many sheets?", "1")
    press(first, "Make the sheets")
    code = VotingSheet.objects.get().code
    first.goto(f"{home}/{code}")
    axe_says_nothing(first)
    second = open_browser()
    come_in(second, "Samuel Okoro")
    second.goto(f"{home}/enter")
    type_in(second, code, ticks="1")
    count = Vote.objects.count()
    tick(first, "1222")
    press(first, "Keep this sheet")
    assert "was not taken, so that nobody counts twice" in first.inner_text("main")
    assert "Samuel" in first.inner_text("main")
    axe_says_nothing(first)
    assert Vote.objects.count() == count
