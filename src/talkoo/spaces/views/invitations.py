"""Coming in by invitation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts.forms import NewUserForm
from talkoo.accounts.http import PersonRequest, sign_in_user
from talkoo.accounts.models import Invitation, Role, User
from talkoo.accounts.queries import find_invitation
from talkoo.core.access import anybody
from talkoo.spaces import actions
from talkoo.spaces.queries import role_in
from talkoo.spaces.rules import may_use_invitation


@anybody
@require_safe
def open_invitation(request: PersonRequest, secret: str) -> HttpResponse:
    """The first hop: the secret goes from the address into the session, so that no page or log shows it."""
    request.session["invitation"] = secret
    return redirect("invitation")


def invitation_at_hand(request: PersonRequest) -> Invitation | None:
    """The invitation that this browser opened, if it can still be used."""
    found = find_invitation(request.session.get("invitation", ""))
    return found if found and may_use_invitation(found) else None


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PersonRequest) -> HttpResponse:
    """Who invites, to what, as what. Used, ended and unknown invitations answer alike."""
    found, user = invitation_at_hand(request), request.person.user
    if found is None:
        return render(request, "spaces/templates/invitation_gone.html", status=404)
    has = role_in(request.person, found.space) if user and found.space else None
    form = NewUserForm(request.POST if request.method == "POST" and user is None else None)
    if request.method == "POST" and user and has is None:
        return answer_came(request, user if actions.accept_invitation(found, user) else None)
    if form.is_valid():
        return answer_came(request, actions.come_by_invitation(found, **form.cleaned_data))
    facts = {
        "invitation": found,
        "form": form,
        "role": found.space.label(found.role) if found.space else Role(found.role).label,
        "has": found.space.label(has) if has and found.space else "",
    }
    return render(request, "spaces/templates/invitation.html", facts, status=422 if form.is_bound else 200)


def answer_came(request: PersonRequest, user: User | None) -> HttpResponse:
    """In, or somebody was quicker."""
    if user is None:
        return render(request, "spaces/templates/invitation_gone.html", status=404)
    if request.person.user is None:
        sign_in_user(request, user)
    request.session.pop("invitation", None)
    messages.success(request, _("You are in. This is your own page."))
    return redirect("now")
