"""Cards: what is on a sheet and what never is, how long it is there, and a lost card."""

import re
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import Settings

from talkoo.accounts.actions import sign_in_card
from talkoo.accounts.models import Card, Sealed
from talkoo.core.models import HistoryLine, today
from talkoo.core.paper import pdf_maker
from talkoo.spaces.models import Space
from tests.people import Cast

needs_pdf = pytest.mark.skipif(pdf_maker() is None, reason="this machine has no Pango, so it makes no PDF")


def print_cards(browser: Client, space: Space, **more: object) -> str:
    """Make a sheet; its address."""
    sent = {"role": "user", "count": "3", "language": "en", "once": str(uuid4())} | more
    answer = browser.post(reverse("cards", args=[space.pk]), sent)
    assert answer.status_code == 302, answer.content
    return answer.headers["Location"]


def sheet_part(content: bytes) -> str:
    """What is printed of the page."""
    return content.decode().split("<article")[1].split("</article>")[0]


def without_words(page: str) -> str:
    """The same without the words that are drawn for each card: any word may be among them."""
    return re.sub(r'<p class="card-words">.*?</p>', "", page, flags=re.DOTALL)


def test_sheet_has_all_that_a_card_needs_and_nothing_about_the_service(cast: Cast) -> None:
    browser = cast.browser("leena")
    page = sheet_part(browser.get(print_cards(browser, cast.space)).content)

    for card in Card.objects.filter(space=cast.space, state="printed"):
        assert page.count(f"{card.selector[:4]} {card.selector[4:]}") == 2, "on the card and on its stub"
    assert page.count("card-qr") == 3
    assert "testserver/card" in page
    for word in ("young", "school", "Leena", "Mira", "Samuel", "service"):
        assert word not in without_words(page).replace("Young people who", "").replace("People who use the service", "")
    assert cast.space.slug not in page


def test_sheet_words_open_the_card_and_are_kept_nowhere(cast: Cast) -> None:
    browser = cast.browser("leena")
    page = sheet_part(browser.get(print_cards(browser, cast.space, count="1")).content)
    words = page.split('<p class="card-words">')[1].split("</p>")[0]
    card = Card.objects.get(space=cast.space, state="printed")

    assert len(words.split()) == 5
    assert sign_in_card(card.selector, words).card == card
    first, second = words.split()[:2]
    for row in [
        *Sealed.objects.values_list("content", flat=True),
        *HistoryLine.objects.values_list("detail", flat=True),
    ]:
        assert f"{first} {second}" not in str(row)
        assert f"{first}-{second}" not in str(row)


def test_sheet_of_a_hundred_stands_on_ten_pages(cast: Cast) -> None:
    browser = cast.browser("leena")
    page = sheet_part(browser.get(print_cards(browser, cast.space, count="100")).content)
    assert page.count('class="cards-page"') == 10
    assert page.count('class="card"') == 100


def test_sheet_sent_twice_is_made_once(cast: Cast) -> None:
    browser, once = cast.browser("leena"), str(uuid4())
    addresses = {print_cards(browser, cast.space, once=once) for _ in range(2)}
    assert len(addresses) == 1
    assert Card.objects.filter(space=cast.space, state="printed").count() == 3
    assert browser.get(addresses.pop()).status_code == 200


def test_sheet_is_gone_after_half_an_hour(cast: Cast) -> None:
    browser = cast.browser("leena")
    address = print_cards(browser, cast.space)
    with time_machine.travel(timezone.now() + timedelta(minutes=29), tick=False):
        assert browser.get(address).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        answer = cast.browser("leena").get(address)
    assert answer.status_code == 404
    assert b"This sheet is gone" in answer.content


def test_sheet_another_browser_or_person_404(cast: Cast) -> None:
    address = print_cards(cast.browser("leena"), cast.space)
    for name in ("leena", "samuel"):
        assert cast.browser(name).get(address).status_code == 404
        assert cast.browser(name).get(f"{address}.pdf").status_code == 404


def test_sheet_under_another_space_404(cast: Cast) -> None:
    browser = cast.browser("leena")
    sheet = print_cards(browser, cast.space).rsplit("/", 1)[1]
    from_link = browser.get(reverse("link_sheet", args=[cast.space.pk, sheet]))
    assert from_link.status_code == 404


@needs_pdf
def test_sheet_as_pdf_has_the_same_cards(cast: Cast) -> None:
    browser = cast.browser("leena")
    answer = browser.get(print_cards(browser, cast.space, count="12", language="fi") + ".pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="cards-{today()}.pdf"'
    made = PdfReader(BytesIO(answer.content))
    text = " ".join(page.extract_text() for page in made.pages)
    assert len(made.pages) == 2
    for card in Card.objects.filter(space=cast.space, state="printed"):
        assert f"{card.selector[:4]} {card.selector[4:]}" in text
    assert "school" not in text


def test_sheet_without_pdf_library_print_page_stands_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("talkoo.spaces.views.cards"), "pdf_maker", lambda: None)
    browser = cast.browser("leena")
    address = print_cards(browser, cast.space)
    assert b"This machine cannot make a PDF." in browser.get(address).content
    assert browser.get(f"{address}.pdf").headers["Location"] == address


def test_address_on_paper_is_the_public_one(cast: Cast, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://talkoo.example/"
    browser = cast.browser("leena")
    assert "talkoo.example/card<" in sheet_part(browser.get(print_cards(browser, cast.space)).content)


@pytest.mark.parametrize("sent", [{"count": "101"}, {"count": ""}, {"role": "host"}, {"language": "xx"}, {"once": "1"}])
def test_cards_wrong_answer_422_and_none_made(cast: Cast, sent: dict[str, str]) -> None:
    whole = {"role": "user", "count": "3", "language": "en", "once": str(uuid4())} | sent
    answer = cast.browser("samuel").post(reverse("cards", args=[cast.space.pk]), whole)
    assert answer.status_code == 422
    assert not Card.objects.filter(state="printed").exists()


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_cards_space_not_open_403(cast: Cast, state: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=state)
    for name in ("leena", "samuel"):
        assert cast.browser(name).get(reverse("cards", args=[cast.space.pk])).status_code == 403


def lose(browser: Client, space: Space, selector: str, **more: str) -> object:
    """The go-between writes what stands on the stub."""
    sent = {"selector": selector, "language": "en", "once": str(uuid4())} | more
    return browser.post(reverse("lost_card", args=[space.pk]), sent)


@pytest.mark.parametrize("typed", ["MRA4K7QX", "mra4 k7qx", " Mra4-K7qx "])
def test_lost_card_ends_and_the_new_one_is_the_same_participant(cast: Cast, typed: str) -> None:
    old = cast.person("mira").card
    assert old
    mira, browser = cast.browser("mira"), cast.browser("samuel")

    answer = lose(browser, cast.space, typed)

    page = sheet_part(browser.get(answer.headers["Location"]).content)  # type: ignore[attr-defined]
    new = Card.objects.exclude(pk=old.pk).get(space=cast.space)
    old.refresh_from_db()
    assert (old.state, new.participant) == ("ended", old.participant)
    assert page.count(f"{new.selector[:4]} {new.selector[4:]}") == 2
    assert mira.get(reverse("now")).status_code == 302, "whoever found the card is out"


def test_lost_card_sent_twice_makes_one(cast: Cast) -> None:
    browser, once = cast.browser("samuel"), str(uuid4())
    addresses = {lose(browser, cast.space, "MRA4K7QX", once=once).headers["Location"] for _ in range(2)}  # type: ignore[attr-defined]
    assert len(addresses) == 1
    assert Card.objects.filter(space=cast.space).count() == 2


@pytest.mark.parametrize("typed", ["JRE8N2WP", "AAAA2222"])
def test_lost_card_number_not_in_use_here_is_said(cast: Cast, typed: str) -> None:
    answer = lose(cast.browser("samuel"), cast.space, typed)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert b"No card in use has this number here." in answer.content  # type: ignore[attr-defined]
    assert Card.objects.filter(state="used").count() == 2


@pytest.mark.parametrize(("typed", "count"), [("<bb>", 2), ("K4QX 7R2", 7), ("x" * 40, 40), ("K4QX-7R2M 9", 9)])
def test_lost_card_number_of_another_length_is_counted(cast: Cast, typed: str, count: int) -> None:
    answer = lose(cast.browser("samuel"), cast.space, typed)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    said = f"The number has eight characters; there are {count} here."
    assert said.encode() in answer.content  # type: ignore[attr-defined]


def test_lost_card_without_stub_page_says_why_one_starts_anew(cast: Cast) -> None:
    page = cast.browser("samuel").get(reverse("lost_card", args=[cast.space.pk]))
    assert b"With this new card you begin again." in page.content


def test_lost_card_host_may_not(cast: Cast) -> None:
    assert lose(cast.browser("leena"), cast.space, "MRA4K7QX").status_code == 403  # type: ignore[attr-defined]
