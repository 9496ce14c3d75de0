"""Saying something, and everything that one person has said and answered: to be changed or taken back."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts.http import PersonRequest, people
from talkoo.accounts.queries import participant_in
from talkoo.conversations import actions
from talkoo.conversations.forms import RewordForm, SayForm
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import (
    ANSWERED,
    CHANGEABLE,
    Wording,
    conversation_of,
    hand_of,
    said_by,
    statement_in,
    vote_of,
    votes_of,
    wording_of,
)
from talkoo.conversations.rules import may_say, may_take_back, may_vote
from talkoo.conversations.views.taking_part import crumbs, not_now, participant_of, way_back
from talkoo.core.access import require
from talkoo.spaces.queries import Place, place_of

A_PAGE = 25


@people
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Say something of one's own that others answer."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    if not may_say(place, found):
        return not_now(request, place, found, to_say=True, status=403 if request.method == "POST" else 200)
    form = SayForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text, entered = form.cleaned_data["text"], hand_of(request.person)
        said = actions.say(participant_of(place), found, text, language=get_language(), entered=entered)
        messages.success(request, what_comes(said))
        return redirect("what_i_said", space, conversation)
    facts = {"place": place, "conversation": found, "form": form, "crumbs": crumbs(place, found)}
    return render(request, "conversations/templates/say.html", facts, status=422 if form.is_bound else 200)


@people
@require_safe
def what_i_said(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """What one person has said, what became of it, and what they answered."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    me, language = participant_in(place.person, place.space.pk), get_language()
    said, votes = said_by(me, found, language=language), votes_of(me, found, language=language)
    n_said, n_votes = said.count(), votes.count()
    shows_votes = request.GET.get("show", "said" if n_said else "answers") == "answers"
    pages = Paginator(votes if shows_votes else said, A_PAGE)
    facts = {
        "place": place,
        "conversation": found,
        "page": pages.get_page(request.GET.get("page")),
        "shows_votes": shows_votes,
        "ways": [
            ("?show=said", _("What I said: %(number)s") % {"number": n_said}, not shows_votes),
            ("?show=answers", _("What I answered: %(number)s") % {"number": n_votes}, shows_votes),
        ],
        "may_vote": may_vote(place, found),
        "may_say": may_say(place, found),
        "may_take_back": may_take_back(place, found),
        "crumbs": crumbs(place, found),
    }
    if shows_votes:
        facts["votes"] = [
            (one, wording_of(one.statement, one.translated, language), one.statement.state in ANSWERED)
            for one in facts["page"]  # type: ignore[attr-defined]
        ]
    else:
        facts["said"] = [said_as_read(one, language) for one in facts["page"]]  # type: ignore[attr-defined]
    return render(request, "conversations/templates/what_i_said.html", facts)


def said_as_read(said: Statement, language: str) -> tuple[Statement, Wording, Wording | None]:
    """A statement of one's own, its words, and those of the one it was merged into."""
    into = said.merged_into
    translated, into_translated = said.translated, said.into_translated  # type: ignore[attr-defined]
    return said, wording_of(said, translated, language), wording_of(into, into_translated, language) if into else None


@people
@require_POST
def take_vote_back(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Delete an answer of one's own."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    answered = statement_in(found, statement)
    require(may_take_back(place, found))
    given = vote_of(participant_in(place.person, place.space.pk), answered.pk)
    if given:
        actions.take_vote_back(given.participant, answered)
    messages.success(request, _("Your answer is taken back."))
    return HttpResponseRedirect(way_back(request, found))


@people
@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Change the words of one's own statement while it waits, or after it was sent back."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    mine, me = statement_of_mine(place, found, statement)
    if not may_vote(place, found):
        return not_now(request, place, found, status=403 if request.method == "POST" else 200)
    if mine.state not in CHANGEABLE:
        messages.info(request, _("This statement can no longer be changed. You can take it back."))
        return redirect("what_i_said", space, conversation)
    form = RewordForm(request.POST if request.method == "POST" else None, statement=mine, author=me)
    if form.is_valid():
        actions.reword(me, mine, form.cleaned_data["text"], language=get_language())
        messages.success(request, _("Your new words are kept. They are read before others see them."))
        return redirect("what_i_said", space, conversation)
    crumb = (reverse("what_i_said", args=[space, conversation]), _("What I said"))
    facts = {"place": place, "conversation": found, "form": form, "statement": mine}
    facts |= {"crumbs": [*crumbs(place, found), crumb]}
    return render(request, "conversations/templates/say.html", facts, status=422 if form.is_bound else 200)


@people
@require_POST
def take_statement_back(request: PersonRequest, space: UUID, conversation: UUID, statement: UUID) -> HttpResponse:
    """Delete the words of one's own statement."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may_take_back(place, found))
    said = statement_in(found, statement)
    actions.take_statement_back(participant_in(place.person, place.space.pk), said)
    messages.success(request, _("Your statement is taken back. Its words are deleted."))
    return redirect("what_i_said", space, conversation)


def statement_of_mine(place: Place, found: Conversation, statement_id: UUID) -> tuple[Statement, UUID]:
    """A statement of one's own and who one is, or 404 alike for "not there" and "not yours"."""
    mine, me = statement_in(found, statement_id), participant_in(place.person, place.space.pk)
    if me is None or mine.author_id != me:
        raise Http404
    return mine, me


def what_comes(said: Statement) -> str:
    """What happens to what was just said."""
    if said.state == Statement.State.WAITING:
        return _("Kept. Somebody reads it before others see it. What becomes of it stands here.")
    if said.state == Statement.State.SHOWN:
        return _("Kept. Others are asked about it from now on.")
    return _("You have said this before. What became of it stands here.")
