"""The work behind an answer: promising it, moving it, writing it, giving it; and closing the conversation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import AnswerForm, CloseForm, MoveForm, PromiseForm
from talkoo.conversations.models import Answer, Conversation
from talkoo.conversations.queries import answer_of, conversation_of, owed_since, still_owed
from talkoo.conversations.queries.opening import left_undone
from talkoo.conversations.rules import (
    may_close,
    may_overrule,
    may_promise,
    may_write_answer,
    owns_answer,
    waits_for_sheets,
)
from talkoo.conversations.views.answered import shown
from talkoo.conversations.views.conversation import crumbs
from talkoo.core.access import require
from talkoo.spaces.queries import Place, place_of


def way_up(place: Place, conversation: Conversation) -> list[tuple[str, str]]:
    """The way up from a page about an answer."""
    key = (place.space.pk, conversation.pk)
    return [
        *crumbs(place)[1:],
        (reverse("conversation", args=key), _("The question")),
        (reverse("answer", args=key), _("The answer")),
    ]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def promise_answer(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Say who answers, what, and until which day. ``?statement=`` chooses one beforehand."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_promise(place, found))
    has_whole = found.answers.filter(statement=None).exists()
    chosen = {"statement": request.GET.get("statement", "")}
    given = request.POST if request.method == "POST" else None
    form = PromiseForm(given, conversation=found, has_whole=has_whole, initial=chosen)
    if form.is_valid():
        answer, is_new = actions.promise_answer(found, **form.cleaned_data, actor=request.person.actor)
        if is_new:
            messages.success(request, _("Promised. Everybody who may read here sees the name and the day."))
        else:
            messages.error(request, _("Somebody has promised this a moment ago. Here is their promise."))
        return redirect("write_answer", space, conversation, answer.pk)
    facts = {"place": place, "conversation": found, "form": form, "crumbs": way_up(place, found)}
    status = 422 if form.is_bound else 200
    return render(request, "conversations/templates/promise_answer.html", facts, status=status)


def place_and_answer(
    request: PersonRequest, space: UUID, conversation: UUID, answer: UUID
) -> tuple[Place, Conversation, Answer]:
    """Find the answer for whoever may write it."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    owed = answer_of(found, answer, language=get_language())
    require(may_write_answer(place, found, owed))
    return place, found, owed


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def write_answer(request: PersonRequest, space: UUID, conversation: UUID, answer: UUID) -> HttpResponse:
    """Write an answer and keep it; nobody else reads it yet."""
    place, found, owed = place_and_answer(request, space, conversation, answer)
    form = AnswerForm(request.POST if request.method == "POST" else None, answer=owed)
    if form.is_valid():
        try:
            actions.write_answer(owed, **form.cleaned_data, actor=request.person.actor)
        except actions.AlreadyGivenError:
            return writing(request, place, found, owed, form=form, status=409)
        messages.success(request, _("Kept. Only whoever owes it and the host read it before it is given."))
        return redirect("write_answer", space, conversation, answer)
    status = 409 if form.clashes else 422 if form.is_bound else 200
    return writing(request, place, found, owed, form=form, status=status)


@staff
@require_POST
def give_answer(request: PersonRequest, space: UUID, conversation: UUID, answer: UUID) -> HttpResponse:
    """Keep what was written and let everybody read it."""
    place, found, owed = place_and_answer(request, space, conversation, answer)
    form = AnswerForm(request.POST, answer=owed, is_given=True)
    if not form.is_valid():
        return writing(request, place, found, owed, form=form, status=409 if form.clashes else 422)
    try:
        actions.give_answer(owed, **form.cleaned_data, actor=request.person.actor)
    except actions.AlreadyGivenError:
        is_same = form.cleaned_data == form.initial  # pressed twice
        return (
            redirect("answer", space, conversation)
            if is_same
            else writing(request, place, found, owed, form=form, status=409)
        )
    messages.success(request, _("The answer is given. Everybody who may read here sees it from now on."))
    return redirect("answer", space, conversation)


@staff
@require_POST
def move_answer(request: PersonRequest, space: UUID, conversation: UUID, answer: UUID) -> HttpResponse:
    """Another day or another person, with a reason that everybody reads."""
    place, found, owed = place_and_answer(request, space, conversation, answer)
    form = MoveForm(request.POST, answer=owed, space=place.space)
    if not form.is_valid():
        return writing(request, place, found, owed, move=form, status=422)
    try:
        actions.move_answer(owed, **form.cleaned_data, actor=request.person.actor)
    except actions.AlreadyGivenError:
        return writing(request, place, found, owed, move=form, status=409)
    messages.success(request, _("Moved. The earlier day stays to be read, with your reason."))
    return redirect("write_answer", space, conversation, answer)


def writing(
    request: PersonRequest,
    place: Place,
    conversation: Conversation,
    answer: Answer,
    *,
    form: AnswerForm | None = None,
    move: MoveForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which an answer is written and moved."""
    answer.refresh_from_db(fields=["given_on"])
    facts = {
        "place": place,
        "conversation": conversation,
        "answer": answer,
        "shown": shown(place, conversation, answer),
        "since": owed_since(conversation),
        "is_own": owns_answer(place, answer),
        "form": form or AnswerForm(answer=answer),
        "move": move or MoveForm(answer=answer, space=place.space),
        "crumbs": way_up(place, conversation),
    }
    return render(request, "conversations/templates/write_answer.html", facts, status=status)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def close_conversation(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """End it for good. Refused with 409 while an answer is owed, unless the host says why, for everybody to read."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    if place.is_host and request.method == "POST" and found.state == Conversation.State.CLOSED:
        return redirect("answer", space, conversation)
    require(may_overrule(place, found))
    owed = still_owed(found, language=get_language())
    overrules = request.method == "POST" and "reason" in request.POST
    form = CloseForm(request.POST if overrules else None)
    status = 422 if overrules else 200
    if request.method == "POST" and (form.is_valid() or may_close(place, found, owed=owed.count)):
        reason = form.cleaned_data.get("reason", "") if form.is_bound else ""
        try:
            actions.close_conversation(found, reason=reason, actor=request.person.actor)
        except actions.StillOwedError:  # promised a moment ago
            owed = still_owed(found, language=get_language())
        else:
            messages.success(request, _("The conversation is closed."))
            return redirect("answer", space, conversation)
    if request.method == "POST" and not overrules:
        status = 409
    facts = {
        "place": place,
        "conversation": found,
        "owed": [shown(place, found, one) for one in owed.promised],
        "has_no_promise": owed.has_no_promise,
        "n_owed": owed.count,
        "since": owed_since(found),
        "form": form,
        "is_refused": status == 409,
        "undone": left_undone(found),
        "waits_for_sheets": waits_for_sheets(found),
        "crumbs": way_up(place, found),
    }
    return render(request, "conversations/templates/close_conversation.html", facts, status=status)
