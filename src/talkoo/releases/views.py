"""The page on which host and go-between look at a release before it is public, and what they do about it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.http import PersonRequest, staff
from talkoo.core.access import require
from talkoo.releases import actions
from talkoo.releases.forms import HoldForm
from talkoo.releases.models import Release
from talkoo.releases.queries import publishes_itself_at, release_of
from talkoo.releases.rules import may_hold, may_let_go, may_publish, may_see_release
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place, place_of


@dataclass(frozen=True, slots=True)
class Line:
    """One cell of the release in words: who, and what is said or not said about them."""

    who: str
    role: str
    size: dict[str, Any]
    too_small: int
    shields: int


@staff
@require_safe
def release(request: PersonRequest, space: UUID, release: UUID) -> HttpResponse:
    """What will be shown, what is hidden and why, and who may do what about it."""
    place = place_of(request.person, space)
    require(may_see_release(place))
    return answer(request, place, release_of(place, release))


@staff
@require_POST
def publish_release(request: PersonRequest, space: UUID, release: UUID) -> HttpResponse:
    """The host makes it public."""
    place = place_of(request.person, space)
    require(place.is_host)
    found = release_of(place, release)
    require(found.state != Release.State.PREPARED or may_publish(place, found))
    if not actions.publish(found, actor=request.person.actor):
        messages.error(request, _("The go-between holds this. Talk to each other first."))
        return answer(request, place, found, status=409)
    messages.success(request, _("Everybody who may read this space can see it now."))
    return to_page(found)


@staff
@require_POST
def hold_release(request: PersonRequest, space: UUID, release: UUID) -> HttpResponse:
    """The go-between keeps it from becoming public, and says why."""
    place = place_of(request.person, space)
    require(place.is_between)
    found = release_of(place, release)
    require(found.state != Release.State.PREPARED or may_hold(place, found))
    form = HoldForm(request.POST)
    if not form.is_valid():
        return answer(request, place, found, form=form, status=422)
    if not actions.hold(found, reason=form.cleaned_data["reason"], actor=request.person.actor):
        messages.error(request, _("It is public already. Talk to the host about what should be done now."))
        return answer(request, place, found, form=form, status=409)
    messages.success(request, _("It stays hidden until you let it go. The host can read why."))
    return to_page(found)


@staff
@require_POST
def let_go_release(request: PersonRequest, space: UUID, release: UUID) -> HttpResponse:
    """The go-between ends the hold."""
    place = place_of(request.person, space)
    require(place.is_between)
    found = release_of(place, release)
    require(found.state != Release.State.HELD or may_let_go(place, found))
    actions.let_go(found, actor=request.person.actor)
    messages.success(request, _("You let it go."))
    return to_page(found)


def to_page(found: Release) -> HttpResponse:
    """Back to the page of the release."""
    return HttpResponseRedirect(reverse("release", args=[found.space_id, found.pk]))


def answer(
    request: PersonRequest, place: Place, found: Release, *, form: HoldForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a release."""
    facts = {
        "place": place,
        "release": found,
        "lines": lines_of(place.space, found),
        "bands_hidden": bands_hidden_in(found),
        "left_out": found.tables.get("statements_left_out", 0),
        "publishes_itself_at": publishes_itself_at(found),
        "may_publish": may_publish(place, found),
        "may_hold": may_hold(place, found),
        "may_let_go": may_let_go(place, found),
        "form": form or HoldForm(),
        "crumbs": [
            (reverse("space", args=[place.space.pk]), place.space.service),
            (reverse("conversations", args=[place.space.pk]), _("Conversations")),
        ],
    }
    return render(request, "releases/templates/release.html", facts, status=status)


def bands_hidden_in(found: Release) -> int:
    """For how many statements what one part of the people thinks is not shown."""
    statements = found.tables.get("statements", {}).values()
    return sum("hidden" in one.get("groups", {}).values() for one in statements)


def lines_of(space: Space, found: Release) -> list[Line]:
    """Each cell with its size and with how much of it is hidden."""
    hidden = {(tuple(row["roles"]), row["why"]): row["statements"] for row in found.hidden}
    return [
        Line(
            who=", ".join(space.label(role) for role in cell["roles"]) or _("Everybody who took part"),
            role=cell["roles"][0] if cell["roles"] else "",
            size=cell["size"],
            too_small=hidden.get((tuple(cell["roles"]), "few"), 0),
            shields=hidden.get((tuple(cell["roles"]), "shield"), 0),
        )
        for cell in found.tables["cells"]
    ]
