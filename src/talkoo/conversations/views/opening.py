"""Beginning a conversation, preparing it, how it will look, and opening it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import BeginForm, PrepareForm
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    Cell,
    Lack,
    conversation_of,
    joined_roles,
    lacks_of,
    people_expected,
    seeds_of,
)
from talkoo.conversations.queries.opening import NEVER, WHILE_OPEN, digest_of
from talkoo.conversations.rules import may_begin, may_change, may_preview
from talkoo.core.access import require
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place, place_of

BOTH = ["GET", "HEAD", "POST"]
PAGES = {
    "prepare_conversation": gettext_lazy("The question"),
    "seed_statements": gettext_lazy("First statements"),
    "preview_conversation": gettext_lazy("Look and open"),
}
# What is missing, in a sentence that says what to do, and the page on which it is done.
LACKS: dict[Lack, tuple[Promise, str]] = {
    Lack.QUESTION: (gettext_lazy("There is no question. Write it."), "prepare_conversation"),
    Lack.WHO: (gettext_lazy("Nobody may take part yet. Choose at least one role."), "prepare_conversation"),
    Lack.LAST_DAY: (gettext_lazy("There is no last day. Write until when people vote."), "prepare_conversation"),
    Lack.LAST_DAY_PAST: (gettext_lazy("The last day is not after today. Write a later one."), "prepare_conversation"),
    Lack.DAYS_TURNED: (
        gettext_lazy("The last day is not after the first. Change one of the two."),
        "prepare_conversation",
    ),
    Lack.PEOPLE: (
        gettext_lazy("Fewer than five people are expected, and so few are never told apart: no result could ever be "
                     "shown. Ask more people, and write how many you expect."),
        "prepare_conversation",
    ),
    Lack.SEEDS: (
        gettext_lazy("There are fewer than three first statements. Add some, so that whoever comes first finds "
                     "something to answer."),
        "seed_statements",
    ),
}  # fmt: skip


def to_prepare(request: PersonRequest, space: UUID, conversation: UUID) -> tuple[Place, Conversation]:
    """The place and the conversation for whoever may prepare one; 404 or 403 for others."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_begin(place))
    return place, found


def no_draft(request: PersonRequest, found: Conversation) -> HttpResponse:
    """It can no longer be prepared: on to its page."""
    messages.info(request, _("This conversation has been opened. What it says about itself stays as it is."))
    return redirect("conversation", found.space_id, found.pk)


@staff
@require_http_methods(BOTH)
def begin_conversation(request: PersonRequest, space: UUID) -> HttpResponse:
    """Three questions, and there is a draft."""
    place = place_of(request.person, space)
    require(may_begin(place))
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        draft = actions.begin_conversation(place.space, actor=request.person.actor, **form.cleaned_data)
        messages.success(request, _("Kept as a draft. Only hosts and go-betweens see it."))
        return redirect("prepare_conversation", space, draft.pk)
    facts = {"form": form, "place": place, "crumbs": crumbs(place)}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/templates/begin_conversation.html", facts, status=status)


@staff
@require_http_methods(BOTH)
def prepare_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """All that it says about itself, who may take part, and which roles will be shown together."""
    place, found = to_prepare(request, space, conversation)
    is_gone = not may_change(place, found)
    if is_gone and request.method != "POST":
        return no_draft(request, found)
    form = PrepareForm(request.POST if request.method == "POST" else None, conversation=found)
    if form.is_valid():
        try:
            actions.change_draft(found, actor=request.person.actor, **form.facts())
        except actions.NoDraftError:
            is_gone = True
        else:
            messages.success(request, _("Kept. You can go on changing it until it opens."))
            return redirect("prepare_conversation", space, conversation)
    if is_gone:
        form.add_error(None, _("This conversation was opened meanwhile. Nothing was changed."))
    facts = shared_facts(place, found, "prepare_conversation") | {"form": form, "cells": cells_in_words(found)}
    status = 409 if is_gone or form.clashes else 422 if form.is_bound else 200
    return render(request, "conversations/templates/prepare_conversation.html", facts, status=status)


@staff
@require_safe
def preview_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """How it will look on a phone, on the page of a card, and on paper."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_preview(place))
    return preview(request, place, found)


def preview(request: PersonRequest, place: Place, found: Conversation, *, status: int = 200) -> HttpResponse:
    """The page that shows it, with what is missing."""
    seeds = list(seeds_of(found))
    facts = {
        "seeds": seeds,
        "first": seeds[0] if seeds else None,
        "refused": status == 422,
        "changed": status == 409,
        "seen": digest_of(found),
        "roles": get_text_list([found.space.label(role) for role in found.who], _("or")),
        "cells": cells_in_words(found),
    }
    facts |= shared_facts(place, found, "preview_conversation")
    return render(request, "conversations/templates/preview_conversation.html", facts, status=status)


@staff
@require_POST
def open_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Open it as it was looked at, or say what is missing or that it was changed."""
    place, found = to_prepare(request, space, conversation)
    try:
        is_new = actions.open_conversation(found, actor=request.person.actor, seen=request.POST.get("seen", ""))
    except actions.NotReadyError:
        return preview(request, place, found, status=422)
    except actions.ChangedError:
        return preview(request, place, found, status=409)
    if not is_new:
        return no_draft(request, found)
    messages.success(request, _("The conversation is open. Next: give out cards, print voting sheets, tell people."))
    return redirect("conversation", space, conversation)


@staff
@require_POST
def drop_draft(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Throw the draft away. Pressed twice, it is gone once."""
    place = place_of(request.person, space)
    require(may_begin(place))
    found = Conversation.objects.filter(space=place.space, pk=conversation).first()
    if found:
        try:
            actions.drop_draft(found, actor=request.person.actor)
        except actions.NoDraftError:
            return no_draft(request, found)
    messages.success(request, _("The draft is gone."))
    return redirect("conversations", space)


def cells_in_words(found: Conversation) -> list[tuple[str, str]]:
    """Which roles are shown together, and for joined ones why."""
    cells = joined_roles(found.expected, found.who)
    return [(roles_in_words(found.space, cell.roles), reason_for(found, cell)) for cell in cells]


def reason_for(found: Conversation, cell: Cell) -> str:
    """Why the roles of a cell are shown as one; nothing where one stands alone."""
    counts = [found.expected.get(role) or 0 for role in cell.small]
    if len(cell.roles) == 1:
        return ""
    told = [count or _("no number yet") for count in counts]
    small = [f"{found.space.label(role)} ({number})" for role, number in zip(cell.small, told, strict=True)]
    if min(counts) >= NEVER:
        said = _("Few are expected: %(small)s. Fewer than ten are never shown alone while people vote.")
    elif max(counts) < NEVER:
        said = _("Few are expected: %(small)s. Fewer than five are never shown alone.")
    else:
        said = _("Few are expected: %(small)s. Fewer than ten are never shown alone while people vote, and fewer than "
                 "five not even later.")  # fmt: skip
    return said % {"small": ", ".join(small)}


def roles_in_words(space: Space, roles: tuple[Any, ...]) -> str:
    """The names of roles in one line. Some have an “and” in them already."""
    return ", ".join(str(space.label(role)) for role in roles)


def shared_facts(place: Place, found: Conversation, page: str) -> dict[str, Any]:
    """What each of the pages of a draft says: the other pages, and what is missing."""
    args, people = [place.space.pk, found.pk], people_expected(found)
    can_prepare = may_change(place, found)
    return {
        "place": place,
        "space": place.space,
        "conversation": found,
        "crumbs": crumbs(place),
        "can_prepare": can_prepare,
        "ways": [(reverse(name, args=args), words, name == page) for name, words in PAGES.items()]
        if can_prepare
        else [],
        "lacks": [(LACKS[lack][0], reverse(LACKS[lack][1], args=args)) for lack in lacks_of(found)],
        "people": people,
        "is_few": NEVER <= people < WHILE_OPEN,
    }


def crumbs(place: Place) -> list[tuple[str, str]]:
    """The way up."""
    return [
        (reverse("space", args=[place.space.pk]), place.space.service),
        (reverse("conversations", args=[place.space.pk]), _("Conversations")),
    ]
