"""A sheet filled in before the end of voting counts although it comes back after it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Vote
from talkoo.conversations.queries.paper import LATE_SHEETS
from talkoo.conversations.rules import waits_for_sheets
from talkoo.conversations.tasks import due
from talkoo.core.models import HistoryLine, today
from talkoo.releases.models import Release
from tests.conversations.papers import ask, at, mira_in, one_sheet, typed, votes_on
from tests.people import CAST, Cast


def prepares(found: Conversation) -> bool:
    """Whether the clock asks for the picture of this conversation."""
    return any(args == (str(found.pk),) and task.name == "prepare_picture" for task, args in due())


def ended(cast: Cast, *, sheets: int = 1) -> Conversation:
    """A conversation with one vote, ended today with sheets out."""
    found = ask(cast)
    for _ in range(sheets):
        one_sheet(found)
    actions.cast_vote(mira_in(cast)[0], found.statements.get(number=1), Vote.Choice.AGREE)
    actions.end_conversation(found, actor=None)
    found.refresh_from_db()
    return found


def test_sheet_that_comes_back_after_the_end_counts_in_the_last_result(cast: Cast) -> None:
    found = ended(cast)
    sheet = found.sheets.get()

    assert waits_for_sheets(found)
    assert not prepares(found)
    page = cast.browser("samuel").get(at(found, "enter_sheet")).content.decode()
    assert "filled in before the end" in page
    assert (
        cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, None, None])).status_code
        == 302
    )
    assert len(votes_on(found)) == 2

    cast.browser("leena").post(at(found, "take_no_more_sheets"))

    assert prepares(found)
    release = actions.prepare_picture(Conversation.objects.get(pk=found.pk))
    assert release
    assert release.is_final
    assert release.counted["whole"] == 2


def test_typed_in_after_the_end_can_be_taken_back_the_same_day(cast: Cast) -> None:
    found = ended(cast)
    sheet = found.sheets.get()
    browser = cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, None, None]))

    assert "Take back what I typed in" in browser.get(at(found, "sheet_entry", sheet.code)).content.decode()
    browser.post(at(found, "undo_sheet", sheet.code))

    assert len(votes_on(found)) == 1


def test_words_of_their_own_are_not_asked_for_after_the_end(cast: Cast) -> None:
    found = ended(cast)
    sheet = found.sheets.get()
    assert 'name="said"' not in cast.browser("leena").get(at(found, "sheet_entry", sheet.code)).content.decode()


def test_nobody_waits_for_sheets_that_were_never_printed_or_are_all_in(cast: Cast) -> None:
    found = ended(cast, sheets=0)
    assert found.sheets_until is None
    assert prepares(found)


def test_worker_that_ends_the_voting_waits_for_sheets_too(cast: Cast) -> None:
    found = ask(cast, ends_on=today() - timedelta(days=1))
    one_sheet(found)
    actions.end_if_over(found)
    found.refresh_from_db()
    assert found.sheets_until == today() + LATE_SHEETS


def test_seven_days_later_the_result_waits_no_more_and_no_sheet_is_taken(cast: Cast) -> None:
    found = ended(cast)
    sheet = found.sheets.get()
    with time_machine.travel(timezone.now() + LATE_SHEETS + timedelta(days=1), tick=False):
        assert prepares(found)
        answer = cast.browser("leena").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, None, None]))
    assert answer.status_code == 403
    assert len(votes_on(found)) == 1


def test_no_more_sheets_pressed_twice_is_pressed_once(cast: Cast) -> None:
    found = ended(cast)
    browser = cast.browser("leena")
    for _ in range(2):
        assert browser.post(at(found, "take_no_more_sheets")).status_code == 302
    assert HistoryLine.objects.filter(act="no more sheets").count() == 1
    assert browser.get(at(found, "enter_sheet")).status_code == 403


def test_waiting_ended_while_somebody_types_takes_nothing_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ended(cast)
    sheet = found.sheets.get()
    monkeypatch.setattr("talkoo.conversations.views.paper.may_type_in", lambda *_: True)  # as it was a moment ago
    monkeypatch.setattr("talkoo.conversations.views.paper.may_undo_sheet", lambda *_: True)
    browser = cast.browser("samuel")
    other = one_sheet(found)
    browser.post(at(found, "sheet_entry", other.code), typed(other, [1, None, None]))
    actions.take_no_more_sheets(found, actor=None)
    before = votes_on(found)

    answer = browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, -1, None]))
    assert answer.status_code == 422
    assert "No more sheets are waited for" in answer.content.decode()
    browser.post(at(found, "undo_sheet", other.code))
    assert votes_on(found) == before


@pytest.mark.parametrize("who", CAST)
def test_type_in_after_the_end_by_role(cast: Cast, who: str) -> None:
    found = ended(cast)
    status = cast.browser(who).get(at(found, "enter_sheet")).status_code
    assert (status == 200) == (who in {"leena", "samuel"})


def test_page_says_until_when_and_how_many_to_whoever_types(cast: Cast) -> None:
    found = ended(cast, sheets=2)
    host, reader = (cast.browser(who).get(at(found, "conversation")).content.decode() for who in ("leena", "mira"))
    assert "2 sheets are still out. They can be typed in until" in host
    assert "No more sheets come" in host
    assert "are typed in until" in reader
    assert "still out" not in reader


def test_closing_names_what_is_out_and_ends_the_waiting(cast: Cast) -> None:
    found = ended(cast)
    browser = cast.browser("leena")
    page = browser.get(at(found, "close_conversation")).content.decode()
    assert "1 voting sheet is out." in page

    browser.post(at(found, "close_conversation"), {"reason": "The service ends, and nobody is left who could answer."})

    found.refresh_from_db()
    assert found.state == Conversation.State.CLOSED
    assert found.sheets_until is None
    assert prepares(found)


def test_statement_unread_at_the_closing_says_so_to_its_author(cast: Cast) -> None:
    found = ask(cast)
    me = mira_in(cast)[0]
    actions.say(me, found, "The bus at night.", language="en")
    actions.end_conversation(found, actor=None)
    browser = cast.browser("leena")
    assert "1 statement is not checked yet." in browser.get(at(found, "close_conversation")).content.decode()
    browser.post(at(found, "close_conversation"), {"reason": "The service ends, and nobody is left who could answer."})

    mine = cast.browser("mira").get(reverse("what_i_said", args=[found.space_id, found.pk]) + "?show=said").content
    assert "Nobody read it before the conversation was closed" in mine.decode()
    assert not Release.objects.exists()
