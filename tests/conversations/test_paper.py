"""Voting on paper: sheets, typing them in, taking that back, and that paper, helper and phone count the same."""

from collections import Counter
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from talkoo.accounts.models import Role
from talkoo.conversations import actions
from talkoo.conversations.models import Entered, Statement, Translation, Vote, VotingSheet
from talkoo.conversations.queries import HELD
from talkoo.core.models import HistoryLine, today
from tests.conversations.papers import (
    ask,
    at,
    needs_pdf,
    one_sheet,
    print_sheets,
    sheet_part,
    typed,
)
from tests.people import Cast


def test_sheets_each_has_a_code_and_an_order_of_its_own(cast: Cast) -> None:
    found = ask(cast, statements=9)
    browser = cast.browser("samuel")
    sent = {"count": "12", "language": "fi", "size": "large", "once": str(uuid4())}
    answers = [browser.post(at(found, "voting_sheets"), sent) for _ in range(2)]

    assert {answer.headers["Location"] for answer in answers} == {at(found, "voting_sheet_print", sent["once"])}
    sheets = VotingSheet.objects.filter(conversation=found)
    assert len(sheets) == 12
    assert len({sheet.code for sheet in sheets}) == 12
    assert {len(sheet.code) for sheet in sheets} == {8}
    assert {(sheet.language, sheet.is_large) for sheet in sheets} == {("fi", True)}
    assert len({tuple(sheet.statements) for sheet in sheets}) > 6
    assert HistoryLine.objects.filter(act="made voting sheets").count() == 1


@pytest.mark.parametrize(("statements", "sheets"), [(9, 10), (60, 20)])
def test_sheets_show_all_statements_early_about_as_often(cast: Cast, statements: int, sheets: int) -> None:
    found = ask(cast, statements=statements)
    actions.make_sheets(found, count=sheets, language="en", large=False, actor=None, once=uuid4())
    early: Counter[str] = Counter()
    for sheet in VotingSheet.objects.filter(conversation=found):
        assert len(set(sheet.statements)) == len(sheet.statements) == min(statements, HELD)
        early.update(sheet.statements[: (len(sheet.statements) + 1) // 2])
    counts = [early[str(statement.pk)] for statement in found.statements.all()]
    assert max(counts) - min(counts) <= 1


def test_sheets_say_what_is_not_in_their_language_and_are_made_all_the_same(cast: Cast) -> None:
    found = ask(cast, statements=3)
    first, second, third = found.statements.order_by("number")
    Translation.objects.create(statement=first, language="fi", text="Yksi.")
    Statement.objects.filter(pk=third.pk).update(language="fi")
    browser = cast.browser("samuel")
    links = {one.pk: at(found, "translate_statement", one.pk) for one in (first, second, third)}
    page = browser.get(at(found, "voting_sheets")).content.decode()
    assert "Suomi: 1 statement to translate" in page
    assert "English: 1 statement to translate" in page
    assert [pk for pk, link in links.items() if link in page] == [second.pk, third.pk]
    printed = print_sheets(cast, found, language="fi")
    page = browser.get(printed).content.decode()
    assert "Suomi: 1 statement to translate" in page
    assert [pk for pk, link in links.items() if link in page] == [second.pk]
    assert links[second.pk] not in sheet_part(page.encode()), "on the screen, never on the paper"
    assert second.text in sheet_part(page.encode())
    assert browser.get(links[second.pk]).status_code == 200

    Translation.objects.create(statement=second, language="fi", text="Kaksi.")
    page = browser.get(printed).content.decode()
    assert "to translate" not in page
    assert "Kaksi." in sheet_part(page.encode())


def test_sheet_says_on_itself_that_people_translated_it(cast: Cast) -> None:
    found = ask(cast, statements=1)
    said = "translated by people"
    Translation.objects.create(statement=found.statements.get(), language="en", text="The same.")
    browser = cast.browser("samuel")
    assert said not in browser.get(print_sheets(cast, found, language="en")).content.decode()
    Statement.objects.update(language="fi")
    assert said in browser.get(print_sheets(cast, found, language="en")).content.decode()


@pytest.mark.parametrize("count", ["", "0", "51", "many", "-3"])
def test_sheets_wrong_number_is_told_and_nothing_made(cast: Cast, count: str) -> None:
    found = ask(cast)
    sent = {"count": count, "language": "en", "size": "normal", "once": str(uuid4())}
    answer = cast.browser("leena").post(at(found, "voting_sheets"), sent)
    assert answer.status_code == 422
    assert "1 to 50" in answer.content.decode()
    assert not VotingSheet.objects.exists()


def test_sheets_without_a_statement_are_not_made(cast: Cast) -> None:
    found = ask(cast, statements=0)
    sent = {"count": "3", "language": "en", "size": "normal", "once": str(uuid4())}
    answer = cast.browser("leena").post(at(found, "voting_sheets"), sent)
    assert answer.status_code == 422
    assert "no statement to vote on" in answer.content.decode()


def test_sheet_on_paper_has_all_that_it_needs_in_its_language(cast: Cast) -> None:
    found = ask(cast)
    first, second, _third = found.statements.order_by("number")
    Translation.objects.create(statement=first, language="fi", text="Ensimmäinen lause.")
    Statement.objects.filter(pk=second.pk).update(state="left_out", text="")
    cast.space.labels = {"user": "Nuoret"}
    cast.space.save()
    page = sheet_part(cast.browser("leena").get(print_sheets(cast, found)).content)

    assert page.count("Ensimmäinen lause.") == 2
    assert 'lang="en" dir="auto">Sentence 3.' in page
    assert "Sentence 1." not in page
    assert "Sentence 2." not in page
    assert page.count("Nuoret") == 2
    assert page.count('lang="fi"') == 2
    assert page.count('class="vote-mark"') == 2 * 2 * 3
    for code in VotingSheet.objects.values_list("code", flat=True):
        assert f"{code[:4]} {code[4:]}" in page


@pytest.mark.parametrize(("adds", "lines"), [(True, 2), (False, 0)])
def test_sheet_has_a_line_for_words_only_while_they_are_taken(cast: Cast, adds: bool, lines: int) -> None:
    page = sheet_part(cast.browser("leena").get(print_sheets(cast, ask(cast, adds=adds))).content)
    assert page.count('class="vote-line"') == 2 * lines


def test_sheet_page_asks_the_same_number_of_queries_for_one_and_thirty(cast: Cast) -> None:
    found = ask(cast)
    browser, counts = cast.browser("leena"), []
    for count in ("1", "30"):
        address = print_sheets(cast, found, count=count)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@needs_pdf
@pytest.mark.parametrize(("size", "smallest"), [("normal", 8.4), ("large", 15.9)])
def test_sheet_pdf_is_a4_with_its_code_on_every_page_and_large_enough(cast: Cast, size: str, smallest: float) -> None:
    found = ask(cast, statements=HELD)
    address = print_sheets(cast, found, size=size, count="1", language="en")
    answer = cast.browser("leena").get(f"{address}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    code = VotingSheet.objects.get().code
    sizes: list[float] = []
    for page in pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        text = page.extract_text(
            visitor_text=lambda said, _ctm, matrix, _font, size: (
                sizes.append(size * abs(matrix[3])) if said.strip() else None
            )
        )
        assert f"{code[:4]} {code[4:]}" in text
    assert min(sizes) * 0.75 >= smallest or min(sizes) >= smallest
    assert 2 <= len(pages) <= (4 if size == "large" else 2)


def test_sheet_typed_in_counts_as_entered_by_a_helper(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    sent = typed(sheet, [1, -1, None], said="  Pick up   the phone. ")
    browser = cast.browser("samuel")
    answer = browser.post(at(found, "sheet_entry", sheet.code), sent)
    assert answer.status_code == 302

    sheet.refresh_from_db()
    choices = dict(Vote.objects.filter(participant=sheet.participant).values_list("statement_id", "choice"))
    assert choices == {UUID(sheet.statements[0]): 1, UUID(sheet.statements[1]): -1}
    assert {vote.entered for vote in Vote.objects.all()} == {Entered.HELPER}
    assert sheet.participant
    assert sheet.participant.role == Role.USER
    said = Statement.objects.get(text="Pick up the phone.")
    assert (said.state, said.entered, said.author) == ("waiting", Entered.HELPER, sheet.participant)
    line = HistoryLine.objects.get(act="typed in a voting sheet")
    assert line.actor == cast.person("samuel").actor
    assert str(sheet.participant_id) not in str(line.detail)
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "by Samuel" in page
    assert "Pick up the phone." in page


def test_sheet_sent_twice_by_one_press_is_typed_in_once(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    sent, browser = typed(sheet, [1, 1, 0], said="Once."), cast.browser("samuel")
    answers = [browser.post(at(found, "sheet_entry", sheet.code), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (Vote.objects.count(), Statement.objects.filter(text="Once.").count()) == (3, 1)
    assert HistoryLine.objects.filter(act="typed in a voting sheet").count() == 1


A4 = 842  # points


def feet(pdf: bytes) -> list[float]:
    """How much of each page is empty beneath its last words."""
    found = []
    for page in PdfReader(BytesIO(pdf)).pages:
        heights: list[float] = []

        def see(text: str, cm: list[float], tm: list[float], *_font: object, into: list[float] = heights) -> None:
            if text.strip():
                into.append((tm[5] * cm[3] + cm[5]) / A4)

        page.extract_text(visitor_text=see)
        found.append(min(heights))
    return found


@needs_pdf
@pytest.mark.parametrize(("language", "statements", "most"), [("fi", 7, 2), ("fi", 9, 3), ("en", 24, 4)])
def test_large_print_fills_its_pages_and_breaks_no_row(cast: Cast, language: str, statements: int, most: int) -> None:
    found = ask(cast, statements=statements, ends_on=today())
    found.statements.update(text="First words of a long sentence that somebody wrote, with its last words.")
    printed = print_sheets(cast, found, language=language, size="large", count="1")
    content = cast.browser("leena").get(f"{printed}.pdf").content
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages]
    code = VotingSheet.objects.get().code
    assert len(texts) <= most
    assert max(feet(content)[:-1]) < 0.24, "no page but the last is empty for a third"
    for text in texts:
        assert text.count("First words") == text.count("last words.")
        assert f"{code[:4]} {code[4:]}" in text
