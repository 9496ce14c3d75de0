"""Cards: a sheet of new ones, the sheet itself, and one in the place of a lost one."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talkoo.accounts.actions import UnknownCardError
from talkoo.accounts.http import PersonRequest, browser_key, staff
from talkoo.core.access import Verdict, require
from talkoo.core.models import today
from talkoo.core.paper import pdf, pdf_maker, qr_path
from talkoo.spaces import actions
from talkoo.spaces.forms import CardsForm, LostCardForm
from talkoo.spaces.queries import Place, card_counts, place_of
from talkoo.spaces.rules import may_print_cards, may_replace_card
from talkoo.spaces.views.sheets import read_sheet, whole_address

A_PAGE = 10


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: PersonRequest, space: UUID) -> HttpResponse:
    """Make new cards: for which role, how many, in which language."""
    place = place_of(request.person, space)
    require(may_print_cards(place))
    form = CardsForm(request.POST if request.method == "POST" else None, space=place.space)
    if form.is_valid():
        key = browser_key(request)
        sheet = actions.print_cards(place.space, **form.cleaned_data, person=request.person, key=key)
        return redirect("card_sheet", space, sheet)
    facts = {
        "form": form,
        "space": place.space,
        "counts": card_counts(place.space),
        "may_replace": may_replace_card(place),
    }
    return render(request, "spaces/templates/cards.html", facts, status=422 if form.is_bound else 200)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def lost_card(request: PersonRequest, space: UUID) -> HttpResponse:
    """A lost card is ended by the number on its stub, and a new one printed for the same participant."""
    place = place_of(request.person, space)
    require(may_replace_card(place))
    form = LostCardForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            key = browser_key(request)
            sheet = actions.replace_lost_card(place.space, **form.cleaned_data, person=request.person, key=key)
        except UnknownCardError:
            form.add_error("selector", _("No card in use has this number here. Look at the stub once more."))
        else:
            messages.success(request, _("The lost card has ended. Here is the new one."))
            return redirect("card_sheet", space, sheet)
    facts = {"form": form, "space": place.space, "may_print": may_print_cards(place)}
    return render(request, "spaces/templates/lost_card.html", facts, status=422 if form.is_bound else 200)


def sheet_facts(request: PersonRequest, place: Place, sheet: UUID) -> dict[str, Any] | None:
    """What is printed: nothing about the service or a person, only how to come in."""
    content = read_sheet(request, place.space, sheet, "cards")
    if content is None:
        return None
    address = whole_address(request, reverse("card"))
    made = [
        {
            "number": f"{selector[:4]} {selector[4:]}",
            "words": words,
            "qr": qr_path(f"{whole_address(request, '/c')}#{selector}.{'-'.join(words)}"),
        }
        for selector, *words in content["cards"]
    ]
    shown = urlsplit(address)
    return {
        "space": place.space,
        "sheet": sheet,
        "where": f"{shown.netloc}{shown.path}",
        "language_of_cards": content["language"],
        "role": place.space.label(content["role"]) if content["role"] else "",
        "pages": [made[start : start + A_PAGE] for start in range(0, len(made), A_PAGE)],
        "count": len(made),
        "has_pdf": pdf_maker() is not None,
    }


def may_read_sheet(place: Place) -> Verdict:
    """Whoever could make it may look at it until it is gone."""
    return may_replace_card(place) or may_print_cards(place)


@staff
@require_safe
def card_sheet(request: PersonRequest, space: UUID, sheet: UUID) -> HttpResponse:
    """The sheet to print, for half an hour and in this browser only. After that the words are nowhere."""
    place = place_of(request.person, space)
    require(may_read_sheet(place))
    facts = sheet_facts(request, place, sheet)
    if facts is None:
        return render(request, "spaces/templates/card_sheet_gone.html", {"space": place.space}, status=404)
    return render(request, "spaces/templates/card_sheet.html", facts)


@staff
@require_safe
def card_sheet_pdf(request: PersonRequest, space: UUID, sheet: UUID) -> HttpResponse:
    """The same sheet as a PDF; where the system lacks the library the print page stands in."""
    place = place_of(request.person, space)
    require(may_read_sheet(place))
    facts = sheet_facts(request, place, sheet)
    if facts is None:
        return render(request, "spaces/templates/card_sheet_gone.html", {"space": place.space}, status=404)
    if not facts["has_pdf"]:
        return redirect("card_sheet", space, sheet)
    with translation.override(facts["language_of_cards"]):
        html = render_to_string("spaces/templates/card_sheet_pdf.html", facts, request=request)
    return pdf(html, name=f"cards-{today()}")
