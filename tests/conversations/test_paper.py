"""Voting on paper: sheets, typing them in, taking that back, and that paper, helper and phone count the same."""

from collections import Counter
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from talkoo.accounts.actions import make_cards, sign_in_card
from talkoo.accounts.models import Card, Participant, Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Entered, Statement, Translation, Vote, VotingSheet
from talkoo.conversations.opinions import picture_of
from talkoo.conversations.queries import HELD, ballots_of
from talkoo.conversations.rules import may_undo_sheet
from talkoo.core.models import HistoryLine
from talkoo.core.paper import pdf_maker
from talkoo.spaces.queries import place_of
from tests.people import CAST, Cast, make_card

needs_pdf = pytest.mark.skipif(pdf_maker() is None, reason="this machine has no Pango, so it makes no PDF")
ASKED = [Role.USER, Role.CARER, Role.PROFESSIONAL]


def ask(cast: Cast, *, statements: int = 3, **more: Any) -> Conversation:
    """A conversation that runs, with statements."""
    found = Conversation.objects.create(space=cast.space, question="What helps to come back?", who=ASKED, **more)
    Statement.objects.bulk_create(
        Statement(conversation=found, number=number, text=f"Sentence {number}.", state="shown", language="en")
        for number in range(1, statements + 1)
    )
    return found


def at(found: Conversation, name: str, *more: Any) -> str:
    """The address of one of its pages."""
    return reverse(name, args=[found.space_id, found.pk, *more])


def one_sheet(found: Conversation, *, language: str = "en", large: bool = False) -> VotingSheet:
    """A sheet of this conversation."""
    batch = uuid4()
    before = set(VotingSheet.objects.values_list("pk", flat=True))
    actions.make_sheets(found, count=1, language=language, large=large, actor=None, once=batch)
    return VotingSheet.objects.exclude(pk__in=before).get()


def typed(sheet: VotingSheet, choices: list[int | None], **more: str) -> dict[str, str]:
    """What is sent when these boxes were ticked, from the top."""
    rows = {f"row_{number}": str(choice) for number, choice in enumerate(choices, start=1) if choice is not None}
    return {"role": "user", "once": str(uuid4())} | rows | more


def mira_in(cast: Cast) -> tuple[Participant, Card]:
    """Whose votes Mira's are, and her card."""
    card = cast.person("mira").card
    assert card
    assert card.participant
    return card.participant, card


def votes_on(found: Conversation) -> list[tuple[int, int, str]]:
    """Number of the statement, choice, by whose hand."""
    rows = Vote.objects.filter(statement__conversation=found).order_by("statement__number", "choice")
    return list(rows.values_list("statement__number", "choice", "entered"))


# Sheets


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


def sheet_part(content: bytes) -> str:
    """What is printed of the page."""
    return content.decode().split("<article")[1].split("</article>")[0]


def print_sheets(cast: Cast, found: Conversation, **more: str) -> str:
    """Make sheets; the address of the print page."""
    sent = {"count": "2", "language": "fi", "size": "normal", "once": str(uuid4())} | more
    return cast.browser("leena").post(at(found, "voting_sheets"), sent).headers["Location"]


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


# Typing in


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


def test_sheet_typed_in_before_is_refused_with_the_earlier_entry(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, -1, None]))
    before = votes_on(found)
    answer = cast.browser("leena").post(at(found, "sheet_entry", sheet.code.lower()), typed(sheet, [-1, -1, -1]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "typed in before" in page
    assert "by Samuel" in page
    assert votes_on(found) == before


def test_sheet_with_a_card_votes_for_its_person_who_can_change_it(cast: Cast) -> None:
    found = ask(cast)
    made = make_cards(cast.space.pk, Role.CARER, 1, "en", actor=None, once=uuid4())[0]
    sheet = one_sheet(found)
    spaced = f" {made.selector[:4].lower()} {made.selector[4:]}"
    sent = typed(sheet, [1, None, None], card=spaced, role="")
    assert cast.browser("leena").post(at(found, "sheet_entry", sheet.code), sent).status_code == 302

    vote = Vote.objects.get()
    assert vote.participant.role == Role.CARER
    card = sign_in_card(made.selector, " ".join(made.words)).card
    assert card
    assert card.participant == vote.participant
    assert actions.cast_vote(vote.participant, vote.statement, -1)
    assert votes_on(found) == [(vote.statement.number, -1, Entered.SELF)]


def test_sheet_leaves_what_the_person_voted_with_their_own_hand(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    own, helped = (Statement.objects.get(pk=pk) for pk in sheet.statements[:2])
    actions.cast_vote(mira, own, -1)
    actions.cast_vote(mira, helped, -1, entered=Entered.HELPER)
    sent, browser = typed(sheet, [1, 1, 1], card=card.selector), cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), sent)

    kept = {vote.statement_id: (vote.choice, vote.entered) for vote in Vote.objects.filter(participant=mira)}
    assert kept[own.pk] == (-1, Entered.SELF)
    assert kept[helped.pk] == (1, Entered.HELPER)
    assert len(kept) == 3
    address = at(found, "sheet_entry", sheet.code)
    assert "One vote was left as it was" in browser.get(address).content.decode()
    assert "left as it was" not in cast.browser("leena").get(address).content.decode(), "only for who typed it in"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"card": "ABCD EFGH"}, "No card in use here"),
        ({"card": "JRE8N2WP"}, "No card in use here"),  # of another space
        ({"card": "ABC"}, "eight characters"),
        ({"card": "RTV4K7QX"}, "whom this conversation does not ask"),
        ({"role": ""}, "nobody can count this"),
        ({"role": "host"}, "Choose one of those"),
        ({"row_1": "7"}, "Choose one of those"),
        ({"said": "x" * 281}, "At most 280"),
    ],
)
def test_sheet_wrong_in_one_place_is_told_and_nothing_lost_or_kept(cast: Cast, more: dict[str, str], word: str) -> None:
    found = ask(cast)
    make_card(cast.space, "RTV4K7QX", Role.PARTNER)
    sheet = one_sheet(found)
    people = Participant.objects.count()
    sent = typed(sheet, [1, -1, 0], said="Still here.") | more
    answer = cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert word in page
    assert sent["said"] in page
    assert page.count("checked") == len(
        [key for key in ("role", "row_1", "row_2", "row_3") if sent[key] not in {"", "7", "host"}]
    )
    assert (Vote.objects.count(), Participant.objects.count()) == (0, people)
    sheet.refresh_from_db()
    assert sheet.entered_on is None


def test_sheet_row_left_out_since_is_told_and_counts_nothing(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    Statement.objects.filter(pk=sheet.statements[1]).update(state="left_out", text="")
    browser = cast.browser("samuel")
    page = browser.get(at(found, "sheet_entry", sheet.code)).content.decode()
    assert "left out or taken back" in page
    assert "row_2" not in page
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1]))
    assert Vote.objects.count() == 2


def test_sheet_of_another_conversation_is_not_found(cast: Cast) -> None:
    found, other = ask(cast), ask(cast)
    sheet = one_sheet(other)
    browser = cast.browser("samuel")
    assert browser.get(at(found, "sheet_entry", sheet.code)).status_code == 404
    answer = browser.post(at(found, "enter_sheet"), {"code": sheet.code})
    assert answer.status_code == 422
    assert "No sheet of this conversation" in answer.content.decode()


@pytest.mark.parametrize("change", [{"state": "ended"}, {"state": "closed"}])
def test_sheet_after_the_end_is_nobodys_to_type_in(cast: Cast, change: dict[str, str]) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    Conversation.objects.filter(pk=found.pk).update(**change)
    for name in ("samuel", "leena"):
        answer = cast.browser(name).post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
        assert answer.status_code == 403
    assert not Vote.objects.exists()


# Taking an entry back


def test_undo_leaves_everything_as_before_and_the_sheet_can_be_typed_in_anew(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    own, helped = (Statement.objects.get(pk=pk) for pk in sheet.statements[:2])
    actions.cast_vote(mira, own, -1)
    actions.cast_vote(mira, helped, 0, entered=Entered.HELPER)
    before, people = votes_on(found), Participant.objects.count()
    browser, address = cast.browser("samuel"), at(found, "sheet_entry", sheet.code)
    for more in ({"card": card.selector}, {"said": "Of nobody."}):
        browser.post(address, typed(sheet, [1, 1, 1], **more))
        assert votes_on(found) != before
        assert browser.post(at(found, "undo_sheet", sheet.code)).status_code == 302
        assert votes_on(found) == before
        assert Participant.objects.count() == people
        assert not Statement.objects.filter(text="Of nobody.").exists()
        assert browser.get(address).status_code == 200
    assert browser.post(at(found, "undo_sheet", sheet.code)).status_code == 302, "harmless once more"
    assert HistoryLine.objects.filter(act="took back a voting sheet").count() == 2


def test_undo_leaves_what_the_person_changed_since(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    browser = cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1], card=card.selector))
    changed = Statement.objects.get(pk=sheet.statements[0])
    actions.cast_vote(mira, changed, -1)
    browser.post(at(found, "undo_sheet", sheet.code))
    assert votes_on(found) == [(changed.number, -1, Entered.SELF)]


@pytest.mark.parametrize("name", CAST)
def test_undo_is_for_whoever_typed_it_in_on_that_day(cast: Cast, name: str) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
    cast.browser(name).post(at(found, "undo_sheet", sheet.code))
    assert Vote.objects.exists() == (name != "samuel")


def test_undo_on_another_day_is_refused(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
    VotingSheet.objects.update(entered_on="2026-01-05")
    sheet.refresh_from_db()
    assert not may_undo_sheet(place_of(cast.person("samuel"), cast.space.pk), found, sheet)
    assert cast.browser("samuel").post(at(found, "undo_sheet", sheet.code)).status_code == 403


def test_sheet_of_somebody_who_took_all_back_shows_nothing_of_it(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    browser = cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1], said="Mine."))
    sheet.refresh_from_db()
    actions.take_back(UUID(str(sheet.participant_id)))
    page = browser.get(at(found, "sheet_entry", sheet.code)).content.decode()
    assert "taken everything back" in page
    assert "Mine." not in page
    assert "Sentence 1." not in page


# One and the same record


def by_phone(cast: Cast, found: Conversation, card: Card, opinion: dict[UUID, int], **more: str) -> None:
    """Vote by the page for people with a card, in a visit of one's own or on a device that a helper lends."""
    browser = Client()
    made = make_cards(cast.space.pk, Role(card.role), 1, "en", actor=None, once=uuid4())[0]
    Card.objects.filter(selector=made.selector).update(participant=card.participant, state=Card.State.USED)
    browser.post("/card", {"selector": made.selector, "words": " ".join(made.words)} | more)
    for pk, choice in opinion.items():
        answer = browser.post(reverse("vote", args=[found.space_id, found.pk, pk]), {"choice": str(choice)})
        assert answer.status_code == 302


def on_paper(cast: Cast, found: Conversation, holder: Card, opinion: dict[UUID, int], **more: str) -> None:
    """Fill in a sheet, which somebody types in: with the number of a card or by the role that is ticked."""
    sheet = one_sheet(found)
    ticks = [opinion.get(UUID(pk)) for pk in sheet.statements]
    sent = typed(sheet, ticks, role=holder.role, **more)
    assert cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), sent).status_code == 302


def as_rows(found: Conversation) -> Counter[tuple[str, tuple[tuple[int, int], ...]]]:
    """The arrays that everything is counted from, without the order of people: role, and number with choice."""
    ballots = ballots_of(found)
    rows: Counter[tuple[str, tuple[tuple[int, int], ...]]] = Counter()
    for person, role in enumerate(ballots.roles):
        mine = np.flatnonzero(ballots.person == person)
        cells = zip(ballots.statement[mine].tolist(), ballots.choice[mine].tolist(), strict=True)
        rows[role, tuple(sorted(cells))] += 1
    return rows


@pytest.mark.parametrize("seed", range(3))
def test_paper_helper_and_phone_count_the_same(cast: Cast, seed: int) -> None:
    draw = Random(seed)
    ways = ["phone", "helper", "paper", "paper with card"]
    opinions = [
        (
            draw.choice(ASKED),
            {number: draw.choice((1, -1, 0)) for number in range(1, 7) if draw.random() < 0.8} or {1: 1},
        )
        for _ in range(12)
    ]
    results = []
    for way in [*ways, "mixed"]:
        found = ask(cast, statements=6)
        found.shown_roles = [[role] for role in ASKED]
        found.save()
        keys = dict(found.statements.values_list("number", "pk"))
        for place, (role, opinion) in enumerate(opinions):
            card = make_card(cast.space, f"{uuid4().hex[:8].upper()}", role)
            votes = {keys[number]: choice for number, choice in opinion.items()}
            match ways[place % 4] if way == "mixed" else way:
                case "phone":
                    by_phone(cast, found, card, votes)
                case "helper":
                    by_phone(cast, found, card, votes, helped="yes")
                case "paper":
                    on_paper(cast, found, card, votes)
                case _:
                    on_paper(cast, found, card, votes, card=card.selector)
        hands = set(Vote.objects.filter(statement__conversation=found).values_list("entered", flat=True))
        assert hands == ({"self"} if way == "phone" else {"self", "helper"} if way == "mixed" else {"helper"})
        counts = picture_of(found).counts
        tables = {number: np.asarray(counts.rows[str(pk)]).tolist() for number, pk in keys.items()}
        results.append((as_rows(found), list(counts.people), tables))
    assert all(result == results[0] for result in results)
    assert sum(results[0][1]) == 12
