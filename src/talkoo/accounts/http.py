"""Puts the person on the request, ends sessions on the terms of a shared device, and guards the doors."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from talkoo.accounts.models import Card, User
from talkoo.accounts.queries import STRANGER, Person
from talkoo.core.access import set_policy


class PersonRequest(HttpRequest):
    """A request that knows who is at the door."""

    person: Person


type PersonView[**P] = Callable[Concatenate[PersonRequest, P], HttpResponse]


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
        return get_response(request)

    return middleware


def to_the_door(request: HttpRequest) -> HttpResponse:
    """Ask for the card or the sign-in, and come back here after it."""
    return HttpResponseRedirect(f"{reverse('card')}?{urlencode({'next': request.path})}")


def people[**P](view: PersonView[P]) -> PersonView[P]:
    """Anybody who is signed in or holds a card; others are shown to the door."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.person.is_signed_in:
            return to_the_door(request)
        return view(request, *args, **kwargs)

    set_policy(guarded, "people")
    return guarded


def staff[**P](view: PersonView[P]) -> PersonView[P]:
    """Only people with a sign-in of their own; card holders get 404, strangers are shown to the door."""

    @wraps(view)
    def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.person.user is None:
            if request.person.card:
                raise Http404
            return to_the_door(request)
        return view(request, *args, **kwargs)

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


def begin_session(request: HttpRequest, *, shared: bool = False, **facts: Any) -> None:
    """A new session key and its hard end; call after the words or the password were right."""
    request.session.cycle_key()
    request.session.update({"began": timezone.now().timestamp(), "shared": shared, **facts})
