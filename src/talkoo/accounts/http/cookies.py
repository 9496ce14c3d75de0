"""Two cookies beside the session's, gone when the browser is closed: this browser's key, and whom it last let in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from talkoo.accounts.queries import Person
from talkoo.accounts.vault import key_from, new_browser_key

KEY_COOKIE = f"{settings.HOST_PREFIX}k"
WHO_COOKIE = f"{settings.HOST_PREFIX}w"


def put_cookie(request: HttpRequest, name: str, value: str) -> None:
    """Give the browser a cookie with the answer, or take it away with an empty value."""
    request.COOKIES[name] = value
    request.__dict__.setdefault("door_cookies", {})[name] = value


def send_cookies(request: HttpRequest, response: HttpResponse) -> None:
    """Put what ``put_cookie`` noted on the answer."""
    secure = settings.SESSION_COOKIE_SECURE
    for name, value in request.__dict__.get("door_cookies", {}).items():
        max_age = None if value else 0  # None: until the browser is closed
        response.set_cookie(name, value, max_age=max_age, secure=secure, httponly=True, samesite="Strict")


def key_of_browser(request: HttpRequest) -> bytes | None:
    """This browser's key, if it has one."""
    return key_from(request.COOKIES.get(KEY_COOKIE, ""))


def browser_key(request: HttpRequest) -> bytes:
    """This browser's key; a new one goes out with the answer if it has none."""
    key = key_of_browser(request)
    while key is None:
        put_cookie(request, KEY_COOKIE, new_browser_key())
        key = key_of_browser(request)
    return key


def note_who(request: HttpRequest, person: Person) -> None:
    """Remember in the browser whom it let in and by which door: a signed digest, so nobody can pass for another."""
    put_cookie(request, WHO_COOKIE, Signer(salt="who").sign(f"{'sign_in' if person.user else 'card'}|{person.who}"))


def who_was_here(request: HttpRequest) -> tuple[str, str]:
    """By which door this browser last let somebody in, and whom; or nobody."""
    try:
        door, who = Signer(salt="who").unsign(request.COOKIES.get(WHO_COOKIE, "")).split("|")
    except (BadSignature, ValueError):
        return "", ""
    return door, who
