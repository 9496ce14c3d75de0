"""Whom the go-between tells: how to reach them, and nothing that they said."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.http import PersonRequest, staff
from talkoo.accounts.models import Contact
from talkoo.accounts.vault import open_address
from talkoo.conversations import actions
from talkoo.conversations.forms import TellForm
from talkoo.conversations.models import Conversation, Telling
from talkoo.conversations.queries import conversation_of, given_in, to_tell_by_hand, tries_in
from talkoo.conversations.queries.telling import TRIES, WAYS, told_today
from talkoo.conversations.rules import may_tell
from talkoo.conversations.views.answering import way_up
from talkoo.core.access import require
from talkoo.core.mail import can_send
from talkoo.spaces.queries import Place, place_of

# How a telling is called that was asked for in this way.
SAME_WAY = {Contact.Way.VISIT: Telling.Way.PERSON}


@dataclass(frozen=True, slots=True)
class ToTell:
    """One person to tell: how, where, in which language, how often it was tried; and the form to note it."""

    contact: Contact
    address: str | None
    tries: int
    is_given_up: bool
    form: TellForm


def to_tell(conversation: Conversation, refused: tuple[UUID, TellForm] | None) -> list[ToTell]:
    """Everybody to tell by hand, in the order of their ways; with the one form that was ``refused``, as it was sent."""
    contacts = list(to_tell_by_hand(conversation))
    tried = tries_in(conversation, contacts)
    rows = []
    for contact in contacts:
        tries = tried.get(contact.participant_id, set())
        is_given_up = len(tries) >= TRIES and len({way for _, way in tries}) >= WAYS
        way = SAME_WAY.get(Contact.Way(contact.way), contact.way)
        form = TellForm(initial={"way": way}, auto_id=f"{contact.pk}-%s")
        if refused and refused[0] == contact.pk:
            form = refused[1]
        rows.append(ToTell(contact, open_address(contact), len(tries), is_given_up, form))
    return rows


def list_page(
    request: PersonRequest,
    place: Place,
    conversation: Conversation,
    *,
    refused: tuple[UUID, TellForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list itself."""
    facts = {
        "place": place,
        "conversation": conversation,
        "people": to_tell(conversation, refused),
        "told": [(one, open_address(one)) for one in told_today(conversation)],
        "sends_mail": can_send(),
        "is_given": given_in(conversation).exists(),
        "crumbs": way_up(place, conversation),
    }
    return render(request, "conversations/templates/tell_people.html", facts, status=status)


@staff
@require_safe
def tell_people(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Who asked to be told by hand and is owed an answer that was given."""
    place = place_of(request.person, space)
    require(may_tell(place))
    return list_page(request, place, conversation_of(place, conversation))


@staff
@require_POST
def note_telling(request: PersonRequest, space: UUID, conversation: UUID, contact: UUID) -> HttpResponse:
    """Told, or not reached. Pressed twice it counts once: a try counts once a day and way, and the page says so."""
    place = place_of(request.person, space)
    require(may_tell(place))
    found = conversation_of(place, conversation)
    form = TellForm(request.POST, auto_id=f"{contact}-%s")
    if not form.is_valid():
        messages.error(request, _("Choose how you tried, and press one of the two buttons."))
        return list_page(request, place, found, status=422)
    has_reached = form.cleaned_data["reached"] == "yes"
    way, actor = form.cleaned_data["way"], request.person.actor
    noted = actions.note_telling(found, contact, way=way, has_reached=has_reached, actor=actor)
    if noted == actions.Noted.TRIED_TODAY:
        form.add_error(
            "way", _("This try is noted for today already. Try another way, or the same one on another day.")
        )
        return list_page(request, place, found, refused=(contact, form), status=409)
    if noted == actions.Noted.NEW:
        tried = _("Noted as not reached. Try another way, or the same one on another day.")
        messages.success(request, _("Noted as told.") if has_reached else tried)
    elif noted == actions.Noted.TOLD_BEFORE:
        messages.success(request, _("This person has been told already. Nothing was changed."))
    else:
        messages.success(request, _("This person does not ask to be told now. Nothing was noted."))
    return redirect("tell_people", space, conversation)


@staff
@require_POST
def take_telling_back(request: PersonRequest, space: UUID, conversation: UUID, contact: UUID) -> HttpResponse:
    """Noted as told by mistake, today. Pressed twice it is taken back once."""
    place = place_of(request.person, space)
    require(may_tell(place))
    found = conversation_of(place, conversation)
    if actions.take_telling_back(found, contact, actor=request.person.actor):
        messages.success(request, _("Taken back. This person is on the list again."))
    return redirect("tell_people", space, conversation)
