"""A reader of Finnish meets every statement in Finnish, on every page that shows statements to people."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkoo.conversations.actions import cast_vote
from talkoo.conversations.models import Answer, Conversation, Statement, Translation
from talkoo.core.models import today
from talkoo.overview.queries import is_agreed_with
from talkoo.spaces.models import Membership
from tests.conversations.papers import needs_pdf
from tests.conversations.results import Shown, sample
from tests.conversations.talks import add, address, mira_in
from tests.people import Cast

MARK = "Translated by a person"
State = Statement.State


def finnish(text: str) -> str:
    """What a person made of it."""
    return f"Suomeksi: {text}"


@pytest.fixture
def told(show: Callable[..., Shown]) -> Conversation:
    """A published result of statements in English, all of them translated, with an answer to one of them."""
    tables = sample("two_groups")
    for one in tables["statements"].values():
        one["language"] = "en"
    conversation = show(tables).conversation
    Conversation.objects.filter(pk=conversation.pk).update(who=["user"])
    for key, kept in tables["statements"].items():
        made = add(conversation, kept["text"], pk=key, number=kept["number"])
        Translation.objects.create(statement=made, language="fi", text=finnish(made.text))
    return conversation


def owe(cast: Cast, statement: Statement, **more: Any) -> Answer:
    """An answer to one statement."""
    owner = Membership.objects.get(user=cast.person("outi").user)
    return Answer.objects.create(
        conversation=statement.conversation, statement=statement, owner=owner, due_on=today(), **more
    )


def reader(cast: Cast, name: str = "mira") -> Client:
    """Somebody who reads Finnish."""
    browser = cast.browser(name)
    browser.get("/?l=fi")
    return browser


def page(browser: Client, where: str) -> str:
    """What the page says."""
    answer = browser.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


def without_originals(html: str) -> str:
    """The page as it is before anybody taps: without what is folded away."""
    kept, *rest = html.split('<details class="small">')
    return kept + "".join(part.split("</details>", 1)[1] for part in rest)


def test_every_page_of_a_reader_of_finnish_has_the_finnish_words(cast: Cast, told: Conversation) -> None:
    statement = told.statements.order_by("number")[0]
    cast_vote(mira_in(cast), statement, 1)
    mine = add(told, "I said this.", number=900, author=mira_in(cast))
    merged = add(told, "I said that.", number=901, author=mira_in(cast), state=State.MERGED, merged_into=statement)
    for one in (mine, merged):
        Translation.objects.create(statement=one, language="fi", text=finnish(one.text))
    owe(cast, statement, given_on=today(), did="We began.")
    browser = reader(cast)
    every = {
        address("statement", told, statement): [statement],
        address("take_part", told) + f"?again={statement.pk}": [statement],
        address("what_i_said", told) + "?show=said": [mine, merged, statement],
        address("what_i_said", told) + "?show=answers": [statement],
        address("answer", told): [statement],
        address("answer_print", told): [statement],
        "/now": [statement],
        reverse("space", args=[told.space_id]): [statement],
    }
    for where, statements in every.items():
        html = page(browser, where)
        for one in statements:
            assert finnish(one.text) in html, (where, one)
            assert f">{one.text}<" not in without_originals(html) or where.endswith("/print"), where
    for where in list(every)[:5]:
        assert f'lang="en" dir="auto">{statement.text}</p></details>' in page(browser, where), where


@pytest.mark.parametrize("view", ["map", "map_print"])
def test_result_is_read_in_finnish_and_the_original_is_at_hand(cast: Cast, told: Conversation, view: str) -> None:
    html = page(reader(cast), address(view, told))
    for one in told.statements.all():
        assert f'<span lang="fi" dir="auto">{finnish(one.text)}</span>' in html
        assert f'lang="en" dir="auto">{one.text}<' in html, "how it was written"
        assert f'<span lang="en" dir="auto">{one.text}</span>' not in html or view == "map_print"
    english = page(cast.browser("iida"), address(view, told))
    assert "Suomeksi" not in english
    assert MARK not in english


def test_result_with_a_page_for_every_statement_and_its_counts_are_read_in_finnish(
    cast: Cast, told: Conversation
) -> None:
    browser = reader(cast)
    html = page(browser, address("map", told) + "?page=1")
    rows = list(csv.DictReader(io.StringIO(page(browser, address("map_counts", told)).removeprefix("\ufeff"))))
    for one in told.statements.all():
        assert finnish(one.text) in html
    texts = {one.text for one in told.statements.all()}
    assert {row["as_written"] for row in rows} == texts
    assert {row["statement"] for row in rows} == {finnish(text) for text in texts}
    assert {row["language"] for row in rows} == {"fi"}


@needs_pdf
def test_result_as_pdf_is_read_in_finnish(cast: Cast, told: Conversation) -> None:
    pypdf = pytest.importorskip("pypdf")
    answer = reader(cast).get(address("map_pdf", told))
    text = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert text.count("Suomeksi:") >= told.statements.count()


def test_result_of_words_that_have_changed_since_keeps_the_words_that_were_voted_on(
    cast: Cast, told: Conversation
) -> None:
    statement = told.statements.order_by("number")[0]
    old = statement.text
    Statement.objects.filter(pk=statement.pk).update(text="Other words by now.")
    html = page(reader(cast), address("map", told))
    assert old in html
    assert finnish(old) not in html


def test_words_taken_back_do_not_come_back_in_another_language(cast: Cast, told: Conversation) -> None:
    statement = told.statements.order_by("number")[0]
    Statement.objects.filter(pk=statement.pk).update(state=State.LEFT_OUT)
    owe(cast, statement)
    browser = reader(cast)
    for where in (address("map", told), address("answer", told), address("map_counts", told), "/now"):
        html = page(browser, where)
        assert statement.text not in html, where


def test_what_is_shared_is_told_in_finnish_on_the_first_pages(cast: Cast, told: Conversation) -> None:
    tables = sample("two_groups")
    shared = [key for key in tables["shared"] if is_agreed_with(tables["statements"][key])]
    words = told.statements.get(pk=UUID(shared[0])).text
    html = page(reader(cast), "/now")
    assert finnish(words) in html
    assert words not in without_originals(html).replace(finnish(words), "")


def test_answer_that_is_owed_asks_for_itself_in_finnish(cast: Cast, told: Conversation) -> None:
    statement = told.statements.order_by("number")[0]
    answer = owe(cast, statement)
    browser = reader(cast, "outi")
    write = reverse("write_answer", args=[told.space_id, told.pk, answer.pk])
    for where in ("/now", write):
        assert finnish(statement.text) in page(browser, where)


def test_pages_ask_as_many_queries_for_many_translations_as_for_none(cast: Cast, told: Conversation) -> None:
    browser = reader(cast)
    for where in (address("map", told), address("what_i_said", told), "/now"):
        page(browser, where)
        with CaptureQueriesContext(connection) as many:
            page(browser, where)
        kept = list(Translation.objects.all())
        Translation.objects.all().delete()
        with CaptureQueriesContext(connection) as none:
            page(browser, where)
        Translation.objects.bulk_create(kept)
        assert len(many) == len(none), where
