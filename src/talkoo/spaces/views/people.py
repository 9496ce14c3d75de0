"""The people of a space: who has a named role, how many came by card, whom the host asked."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.actions import end_invitation as take_back
from talkoo.accounts.http import PersonRequest, browser_key, people, staff
from talkoo.accounts.queries import invitations_of
from talkoo.core.access import require
from talkoo.core.mail import can_send, send_neutral
from talkoo.core.paper import qr_path
from talkoo.spaces import actions
from talkoo.spaces.forms import InviteForm, OnceForm, RoleForm
from talkoo.spaces.queries import Place, card_counts, is_host_of_all, member_of, members_of, place_of, role_in
from talkoo.spaces.rules import (
    may_change_space,
    may_invite,
    may_make_password_link,
    may_print_cards,
    may_see_counts,
    may_see_people,
)
from talkoo.spaces.views.sheets import read_sheet, whole_address


def people_page(
    request: PersonRequest, place: Place, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    """Who has a named role, with what the host may do about it."""
    space, may_change = place.space, may_change_space(place)
    asked = invitations_of(space.pk) if may_change else []
    facts = {
        "space": space,
        "members": [(row, space.label(row.role), RoleForm(space=space, role=row.role)) for row in members_of(space)],
        "counts": card_counts(space) if may_see_counts(place) else None,
        "invitations": [(invitation, space.label(invitation.role)) for invitation in asked],
        "may_change": may_change,
        "may_invite": may_invite(place),
        "may_print": may_print_cards(place),
        "form": form or InviteForm(space=space),
        "once": uuid4(),
    }
    return render(request, "spaces/templates/space_people.html", facts, status=status)


@people
@require_safe
def space_people(request: PersonRequest, space: UUID) -> HttpResponse:
    """Who has a named role here. People who use the service and card holders are never listed."""
    place = place_of(request.person, space)
    require(may_see_people(place))
    return people_page(request, place)


@staff
@require_POST
def invite(request: PersonRequest, space: UUID) -> HttpResponse:
    """Ask one person to come with a named role: a link, by mail or to hand over."""
    place = place_of(request.person, space)
    require(may_invite(place))
    form = InviteForm(request.POST, space=place.space)
    if not form.is_valid():
        return people_page(request, place, form, status=422)
    given = dict(form.cleaned_data)
    email = given.pop("email", "")
    sheet, path = actions.ask_to_come(place.space, **given, person=request.person, key=browser_key(request))
    if path and email and can_send():
        address = whole_address(request, path)
        send_neutral(email, _("Somebody asks you to come and work together. Open this link:") + f"\n\n{address}\n")
        messages.success(request, _("The letter is on its way. The link is also here, for half an hour."))
    return redirect("link_sheet", space, sheet)


@staff
@require_safe
def link_sheet(request: PersonRequest, space: UUID, sheet: UUID) -> HttpResponse:
    """A link to copy or print, for half an hour and in this browser only."""
    place = place_of(request.person, space)
    require(may_change_space(place))
    content = read_sheet(request, place.space, sheet, "path")
    if content is None:
        return render(request, "spaces/templates/link_sheet_gone.html", {"space": place.space}, status=404)
    address = whole_address(request, content["path"])
    facts = {
        "space": place.space,
        "address": address,
        "qr": qr_path(address),
        "role": place.space.label(content["role"]) if "role" in content else "",
        "name": content.get("name", ""),
    }
    return render(request, "spaces/templates/link_sheet.html", facts)


@staff
@require_POST
def end_invitation(request: PersonRequest, space: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation back."""
    place = place_of(request.person, space)
    require(may_change_space(place))
    standing = invitations_of(place.space.pk).filter(pk=invitation).first()
    if standing:
        take_back(standing, actor=request.person.actor)
    messages.success(request, _("The invitation has ended. Its link does nothing any more."))
    return redirect("space_people", space)


@staff
@require_POST
def change_role(request: PersonRequest, space: UUID, member: UUID) -> HttpResponse:
    """Give a member another named role."""
    place = place_of(request.person, space)
    require(may_change_space(place))
    row = member_of(place.space, member)
    form = RoleForm(request.POST, space=place.space)
    if not form.is_valid():
        raise BadRequest("There is no such role.")
    try:
        actions.change_role(row, form.cleaned_data["role"], actor=request.person.actor)
    except actions.LastHostError:
        return last_host(request, place)
    return redirect("space_people", space)


@staff
@require_POST
def end_membership(request: PersonRequest, space: UUID, member: UUID) -> HttpResponse:
    """End a member's role. What they said and did stays."""
    place = place_of(request.person, space)
    require(may_change_space(place))
    try:
        actions.end_membership(member_of(place.space, member), actor=request.person.actor)
    except actions.LastHostError:
        return last_host(request, place)
    messages.success(request, _("The role has ended. What the person said and did stays here."))
    still_here = role_in(request.person, place.space) is not None
    return redirect("space_people", space) if still_here else redirect("now")


@staff
@require_POST
def new_member_password(request: PersonRequest, space: UUID, member: UUID) -> HttpResponse:
    """A link for a member who cannot come in any more."""
    place = place_of(request.person, space)
    require(may_change_space(place))
    row, form, host = member_of(place.space, member), OnceForm(request.POST), request.person.user
    if host is None or row.ended_on or not form.is_valid():
        raise BadRequest("There is no such button.")
    if not may_make_password_link(place, is_host_of_all=is_host_of_all(host, row.user)):
        messages.error(
            request,
            _(
                "This link would also open what you do not run. The person can ask for a new password by mail, "
                "or whoever runs this installation can help."
            ),
        )
        return people_page(request, place, status=403)
    once = form.cleaned_data["once"]
    sheet = actions.make_member_link(row, once=once, person=request.person, key=browser_key(request))
    return redirect("link_sheet", space, sheet)


def last_host(request: PersonRequest, place: Place) -> HttpResponse:
    """409: the space would be left without a host."""
    messages.error(request, _("A space needs a host. Make somebody else a host first."))
    return people_page(request, place, status=409)
