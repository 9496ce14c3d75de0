"""Which conversations there are, and one of them: what it asks, what one may do in it now, and what came of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest
from talkoo.accounts.queries import participant_in
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    conversation_with_state,
    conversations_in,
    left_to_vote_on,
    owed_answers,
    sheets_out,
    to_check_in,
    with_question,
)
from talkoo.conversations.rules import (
    Phase,
    may_answer,
    may_begin,
    may_bring_in,
    may_check,
    may_help,
    may_overrule,
    may_say,
    may_take_no_more_sheets,
    may_type_in,
    may_vote,
    phase_of,
    takes_part,
    waits_for_sheets,
)
from talkoo.conversations.views.words import unmarked
from talkoo.core.access import anybody
from talkoo.releases.rules import may_see_release
from talkoo.spaces.queries import Place, place_of


@anybody
@require_safe
def conversations(request: PersonRequest, space: UUID) -> HttpResponse:
    """The conversations of a space."""
    place = place_of(request.person, space)
    facts = {
        "place": place,
        "conversations": [(one, phase_of(one)) for one in conversations_in(place)],
        "may_bring_in": may_bring_in(place),
        "may_begin": may_begin(place),
        "may_see_release": may_see_release(place),
        "crumbs": crumbs(place)[:1],
    }
    return render(request, "conversations/templates/conversations.html", facts)


@anybody
@require_safe
def conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """One conversation. 202 tells the page's script that the picture is coming."""
    place = place_of(request.person, space)
    found = conversation_with_state(place, conversation)
    may_see = may_see_release(place)
    is_coming = may_see and found.is_in_preparation  # type: ignore[attr-defined]
    facts = {
        "place": place,
        "conversation": found,
        "phase": phase_of(found),
        "why": unmarked(found.why) if found.is_brought_in else found.why,
        "may_see_release": may_see,
        "is_coming": is_coming,
        "waits_for_sheets": waits_for_sheets(found),
        "may_remove": found.is_brought_in and may_bring_in(place) and not found.is_published,  # type: ignore[attr-defined]
        "crumbs": crumbs(place),
        **(taking_part(place, found) if takes_part(place, found) else {}),
        **(running_it(place, found) if may_see and not found.is_brought_in else {}),
        "owed": list(with_question(owed_answers([found]), get_language())),
        "has_answer": found.answers.exclude(given_on=None).exists(),
    }
    return render(request, "conversations/templates/conversation.html", facts, status=202 if is_coming else 200)


def taking_part(place: Place, found: Conversation) -> dict[str, Any]:
    """What somebody whom it is for may do now."""
    me = participant_in(place.person, place.space.pk)
    return {
        "takes_part": True,
        "may_vote": may_vote(place, found),
        "may_say": may_say(place, found),
        "left": left_to_vote_on([found], [me] if me else []).get(found.pk, 0),
    }


def running_it(place: Place, found: Conversation) -> dict[str, Any]:
    """What host and go-between may do now."""
    phase = phase_of(found)
    return {
        "runs_it": True,
        "may_prepare": may_begin(place) and phase == Phase.DRAFT,
        "may_check": may_check(place, found) and phase != Phase.DRAFT,
        "to_check": to_check_in([found]).get(found.pk, 0),
        "may_help": may_help(place, found),
        "may_type_in": may_type_in(place, found),
        "sheets_out": sheets_out(found).count() if waits_for_sheets(found) else 0,
        "may_take_no_more": may_take_no_more_sheets(place, found),
        "may_answer": may_answer(place, found),
        "may_tell": place.is_between,
        "may_end": may_begin(place) and phase in {Phase.SOON, Phase.SAYING, Phase.VOTING},
        "may_overrule": may_overrule(place, found),
    }


def crumbs(place: Place) -> list[tuple[str, str]]:
    """The way up."""
    return [
        (reverse("space", args=[place.space.pk]), place.space.service),
        (reverse("conversations", args=[place.space.pk]), _("Conversations")),
    ]
