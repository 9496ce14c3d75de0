"""What every answer carries: private headers, a language that stays, words for every fault, quiet logs."""

import logging
import sys
from pathlib import Path

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from talkoo.core import views
from talkoo.core.http import Nobody
from tests.people import Cast

HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, noarchive",
}


@pytest.mark.parametrize("address", ["/", "/components", "/nowhere", "/healthz", "/robots.txt", "/leave"])
def test_headers_any_page_are_private(cast: Cast, address: str) -> None:
    answer = cast.browser("mira").get(address)

    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert "Cookie" in answer.headers["Vary"]


def test_csp_any_page_allows_nothing_but_ourselves(cast: Cast) -> None:
    policy = cast.browser("stranger").get("/").headers["Content-Security-Policy"]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))

    assert "unsafe" not in policy
    assert parts["default-src"] == "'none'"
    assert {parts[f"{kind}-src"] for kind in ("script", "style", "img", "font", "connect", "media")} == {"'self'"}
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"
    assert parts["form-action"] == "'self'"
    assert parts["trusted-types"] == "'none'"


def test_static_file_may_be_kept(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "a.css").write_text("a{}")

    answer = Client().get("/static/a.css")

    assert answer.status_code == 200
    assert answer.getvalue() == b"a{}"
    assert "no-store" not in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_language_link_comes_back_to_the_same_page_in_the_language(cast: Cast) -> None:
    browser = cast.browser("stranger")

    answer = browser.get("/components?page=3&l=fi")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/components?page=3")
    assert answer.cookies["l"]["max-age"] == ""  # gone with the browser
    assert '<html lang="fi"' in browser.get("/components").content.decode()


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [("//evil.example/", "/%2Fevil.example/"), ("/a?b", "/a%3Fb"), ("/ä".encode().decode("latin-1"), "/%C3%A4")],
)
def test_language_link_odd_address_stays_here(cast: Cast, path: str, leads_to: str) -> None:
    answer = cast.browser("stranger").get("/", PATH_INFO=path, QUERY_STRING="l=fi")

    assert answer.headers["Location"] == leads_to


def test_language_link_unknown_language_changes_nothing(cast: Cast) -> None:
    answer = cast.browser("stranger").get("/components?l=xx")

    assert answer.status_code == 200
    assert "l" not in answer.cookies


def test_method_not_taken_says_so_in_words(cast: Cast) -> None:
    answer = cast.browser("mira").post("/components")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert "<h1>" in answer.content.decode()


def old_form(cast: Cast, **headers: str) -> str:
    """The answer to a form whose token is too old."""
    browser = cast.browser("mira", enforce_csrf_checks=True)
    sent = {"story": "They moved me again.", "password": "my five secret words", "choice": "agree"}
    answer = browser.post("/components", sent, headers=headers)
    assert answer.status_code == 403
    return answer.content.decode()


def test_old_form_of_ours_gives_the_words_back(cast: Cast) -> None:
    page = old_form(cast, origin="http://testserver", referer="http://testserver/components?a=1")

    assert "They moved me again." in page
    assert "my five secret words" not in page
    assert 'href="http://testserver/components?a=1"' in page


@pytest.mark.parametrize("headers", [{}, {"origin": "https://evil.example", "referer": "https://evil.example/"}])
def test_old_form_from_elsewhere_is_not_shown(cast: Cast, headers: dict[str, str]) -> None:
    page = old_form(cast, **headers)

    assert "They moved me again." not in page
    assert "evil" not in page


@pytest.mark.parametrize(("fault", "status"), [(SuspiciousOperation(), 400), (RequestDataTooBig(), 413)])
def test_unreadable_says_what_to_do(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    status: int,
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(views, "SampleForm", fail)

    answer = cast.browser("mira").get("/components")

    assert answer.status_code == status
    assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize(("fault", "status"), [(ValueError("a"), 500), (OperationalError("locked"), 503)])
def test_fault_in_a_page_says_what_to_do(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    status: int,
) -> None:
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(views, "SampleForm", fail)

    answer = cast.browser("mira", raise_request_exception=False).get("/components")

    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'href="/leave"' in answer.content.decode()


def test_database_silent_before_the_page_503(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object) -> None:
        raise OperationalError

    browser = cast.browser("mira", raise_request_exception=False)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", silent)

    answer = browser.get("/")

    assert answer.status_code == 503
    assert "load this page again" in answer.content.decode()


def test_broken_needs_neither_request_facts_nor_the_list_of_files(settings: Settings) -> None:
    storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"  # knows no file at all here
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}

    answer = views.broken(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert "/static/core/talkoo.css" in answer.content.decode()


def test_log_line_of_a_fault_names_the_place_but_nobody() -> None:
    try:
        int("Mira Example wrote this")
    except ValueError:
        record = logging.LogRecord("django.request", 40, "", 0, "%s: %s", ("a", "/spaces/1/mira"), sys.exc_info())

    assert Nobody().filter(record)

    line = logging.Formatter().format(record)
    assert "ValueError at test_log_line_of_a_fault" in line
    assert "mira" not in line.lower()


def test_answer_far_too_large_is_refused_unread(client: Client, db: None) -> None:
    class Endless:
        """A body that must not be read."""

        def read(self, *_: object) -> bytes:
            raise AssertionError("read")

        readline = read

    answer = client.generic("POST", "/card", "", CONTENT_LENGTH=str(65 * 1024 * 1024), **{"wsgi.input": Endless()})
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/", "/card?l=fi", "/sign-out", "/not-here", "/static/core/talkoo.css"])
def test_answer_of_every_kind_has_the_headers(client: Client, db: None, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex, noarchive"
