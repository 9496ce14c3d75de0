"""What happens to every request and answer: private headers, the language link, what pages show, a quiet log."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

Answer = Callable[[HttpRequest], HttpResponse]
DEVICES = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "usb",
)  # fmt: skip
METHOD_NOT_ALLOWED = 405
PERMISSIONS = ", ".join(f"{device}=()" for device in DEVICES)


def private_answers(get_response: Answer) -> Answer:
    """Nothing but files is kept by browsers or found by search engines, and no device may be asked for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("X-Robots-Tag", "noindex, noarchive")
        if not request.path.startswith(settings.STATIC_URL):
            patch_vary_headers(response, ("Cookie",))
        return response

    return middleware


def not_too_large(get_response: Answer) -> Answer:
    """What is far too large is refused by what it says of itself, before any of it is taken in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MOST_TAKEN_IN:
            return render(request, "413.html", status=413)
        return get_response(request)

    return middleware


def words_for_empty_answers(get_response: Answer) -> Answer:
    """A method that an address does not take is answered with a page, not with a blank one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "405.html", status=METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    return middleware


def language_link(get_response: Answer) -> Answer:
    """``?l=fi`` on any page: keep the language for this visit and come back to the same page without it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("l", "")
        if request.method != "GET" or wanted not in dict(settings.LANGUAGES):
            return get_response(request)
        query = request.GET.copy()
        del query["l"]
        same_page = escape_leading_slashes(escape_uri_path(request.path))  # "//elsewhere" must not lead elsewhere
        response = HttpResponseRedirect(same_page + (f"?{query.urlencode()}" if query else ""))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    return middleware


def page_facts(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the languages, where "leave quickly" goes, who runs this installation."""
    return {
        "languages": settings.LANGUAGES,
        "leave_address": settings.LEAVE_ADDRESS,
        "run_by": settings.RUN_BY,
        "is_demo": settings.DEMO,
        "person": getattr(request, "person", None),
    }


class Nobody(logging.Filter):
    """Takes the request, its path and its arguments out of every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.request"):
            record.msg, record.args = f"A page failed with status {getattr(record, 'status_code', 500)}.", ()
            if record.exc_info and record.exc_info[1] is not None:
                record.msg += f" {type(record.exc_info[1]).__name__}"
                trace = record.exc_info[2]
                while trace and trace.tb_next:
                    trace = trace.tb_next
                if trace:
                    record.msg += f" at {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
            record.exc_info, record.exc_text = None, None
        return True
