"""A person's own page, and all that is asked of them on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talkoo.accounts.http import PersonRequest, people
from talkoo.conversations.queries import given_answers, owed_answers, with_question
from talkoo.overview.queries import conversations_of, known_in, readable
from talkoo.overview.views.turns import MOST, turns_of
from talkoo.spaces.queries import places_of
from talkoo.spaces.rules import may_open_space


@people
@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """At most three things asked, what was said, what came of it."""
    places = places_of(request.person)
    spaces = readable(places)
    conversations, language = conversations_of(spaces), get_language()
    turns = turns_of(request.person, places, conversations)
    facts = {
        "places": [(place, place.space.label(place.role or "")) for place in places],
        "space": places[0].space if request.person.card else None,
        "may_read": bool(spaces),
        "turns": turns[:MOST],
        "more_turns": len(turns) if len(turns) > MOST else 0,
        "known": known_in(spaces, language=language),
        "given": with_question(given_answers(conversations), language)[:MOST],
        "owed": with_question(owed_answers(conversations), language)[:MOST],
        "may_open_space": may_open_space(request.person),
    }
    return render(request, "overview/templates/now.html", facts)


@people
@require_safe
def all_turns(request: PersonRequest) -> HttpResponse:
    """Everything that is asked of somebody, in the order of their own page."""
    places = places_of(request.person)
    turns = turns_of(request.person, places, conversations_of(readable(places)))
    return render(request, "overview/templates/all_turns.html", {"turns": turns})
