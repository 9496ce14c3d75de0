"""Who may knock."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from talkoo.accounts import actions
from talkoo.accounts.http.cookies import who_was_here
from talkoo.accounts.http.kept import keep_post
from talkoo.accounts.queries import Person
from talkoo.core.access import set_policy


class PersonRequest(HttpRequest):
    """A request that knows who is at the door."""

    person: Person


type PersonView[**P] = Callable[Concatenate[PersonRequest, P], HttpResponse]


def to_the_door(request: HttpRequest, door: str = "") -> HttpResponse:
    """Ask for the card or the sign-in, and come back here after it; what was being sent is kept."""
    door = door or who_was_here(request)[0] or "card"
    if request.method == "POST":
        return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'kept': keep_post(request) or 'no'})}")
    return HttpResponseRedirect(f"{reverse(door)}?{urlencode({'next': request.path})}")


def answer_to[**P](view: PersonView[P], request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
    """The view's answer; what had been kept and is now sent again is thrown away once it has arrived."""
    response = view(request, *args, **kwargs)
    if request.method == "POST" and "kept_id" in request.POST and response.status_code < 500:
        with suppress(ValueError):
            actions.throw_seals(request.person.who, UUID(request.POST["kept_id"]))
    return response


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
