"""A new password: by mail where mail is set up, else by a host's link; used once, and telling nothing."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from talkoo.accounts import actions
from talkoo.accounts.forms import NewPasswordForm
from talkoo.accounts.forms.passwords import goes_on_by_itself
from talkoo.accounts.models import User
from talkoo.core.models import HistoryLine
from tests.people import Cast

NEW = "three calm birch trees"


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """Letters are counted in the cache."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def with_mail(settings: Any) -> None:
    """This installation can send mail."""
    settings.MAIL_IS_SET_UP = True


def leena(cast: Cast) -> User:
    """The host."""
    user = cast.person("leena").user
    assert user is not None
    return user


def test_forgotten_without_mail_says_whom_to_ask(cast: Cast) -> None:
    browser = Client()
    assert "Ask a host of your space" in browser.get("/sign-in/forgotten").content.decode()
    browser.post("/sign-in/forgotten", {"email": "leena@talkoo.example"})
    assert mail.outbox == []


def test_forgotten_answers_alike_and_writes_to_either(cast: Cast, with_mail: None) -> None:
    pages = []
    for address in ("Leena@talkoo.example", "nobody@talkoo.example"):
        answer = Client().post("/sign-in/forgotten", {"email": address})
        assert answer.status_code == 200
        pages.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()))
    assert pages[0] == pages[1]
    to_leena, to_nobody = mail.outbox
    assert to_leena.to == ["leena@talkoo.example"]
    assert to_leena.subject == to_nobody.subject == "A message for you"
    assert "http://testserver/sign-in/new-password/" in str(to_leena.body)
    assert "no sign-in has it" in str(to_nobody.body)
    for letter in mail.outbox:
        assert not re.search("Leena|youth|Talkoo|young", f"{letter.subject}{letter.body}")


def test_forgotten_mail_leads_to_a_new_password_once(cast: Cast, with_mail: None) -> None:
    elsewhere = Client()
    elsewhere.post("/sign-in", {"login": "leena@talkoo.example", "password": "right words for a door"})
    with override_settings(PUBLIC_ADDRESS="https://talkoo.example"):
        Client().post("/sign-in/forgotten", {"email": "leena@talkoo.example"})
    found = re.search(r"https://talkoo\.example(\S+)", str(mail.outbox[0].body))
    assert found is not None
    browser, preview = Client(), Client()
    assert preview.get(found[1]).headers["Location"] == "/sign-in/new-password"
    assert browser.get(found[1]).headers["Location"] == "/sign-in/new-password"
    page = browser.get("/sign-in/new-password")
    assert page.status_code == 200
    assert found[1].split("/")[-1] not in page.content.decode()
    assert 'autocomplete="new-password"' in page.content.decode()
    assert browser.post("/sign-in/new-password", {"password": NEW}).headers["Location"] == "/sign-in"
    assert leena(cast).pk == HistoryLine.objects.get(act="set a password").actor
    assert not elsewhere.get("/card").wsgi_request.person.is_signed_in
    signed = browser.post("/sign-in", {"login": "leena@talkoo.example", "password": NEW})
    assert signed.headers["Location"] == "/now"
    for late in (browser, preview, Client()):
        late.get(found[1])
        assert late.get("/sign-in/new-password").status_code == 410
        assert late.post("/sign-in/new-password", {"password": "other calm birch trees"}).status_code == 410


def test_new_password_in_ones_own_visit_goes_on(cast: Cast) -> None:
    browser, elsewhere = cast.browser("leena"), cast.browser("leena")
    browser.get(actions.make_password_link(leena(cast)))
    assert browser.post("/sign-in/new-password", {"password": NEW}).headers["Location"] == "/now"
    assert browser.get("/card").wsgi_request.person.is_signed_in
    assert not elsewhere.get("/card").wsgi_request.person.is_signed_in


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "Write a password"), ("elevensigns", "at least 12 characters"), ("leena@talkoo.example", "much like your"),
     ("1234567890123", "Figures alone"), ("x" * 201, "At most 200 characters"), ("abcdefghijklmn", "Rows and"),
     ("peanutbutter", "Many people have this password")],
)  # fmt: skip
def test_new_password_too_weak_is_422_and_changes_nothing(cast: Cast, password: str, said: str) -> None:
    browser = Client()
    browser.get(actions.make_password_link(leena(cast)))
    answer = browser.post("/sign-in/new-password", {"password": password})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert browser.get("/sign-in/new-password").status_code == 200
    assert User.objects.get(pk=leena(cast).pk).check_password("right words for a door")


@pytest.mark.parametrize("spoil", ["uid", "token", "age", "other", "blocked"])
def test_new_password_link_spoiled_answers_like_a_used_one(cast: Cast, spoil: str) -> None:
    with time_machine.travel("2026-11-24 08:00Z", tick=False) as clock:
        uid, token = actions.make_password_link(leena(cast)).split("/")[-2:]
        if spoil == "uid":
            uid = "x"
        elif spoil == "token":
            token = f"{token[:-1]}{'0' if token[-1] != '0' else '1'}"
        elif spoil == "age":
            clock.shift(timedelta(days=3, seconds=1))
        elif spoil == "other":
            paula = cast.person("paula").user
            assert paula is not None
            uid = actions.make_password_link(paula).split("/")[-2]
        else:
            User.objects.filter(pk=leena(cast).pk).update(is_active=False)
        browser = Client()
        browser.get(f"/sign-in/new-password/{uid}/{token}")
        answer = browser.get("/sign-in/new-password")
    assert answer.status_code == 410
    assert "This link can no longer be used" in answer.content.decode()


def test_forgotten_many_times_is_429(cast: Cast, with_mail: None) -> None:
    codes = [Client().post("/sign-in/forgotten", {"email": "leena@talkoo.example"}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert len(mail.outbox) == 5


@pytest.mark.parametrize("email", ["", "leena", "leena@", "a" * 255 + "@talkoo.example"])
def test_forgotten_bad_address_is_422(cast: Cast, with_mail: None, email: str) -> None:
    answer = Client().post("/sign-in/forgotten", {"email": email})
    assert answer.status_code == 422
    assert mail.outbox == []


@pytest.mark.parametrize(
    "password",
    ["abcdefghijklmn", "aaaaaaaaaaaaaa", "qwertyuiopasdf", "QWERTYuiop1234", "zyxwvutsrqpo", "112233445566",
     "abcabcabcabc", "qwerty qwerty 1234", "salasanasalasana", "kissa kissa kissa"],
)  # fmt: skip
def test_password_that_goes_on_by_itself_is_refused(password: str) -> None:
    assert goes_on_by_itself(password)


@pytest.mark.parametrize("password", [NEW, "right words for a door", "kolme tyyntä koivua", "x7#Kp2!mQz9w"])
def test_password_of_words_is_taken(password: str) -> None:
    validate_password(password, User(name="Leena", email="leena@talkoo.example"))


def test_password_like_the_name_is_refused() -> None:
    with pytest.raises(ValidationError, match="much like your name"):
        validate_password("leenavirtanen", User(name="Leena Virtanen", email="lv@talkoo.example"))


def test_password_wrong_in_many_ways_is_told_one_thing_at_a_time() -> None:
    form = NewPasswordForm({"password": "11111"}, user=User(name="Leena", email="leena@talkoo.example"))
    assert [len(said) for said in form.errors.values()] == [1]
