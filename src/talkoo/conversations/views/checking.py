"""Checking statements: the queue, what is done about one, and the log that everybody may read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.http import PersonRequest, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import GROUNDS, CheckForm, GroundForm, MergeForm
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import (
    LogLine,
    conversation_of,
    decided_in,
    likely_the_same,
    log_of,
    queue_of,
    shown_in,
    statement_with_words,
    version_of,
)
from talkoo.conversations.rules import may_check
from talkoo.core.access import anybody, require
from talkoo.spaces.queries import Place, place_of

A_PAGE = 20
LATELY = 5
LISTS: dict[str, Callable[[Conversation], QuerySet[Statement]]] = {
    "queue": queue_of,
    "shown": shown_in,
    "decided": decided_in,
}
TOLD: dict[str, Promise] = {
    "statement left out": gettext_lazy("One was left out."),
    "statement sent back": gettext_lazy("One was sent back, and other words were asked for."),
    "statement merged": gettext_lazy("One was merged with another one. Votes on either count once a person."),
    "check undone": gettext_lazy("One of these decisions was undone."),
}
UNDONE: dict[str, Promise] = {
    Statement.State.LEFT_OUT: gettext_lazy("Leaving one out was undone."),
    Statement.State.REWORD: gettext_lazy("Sending one back was undone."),
    Statement.State.MERGED: gettext_lazy("Merging one was undone."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One statement with what may be done about it."""

    statement: Statement
    alike: Sequence[Statement]
    ground: GroundForm
    merge: MergeForm

    @property
    def seen(self) -> str:
        """How it is now."""
        return version_of(self.statement)

    @property
    def is_decided(self) -> bool:
        """Whether there is something to undo."""
        return self.statement.checked_on is not None and self.statement.state != Statement.State.WAITING

    @property
    def acceptance(self) -> str:
        """What the button to accept says; nothing where it was accepted already."""
        if self.statement.state != Statement.State.SHOWN:
            return _("Show it to everybody")
        conversation = self.statement.conversation
        is_new = conversation.checking == Conversation.Checking.AFTER and not self.statement.is_seed
        return _("It can stay as it is") if is_new and self.statement.checked_on is None else ""

    @property
    def outcome(self) -> str:
        """What was decided about it, in words."""
        labels = {
            Statement.State.SHOWN: _("Shown to everybody."),
            Statement.State.REWORD: _("Sent back, to be said in other words."),
            Statement.State.MERGED: _("Merged with another one."),
            Statement.State.LEFT_OUT: _("Left out."),
        }
        return labels.get(Statement.State(self.statement.state), _("Waiting to be checked."))

    @property
    def why(self) -> str:
        """By which ground rule, where the decision rests on one."""
        by_ground = {Statement.State.REWORD, Statement.State.LEFT_OUT}
        return self.statement.get_ground_display() if self.statement.state in by_ground else ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who may check, and the statement that they decide about."""

    place: Place
    conversation: Conversation
    statement: Statement


def asked(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> Asked:
    """Find all three, or 404; and 403 for whoever may not check."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_check(place, found))
    return Asked(place, found, statement_with_words(found, statement))


@staff
@require_safe
def check_statements(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """What is to be checked, beside what probably says the same; ``?of=`` has what is shown or what was decided."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_check(place, found))
    of = request.GET.get("of", "")
    of = of if of in LISTS else "queue"
    page = Paginator(LISTS[of](found), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "of": of,
        "page": page,
        "cards": cards_of(found, list(page), with_alike=of != "decided"),
        "lately": cards_of(found, list(decided_in(found)[:LATELY]), with_alike=False) if of == "queue" else [],
        "ways": ways(place, found, of),
    }
    return render(request, "conversations/templates/check_statements.html", shared_facts(place, found) | facts)


@staff
@require_POST
def accept_statement(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Show it to everybody."""
    one = asked(request, space, conversation, statement)
    form = CheckForm(request.POST)
    said = _("It is shown to everybody now.")
    if one.conversation.is_over:
        said = _("It is shown to everybody now. Voting has ended, so nobody is asked about it any more.")
    return decided(request, one, form, actions.accept_statement, said)


@staff
@require_POST
def send_back(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Ask whoever wrote it for other words."""
    one = asked(request, space, conversation, statement)
    form = GroundForm(request.POST, auto_id=field_ids(one.statement))
    return decided(
        request, one, form, actions.send_back, _("Whoever wrote it can read what you ask for, and change it.")
    )


@staff
@require_POST
def leave_out(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Show it no more, and say by which ground rule."""
    one = asked(request, space, conversation, statement)
    form = GroundForm(request.POST, auto_id=field_ids(one.statement))
    return decided(request, one, form, actions.leave_out, _("It is left out. Whoever wrote it can read why."))


@staff
@require_POST
def merge_statement(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Let another one that is shown speak for it too."""
    one = asked(request, space, conversation, statement)
    form = merge_form(one.statement, request.POST)
    return decided(request, one, form, actions.merge_statement, _("The two are one now. Votes on either count."))


@staff
@require_POST
def undo_check(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Put it back to what it was."""
    one = asked(request, space, conversation, statement)
    return decided(request, one, CheckForm(request.POST), actions.undo_check, _("Undone. It is as it was before."))


def decided(request: PersonRequest, one: Asked, form: CheckForm, act: Callable[..., None], said: str) -> HttpResponse:
    """Do it and go back to the queue. What cannot be done comes back as this one statement, with what was typed."""
    if not form.is_valid():
        return alone(request, one, form, status=422)
    try:
        act(one.statement, actor=request.person.actor, **form.cleaned_data)
    except actions.ChangedMeanwhileError:
        return alone(request, one, form, status=409, has_changed=True)
    except actions.NothingToMergeIntoError:
        form.add_error("into", _("That one is not shown any more. Choose another one."))
        return alone(request, one, form, status=409)
    except actions.HasMergedError:
        words = _("Others were merged with this one. Undo that first, or merge the other one with this one.")
        form.add_error("into", words)
        return alone(request, one, form, status=409)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("check_statements", args=[one.place.space.pk, one.conversation.pk]))


def alone(
    request: PersonRequest, one: Asked, form: CheckForm, *, status: int, has_changed: bool = False
) -> HttpResponse:
    """One statement as it is now, the form as it was sent, and everything that can still be done."""
    now = statement_with_words(one.conversation, one.statement.pk)
    card = cards_of(one.conversation, [now], with_alike=True, sent=form)[0]
    facts = shared_facts(one.place, one.conversation)
    facts["crumbs"].append((check_address(one.place, one.conversation), _("Check statements")))
    facts |= {"card": card, "form": form, "has_changed": has_changed}
    return render(request, "conversations/templates/check_statement.html", facts, status=status)


@anybody
@require_safe
def check_log(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """What was left out, sent back and merged, and by which ground rule; never the words or who wrote them."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    page = Paginator(log_of(found), A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "days": by_day(page), "grounds": [label for _value, label in GROUNDS]}
    return render(request, "conversations/templates/check_log.html", shared_facts(place, found) | facts)


def by_day(lines: Sequence[LogLine]) -> dict[Any, list[tuple[str, str]]]:
    """The decisions of each day, in words."""
    grounds = dict(GROUNDS)
    days: dict[Any, list[tuple[str, str]]] = {}
    for line in lines:
        said = UNDONE.get(line.undid) or TOLD[line.act]
        days.setdefault(line.day, []).append((str(said), str(grounds.get(line.ground, ""))))
    return days


def cards_of(
    conversation: Conversation, statements: Sequence[Statement], *, with_alike: bool, sent: CheckForm | None = None
) -> list[Card]:
    """Each statement with its forms; ``sent`` is one that could not be kept."""
    alike = likely_the_same(conversation, statements) if with_alike else {}
    return [
        Card(
            one,
            alike.get(one.pk, []),
            sent if isinstance(sent, GroundForm) else GroundForm(auto_id=field_ids(one)),
            sent if isinstance(sent, MergeForm) else merge_form(one),
        )
        for one in statements
    ]


def merge_form(statement: Statement, sent: Any = None) -> MergeForm:
    """The form of a merge on a page that has many."""
    return MergeForm(sent, statement=statement, auto_id=field_ids(statement))


def field_ids(statement: Statement) -> str:
    """How the fields of one statement are called on a page that has many."""
    return f"s{statement.number}-%s"


def ways(place: Place, conversation: Conversation, of: str) -> list[tuple[str, str, bool]]:
    """What can be looked at: what waits, what is shown, what was decided."""
    address = check_address(place, conversation)
    waiting = queue_of(conversation).count()
    words = {
        "queue": ngettext("To check: %(n)s", "To check: %(n)s", waiting) % {"n": waiting},
        "shown": _("Shown now"),
        "decided": _("Decided"),
    }
    return [(address if key == "queue" else f"{address}?of={key}", words[key], key == of) for key in LISTS]


def check_address(place: Place, conversation: Conversation) -> str:
    """Where the queue is."""
    return reverse("check_statements", args=[place.space.pk, conversation.pk])


def shared_facts(place: Place, conversation: Conversation) -> dict[str, Any]:
    """What each of these pages says."""
    return {
        "place": place,
        "conversation": conversation,
        "grounds": [label for _value, label in GROUNDS],
        "crumbs": [
            (reverse("conversations", args=[place.space.pk]), _("Conversations")),
            (reverse("conversation", args=[place.space.pk, conversation.pk]), _("The question")),
        ],
    }
