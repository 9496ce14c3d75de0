"""A space's home, and a page for each of the five verbs."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest
from talkoo.conversations.queries import given_answers, owed_answers, with_question
from talkoo.conversations.rules import may_begin, may_bring_in
from talkoo.core.access import anybody
from talkoo.overview.queries import conversations_of, known_in
from talkoo.overview.views.turns import MOST, turns_of
from talkoo.overview.views.verbs import KEYS, verbs_of, where_now
from talkoo.releases.rules import may_see_release
from talkoo.spaces.queries import Place, place_of
from talkoo.spaces.rules import may_print_cards, may_replace_card, may_see_people, may_see_settings


def home_facts(place: Place) -> dict[str, Any]:
    """What every page of the home shows."""
    conversations = conversations_of([place.space])
    return {
        "place": place,
        "space": place.space,
        "role": place.space.label(place.role) if place.role else "",
        "conversations": conversations,
        "verbs": verbs_of(place.space, conversations, answers=given_answers(conversations).count()),
        "current": where_now(conversations),
        "may_see_settings": may_see_settings(place),
        "may_see_people": may_see_people(place),
        "may_print_cards": may_print_cards(place),
        "may_replace_card": may_replace_card(place),
        "may_begin": may_begin(place),
        "may_bring_in": may_bring_in(place),
        "may_see_release": may_see_release(place),
    }


@anybody
@require_safe
def space(request: PersonRequest, space: UUID) -> HttpResponse:
    """Why we do this, where we are in the work, the next step for this person, and what is known."""
    place = place_of(request.person, space)
    facts, language = home_facts(place), get_language()
    turns = turns_of(request.person, [place], facts["conversations"]) if place.role else []
    facts |= {
        "turns": turns[:MOST],
        "has_more_turns": len(turns) > MOST,
        "known": known_in([place.space], language=language),
        "given": with_question(given_answers(facts["conversations"]), language)[:MOST],
        "owed": with_question(owed_answers(facts["conversations"]), language)[:MOST],
    }
    return render(request, "overview/templates/space.html", facts)


@anybody
@require_safe
def verb(request: PersonRequest, space: UUID, verb: str) -> HttpResponse:
    """One of the five: what is in it, and what will be."""
    place = place_of(request.person, space)
    if verb not in KEYS:
        raise Http404
    facts = home_facts(place)
    facts["verb"] = next(one for one in facts["verbs"] if one.key == verb)
    language = get_language()
    facts |= {
        "given": with_question(given_answers(facts["conversations"]), language),
        "owed": with_question(owed_answers(facts["conversations"]), language),
    }
    facts["has_results"] = any(
        one.is_published or (one.waiting and facts["may_see_release"]) for one in facts["conversations"]
    )
    return render(request, "overview/templates/verb.html", facts)
