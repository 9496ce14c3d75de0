"""Puts the person on the request, ends sessions on the terms of a shared device, and guards the doors."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from talkoo.accounts import actions
from talkoo.accounts.models import Card, Sealed, User
from talkoo.accounts.queries import STRANGER, Person
from talkoo.accounts.vault import key_from, new_browser_key
from talkoo.core.access import set_policy

KEY_COOKIE = f"{settings.HOST_PREFIX}k"  # opens what is sealed for this browser
WHO_COOKIE = f"{settings.HOST_PREFIX}w"  # whom this browser last let in, as a signed digest
NEVER_KEPT = {"csrfmiddlewaretoken", "password", "password1", "password2", "words", "code", "credential", "kept_id"}
MOST_KEPT = 100_000


class PersonRequest(HttpRequest):
    """A request that knows who is at the door."""

    person: Person


type PersonView[**P] = Callable[Concatenate[PersonRequest, P], HttpResponse]


# ------------------------------------------------------------------------------------------- sessions
def began_too_long_ago(request: HttpRequest) -> bool:
    """Whether this session has reached its hard end: eight hours, or twenty minutes on a shared device."""
    at_most = settings.SESSION_AT_MOST_SHARED if request.session.get("shared") else settings.SESSION_AT_MOST
    began = request.session.get("began")
    return began is None or timezone.now().timestamp() - began > at_most.total_seconds()


def person_at_the_door(request: HttpRequest) -> Person:
    """Who this request's session belongs to, if it still stands."""
    if isinstance(request.user, User):
        return STRANGER if began_too_long_ago(request) else Person(user=request.user)
    kept = request.session.get("card")
    if kept is None or began_too_long_ago(request):
        return STRANGER
    card = Card.objects.select_related("participant").filter(pk=kept["id"], version=kept["version"]).first()
    return Person(card=card) if card and card.state == Card.State.USED else STRANGER


def person_of_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: ``request.person``. A session that no longer stands is ended here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.person = person_at_the_door(request)  # type: ignore[attr-defined]
        knew_somebody = request.user.is_authenticated or "card" in request.session
        if knew_somebody and not request.person.is_signed_in:  # type: ignore[attr-defined]
            logout(request)
        response = get_response(request)
        for name, value in request.__dict__.get("door_cookies", {}).items():
            if value:
                response.set_cookie(
                    name, value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
                )
            else:
                response.delete_cookie(name, samesite="Strict")
        return response

    return middleware


def put_cookie(request: HttpRequest, name: str, value: str) -> None:
    """Give the browser a cookie with the answer, or take it away; it lasts until the browser is closed."""
    request.COOKIES[name] = value
    request.__dict__.setdefault("door_cookies", {})[name] = value


def begin_session(request: HttpRequest, person: Person, *, shared: bool = False) -> None:
    """A new session key and its hard end; call after the words or the password were right."""
    request.session.cycle_key()
    request.session.pop("card", None)
    request.session.update({"began": timezone.now().timestamp(), "shared": shared})
    if person.card:
        request.session["card"] = {"id": str(person.card.pk), "version": person.card.version}
    request.person = person  # type: ignore[attr-defined]
    put_cookie(request, WHO_COOKIE, Signer(salt="who").sign(person.who))
    browser_key(request)


def sign_in_holder(request: HttpRequest, card: Card, *, shared: bool = False) -> None:
    """Let in whoever holds ``card``; whoever was here before on this device is out."""
    logout(request)
    begin_session(request, Person(card=card), shared=shared)


def sign_in_user(request: HttpRequest, user: User) -> None:
    """Let in ``user`` without asking: after an invitation, and in the demo."""
    logout(request)
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    begin_session(request, Person(user=user))


def end_session(request: HttpRequest) -> None:
    """Forget on both sides: the session, what was kept, and the cookies that could open it."""
    who = who_was_here(request)
    logout(request)
    if who:
        actions.throw_seals(who)
    put_cookie(request, KEY_COOKIE, "")
    put_cookie(request, WHO_COOKIE, "")


# ------------------------------------------------------------------------------------- what is kept sealed
def browser_key(request: HttpRequest) -> bytes:
    """This browser's key; a new one goes out with the answer if it has none."""
    key = key_from(request.COOKIES.get(KEY_COOKIE, ""))
    if key is None:
        put_cookie(request, KEY_COOKIE, new_browser_key())
        key = key_from(request.COOKIES[KEY_COOKIE])
    assert key is not None  # noqa: S101 - just made
    return key


def who_was_here(request: HttpRequest) -> str:
    """Whom this browser last let in, or nobody; only we can have written it."""
    try:
        return Signer(salt="who").unsign(request.COOKIES.get(WHO_COOKIE, ""))
    except BadSignature:
        return ""


def seal_for(request: PersonRequest, purpose: Sealed.Purpose, content: dict[str, Any]) -> UUID:
    """Keep something for half an hour for the person and the browser of this request alone."""
    return actions.seal(purpose, content, who=request.person.who, key=browser_key(request))


def unseal_for(request: PersonRequest, sealed_id: UUID, purpose: Sealed.Purpose) -> dict[str, Any] | None:
    """What was kept for this person in this browser, or None."""
    return actions.unseal(sealed_id, purpose, who=request.person.who, key=browser_key(request))


def keep_post(request: HttpRequest) -> str:
    """Keep what was sent after its session had ended: "yes", "too-long", or "" where we do not know for whom."""
    who, key = who_was_here(request), key_from(request.COOKIES.get(KEY_COOKIE, ""))
    if request.method != "POST" or not who or key is None:
        return ""
    fields = [(name, value) for name in request.POST if name not in NEVER_KEPT for value in request.POST.getlist(name)]
    if sum(len(name) + len(value) for name, value in fields) > MOST_KEPT:
        return "too-long"
    actions.seal(Sealed.Purpose.POST, {"path": request.get_full_path(), "fields": fields}, who=who, key=key)
    return "yes"


# ---------------------------------------------------------------------------------------------- guards
def to_the_door(request: HttpRequest, door: str = "card") -> HttpResponse:
    """Ask for the card or the sign-in, and come back here after it; what was being sent is kept."""
    if request.method == "POST":
        kept = keep_post(request)
        return HttpResponseRedirect(reverse(door) + (f"?{urlencode({'kept': kept})}" if kept else ""))
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': request.path})}")


def answer_to[**P](view: PersonView[P], request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    """The view's answer; what had been kept and is now sent again is thrown away once it has arrived."""
    response = view(request, *args, **kwargs)
    if request.method == "POST" and "kept_id" in request.POST and response.status_code < 500:
        forget_kept(request)
    return response


def forget_kept(request: PersonRequest) -> None:
    """Throw away the one kept thing that the form names."""
    with suppress(ValueError):
        actions.throw_seals(request.person.who, UUID(request.POST["kept_id"]))


def people[**P](view: PersonView[P]) -> PersonView[P]:
    """Anybody who is signed in or holds a card; others are shown to the door."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.person.is_signed_in:
            return to_the_door(request)
        return answer_to(view, request, *args, **kwargs)

    set_policy(guarded, "people")
    return guarded


def staff[**P](view: PersonView[P]) -> PersonView[P]:
    """Only people with a sign-in of their own; card holders get 404, strangers are shown to the door."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.person.user is None:
            if request.person.card:
                raise Http404
            return to_the_door(request, "sign_in")
        return answer_to(view, request, *args, **kwargs)

    set_policy(guarded, "staff")
    return guarded


def demo_only[**P](view: PersonView[P]) -> PersonView[P]:
    """A page that exists in the demo only."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    set_policy(guarded, "demo")
    return guarded
