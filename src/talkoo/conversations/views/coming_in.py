"""Which conversations there are, one of them, and how a held one is brought in."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations.queries import conversation_of
from talkoo.core.access import anybody
from talkoo.spaces.queries import place_of


@anybody
@require_safe
def conversations(request: PersonRequest, space: UUID) -> HttpResponse:
    """The conversations of a space."""
    place = place_of(request.person, space)
    return render(request, "conversations/templates/conversations.html", {"place": place})


@anybody
@require_safe
def conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """One conversation: what it asks, and where it stands."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    return render(request, "conversations/templates/conversation.html", {"place": place, "conversation": found})


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: PersonRequest, space: UUID) -> HttpResponse:
    """Bring in a conversation that was held elsewhere."""
    raise Http404
