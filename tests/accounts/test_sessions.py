"""When a visit ends, and that nothing of it is left."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from talkoo.accounts import actions
from talkoo.accounts.models import Card, Role, Sealed
from tests.people import Cast

MORNING = "2026-11-24 08:00Z"


def come_in(cast: Cast, *, shared: bool = False) -> Client:
    """A browser that a card has opened by the front door."""
    made = actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=uuid4())[0]
    browser = Client()
    fields = {"selector": made.selector, "words": " ".join(made.words)} | ({"shared": "on"} if shared else {})
    assert browser.post("/card", fields).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    """Whether the browser is still known."""
    return bool(browser.get("/card").wsgi_request.person.is_signed_in)


def sign_in(name: str) -> Client:
    """A browser in which somebody has signed in by the front door."""
    browser = Client()
    fields = {"login": f"{name}@talkoo.example", "password": "right words for a door"}
    assert browser.post("/sign-in", fields).status_code == 302
    return browser


@pytest.mark.parametrize("who", ["card", "leena"])
def test_session_ends_after_half_an_hour_without_a_page(cast: Cast, who: str) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = come_in(cast) if who == "card" else sign_in(who)
        for _ in range(3):
            clock.shift(timedelta(minutes=29))
            assert is_in(browser)
        clock.shift(timedelta(minutes=31))
        assert not is_in(browser)


def test_reading_writes_once_a_minute_at_most(cast: Cast) -> None:
    def written() -> int:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/now")
        return sum(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in asked)

    with time_machine.travel(MORNING, tick=False) as clock:
        browser = come_in(cast)
        browser.get("/now")
        assert [written() for _ in range(3)] == [0, 0, 0]
        clock.shift(timedelta(seconds=61))
        assert [written() for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize(("shared", "minutes"), [(True, 20), (False, 8 * 60)])
def test_session_reaches_its_hard_end_however_busy(cast: Cast, shared: bool, minutes: int) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = come_in(cast, shared=shared)
        for _ in range(minutes // 10):
            clock.shift(timedelta(minutes=10))
            assert is_in(browser)
        clock.shift(timedelta(seconds=1))
        assert not is_in(browser)


def test_session_of_staff_reaches_its_hard_end(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = sign_in("leena")
        for _ in range(8 * 3):
            clock.shift(timedelta(minutes=20))
            assert is_in(browser)
        clock.shift(timedelta(seconds=1))
        assert not is_in(browser)


def test_session_gets_a_new_key_at_the_door(cast: Cast) -> None:
    browser = cast.browser("stranger")
    before = browser.session.session_key
    browser.post("/sign-in", {"login": "leena@talkoo.example", "password": "right words for a door"})
    assert browser.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_session_of_a_card_ends_with_its_version_or_state(cast: Cast) -> None:
    for change in ({"version": 2}, {"state": "ended"}, {"state": "printed"}):
        browser = cast.browser("mira")
        assert is_in(browser)
        Card.objects.filter(selector="MRA4K7QX").update(**change)
        assert not is_in(browser)
        Card.objects.filter(selector="MRA4K7QX").update(version=1, state="used")
        assert not is_in(browser)


def test_session_of_staff_ends_with_a_new_password_or_a_blocked_sign_in(cast: Cast) -> None:
    leena = cast.person("leena").user
    assert leena is not None
    browser = sign_in("leena")
    actions.set_password(leena, "other words for a door")
    assert not is_in(browser)
    browser = sign_in("tomi")
    tomi = cast.person("tomi").user
    assert tomi is not None
    tomi.is_active = False
    tomi.save()
    assert not is_in(browser)


def test_cookies_are_closed_to_scripts_and_end_with_the_browser(cast: Cast) -> None:
    for browser in (come_in(cast), sign_in("leena")):
        assert {"s", "k", "w"} <= set(browser.cookies)
        for name in ("s", "k", "w"):
            cookie = browser.cookies[name]
            assert cookie["httponly"]
            assert not cookie["max-age"]
            assert not cookie["expires"]
            assert cookie["samesite"] == ("Lax" if name == "s" else "Strict")


def test_cookies_over_https_are_secure(cast: Cast) -> None:
    with override_settings(SESSION_COOKIE_SECURE=True):
        browser = come_in(cast)
    assert all(browser.cookies[name]["secure"] for name in ("s", "k", "w"))


@pytest.mark.parametrize("way", ["/leave", "/sign-out"])
def test_going_out_leaves_nothing_on_either_side(cast: Cast, way: str) -> None:
    browser = come_in(cast)
    key = browser.session.session_key
    who = browser.get("/card").wsgi_request.person.who
    actions.seal(Sealed.Purpose.POST, {}, who=who, key=bytes(32))
    answer = browser.get(way) if way == "/leave" else browser.post(way)
    assert answer.status_code == 302
    assert all(browser.cookies[name].value == "" for name in ("k", "w"))
    assert browser.cookies["s"].value != key
    assert "messages" not in browser.cookies
    assert not Session.objects.filter(pk=key).exists()
    assert not Sealed.objects.exists()
    assert not is_in(browser)
    if way == "/leave":
        assert answer.headers["Location"] == "https://www.wikipedia.org/"
        assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    else:
        assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_sign_out_by_a_link_is_refused(cast: Cast) -> None:
    browser = come_in(cast)
    assert browser.get("/sign-out").status_code == 405
    assert is_in(browser)
