"""The result page: one release whatever the format, who sees which, and light however much there is."""

import csv
import gzip
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from talkoo.conversations.models import Conversation
from talkoo.conversations.views import words
from talkoo.conversations.views.counts import harmless
from talkoo.core import paper
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.conversations import contract
from tests.conversations.results import HEADLINES, PAGES, QUESTION, SAMPLES, Shown, sample
from tests.people import CAST, Cast

DAY = datetime(2026, 5, 14, 12, tzinfo=UTC)
NEEDS_PDF = pytest.mark.skipif(
    paper.pdf_maker() is None, reason="this system lacks the PDF library; make doctor names it"
)


def published_on(shown: Shown, day: datetime) -> Shown:
    Release.objects.filter(pk=shown.release.pk).update(published_at=day)
    return shown


@pytest.mark.parametrize("name", SAMPLES)
def test_counts_and_table_the_same(show: Callable[..., Shown], name: str) -> None:
    shown = show(name)
    table = []
    for page in range(1, 4 if name == "huge" else 2):
        html = shown.html(page=str(page)) if name == "huge" else shown.html("map_print")
        votes = html[html.rindex("How many voted, and how") :]
        table += re.findall(r'<td data-label="(?:Voted|Agree|Disagree|Not sure)">(.*?)</td>', votes)
    file = shown.get("map_counts").content.decode()
    said = [
        words.Count("rounded", int(row[column])).words if row[column].isdigit() else words.Count(row[column]).words
        for row in csv.DictReader(io.StringIO(file))
        if row["voted"] != "hidden"
        for column in ("voted", "agree", "disagree", "unsure")
    ]
    assert len(said) == len(table)
    assert said == table


def test_counts_columns_and_headers(show: Callable[..., Shown]) -> None:
    answer = published_on(show("two_groups", number=3), DAY).get("map_counts")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == [
        "result", "number", "statement", "language", "as_written", "kind", "who",
        "voted", "agree", "disagree", "unsure", "agree_A", "agree_B",
    ]  # fmt: skip
    assert len(rows) == 1 + 27 * 4
    assert {row[0] for row in rows[1:]} == {"3"}
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.search(r'filename="counts-2026-05-14-[0-9a-f]{4}\.csv"', answer.headers["Content-Disposition"])
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1 or more", "'-1 or more"), ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"), ("\t=1", "'\t'=1"), ("a;=1+1", "a;'=1+1"), ("\u00a0=1", "'\u00a0=1"), ("a; b", "a; b"),
        ("＝1", "'＝1"), ("1 = 1", "1 = 1"), ("", ""),
        ("Bus – ride", "Bus – ride"),
    ],
)  # fmt: skip
def test_harmless_no_formula_starts(text: str, kept: str) -> None:
    assert harmless(text) == kept


def test_pdf_made_or_print_page_stands_in(show: Callable[..., Shown]) -> None:
    shown = published_on(show("few"), DAY)
    if paper.pdf_maker() is not None:
        answer = shown.get("map_pdf")
        assert answer.content.startswith(b"%PDF")
        assert re.search(r'filename="map-2026-05-14-[0-9a-f]{4}\.pdf"', answer.headers["Content-Disposition"])
    with mock.patch("talkoo.conversations.views.result.pdf_maker", return_value=None):
        answer = shown.get("map_pdf")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "<h1>Too few votes yet" in answer.content.decode()
        assert "the page to print stands in" in shown.html()


def test_files_not_published_named_by_the_day_they_were_prepared(show: Callable[..., Shown]) -> None:
    shown = show("few", state="prepared", prepared_at=DAY)
    answer = shown.get("map_counts", who="leena")
    assert re.search(r'filename="counts-2026-05-14-[0-9a-f]{4}\.csv"', answer.headers["Content-Disposition"])


def fifty_statements(parts: int) -> dict[str, Any]:
    """A spectrum of fifty statements as long as people write them, with votes told apart in so many parts."""
    tables = sample("spectrum")
    tables["cells"] = tables["cells"][:parts] if parts > 1 else [tables["cells"][0] | {"roles": []}]
    for statement in tables["statements"].values():
        statement["cells"] = statement["cells"][:parts]
    key, one = next(iter(tables["statements"].items()))
    said = "It would help if letters said in plain words what happens next, and whom to ask when something is unclear"
    more = {f"{key}-{n}": one | {"number": 1000 + n, "text": said} for n in range(50 - len(tables["statements"]))}
    statements = tables["statements"] | more
    keys = list(statements)
    kinds = {"shared": keys[:8], "divides": keys[8:16], "unclear": keys[16:24]}
    return tables | kinds | {"statements": statements, "statements_shown": 50, "kept": {"statements": 50}}


@NEEDS_PDF
@pytest.mark.parametrize(("parts", "most"), [(1, 6), (4, 10)])
def test_pdf_fifty_statements_few_numbered_pages(show: Callable[..., Shown], parts: int, most: int) -> None:
    tables = fifty_statements(parts)
    contract.check(tables)
    pages = PdfReader(io.BytesIO(show(tables).get("map_pdf").content)).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert len(texts) <= most
    for number, text in enumerate(texts, start=1):
        assert f"{number}/{len(texts)}" in text
    head = f"Statement{'Whovoted' if parts > 1 else ''}VotedAgreeDisagreeNotsure"
    first = next(number for number, text in enumerate(texts) if head in text)
    assert len(texts) - first >= 2
    assert all(head in text for text in texts[first:])


@NEEDS_PDF
def test_pdf_no_text_smaller_than_ten_points(show: Callable[..., Shown]) -> None:
    sizes = set()

    def see(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3]), 1))

    for page in PdfReader(io.BytesIO(show("two_groups").get("map_pdf").content)).pages:
        page.extract_text(visitor_text=see)
    assert sizes
    assert min(sizes) >= 10, sizes


@NEEDS_PDF
@pytest.mark.parametrize("name", ["two_groups", "divide", "awkward"])
def test_pdf_says_what_the_page_says(show: Callable[..., Shown], name: str) -> None:
    pages = PdfReader(io.BytesIO(show(name).get("map_pdf").content)).pages
    text = " ".join("".join(page.extract_text() for page in pages).replace("\x00", "").split())
    assert HEADLINES[name] in text
    assert "Counts are rounded so that nobody can be found." in text
    assert ("too few, not shown" in text) == any(cell["size"]["form"] == "hidden" for cell in sample(name)["cells"])


def test_map_whoever_reads_the_space_sees_it(show: Callable[..., Shown]) -> None:
    shown = show("two_groups")
    inside = {"mira", "tomi", "hannele", "outi", "ritva", "samuel", "leena", "iida"}
    for page in PAGES:
        if page == "map_pdf":
            continue  # the same door as the page to print; each PDF takes seconds
        assert {name: shown.get(page, who=name).status_code for name in CAST} == {
            name: 200 if name in inside else 404 for name in CAST
        }
    Space.objects.update(reading="everybody")
    assert shown.get(who="stranger").status_code == 200


def test_map_elsewhere_404(show: Callable[..., Shown]) -> None:
    shown = show("two_groups")
    for page in PAGES:
        elsewhere = [
            reverse(page, args=[shown.cast.space.pk, uuid4()]),
            reverse(page, args=[shown.cast.other_space.pk, shown.conversation.pk]),
        ]
        for address in elsewhere:
            assert shown.cast.browser("leena").get(address).status_code == 404
            assert shown.cast.browser("paula").get(address).status_code == 404
        assert shown.cast.browser("leena").post(shown.address(page)).status_code == 405


@pytest.mark.parametrize("state", ["prepared", "held"])
def test_map_not_published_only_for_host_and_go_between(show: Callable[..., Shown], state: str) -> None:
    shown = show("two_groups", state=state, hold_reason="Two people could be found." if state == "held" else "")
    for name in CAST:
        seen = shown.get(who=name)
        if name in {"leena", "samuel"}:
            html = seen.content.decode()
            assert "Not published yet: only host and go-between see this." in html
            assert HEADLINES["two_groups"] in html
            assert ("Two people could be found." in html) == (state == "held")
            for page in ("map_print", "map_pdf", "map_counts"):
                assert f"{shown.address(page)}?release={shown.release.pk}" in html
        elif seen.status_code == 200:
            assert "No result yet" in seen.content.decode()
            assert HEADLINES["two_groups"] not in seen.content.decode()
            assert shown.get("map_counts", who=name).status_code == 404
            assert shown.get("map_print", who=name).status_code == 404
            assert shown.get(who=name, release=str(shown.release.pk)).status_code == 404


def test_map_newest_published_and_preview_when_asked(show: Callable[..., Shown]) -> None:
    first = show("none", number=1)
    second = show("spectrum", number=2, conversation=first.conversation)
    third = show("two_groups", number=3, conversation=first.conversation, state="prepared")
    for who in ("mira", "leena"):
        assert HEADLINES["spectrum"] in first.get(who=who).content.decode()
    for who in ("leena", "samuel"):
        seen = first.get(who=who, release=str(third.release.pk)).content.decode()
        assert HEADLINES["two_groups"] in seen
        counts = first.get("map_counts", who=who, release=str(third.release.pk)).content
        assert counts.startswith(b"\xef\xbb\xbfresult,")
    assert first.get(who="mira", release=str(second.release.pk)).status_code == 200
    assert first.get(who="mira", release=str(third.release.pk)).status_code == 404
    other = show("few")
    for wrong in ("abc", str(uuid4()), str(other.release.pk)):
        assert first.get(who="leena", release=wrong).status_code == 404


def test_map_nothing_made_says_so(cast: Cast) -> None:
    conversation = Conversation.objects.create(space=cast.space, question=QUESTION)
    for who in ("mira", "leena"):
        answer = cast.browser(who).get(reverse("map", args=[cast.space.pk, conversation.pk]), {"page": "2"})
        assert answer.status_code == 200
        assert "No result yet" in answer.content.decode()


def test_map_few_and_many_same_number_of_queries(show: Callable[..., Shown]) -> None:
    def queries(name: str, page: str) -> int:
        shown = show(name)
        browser = shown.cast.browser("mira")
        browser.get(shown.address(page))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(shown.address(page)).status_code == 200
        return len(seen)

    for page in ("map", "map_print", "map_counts"):
        assert queries("few", page) == queries("two_groups", page) == queries("huge", page)


def test_map_many_statements_strongest_first_rest_on_pages_of_their_own(show: Callable[..., Shown]) -> None:
    shown = show("huge")
    tables, html = sample("huge"), shown.html()
    assert html.count('<svg class="scale-') == 3 * 8
    for key in tables["shared"][:8] + tables["divides"][:8] + tables["unclear"][:8]:
        assert tables["statements"][key]["text"] in html
    assert "All 150 statements, with their counts" in html
    assert "32 more are in the table of every statement." in html
    everything = "".join(shown.html(page=str(page)) for page in (1, 2, 3))
    assert all(kept["text"] in everything for kept in tables["statements"].values())
    assert "Statements 101 to 150 of 150." in shown.html(page="99")
    assert "Statements 1 to 50 of 150." in shown.html(page="nonsense")


def test_map_light_enough_for_an_old_phone(show: Callable[..., Shown]) -> None:
    style = Path(paper.finders.find("core/talkoo.css") or "").read_bytes()
    for name in SAMPLES:
        assert len(gzip.compress(show(name).get().content)) + len(gzip.compress(style)) < 60_000
    for page in ("1", "2", "3"):
        assert len(gzip.compress(show("huge").get(page=page).content)) < 40_000
