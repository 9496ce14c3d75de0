"""The card's page: what it says, to whom, and what it never says."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from talkoo.accounts import actions
from talkoo.accounts.models import Card, Role
from talkoo.accounts.queries import words_in
from tests.people import Cast


@pytest.fixture
def made(cast: Cast) -> actions.MadeCard:
    """A card that nobody has used."""
    return actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=uuid4())[0]


def show(browser: Client, selector: str, words: str, **more: str) -> HttpResponse:
    """Press the button."""
    return browser.post("/card", {"selector": selector, "words": words} | more)  # type: ignore[return-value]


def bare(answer: HttpResponse, *typed: str) -> str:
    """A page without what differs by nature: the form's token and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    for word in typed:
        text = text.replace(word, "")
    return text


@pytest.mark.parametrize("address", ["/card", "/c"])
def test_card_page_looked_at_changes_nothing_and_says_nothing(cast: Cast, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "s" not in answer.cookies
    page = answer.content.decode()
    assert cast.space.service not in page
    assert re.search(r'name="words"[^>]*autocomplete="off"[^>]*', page)
    assert re.search(r'name="words"[^>]*autocapitalize="none"[^>]*', page)
    assert re.search(r'name="words"[^>]*spellcheck="false"', page)


def test_card_page_first_use_goes_to_own_words_then_to_now(cast: Cast, made: actions.MadeCard) -> None:
    browser = cast.browser("stranger")
    assert show(browser, made.selector, " ".join(made.words)).headers["Location"] == "/card/words"
    assert browser.get("/card/words").wsgi_request.person.card.selector == made.selector
    again = cast.browser("stranger")
    assert show(again, made.selector, " ".join(made.words)).headers["Location"] == reverse("now")


def test_card_page_goes_on_to_where_one_was_going(cast: Cast, made: actions.MadeCard) -> None:
    words = " ".join(made.words)
    show(cast.browser("stranger"), made.selector, words)
    space = f"/spaces/{cast.space.pk}"
    assert show(cast.browser("stranger"), made.selector, words, next=space).headers["Location"] == space
    for elsewhere in ("https://evil.example/", "//evil.example", "/nowhere-of-ours", "\\\\evil", "javascript:1"):
        assert show(cast.browser("stranger"), made.selector, words, next=elsewhere).headers["Location"] == "/now"


def test_card_page_known_and_unknown_answer_byte_for_byte_alike(cast: Cast, made: actions.MadeCard) -> None:
    with time_machine.travel("2026-11-24 12:00Z", tick=False):
        for _ in range(2):  # words that do not fit, then the wait
            answers = [
                show(cast.browser("stranger"), selector, "wrong words are these five")
                for selector in (made.selector, "22222222")
            ]
            known, unknown = answers
            assert known.status_code == unknown.status_code
            assert known.headers["Retry-After"] == unknown.headers["Retry-After"] == "1"
            assert sorted(known.headers) == sorted(unknown.headers)
            assert bare(known, made.selector) == bare(unknown, "22222222")


def test_card_page_wrong_words_say_what_may_be_wrong_and_keep_what_was_typed(cast: Cast) -> None:
    known = " ".join(words_in("en")[:4])
    answer = show(cast.browser("stranger"), "2222 2222", f"{known} qqzz")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Word 5 is in none of our lists" in page
    assert "Try again in one second." in page
    assert f'value="{known} qqzz"' in page
    assert 'value="2222 2222"' in page


@pytest.mark.parametrize(
    ("words", "said"),
    [("one", "There is one word here; a card has five."), ("a b c d e f", "There are 6 words here; a card has five.")],
)
def test_card_page_wrong_number_of_words_is_said(cast: Cast, words: str, said: str) -> None:
    assert said in show(cast.browser("stranger"), "22222222", words).content.decode()


@pytest.mark.parametrize(
    ("selector", "words"), [("", "a b c d e"), ("22222222", ""), ("2" * 41, "a"), ("2", "a" * 201)]
)
def test_card_page_empty_or_endless_fields_are_422_and_count_no_try(cast: Cast, selector: str, words: str) -> None:
    answer = show(cast.browser("stranger"), selector, words)
    assert answer.status_code == 422
    assert "Retry-After" not in answer.headers


@pytest.mark.parametrize(("cut", "said"), [(7, "there are 7 here"), (1, "there is one here"), (8, "")])
def test_card_page_number_too_short_is_counted_and_no_card_looked_up(
    cast: Cast, made: actions.MadeCard, cut: int, said: str
) -> None:
    pages = []
    for number in (made.selector[:cut], "22222222"[:cut]):
        answer = show(cast.browser("stranger"), number, "wrong words are these five")
        assert answer.status_code == 422
        assert ("Retry-After" in answer.headers) == (not said), "what is no number is no try"
        pages.append(bare(answer, f'value="{number}"'))
    assert pages[0] == pages[1]
    assert ("The number has eight characters" in pages[0]) == bool(said)
    assert said in pages[0]


def test_card_page_wait_is_told_in_words_with_429(cast: Cast, made: actions.MadeCard) -> None:
    with time_machine.travel("2026-11-24 12:00Z", tick=False) as clock:
        for _ in range(4):
            answer = show(cast.browser("stranger"), made.selector, "wrong")
            clock.shift(int(answer.headers["Retry-After"]))
        clock.shift(-8)
        answer = show(cast.browser("stranger"), made.selector, "wrong again")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "8"
    assert "Try again in 8 seconds." in answer.content.decode()
    assert "do not fit" not in answer.content.decode()


def test_card_page_somebody_else_on_the_device_ends_the_other_visit(cast: Cast, made: actions.MadeCard) -> None:
    browser = cast.browser("leena")
    assert "Somebody has come in on this device already." in browser.get("/card").content.decode()
    show(browser, made.selector, " ".join(made.words))
    person = browser.get("/card").wsgi_request.person
    assert person.user is None
    assert person.card.selector == made.selector


def test_own_words_page_shows_them_and_uses_them_when_written_down(cast: Cast, made: actions.MadeCard) -> None:
    browser, elsewhere = cast.browser("stranger"), cast.browser("stranger")
    show(browser, made.selector, " ".join(made.words))
    show(elsewhere, made.selector, " ".join(made.words))
    assert "Whoever printed your card could read" in browser.get("/card/words").content.decode()
    assert browser.post("/card/words").headers["Location"] == "/card/words"
    page = browser.get("/card/words").content.decode()
    shown = re.findall(r'<li><span translate="no">(\w+)</span>', page)
    assert len(shown) == 5
    offer = re.search(r'name="offer" value="([^"]+)"', page)
    assert offer is not None
    assert not Card.objects.get(selector=made.selector).words_are_own
    assert set(shown) <= set(re.findall(r"\w+", browser.get("/card/words").content.decode()))  # a reload shows the same
    answer = browser.post("/card/words", {"offer": offer[1]})
    assert answer.headers["Location"] == "/now"
    assert Card.objects.get(selector=made.selector).words_are_own
    assert browser.get("/card").wsgi_request.person.is_signed_in
    assert not elsewhere.get("/card").wsgi_request.person.is_signed_in
    assert show(cast.browser("stranger"), made.selector, " ".join(shown)).headers["Location"] == "/now"
    assert "known to you alone" in browser.get("/card/words").content.decode()


def test_own_words_page_old_offer_shows_fresh_words_instead(cast: Cast, made: actions.MadeCard) -> None:
    browser = cast.browser("stranger")
    show(browser, made.selector, " ".join(made.words))
    answer = browser.post("/card/words", {"offer": "something else"})
    assert answer.status_code == 409
    assert "Write down these ones instead." in answer.content.decode()
    assert not Card.objects.get(selector=made.selector).words_are_own


def test_own_words_page_second_offer_ends_the_first_and_later_ends_both(cast: Cast, made: actions.MadeCard) -> None:
    browser, offers = cast.browser("stranger"), []
    show(browser, made.selector, " ".join(made.words))
    for _ in range(2):
        browser.post("/card/words")
        found = re.search(r'name="offer" value="([^"]+)"', browser.get("/card/words").content.decode())
        assert found is not None
        offers.append(found[1])
    assert browser.post("/card/words", {"offer": offers[0]}).status_code == 409
    assert browser.post("/card/words", {"later": "yes"}).headers["Location"] == "/now"
    assert "Give me new words" in browser.get("/card/words").content.decode()
    assert browser.post("/card/words", {"offer": offers[1]}).status_code == 409
    assert not Card.objects.get(selector=made.selector).words_are_own


def test_own_words_offer_lasts_half_an_hour(cast: Cast, made: actions.MadeCard) -> None:
    browser = cast.browser("stranger")
    with time_machine.travel("2026-11-24 12:00Z", tick=False) as clock:
        show(browser, made.selector, " ".join(made.words))
        browser.post("/card/words")
        clock.shift(20 * 60)
        assert 'name="offer"' in browser.get("/card/words").content.decode()
        clock.shift(11 * 60)
        assert 'name="offer"' not in browser.get("/card/words").content.decode()


@pytest.mark.parametrize("name", ["leena", "samuel"])
def test_own_words_page_people_without_a_card_get_404(cast: Cast, name: str) -> None:
    assert cast.browser(name).get("/card/words").status_code == 404
