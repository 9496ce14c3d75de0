"""A form sent after its session had ended is given back to the same person in the same browser, and to nobody else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from talkoo.accounts import actions
from talkoo.accounts.actions import MadeCard
from talkoo.accounts.models import Role, Sealed
from tests.people import Cast

STORY = 'Nobody told me\nwhere the "bus" <goes>'


def new_card(cast: Cast) -> MadeCard:
    """A card that nobody has used."""
    return actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=uuid4())[0]


def show(browser: Client, made: MadeCard) -> str:
    """Come in with a card; where that leads."""
    answer = browser.post("/card", {"selector": made.selector, "words": " ".join(made.words)})
    return str(answer.headers["Location"])


def end_and_send(browser: Client, fields: dict[str, object], path: str = "/card/words") -> str:
    """The session ends behind the person's back, then the form is sent; where that leads."""
    browser.session.flush()
    return str(browser.post(path, fields).headers["Location"])


def test_kept_form_comes_back_after_the_card(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    sent = {"text": STORY, "choice": ["1", "2"], "csrfmiddlewaretoken": "t", "words": "a b c d e", "password": "p q"}
    assert end_and_send(browser, sent) == "/card?kept=yes"
    assert "kept for half an hour" in browser.get("/card?kept=yes").content.decode()
    row = Sealed.objects.get()
    assert b"bus" not in bytes(row.content)
    assert show(browser, made) == "/kept"
    page = browser.get("/kept").content.decode()
    assert "Nobody told me" in page
    assert "&lt;goes&gt;" in page
    assert '<form method="post" action="/card/words">' in page
    assert page.count('name="choice"') == 2
    assert "a b c d e" not in page
    assert "p q" not in page
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', page)
    assert 'name="text" value="Nobody told me\nwhere the &quot;bus&quot; &lt;goes&gt;"' in page
    answer = browser.post("/card/words", {"text": STORY, "kept_id": str(row.pk)})
    assert answer.headers["Location"] == "/card/words"
    assert not Sealed.objects.filter(purpose=Sealed.Purpose.POST).exists()
    assert browser.get("/kept").headers["Location"] == reverse("now")


def test_kept_form_of_staff_comes_back_after_the_sign_in(cast: Cast) -> None:
    browser = Client()
    fields = {"login": "leena@talkoo.example", "password": "right words for a door"}
    browser.post("/sign-in", fields)
    assert end_and_send(browser, {"service": "Buses at night"}, reverse("open_space")) == "/sign-in?kept=yes"
    assert "Sign in again, and you get it back." in browser.get("/sign-in?kept=yes").content.decode()
    assert browser.post("/sign-in", fields).headers["Location"] == "/kept"
    assert "Buses at night" in browser.get("/kept").content.decode()


def test_kept_form_of_another_person_on_the_device_stays_closed(cast: Cast) -> None:
    browser, mine, other = Client(), new_card(cast), new_card(cast)
    show(browser, mine)
    end_and_send(browser, {"text": STORY})
    assert show(browser, other) == "/card/words"
    assert browser.get("/kept").headers["Location"] == reverse("now")
    browser.post("/kept", {"throw": str(Sealed.objects.get().pk)})
    assert Sealed.objects.count() == 1
    assert show(browser, mine) == "/kept"


def test_kept_form_in_another_browser_stays_closed(cast: Cast) -> None:
    browser, elsewhere, made = Client(), Client(), new_card(cast)
    show(browser, made)
    end_and_send(browser, {"text": STORY})
    assert show(elsewhere, made) == reverse("now")
    assert elsewhere.get("/kept").headers["Location"] == reverse("now")


@pytest.mark.parametrize("cookie", ["k", "w"])
def test_kept_form_without_its_cookies_is_not_kept(cast: Cast, cookie: str) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    browser.cookies[cookie] = browser.cookies[cookie].value[:-2] + "xx"
    if cookie == "k":
        browser.cookies[cookie] = "x"
    assert end_and_send(browser, {"text": STORY}) == "/card?kept=no"
    assert "was not kept" in browser.get("/card?kept=no").content.decode()
    assert not Sealed.objects.exists()


def test_kept_form_tampered_with_is_not_given_back(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    end_and_send(browser, {"text": STORY})
    row = Sealed.objects.get()
    row.content = bytes(row.content)[:-1] + b"x"
    row.save()
    assert show(browser, made) == reverse("now")


def test_kept_form_after_half_an_hour_is_gone(cast: Cast) -> None:
    with time_machine.travel("2026-11-24 08:00Z", tick=False) as clock:
        browser, made = Client(), new_card(cast)
        show(browser, made)
        end_and_send(browser, {"text": STORY})
        clock.shift(timedelta(minutes=31))
        assert show(browser, made) == reverse("now")


def test_kept_form_too_long_is_said_and_not_kept(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    assert end_and_send(browser, {"text": "a" * 100_001}) == "/card?kept=too-long"
    assert "too long to be kept" in browser.get("/card?kept=too-long").content.decode()
    assert not Sealed.objects.exists()


def test_kept_forms_are_five_at_most_the_newest(cast: Cast) -> None:
    with time_machine.travel("2026-11-24 08:00Z", tick=False) as clock:
        browser, made = Client(), new_card(cast)
        show(browser, made)
        for number in range(7):
            end_and_send(browser, {"text": f"story number {number}"})
            clock.shift(1)
        show(browser, made)
        page = browser.get("/kept").content.decode()
    assert re.findall(r"<p>story number (\d)</p>", page) == ["6", "5", "4", "3", "2"]


def test_kept_form_to_a_foreign_address_is_not_shown(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    request = browser.get("/card").wsgi_request
    for path in ("https://evil.example/", "//evil.example/card", "/nowhere", "card"):
        content = {"path": path, "fields": [["text", "evil words"]]}
        key = bytes(32)
        actions.seal(Sealed.Purpose.POST, content, who=request.person.who, key=key)
    browser.cookies["k"] = "A" * 43 + "="
    assert browser.get("/kept").headers["Location"] == reverse("now")


def test_kept_form_can_be_thrown_away(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    end_and_send(browser, {"text": STORY})
    show(browser, made)
    for rubbish in ("", "x", str(uuid4())):
        assert browser.post("/kept", {"throw": rubbish}).headers["Location"] == "/kept"
    assert Sealed.objects.count() == 1
    browser.post("/kept", {"throw": str(Sealed.objects.get().pk)})
    assert not Sealed.objects.exists()


def test_page_asked_for_after_the_end_comes_back_after_the_card(cast: Cast) -> None:
    browser, made = Client(), new_card(cast)
    show(browser, made)
    browser.session.flush()
    assert browser.get("/card/words").headers["Location"] == "/card?next=%2Fcard%2Fwords"
    assert not Sealed.objects.exists()


@pytest.mark.parametrize(("name", "door"), [("stranger", "/card"), ("leena", "/sign-in")])
def test_door_is_the_one_that_was_used_last(cast: Cast, name: str, door: str) -> None:
    browser = Client()
    if name == "leena":
        browser.post("/sign-in", {"login": "leena@talkoo.example", "password": "right words for a door"})
        browser.session.flush()
    assert browser.get("/now").headers["Location"] == f"{door}?next=%2Fnow"
