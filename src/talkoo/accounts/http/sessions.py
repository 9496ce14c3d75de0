"""When a session begins and when it ends."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from talkoo.accounts import actions
from talkoo.accounts.http.cookies import (
    KEY_COOKIE,
    WHO_COOKIE,
    browser_key,
    note_who,
    put_cookie,
    send_cookies,
    who_was_here,
)
from talkoo.accounts.models import Card, User
from talkoo.accounts.queries import STRANGER, Person


def began_too_long_ago(request: HttpRequest) -> bool:
    """Whether the visit has reached its hard end: eight hours, or twenty minutes on a shared device."""
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
        send_cookies(request, response)
        return response

    return middleware


def begin_session(request: HttpRequest, person: Person, *, shared: bool = False) -> None:
    """A new session key and its hard end; call after the words or the password were right."""
    request.session.cycle_key()
    request.session.pop("card", None)
    request.session.update({"began": timezone.now().timestamp(), "shared": shared})
    if person.card:
        request.session["card"] = {"id": str(person.card.pk), "version": person.card.version}
    request.person = person  # type: ignore[attr-defined]
    note_who(request, person)
    browser_key(request)


def renew_session(request: HttpRequest, card: Card) -> None:
    """This session goes on although the card's words have changed; every other one has ended."""
    request.session.cycle_key()
    request.session["card"] = {"id": str(card.pk), "version": card.version}


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
    _, who = who_was_here(request)
    logout(request)
    if who:
        actions.throw_seals(who)
    put_cookie(request, KEY_COOKIE, "")
    put_cookie(request, WHO_COOKIE, "")
