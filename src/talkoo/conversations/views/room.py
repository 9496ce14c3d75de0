"""A meeting in which people join by one code: the facilitator's page, the wall, and coming in."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts.http import PersonRequest, sign_in_holder, staff
from talkoo.accounts.models import CARD_ROLES, Card
from talkoo.conversations import actions
from talkoo.conversations.forms import JoinForm, RoomForm
from talkoo.conversations.models import Room
from talkoo.conversations.queries import joined_at_least, room_to_join, running_room
from talkoo.conversations.rules import may_join
from talkoo.conversations.views.paper import helping, helping_facts, roles_asked, spaced
from talkoo.conversations.views.reading import result_of
from talkoo.core.access import anybody
from talkoo.core.paper import qr_path
from talkoo.releases.queries import published_release
from talkoo.spaces.models import Space
from talkoo.spaces.views.sheets import whole_address


def way_in(request: PersonRequest, room: Room) -> dict[str, Any]:
    """How people join: the code to type, the address to type it at, and both as a QR code."""
    shown = urlsplit(whole_address(request, reverse("join")))
    return {
        "code": spaced(room.code),
        "where": f"{shown.netloc}{shown.path}",
        "qr": qr_path(whole_address(request, reverse("join_code", args=[room.code]))),
    }


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Open a room, and while it is open: how to join, how long it lasts, about how many came."""
    place, found = helping(request, space, conversation)
    roles = [(role, label) for role, label in roles_asked(place, found) if role in CARD_ROLES]
    form = RoomForm(request.POST if request.method == "POST" else None, roles=roles)
    status = 200
    if form.is_valid() and place.space.reading == Space.Reading.MEMBERS:
        said = _("Only people with a named role may read this space, so nobody could come in by a code.")
        form.add_error(None, said)
    if form.is_valid():
        try:
            actions.open_room(found, **form.cleaned_data, actor=request.person.actor)
        except actions.RoomOpenError:
            messages.error(request, _("A room is open already. End it before you open another one."))
            status = 409
        else:
            return redirect("room", space, conversation)
    elif form.is_bound:
        status = 422
    facts = helping_facts(place, found) | {"form": form, "may_come": roles}
    running = running_room(found)
    if running and status != 422:
        facts |= way_in(request, running) | {
            "room": running,
            "role": place.space.label(running.role),
            "at_least": joined_at_least(running),
        }
    return render(request, "conversations/templates/room.html", facts, status=status)


@staff
@require_POST
def end_room(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Nobody joins any more; whoever has joined goes on."""
    _place, found = helping(request, space, conversation)
    actions.end_room(found, actor=request.person.actor)
    messages.success(request, _("The room has ended. Whoever has joined can go on."))
    return redirect("room", space, conversation)


@staff
@require_safe
def room_screen(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """For the wall: the question, how to join, and of what people say only what is published."""
    place, found = helping(request, space, conversation)
    running = running_room(found)
    if running is None:
        return redirect("room", space, conversation)
    release = published_release(found.pk)
    facts = helping_facts(place, found) | way_in(request, running)
    facts |= {
        "room": running,
        "release": release,
        "result": result_of(release.tables, place.space) if release else None,
    }
    return render(request, "conversations/templates/room_screen.html", facts)


@anybody
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PersonRequest, code: str = "") -> HttpResponse:
    """Come in by the code of a room. Looking changes nothing; the button makes a card for this device.

    Unknown, over, full and closed are answered alike.
    """
    form = JoinForm(request.POST) if request.method == "POST" else JoinForm(initial={"code": spaced(code)})
    if form.is_valid():
        found = room_to_join(form.cleaned_data["code"])
        card = card_in(found, request, form.cleaned_data["once"]) if found and may_join(found) else None
        if found and card:
            return let_in(request, found, card)
        form.add_error("code", _("Nobody can join with this code now. Look at the wall, or ask whoever runs the room."))
    facts = {"form": form, "is_card": request.person.card is not None}
    return render(request, "conversations/templates/join.html", facts, status=422 if form.is_bound else 200)


def card_in(found: Room, request: PersonRequest, once: UUID) -> Card | None:
    """The card with which this device is in already, one made on the spot, or None when the room is full."""
    own = request.person.card
    is_in = own is not None and own.space_id == found.conversation.space_id
    return own if is_in else actions.join_room(found, once=once)


def let_in(request: PersonRequest, found: Room, card: Card) -> HttpResponse:
    """To the conversation; on a card that was made just now first to a number and words, to come back later."""
    address = reverse("take_part", args=[found.conversation.space_id, found.conversation_id])
    if card == request.person.card:
        return redirect(address)
    sign_in_holder(request, card)
    request.session["no_paper"] = True
    request.session["after_words"] = address
    return redirect("own_words")
