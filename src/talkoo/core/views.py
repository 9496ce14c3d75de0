"""Pages that belong to the house itself: is it alive, every component, and what went wrong."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from talkoo.core.access import anybody
from talkoo.core.clock import is_alive

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
    return render(request, "core/templates/components.html")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it was too much: what was sent could not be read."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: known, but not for this."""
    return render(request, "403.html", status=403)


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


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when the database cannot answer just now. Both pages need neither request nor database."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
    return HttpResponse(render_to_string("500.html"), status=500)
