"""When a session begins and when it ends."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
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


def helped_until(request: HttpRequest) -> datetime | None:
    """When the visit of somebody who is being helped ends, whatever they do until then."""
    if not request.session.get("helped"):
        return None
    return datetime.fromtimestamp(request.session["began"], UTC) + settings.SESSION_AT_MOST_SHARED


def person_at_the_door(request: HttpRequest) -> Person:
    """Who this request's session belongs to, if it still stands."""
    if isinstance(request.user, User):
        return STRANGER if began_too_long_ago(request) else Person(user=request.user)
    kept = request.session.get("card")
    if kept is None or began_too_long_ago(request):
        return STRANGER
    card = Card.objects.select_related("participant", "space").filter(pk=kept["id"], version=kept["version"]).first()
    return Person(card=card, helped_until=helped_until(request)) if card and card.state == Card.State.USED else STRANGER


def person_of_request(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: ``request.person``. A session that no longer stands is ended here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.person = person_at_the_door(request)  # type: ignore[attr-defined]
        knew_somebody = request.user.is_authenticated or "card" in request.session
        ends_helped = False
        if knew_somebody and not request.person.is_signed_in:  # type: ignore[attr-defined]
            ends_helped = bool(request.session.get("helped"))
            end_session(request) if ends_helped else logout(request)
        goes_on(request)
        response = get_response(request)
        leave_nothing(request, response, ends_helped=ends_helped)
        send_cookies(request, response)
        return response

    return middleware


def goes_on(request: HttpRequest) -> None:
    """The visit lasts half an hour more. Noted once a minute at most, so that reading pages does not write."""
    if "began" not in request.session:
        return  # nobody has come in
    now = timezone.now().timestamp()
    if now - request.session.get("seen", 0) > settings.SESSION_NOTED_EVERY.total_seconds():
        request.session["seen"] = int(now)


def leave_nothing(request: HttpRequest, response: HttpResponse, *, ends_helped: bool) -> None:
    """On a lent device the page itself goes when the visit does, and the browser forgets what it has kept."""
    until = request.person.helped_until  # type: ignore[attr-defined]
    if until:
        left = max(0, int((until - timezone.now()).total_seconds())) + 1
        response.headers["Refresh"] = f"{left}; url={reverse('front')}"
    if ends_helped:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'


def begin_session(request: HttpRequest, person: Person, *, shared: bool = False, helped: bool = False) -> None:
    """A new session key and its hard end; call after the words or the password were right."""
    request.session.cycle_key()
    request.session.pop("card", None)
    request.session.update({"began": timezone.now().timestamp(), "shared": shared or helped, "helped": helped})
    if person.card:
        request.session["card"] = {"id": str(person.card.pk), "version": person.card.version}
    request.person = person  # type: ignore[attr-defined]
    note_who(request, person)
    browser_key(request)


def renew_session(request: HttpRequest, card: Card) -> None:
    """This session goes on although the card's words have changed; every other one has ended."""
    request.session.cycle_key()
    request.session["card"] = {"id": str(card.pk), "version": card.version}


def sign_in_holder(request: HttpRequest, card: Card, *, shared: bool = False, helped: bool = False) -> None:
    """Let in whoever holds ``card``; whoever was here before on this device is out."""
    logout(request)
    begin_session(request, Person(card=card), shared=shared, helped=helped)


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
