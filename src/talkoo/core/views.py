"""Pages that belong to the house itself: is it alive, every component, and what went wrong."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from talkoo.core.access import anybody
from talkoo.core.clock import is_alive


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
    """400: what was sent could not be read."""
    return render(request, "400.html", status=400)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but not for this."""
    return render(request, "403.html", status=403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not here, or not for you; the answer is the same."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    return render(request, "500.html", status=500)
