"""Staff sign in: alike for known and unknown addresses, a second step, and no address of a device kept."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache, caches
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from talkoo.accounts.adapter import Adapter, MfaAdapter, bucket_of
from talkoo.accounts.models import User
from tests.people import Cast

PASSWORD = "right words for a door"
MORNING = "2026-11-24 08:00Z"


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    """allauth counts tries in the cache."""
    cache.clear()
    yield
    cache.clear()


def knock(browser: Client, name: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Send address and password."""
    fields = {"login": f"{name}@talkoo.example", "password": password} | more
    return browser.post("/sign-in", fields)  # type: ignore[return-value]


def totp(secret: str) -> str:
    """What a code app shows for ``secret`` now (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    made = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = made[-1] & 15
    number: int = struct.unpack(">I", made[at : at + 4])[0]
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def set_up_app(browser: Client) -> str:
    """Set up a code app; its secret."""
    page = browser.get("/sign-in/second-factor/app").content.decode()
    shown = re.search(r'class="key-text"[^>]*>([A-Z2-7 ]+)<', page)
    assert shown is not None
    code = totp(shown[1])
    answer = browser.post("/sign-in/second-factor/app", {"code": f"{code[:3]} {code[3:]}"})
    assert answer.headers["Location"] == "/sign-in/second-factor/codes"
    return shown[1]


def test_sign_in_right_password_goes_to_now(cast: Cast) -> None:
    browser = Client()
    assert knock(browser, "leena").headers["Location"] == "/now"
    assert browser.get("/card").wsgi_request.person.user.email == "leena@talkoo.example"
    assert knock(browser, "leena").headers["Location"] == "/now"


def test_sign_in_goes_on_to_where_one_was_going_and_nowhere_else(cast: Cast) -> None:
    assert knock(Client(), "leena", next="/about-me").headers["Location"] == "/about-me"
    assert knock(Client(), "leena", next="https://evil.example/").headers["Location"] == "/now"


def test_sign_in_wrong_and_unknown_answer_alike_and_cost_alike(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    digests, real = [], MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        digests.append(password)
        return str(real(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    User.objects.create_user("nolink@talkoo.example", "No password yet")
    digests.clear()
    pages = {}
    for name in ("leena", "nobody", "nolink"):
        answer = knock(Client(), name, "wrong words for a door")
        assert answer.status_code == 422
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        pages[name] = text.replace(name, "")
    assert pages["leena"] == pages["nobody"] == pages["nolink"]
    assert "do not fit together" in pages["leena"]
    assert len(digests) == 3


def test_sign_in_many_wrong_tries_wait_alike_for_known_and_unknown(cast: Cast) -> None:
    for name in ("leena", "nobody"):
        cache.clear()
        said = [knock(Client(), name, "wrong words").content.decode() for _ in range(12)]
        assert ["Too many tries" in page for page in said] == [False] * 10 + [True] * 2


def test_sign_in_too_many_from_one_place_then_a_page_that_says_when(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "30/m/ip"}
    answers = [Client().post("/sign-in", {"login": "", "password": ""}) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [422] * 30 + [429]
    assert answers[-1].headers["Retry-After"] == "60"
    assert "Try again in a minute." in answers[-1].content.decode()


def test_sign_in_cache_holds_no_address_of_a_device(cast: Cast) -> None:
    Client(REMOTE_ADDR="127.66.66.66").post("/sign-in", {"login": "leena@talkoo.example", "password": "x"})
    kept = str(vars(caches["default"]))
    assert "allauth" in kept
    assert "127.66" not in kept
    assert "leena@talkoo.example" not in kept


def test_bucket_is_of_the_neighbourhood_and_of_the_day() -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        bucket = bucket_of("192.0.2.7")
        assert re.fullmatch("[0-9a-f]{64}", bucket)
        assert bucket_of("192.0.2.200") == bucket
        assert bucket_of("192.0.3.7") != bucket
        assert bucket_of("2001:db8:1:2::3") == bucket_of("2001:db8:1:ffff::9")
        assert bucket_of("2001:db8:2::3") != bucket_of("2001:db8:1::3")
        assert bucket_of("rubbish") == bucket_of("")
        clock.shift(timedelta(days=1))
        assert bucket_of("192.0.2.7") != bucket


def test_bucket_behind_a_proxy_is_of_what_the_last_proxy_says() -> None:
    far = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.7"})
    near = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")
    adapter = Adapter()
    assert adapter.get_client_ip(far) == bucket_of("10.0.0.1")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        assert adapter.get_client_ip(far) == bucket_of("192.0.2.7")
        assert adapter.get_client_ip(near) == bucket_of("10.0.0.1")
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=3):
        assert adapter.get_client_ip(far) == bucket_of("")


@pytest.mark.parametrize("path", ["/signup", "/sign-up", "/accounts/signup/", "/accounts/login/", "/accounts/email/"])
def test_open_sign_up_is_nowhere(cast: Cast, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_second_step_by_app_asks_for_a_code_that_works_once(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = Client()
        knock(browser, "leena")
        secret = set_up_app(browser)
        assert secret.replace(" ", "") not in str(Authenticator.objects.values_list("data"))
        browser.post("/sign-out")
        clock.shift(60)
        assert knock(browser, "leena").headers["Location"].startswith("/sign-in/second-step")
        assert not browser.get("/card").wsgi_request.person.is_signed_in
        assert browser.get("/now").status_code == 302
        wrong = browser.post("/sign-in/second-step", {"code": "000000"})
        assert wrong.status_code == 422
        assert "This code does not fit." in wrong.content.decode()
        code = totp(secret)
        assert browser.post("/sign-in/second-step", {"code": code}).headers["Location"] == "/now"
        assert browser.get("/card").wsgi_request.person.user.email == "leena@talkoo.example"
        other = Client()
        knock(other, "leena")
        assert other.post("/sign-in/second-step", {"code": code}).status_code == 422


def test_second_step_by_spare_code_works_once(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False):
        browser = Client()
        knock(browser, "leena")
        set_up_app(browser)
        page = browser.get("/sign-in/second-factor/codes").content.decode()
        codes = re.findall(r'<li translate="no">(\d{8})</li>', page)
        assert len(codes) == 10
        for status in (302, 422):
            other = Client()
            knock(other, "leena")
            assert other.post("/sign-in/second-step", {"code": codes[0]}).status_code == status
        assert "9 codes are left." in browser.get("/sign-in/second-factor").content.decode()
        browser.post("/sign-in/second-factor/codes")
        fresh = browser.get("/sign-in/second-factor/codes").content.decode()
        assert codes[1] not in fresh


def test_second_step_without_a_password_first_goes_to_the_sign_in(cast: Cast) -> None:
    for browser in (Client(), cast.browser("mira")):
        assert browser.get("/sign-in/second-step").headers["Location"] == "/sign-in"
    assert cast.browser("leena").get("/sign-in/second-step").headers["Location"] == "/now"


def test_second_step_can_be_stopped(cast: Cast) -> None:
    browser = Client()
    knock(browser, "leena")
    set_up_app(browser)
    browser.post("/sign-out")
    knock(browser, "leena")
    browser.post("/sign-out")
    assert browser.get("/sign-in").status_code == 200


def test_second_factor_removed_is_asked_for_no_more(cast: Cast) -> None:
    browser = Client()
    knock(browser, "leena")
    set_up_app(browser)
    app = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES)
    for which in ("", "x", "0", str(codes.pk)):
        assert browser.post("/sign-in/second-factor/remove", {"which": which}).status_code == 404
    assert cast.browser("tomi").post("/sign-in/second-factor/remove", {"which": app.pk}).status_code == 404
    assert browser.post("/sign-in/second-factor/remove", {"which": app.pk}).status_code == 302
    assert not Authenticator.objects.exists()
    assert knock(Client(), "leena").headers["Location"] == "/now"


@pytest.mark.parametrize("page", ["app", "passkey", "codes"])
def test_second_factor_after_a_quarter_of_an_hour_asks_for_the_password(cast: Cast, page: str) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = Client()
        knock(browser, "leena")
        set_up_app(browser)
        clock.shift(timedelta(minutes=16))
        address = f"/sign-in/second-factor/{page}"
        answer = browser.get(address)
        assert answer.headers["Location"] == f"/sign-in/again?next=%2Fsign-in%2Fsecond-factor%2F{page}"
        assert browser.post(address).headers["Location"] == "/sign-in/again?next=%2Fsign-in%2Fsecond-factor"
        again = browser.get(answer.headers["Location"]).content.decode()
        assert "Is it still you?" in again
        assert "/sign-in/again/code" in again
        assert browser.post("/sign-in/again", {"password": "wrong", "next": address}).status_code == 422
        assert browser.post("/sign-in/again", {"password": PASSWORD, "next": address}).headers["Location"] == address
        assert browser.get(address).status_code == (302 if page == "app" else 200)


def test_again_by_a_code(cast: Cast) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        browser = Client()
        knock(browser, "leena")
        secret = set_up_app(browser)
        clock.shift(timedelta(minutes=16))
        address = "/sign-in/second-factor/codes"
        assert browser.post("/sign-in/again/code", {"code": "000000", "next": address}).status_code == 422
        answer = browser.post("/sign-in/again/code", {"code": totp(secret), "next": address})
        assert answer.headers["Location"] == address


RUBBISH = (
    "", "x", "{}", "null", "[]", "3", "0", "false", '""', '"x"',
    '{"id": "x"}', '{"id": "eA", "rawId": "eA", "response": {}}',
    '{"response": {"userHandle": "eA"}}', '{"response": []}', '{"id": 3, "rawId": 3, "response": null}',
    ('{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "eA", "authenticatorData": "eA",'
    ' "attestationObject": "eA", "signature": "eA", "userHandle": "eA"}}'),
)  # fmt: skip


@pytest.mark.parametrize("credential", RUBBISH)
def test_passkey_rubbish_is_refused_without_a_fault(cast: Cast, credential: str) -> None:
    browser = Client()
    assert browser.get("/sign-in/passkey", headers={"Accept": "application/json"}).status_code == 200
    assert browser.post("/sign-in/passkey", {"credential": credential}).headers["Location"] == "/sign-in"
    assert "This passkey does not fit." in browser.get("/sign-in").content.decode()
    knock(browser, "leena")
    browser.get("/sign-in/second-factor/passkey")
    answer = browser.post("/sign-in/second-factor/passkey", {"credential": credential, "passwordless": "on"})
    assert answer.status_code == 422
    assert "This passkey does not fit." in answer.content.decode()
    assert not Authenticator.objects.exists()
    set_up_app(browser)
    other = Client()
    knock(other, "leena")
    other.get("/sign-in/second-step")
    assert other.post("/sign-in/second-step", {"credential": credential}).status_code == 422


def test_sign_in_that_was_closed_says_so_after_the_right_password_alone(cast: Cast) -> None:
    User.objects.filter(email="leena@talkoo.example").update(is_active=False)
    browser = Client()
    assert knock(browser, "leena").headers["Location"] == "/sign-in"
    assert "This sign-in has been closed." in browser.get("/sign-in").content.decode()
    assert not browser.get("/card").wsgi_request.person.is_signed_in
    assert "do not fit together" in knock(Client(), "leena", "wrong words for a door").content.decode()


def test_second_factor_secret_opens_with_the_bridge_key_alone(db: None) -> None:
    adapter = MfaAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSW" not in sealed
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    with override_settings(BRIDGE_KEY="another"), pytest.raises(Exception, match="another bridge key"):
        adapter.decrypt(sealed)


@pytest.mark.parametrize("path", ["/sign-in/second-factor", "/sign-in/second-factor/app", "/sign-in/again"])
def test_second_factor_pages_are_not_for_card_holders(cast: Cast, path: str) -> None:
    assert cast.browser("mira").get(path).status_code == 404
    assert cast.browser("stranger").get(path).headers["Location"].startswith("/sign-in?next=")
