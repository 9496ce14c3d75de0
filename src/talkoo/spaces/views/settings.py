"""Opening a space, its settings, and bringing it to its end."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talkoo.accounts.http import PersonRequest, staff
from talkoo.core.access import require
from talkoo.spaces import actions
from talkoo.spaces.forms import OpenSpaceForm, SettingsForm
from talkoo.spaces.models import Space
from talkoo.spaces.queries import place_of
from talkoo.spaces.rules import may_change_space, may_move_space, may_open_space, may_see_settings


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def open_space(request: PersonRequest) -> HttpResponse:
    """One short form, and there is a space."""
    user = request.person.user
    if user is None or not may_open_space(request.person):
        raise PermissionDenied
    spoken = {"languages": [get_language()]}
    form = OpenSpaceForm(request.POST if request.method == "POST" else None, initial=spoken)
    if form.is_valid():
        space = actions.open_space(user, **form.cleaned_data)
        messages.success(request, _("The space is open. You are its host. Next: print cards or invite people."))
        return redirect("space", space.pk)
    return render(request, "spaces/templates/open_space.html", {"form": form}, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def space_settings(request: PersonRequest, space: UUID) -> HttpResponse:
    """What the space says about itself, whom to talk to, what it calls each role, and its state."""
    place = place_of(request.person, space)
    require(may_see_settings(place) if request.method != "POST" else may_change_space(place))
    form = SettingsForm(request.POST if request.method == "POST" else None, space=place.space)
    if form.is_valid():
        actions.change_space(place.space, actor=request.person.actor, **form.facts())
        messages.success(request, _("Kept. Everybody here sees it from now on."))
        return redirect("space_settings", space)
    facts = {"form": form, "space": place.space, "may_change": may_change_space(place)}
    status = 409 if form.clashes else 422 if form.is_bound else 200
    return render(request, "spaces/templates/space_settings.html", facts, status=status)


@staff
@require_POST
def move_space(request: PersonRequest, space: UUID) -> HttpResponse:
    """Close it, open it again, archive it or bring it back."""
    place = place_of(request.person, space)
    require(may_see_settings(place))
    to = request.POST.get("to", "")
    if to not in Space.State:
        raise BadRequest("A space is open, closed or archived.")
    if to != place.space.state:  # pressed twice: it is there already
        require(may_move_space(place, to))
        actions.move_space(place.space, to, actor=request.person.actor)
        said = {
            Space.State.OPEN: _("The space is open again."),
            Space.State.CLOSED: _("The space is closed. What is here can still be read."),
            Space.State.ARCHIVED: _("The space is archived. Nothing in it changes from now on."),
        }
        messages.success(request, said[Space.State(to)])
    return redirect("space_settings", space)
