"""Voting on paper and on a lent device: printing sheets, typing them in, and handing the device over."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talkoo.accounts.actions import UnknownCardError, as_selector
from talkoo.accounts.http import PersonRequest, end_session, staff
from talkoo.conversations import actions
from talkoo.conversations.forms import SheetCodeForm, SheetForm, VotingSheetsForm, name_of_language
from talkoo.conversations.models import Conversation, Statement, Vote, VotingSheet
from talkoo.conversations.queries import (
    HELD,
    conversation_of,
    find_sheet,
    helper_of,
    may_be_printed,
    rows_of,
    sheet_of,
    sheets_in,
    untranslated_in,
    words_from,
)
from talkoo.conversations.rules import (
    Phase,
    may_help,
    may_take_no_more_sheets,
    may_type_in,
    may_undo_sheet,
    phase_of,
)
from talkoo.conversations.views.conversation import crumbs
from talkoo.core.access import Verdict, require
from talkoo.core.models import today
from talkoo.core.paper import pdf, pdf_maker
from talkoo.spaces.queries import Place, place_of

TOO_LATE = gettext_lazy("No more sheets are waited for: the last result is made from what is there.")


def helping(
    request: PersonRequest, space: UUID, conversation: UUID, may: Callable[[Place, Conversation], Verdict] = may_help
) -> tuple[Place, Conversation]:
    """The place and the conversation, for whoever may help people to vote in it, or do there what ``may`` says."""
    place = place_of(request.person, space)
    found = conversation_of(place, conversation)
    require(may(place, found))
    return place, found


def helping_facts(place: Place, conversation: Conversation) -> dict[str, Any]:
    """What every page of helping shows."""
    way_up = (reverse("conversation", args=[place.space.pk, conversation.pk]), _("This conversation"))
    return {
        "place": place,
        "space": place.space,
        "conversation": conversation,
        "may_print": may_help(place, conversation),
        "crumbs": [*crumbs(place), way_up],
    }


def spaced(code: str) -> str:
    """A code as people read it: in two halves."""
    return f"{code[:4]} {code[4:]}"


def roles_asked(place: Place, conversation: Conversation, language: str = "") -> list[tuple[str, str]]:
    """The roles that the conversation is for, as this space calls them, in the language of a paper if it has one."""
    with translation.override(language or translation.get_language()):
        return [(role, place.space.label(role)) for role in conversation.who]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def voting_sheets(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Make voting sheets: how many, in which language, how large."""
    place, found = helping(request, space, conversation)
    form = VotingSheetsForm(request.POST if request.method == "POST" else None, languages=place.space.languages)
    statements = len(may_be_printed(found))
    if form.is_valid() and not statements:
        form.add_error(None, _("There is no statement to vote on yet. Write some first, or check those that wait."))
    if form.is_valid():
        given = form.cleaned_data
        actions.make_sheets(
            found,
            count=given["count"],
            language=given["language"],
            large=given["size"] == "large",
            actor=request.person.actor,
            once=given["once"],
        )
        return redirect("voting_sheet_print", space, conversation, given["once"])
    facts = helping_facts(place, found) | {
        "form": form,
        "statements": statements,
        "held": HELD,
        "lacking": lacking_in(found, dict(settings.LANGUAGES)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "conversations/templates/voting_sheets.html", facts, status=status)


def lacking_in(found: Conversation, languages: Iterable[str]) -> list[tuple[str, list[Statement]]]:
    """The languages that some statements cannot be read in, by their names, and which statements."""
    lacking = untranslated_in(found, languages)
    return [(name_of_language(code), statements) for code, statements in lacking.items() if statements]


def printed(request: PersonRequest, space: UUID, conversation: UUID, batch: UUID) -> dict[str, Any]:
    """What is printed of sheets that were made together."""
    place, found = helping(request, space, conversation)
    sheets = sheets_in(found, batch)
    shown = zip(sheets, rows_of(sheets), strict=True)
    return helping_facts(place, found) | {
        "batch": batch,
        "sheets": [
            (spaced(sheet.code), [row for row in rows if row.text], any(row.is_translated for row in rows))
            for sheet, rows in shown
        ],
        "lacking": lacking_in(found, [sheets[0].language]),
        "count": len(sheets),
        "is_large": sheets[0].is_large,
        "language_of_sheets": sheets[0].language,
        "roles": [label for _role, label in roles_asked(place, found, sheets[0].language)],
        "takes_words": phase_of(found) == Phase.SAYING,
        "has_pdf": pdf_maker() is not None,
    }


@staff
@require_safe
def voting_sheet_print(request: PersonRequest, space: UUID, conversation: UUID, batch: UUID) -> HttpResponse:
    """The sheets to print. Their codes open nothing, so the page stays."""
    facts = printed(request, space, conversation, batch)
    return render(request, "conversations/templates/voting_sheet_print.html", facts)


@staff
@require_safe
def voting_sheet_pdf(request: PersonRequest, space: UUID, conversation: UUID, batch: UUID) -> HttpResponse:
    """The same sheets as a PDF; where the system lacks the library the print page stands in."""
    facts = printed(request, space, conversation, batch)
    if not facts["has_pdf"]:
        return redirect("voting_sheet_print", space, conversation, batch)
    with translation.override(facts["language_of_sheets"]):
        html = render_to_string("conversations/templates/voting_sheet_pdf.html", facts, request=request)
    return pdf(html, name=f"sheets-{today()}")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def enter_sheet(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Which sheet is to be typed in: asks for its code."""
    place, found = helping(request, space, conversation, may_type_in)
    form = SheetCodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        sheet = find_sheet(found, form.cleaned_data["code"])
        if sheet:
            return redirect("sheet_entry", space, conversation, sheet.code)
        form.add_error("code", _("No sheet of this conversation has this code. Look at the sheet once more."))
    facts = helping_facts(place, found) | {"form": form}
    return render(request, "conversations/templates/enter_sheet.html", facts, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_entry(request: PersonRequest, space: UUID, conversation: UUID, code: str) -> HttpResponse:
    """Type in one sheet. One that was typed in before is shown as it was: 409 for whoever sends it again."""
    place, found = helping(request, space, conversation, may_type_in)
    sheet = sheet_of(found, as_selector(code))
    if request.method != "POST" and sheet.entered_on:
        return entered_page(request, place, sheet)
    form = SheetForm(
        request.POST if request.method == "POST" else None,
        rows=rows_of([sheet])[0],
        roles=roles_asked(place, found),
        takes_words=phase_of(found) == Phase.SAYING,
    )
    if sheet.entered_on and str(form["once"].value()) != sheet.entry.get("once"):
        return entered_page(request, place, sheet, status=409)
    if form.is_valid():
        try:
            actions.enter_sheet(
                sheet, actions.Read(**form.facts()), actor=request.person.actor, once=form.cleaned_data["once"]
            )
        except actions.SheetTakenError:  # somebody was quicker since we looked
            return entered_page(request, place, sheet_of(found, sheet.code), status=409)
        except actions.TooLateError:  # the waiting for sheets was ended since we looked
            form.add_error(None, str(TOO_LATE))
        except UnknownCardError:
            form.add_error("card", _("No card in use here has this number. Look at the sheet, or leave it empty."))
        except actions.WrongRoleError as wrong:
            said = _("This card is for “%(role)s”, whom this conversation does not ask. Leave the number out.")
            form.add_error("card", said % {"role": place.space.label(wrong.role)})
        else:
            return redirect("sheet_entry", space, conversation, sheet.code)
    facts = helping_facts(place, found) | {"form": form, "sheet": sheet, "code": spaced(sheet.code)}
    return render(request, "conversations/templates/sheet_entry.html", facts, status=422 if form.is_bound else 200)


def entered_page(request: PersonRequest, place: Place, sheet: VotingSheet, *, status: int = 200) -> HttpResponse:
    """What was typed in from a sheet, on which day and by whom."""
    found, entry = sheet.conversation, sheet.entry
    choices, votes = dict(Vote.Choice.choices), entry.get("votes", {})
    facts = helping_facts(place, found) | {
        "sheet": sheet,
        "code": spaced(sheet.code),
        "is_refused": status != 200,
        "helper": helper_of(sheet),
        "is_mine": sheet.entered_by == request.person.actor,
        "role": place.space.label(entry["role"]) if entry else "",
        "by_card": entry.get("by_card", False),
        "rows": [(row, choices.get(votes.get(str(row.statement)))) for row in rows_of([sheet])[0]] if entry else [],
        "said": words_from(sheet),
        "may_undo": may_undo_sheet(place, found, sheet),
    }
    return render(request, "conversations/templates/sheet_entered.html", facts, status=status)


@staff
@require_POST
def undo_sheet(request: PersonRequest, space: UUID, conversation: UUID, code: str) -> HttpResponse:
    """Take back what one has typed in from a sheet today."""
    place, found = helping(request, space, conversation, may_type_in)
    sheet = sheet_of(found, as_selector(code))
    if sheet.entered_on:
        require(may_undo_sheet(place, found, sheet))
        try:
            actions.undo_sheet(sheet, actor=request.person.actor)
        except actions.TooLateError:
            messages.error(request, str(TOO_LATE))
        else:
            messages.success(request, _("Taken back. Nothing of this sheet counts now; you can type it in anew."))
    return redirect("sheet_entry", space, conversation, sheet.code)


@staff
@require_POST
def take_no_more_sheets(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Wait for no more sheets after the end of voting. Pressed twice, it was pressed once."""
    _place, found = helping(request, space, conversation, may_take_no_more_sheets)
    if actions.take_no_more_sheets(found, actor=request.person.actor):
        messages.success(request, _("No more sheets are waited for. The last result comes next."))
    return redirect("conversation", space, conversation)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def help_here(request: PersonRequest, space: UUID, conversation: UUID) -> HttpResponse:
    """Lend this device to one person: the helper's own visit ends here, and the door for cards opens."""
    place, found = helping(request, space, conversation)
    if request.method != "POST":
        return render(request, "conversations/templates/help_here.html", helping_facts(place, found))
    end_session(request)
    after = {"helped": "yes", "next": reverse("take_part", args=[space, conversation])}
    response = HttpResponseRedirect(f"{reverse('card')}?{urlencode(after)}")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
