"""Moving the last day of a conversation that is open, and ending the voting before it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import LastDayForm
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import conversation_of
from talkoo.conversations.queries.opening import left_undone
from talkoo.conversations.rules import may_end, may_move_last_day
from talkoo.core.access import require
from talkoo.spaces.queries import Place, place_of


def is_over_for_host(place: Place, found: Conversation) -> bool:
    """Whether the host comes too late: voting has ended."""
    return place.is_host and found.is_over


def over_already(request: PersonRequest, found: Conversation) -> HttpResponse:
    """Nothing more to end or to move: on to its page."""
    messages.info(request, _("Voting has ended."))
    return redirect("conversation", found.space_id, found.pk)


def undone_in_words(found: Conversation) -> list[str]:
    """What the end of voting would cut off, a sentence each."""
    undone = left_undone(found)
    words = {
        "unread": ngettext(
            "%(n)s statement is not checked yet. Nobody could vote on it.",
            "%(n)s statements are not checked yet. Nobody could vote on them.",
            undone["unread"],
        ),
        "sheets": ngettext(
            "%(n)s voting sheet is out. It can be typed in for seven more days; the last result waits for it.",
            "%(n)s voting sheets are out. They can be typed in for seven more days; the last result waits for them.",
            undone["sheets"],
        ),
        "rooms": ngettext("%(n)s room is open.", "%(n)s rooms are open.", undone["rooms"]),
    }
    return [words[what] % {"n": number} for what, number in undone.items() if number]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def move_last_day(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Later or earlier, but not before today; the way to end the voting now stands below."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    if is_over_for_host(place, found):
        return over_already(request, found)
    require(may_move_last_day(place, found))
    form = LastDayForm(request.POST if request.method == "POST" else None, conversation=found)
    if form.is_valid():
        if actions.move_last_day(found, form.cleaned_data["ends_on"], actor=request.person.actor):
            messages.success(request, _("Kept. Everybody sees the new last day from now on."))
        return redirect("conversation", space, conversation)
    facts = {
        "form": form,
        "space": place.space,
        "conversation": found,
        "undone": undone_in_words(found),
        "crumbs": [
            (reverse("conversations", args=[space]), _("Conversations")),
            (reverse("conversation", args=[space, conversation]), _("The question")),
        ],
    }
    status = 422 if form.is_bound else 200
    return render(request, "conversations/templates/move_last_day.html", facts, status=status)


@staff
@require_POST
def end_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """End the voting today. Pressed twice, it has ended once."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    if is_over_for_host(place, found):
        return over_already(request, found)
    require(may_end(place, found))
    actions.end_conversation(found, actor=request.person.actor)
    messages.success(request, _("Voting has ended. Those who spoke now wait for an answer."))
    return redirect("conversation", space, conversation)
