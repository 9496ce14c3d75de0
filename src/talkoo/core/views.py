"""Pages that belong to the house itself: is it alive, every component, and what went wrong."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.db import DatabaseError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from talkoo.core.access import No, anybody
from talkoo.core.clock import is_alive
from talkoo.core.forms import SampleForm
from talkoo.core.tags import all_symbols

SECRET_NAMES = ("password", "word", "code", "secret", "token")  # never shown again, not even to whoever sent them


@anybody
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether database and worker are alive: 200, or 503 when one is not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        states = {"database": "alive", "worker": "alive" if is_alive("worker") else "silent"}
    except DatabaseError:
        states = {"database": "silent", "worker": "unknown"}
    well = set(states.values()) == {"alive"}
    return JsonResponse(states, status=200 if well else 503)


@anybody
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay out."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@anybody
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its one rule; in the demo and while developing only."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    sample = SampleForm(
        {
            "shows": _("The rota of the youth team"),
            "date": "14.5",
            "language": "fi",
            "answer": "mostly",
            "days": ["thu"],
        }
    )
    verbs = [
        {"key": "prepare", "name": _("Prepare"), "note": _("mandate, people, time"), "address": "#loop"},
        {"key": "listen", "name": _("Listen"), "note": _("41 stories"), "address": "#loop"},
        {"key": "sense", "name": _("Make sense"), "note": _("12 sentences"), "address": "#loop"},
        {"key": "decide", "name": _("Decide"), "note": _("9 questions"), "address": "#loop"},
        {"key": "answer", "name": _("Answer"), "note": _("6 wait"), "address": "#loop"},
    ]
    facts = {
        "sample": sample,
        "icons": sorted(name.removeprefix("i-") for name in all_symbols() if name.startswith("i-")),
        "roles": [
            ("user", _("People who use the service")),
            ("professional", _("Front-line staff")),
            ("manager", _("Managers")),
            ("decider", _("Decision-makers")),
            ("partner", _("Partners")),
            ("between", _("Go-betweens")),
            ("host", _("Hosts")),
            ("researcher", _("Researchers")),
        ],
        "turns": [
            {
                "name": _("Say if we understood you"),
                "note": _("Three lines, one minute."),
                "act": _("Read them"),
                "address": "#turn",
            },
            {"name": _("Thursday 3 December, 16–18, library"), "act": _("Say if you will come"), "address": "#turn"},
        ],
        "space": {
            "contact_name": "Aino Lehto",
            "contact_phone": "0055 501 42",
            "contact_note": _("Go-between, not of the municipality. Monday to Friday 10–18."),
        },
        "verbs": verbs,
        "crumbs": [("#crumbs", _("Spaces")), ("#crumbs", _("Young people who left school"))],
        "ways": [
            ("#crumbs", _("Waiting, 3"), True),
            ("#crumbs", _("Answered, 6"), False),
            ("#crumbs", _("All"), False),
        ],
        "page": Paginator(range(120), 10).get_page(request.GET.get("page", 5)),
        "knots": [
            {"state": "done", "when": _("8 October"), "text": _("Question put")},
            {"state": "here", "when": _("3 November"), "text": _("Decision")},
            {"state": "open", "when": _("Open"), "text": _("Answer to everyone who told")},
            {"when": _("June 2027"), "text": _("Did it help?"), "address": "#thread", "act": _("How we ask")},
        ],
        "heads": [_("What"), _("Who"), _("Days left")],
        "rows": [
            [_("Rota rule changed"), "Marja Koskela", 38],
            [_("One form in place of five"), "Sanna Heikkinen", _("4 late")],
        ],
        "share_heads": [_("Group"), _("Agree, of 100")],
        "shares": [("A", 95), ("B", 46), ("C", 58)],
    }
    return render(request, "core/templates/components.html", facts)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it was too much: what was sent could not be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, but not for this; or not now, with the reason that the rule gave and the way back."""
    why = next((said.why for said in exception.args if isinstance(said, No)), "")
    where = request.resolver_match.kwargs if request.resolver_match else {}
    return render(request, "403.html", {"why": why, "where": where}, status=403)


def came_from_here(request: HttpRequest) -> bool:
    """Whether the browser itself says that one of our own pages sent this."""
    own = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == own


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere. Words that one of our own forms sent are given back."""
    facts: dict[str, Any] = {}
    if came_from_here(request):
        back = request.headers.get("Referer", "")
        if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
            facts["form_address"] = back
        facts["written"] = [
            text
            for name, texts in request.POST.lists()
            if not any(secret in name for secret in SECRET_NAMES)
            for text in texts
            if len(text.split()) > 1
        ]
    return render(request, "403_csrf.html", facts, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not for you; the answer is the same."""
    return render(request, "404.html", status=404)


def is_full_disk(fault: OperationalError) -> bool:
    """Whether the database says that it has no room to write, in SQLite's words or in PostgreSQL's."""
    cause = fault.__cause__
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the database cannot answer just now. Both pages need neither request nor database."""
    fault = sys.exc_info()[1]
    if isinstance(fault, OperationalError):
        page = render_to_string("503.html", {"is_full": is_full_disk(fault)})
        return HttpResponse(page, status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)
