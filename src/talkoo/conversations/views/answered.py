"""What came of a conversation, for everybody: the answers, the days counted, how many were told; on paper too."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from talkoo.accounts.http import PersonRequest, people
from talkoo.accounts.queries import participant_in
from talkoo.conversations import actions
from talkoo.conversations.models import Answer, Conversation, Statement
from talkoo.conversations.queries import (
    Wording,
    answers_of,
    conversation_of,
    given_in,
    not_reached_by,
    owed_since,
    spoke_on,
    told_of,
    untold,
    wording_of,
)
from talkoo.conversations.rules import may_note_read, may_overrule, may_promise, may_tell, may_write_answer
from talkoo.conversations.views.conversation import crumbs
from talkoo.core.access import anybody, require
from talkoo.core.mail import can_send
from talkoo.core.models import today
from talkoo.core.paper import pdf, pdf_maker
from talkoo.releases.queries import published_release
from talkoo.spaces.queries import Place, place_of, steps

SHEET = "conversations/templates/answer_print.html"
FEW = 10  # fewer people than this are told in words only


@dataclass(frozen=True, slots=True)
class Knot:
    """One knot of the thread from what was asked to what was answered."""

    state: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer as everybody reads it."""

    answer: Answer
    wording: Wording | None  # of the statement that it answers; None for the whole conversation
    may_write: bool


def shown(place: Place, conversation: Conversation, answer: Answer) -> Shown:
    """One answer in words. A statement that is not shown any more is not shown here either."""
    return Shown(
        answer=answer,
        wording=words_answered(answer),
        may_write=bool(answer.given_on is None and may_write_answer(place, conversation, answer)),
    )


def words_answered(answer: Answer) -> Wording | None:
    """The statement that an answer is about, as its reader reads it."""
    if answer.statement is None:
        return None
    if answer.statement.state != Statement.State.SHOWN:
        return Wording(_("A statement that is no longer shown."), "")
    return wording_of(answer.statement, answer.translated, get_language())  # type: ignore[attr-defined]


def asked(conversation: Conversation) -> Knot:
    """The first knot: that people were asked, or still are."""
    first, last = date_format(conversation.opened_on), conversation.ended_on or conversation.ends_on
    if owed_since(conversation) is None and not conversation.is_over:
        until = _("Until %(day)s") % {"day": date_format(last)} if last else _("Since %(day)s") % {"day": first}
        return Knot("here", until, _("We ask, and people speak."))
    period = first
    if last and last != conversation.opened_on:
        period = _("%(first)s to %(last)s") % {"first": first, "last": date_format(last)}
    return Knot("done", period, _("We asked, and people spoke."))


def thread_of(conversation: Conversation, whole: Answer | None) -> list[Knot]:
    """From the question to its end: every promise with its day, also those that were moved."""
    knots = [asked(conversation)]
    for due_on, owner, reason in whole.earlier if whole else ():
        moved = _("Promised by %(owner)s, then moved: %(reason)s") % {"owner": owner, "reason": reason}
        knots.append(Knot("done", _("Until %(day)s") % {"day": date_format(due_on)}, moved))
    if whole is None:
        knots.append(Knot("open", "", _("No answer is promised yet.")))
    elif whole.given_on:
        text = " ".join([_("Answered by %(owner)s.") % {"owner": whole.owner.user.name}, whole.days_in_words])
        knots.append(Knot("done", date_format(whole.given_on), text))
    else:
        text = " ".join([_("Owed by %(owner)s.") % {"owner": whole.owner.user.name}, whole.days_in_words])
        state = "open" if knots[0].state == "here" else "here"
        knots.append(Knot(state, _("Until %(day)s") % {"day": date_format(whole.due_on)}, text))
    if conversation.closed_on:
        why = _("Closed although an answer was owed. The host says why: %(why)s") % {"why": conversation.overruled}
        text = why if conversation.overruled else _("Closed: everything owed was answered.")
        knots.append(Knot("done", date_format(conversation.closed_on), text))
    return knots


def about(number: int) -> str:
    """A number of people as it may be said: in steps of five, and in words below ten."""
    return _("fewer than ten people") if number < FEW else _("about %(number)d people") % {"number": steps(number)}


def reach_of(conversation: Conversation, whole: Shown | None) -> dict[str, str]:
    """How many of those who spoke the answer has reached, and could not reach; nothing before it is given.

    Of how many is never counted here: it is the figure of the published result, so that the two cannot be put together.
    """
    if whole is None or whole.answer.given_on is None:
        return {}
    told, release = told_of(whole.answer), published_release(conversation.pk)
    spoke = (release.tables.get("people", {}).get("value") if release else None) or 0
    if told < FEW or not spoke:
        said = _("Told so far: %(told)s.") % {"told": about(told)}
    elif steps(told) >= spoke:
        said = _("Nearly all of about %(spoke)d people who spoke have been told.") % {"spoke": spoke}
    else:
        said = _("About %(told)d of about %(spoke)d people who spoke have been told.")
        said %= {"told": steps(told), "spoke": spoke}
    return {
        "told": said,
        "spoke": _("about %(number)d people") % {"number": spoke} if spoke else _("not said before there is a result"),
        "not_reached": about(len(not_reached_by(whole.answer))),
    }


def answer_facts(request: PersonRequest, space: UUID, conversation: UUID) -> dict[str, Any]:
    """What page and letter say."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    every = [shown(place, found, one) for one in answers_of(found, language=get_language())]
    whole = next((one for one in every if one.answer.statement_id is None), None)
    return {
        "place": place,
        "conversation": found,
        "whole": whole,
        "to_statements": [one for one in every if one.answer.statement_id],
        "since": owed_since(found),
        "knots": thread_of(found, whole.answer if whole else None),
        "reach": reach_of(found, whole),
    }


@anybody
@require_safe
def answer(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """We asked, you said, we did, we did not because; who owes what, and until when. Looking notes nothing."""
    facts = answer_facts(request, space, conversation)
    place, found = facts["place"], facts["conversation"]
    me = participant_in(request.person, space)
    facts |= {
        "crumbs": [*crumbs(place), (reverse("conversation", args=[space, conversation]), _("The question"))],
        "has_pdf": pdf_maker() is not None,
        "may_promise": may_promise(place, found),
        "may_tell": may_tell(place),
        "sends_mail": can_send(),
        "may_close": may_overrule(place, found),
        **reading_of(place, found, me),
    }
    return render(request, "conversations/templates/answer.html", facts)


def reading_of(place: Place, conversation: Conversation, me: UUID | None) -> dict[str, bool]:
    """Whether there is something here for this person to say that they have read it, or whether they have."""
    answers = given_in(conversation)
    if me is None or not spoke_on(answers, me).exists():
        return {}
    is_new = untold(answers, me).exists()
    return {"may_note_read": bool(is_new and may_note_read(place, spoke=True)), "has_read": not is_new}


@people
@require_POST
def answer_read(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Somebody who spoke says that they have read it. It is told by nobody else, and counts once."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    me = participant_in(request.person, space)
    spoke = me is not None and spoke_on(given_in(found), me).exists()
    require(may_note_read(place, spoke=spoke))
    if me and actions.note_read(found, me):
        messages.success(request, _("Noted. Nobody sees who said so, only about how many."))
    return redirect("answer", space, conversation)


def letter_facts(request: PersonRequest, space: UUID, conversation: UUID) -> dict[str, Any]:
    """What stands on the letter: the same words, and whom to talk to; ``?size=large`` for large print."""
    facts = answer_facts(request, space, conversation)
    return facts | {
        "space": facts["place"].space,
        "on": today(),
        "has_pdf": pdf_maker() is not None,
        "is_large": request.GET.get("size") == "large",
    }


@anybody
@require_safe
def answer_print(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The answer as a letter."""
    return render(request, SHEET, letter_facts(request, space, conversation))


@anybody
@require_safe
def answer_pdf(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """The letter as a PDF; where the system cannot make one, the print page stands in."""
    facts = letter_facts(request, space, conversation)
    if not facts["has_pdf"]:
        return render(request, SHEET, facts)
    return pdf(render_to_string(SHEET, facts, request), name=f"letter-{today().isoformat()}", is_public=True)
