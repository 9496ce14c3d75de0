"""The page every page is built on, its parts, and what a first visit weighs."""

import gzip
import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from talkoo.core.forms import SampleForm
from tests.people import Cast

CORE = Path(__file__).parents[2] / "src/talkoo/core"
PARTS = sorted((CORE / "templates/parts").glob("*.html"))
LEAVE = 'class="leave" href="/leave"'


def page(cast: Cast, name: str, address: str = "/components") -> str:
    """What somebody sees there."""
    return cast.browser(name).get(address, follow=True).content.decode()


@pytest.mark.parametrize("name", ["stranger", "mira"])
def test_participant_any_page_can_leave_quickly(cast: Cast, name: str) -> None:
    assert LEAVE in page(cast, name)
    assert LEAVE in page(cast, name, "/nowhere")


def test_staff_sees_who_they_are_and_the_way_out(cast: Cast) -> None:
    seen = page(cast, "leena")

    assert LEAVE not in seen
    assert "Leena</a>" in seen
    assert "Sign out" in seen


def test_card_holder_can_close_their_page(cast: Cast) -> None:
    assert "Close my page" in page(cast, "mira")
    assert "Close my page" not in page(cast, "stranger")


@pytest.mark.parametrize("address", ["/", "/components", "/nowhere"])
def test_title_tells_nobody(cast: Cast, address: str) -> None:
    title = re.search(r"<title>(.*)</title>", page(cast, "leena", address))

    assert title
    assert title[1].endswith(" – Talkoo")
    assert "Leena" not in title[1]


def test_not_there_answers_alike(cast: Cast) -> None:
    browser = cast.browser("mira")
    first, second = browser.get("/nowhere"), browser.get("/spaces/5/elsewhere")

    strip = re.compile(rb'value="[A-Za-z0-9]{64}"').sub
    assert first.status_code == second.status_code == 404
    assert strip(b"", first.content) == strip(b"", second.content)


def test_components_only_in_demo_and_while_developing(cast: Cast, settings: Settings) -> None:
    assert cast.browser("stranger").get("/components").status_code == 200
    settings.DEMO = False
    assert cast.browser("stranger").get("/components").status_code == 404


def test_parts_each_says_its_use_and_is_shown() -> None:
    everything = "".join(file.read_text() for file in (CORE / "templates").rglob("*.html"))

    assert len(PARTS) >= 20
    for part in PARTS:
        assert part.read_text().startswith("{# "), part.name
        assert f'"parts/{part.name}"' in everything, part.name


@pytest.mark.parametrize(
    ("part", "facts"),
    [
        ("person", {"space": {"contact_name": ""}}),
        ("crumbs", {"crumbs": []}),
        ("pages", {"page": Paginator([1], 10).page(1)}),
        ("errors", {"form": SampleForm()}),
        ("messages", {}),
    ],
)
def test_part_with_nothing_to_say_is_silent(part: str, facts: dict[str, object]) -> None:
    assert render_to_string(f"parts/{part}.html", facts, RequestFactory().get("/")).strip() == ""


def test_confirm_sends_a_guarded_form(cast: Cast) -> None:
    panel = page(cast, "mira").split('id="take-back"')[1].split("</form>")[0]

    assert 'action="#sure"' in panel
    assert "csrfmiddlewaretoken" in panel
    assert 'href="#take-back-from"' in panel


def test_components_field_errors_are_tied_to_their_fields(cast: Cast) -> None:
    seen = page(cast, "stranger")

    assert 'aria-invalid="true" aria-describedby="id_date_error"' in seen
    assert 'id="id_date_error"' in seen
    assert 'aria-describedby="id_shows_helptext"' in seen
    assert '<a href="#id_date">' in seen


def test_ids_on_a_page_are_its_own(cast: Cast) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page(cast, "mira"))

    assert len(ids) > 40
    assert len(ids) == len(set(ids))


def test_html_has_no_inline_style_or_script() -> None:
    files = sorted((CORE.parent).rglob("templates/**/*.html"))

    assert len(files) > 30
    for file in files:
        written = re.sub(r"\{[%#].*?[%#]\}", "", file.read_text())  # a tag's arguments are no attributes
        found = re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", written)
        assert not found, f"{file.name}: {found}"


def test_stylesheet_says_no_words_of_its_own() -> None:
    css = (CORE / "static/talkoo.css").read_text()

    quoted = [text for value in re.findall(r"content: ([^;]+);", css) for text in re.findall(r'"([^"]*)"', value)]
    said = [text for text in quoted if re.search(r"[^\W\d_]", re.sub(r"\\[0-9A-F]+", "", text))]

    assert len(quoted) > 10
    assert said == []
    assert "url(" not in css


def test_first_visit_is_light(cast: Cast) -> None:
    seen = page(cast, "mira")
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', seen)
    weights = [len(gzip.compress((CORE.parent / file.replace("/", "/static/", 1)).read_bytes())) for file in files]

    assert sorted(files) == ["core/icon.svg", "core/talkoo.css"]
    assert sum(weights) + len(gzip.compress(seen.encode())) < 20_000
