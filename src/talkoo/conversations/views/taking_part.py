"""One statement at a time: who sees what, answer, put aside, and what happens after the last one."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.actions import participant_for
from talkoo.accounts.http import PersonRequest, people
from talkoo.accounts.models import Participant
from talkoo.accounts.queries import participant_in
from talkoo.conversations import actions
from talkoo.conversations.forms import SayForm
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.queries import (
    ANSWERED,
    Asked,
    asked_again,
    conversation_of,
    hand_of,
    next_for,
    promise_of,
    role_told,
    statement_in,
    statement_of,
    vote_of,
)
from talkoo.conversations.rules import Phase, may_say, may_vote, phase_of, takes_part
from talkoo.core.access import require
from talkoo.releases.queries import published_release
from talkoo.spaces.queries import Place, place_of
from talkoo.spaces.rules import is_open

SESSION = "taking_part"  # by conversation: the statement they are at, the last one answered, those put aside; ids only
MOST_ASIDE = 100


@people
@require_safe
def take_part(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The next statement; before the first one who sees what, after the last one what happens next."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    if not may_vote(place, found):
        return not_now(request, place, found)
    me, language, notes = participant_in(place.person, place.space.pk), get_language(), notes_of(request, found)
    facts = {"place": place, "space": place.space, "conversation": found, "may_say": may_say(place, found)}
    again = id_in(request.GET.get("again", ""))
    asked = asked_again(found, again, language=language) if again else None
    if asked:
        facts |= {"asked": asked, "again": vote_of(me, asked.statement.pk), "wrote": who_wrote(place, asked.statement)}
        return render(request, "conversations/templates/take_part.html", facts | {"form": SayForm()})
    asked = next_for(me, found, language=language, at=notes.get("at", ""), aside=notes.get("aside", []))
    last = id_in(request.GET.get("last", "")) or id_in(notes.get("last", ""))
    facts |= {"last": vote_of(me, last) if last else None}
    if asked is None:
        return done(request, found, facts)
    if not asked.done and not notes and "begin" not in request.GET:
        return render(request, "conversations/templates/take_part_first.html", facts | who_sees(place, found))
    note(request, found, at=str(asked.statement.pk), **({"last": str(last)} if last else {}))
    facts |= {"asked": asked, "left": left_in_words(asked), "wrote": who_wrote(place, asked.statement)}
    return render(request, "conversations/templates/take_part.html", facts | {"form": SayForm()})


@people
@require_POST
def vote(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Keep an answer to one statement, then on to the next one, or back to the list it was changed in."""
    place = place_of(request.person, space)
    asked = statement_of(place, conversation, statement)
    found = asked.conversation
    if not may_vote(place, found):
        return not_now(request, place, found, status=403)
    try:
        choice = Vote.Choice(int(request.POST.get("choice", "")))
    except ValueError:
        raise BadRequest from None
    if asked.state in ANSWERED:
        actions.cast_vote(participant_of(place), asked, choice, entered=hand_of(request.person))
    else:
        messages.info(request, _("This statement is no longer there to be answered. Here is what comes next."))
    return HttpResponseRedirect(way_back(request, found, last=statement))


@people
@require_POST
def skip(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Put a statement aside: it comes again after the others. Only this visit knows of it."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    asked = statement_in(found, statement)
    if not may_vote(place, found):
        return not_now(request, place, found, status=403)
    key = str(asked.pk)
    aside = [other for other in notes_of(request, found).get("aside", []) if other != key]
    note(request, found, aside=[*aside, key][-MOST_ASIDE:], at="")
    return redirect("take_part", space, conversation)


def done(request: PersonRequest, found: Conversation, facts: dict[str, Any]) -> HttpResponse:
    """After the last one: what happens next, and when."""
    facts |= {
        "total": found.statements.filter(state="shown").count(),
        "promise": promise_of(found),
        "is_published": published_release(found.pk) is not None,
    }
    return render(request, "conversations/templates/take_part_done.html", facts)


def who_sees(place: Place, found: Conversation) -> dict[str, Any]:
    """What somebody should know before the first answer."""
    return {
        "role": place.space.label(place.role or ""),
        "is_named": place.has_named_role,
        "is_checked_first": found.checking == Conversation.Checking.BEFORE,
    }


def not_now(
    request: PersonRequest, place: Place, found: Conversation, *, to_say: bool = False, status: int = 200
) -> HttpResponse:
    """Why somebody may not answer, or say something, and a way on."""
    facts = {
        "place": place,
        "space": place.space,
        "conversation": found,
        "why": why_not(place, found),
        "may_vote": to_say and may_vote(place, found),
        "takes_part": takes_part(place, found),
        "is_published": published_release(found.pk) is not None,
        "crumbs": crumbs(place, found),
    }
    return render(request, "conversations/templates/take_part_not.html", facts, status=status)


def who_wrote(place: Place, statement: Statement) -> str:
    """Who wrote a statement: the host, or somebody of a role where the last result tells it; else nothing."""
    if statement.is_seed:
        return _("Written by the host, to begin with.")
    role = role_told(statement)
    return _("Written by somebody of: %(role)s.") % {"role": place.space.label(role)} if role else ""


def why_not(place: Place, found: Conversation) -> str:
    """Why somebody may not take part now, in words. Who it is for comes first: that does not change with the days."""
    if not takes_part(place, found):
        names = get_text_list([place.space.label(role) for role in found.who], _("and"))
        return _("This conversation is for: %(roles)s.") % {"roles": names} if names else _("Nobody is asked here.")
    if not is_open(place):
        return _("The space is closed: nothing new can be added.")
    if (phase := phase_of(found)) == Phase.VOTING:
        return why_no_more(found)
    if phase == Phase.SOON and found.begins_on:
        return _("It begins on %(day)s.") % {"day": date_format(found.begins_on)}
    if phase == Phase.DRAFT:
        return _("It is still being prepared.")
    last = found.ends_on or found.ended_on
    return _("The last day was %(day)s.") % {"day": date_format(last)} if last else _("It has ended.")


def why_no_more(found: Conversation) -> str:
    """Why nothing new can be said although people vote."""
    if not found.adds or found.adds_until is None:
        return _("In this conversation people answer statements, and do not add new ones.")
    words = _("New statements could be added until %(day)s, so that everybody has time to answer them.")
    return words % {"day": date_format(found.adds_until)}


def participant_of(place: Place) -> Participant:
    """Whose voice this is: made at their first word. Ask a rule first."""
    require(place.role is not None)
    return participant_for(place.person, place.space.pk, place.role)  # type: ignore[arg-type]  # asked just now


def way_back(request: PersonRequest, found: Conversation, *, last: UUID | None = None) -> str:
    """To the page of one's own answers if it came from there, else to the next statement after the ``last``."""
    where = [found.space_id, found.pk]
    if request.POST.get("back") != "mine":
        return reverse("take_part", args=where, query={"last": last} if last else None)
    page = request.POST.get("page", "")
    mine = reverse("what_i_said", args=where)
    return f"{mine}?show=answers" + (f"&page={page}" if page.isascii() and page.isdecimal() else "")


def left_in_words(asked: Asked) -> str:
    """How many statements are left, with the one that is asked."""
    return ngettext("%(number)s left", "%(number)s left", asked.left) % {"number": asked.left}


def id_in(written: str) -> UUID | None:
    """An id, or nothing."""
    with suppress(ValueError):
        return UUID(written)
    return None


def notes_of(request: PersonRequest, found: Conversation) -> dict[str, Any]:
    """What this visit knows of a conversation."""
    notes: dict[str, Any] = request.session.get(SESSION, {}).get(str(found.pk), {})
    return notes


def note(request: PersonRequest, found: Conversation, **facts: Any) -> None:
    """Keep something for this visit."""
    kept = request.session.get(SESSION, {})
    request.session[SESSION] = kept | {str(found.pk): notes_of(request, found) | facts}


def crumbs(place: Place, found: Conversation) -> list[tuple[str, str]]:
    """The way up to the conversation."""
    return [
        (reverse("space", args=[place.space.pk]), place.space.service),
        (reverse("conversations", args=[place.space.pk]), _("Conversations")),
        (reverse("conversation", args=[place.space.pk, found.pk]), _("This conversation")),
    ]
