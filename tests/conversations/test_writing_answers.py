"""Promising, moving, writing and giving an answer, closing on it, and the letter."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from talkoo.conversations import actions
from talkoo.conversations.models import Answer, Conversation
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Space
from tests.conversations.owed import (
    QUESTION,
    WORDS,
    address,
    days_ago,
    ended,
    given,
    member,
    opened,
    owe,
    text_of,
)
from tests.people import CAST, Cast


def test_promise_kept_once_and_the_first_one_stands(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    where = address("promise_answer", conversation)
    sent = {"statement": "whole", "owner": str(member(cast, "outi").pk), "due_on": days_ago(-14).strftime("%d.%m.%Y")}
    assert browser.post(where, sent).status_code == 302
    answer = Answer.objects.get()
    assert (answer.owner.user.name, answer.due_on, answer.statement) == ("Outi", days_ago(-14), None)
    assert browser.post(where, sent | {"owner": str(member(cast, "tomi").pk)}).status_code == 422
    other, is_new = actions.promise_answer(
        conversation, statement=None, owner=member(cast, "tomi"), due_on=today(), actor=None
    )
    assert (other, other.owner.user.name, is_new) == (answer, "Outi", False)
    assert HistoryLine.objects.filter(act="answer promised").count() == 1


def test_promise_to_one_statement_leaves_that_one_out_next_time(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    second = conversation.statements.get(number=2)
    where = address("promise_answer", conversation)
    sent = {"statement": str(second.pk), "owner": str(member(cast, "outi").pk), "due_on": str(days_ago(-14))}
    assert browser.post(where, sent).status_code == 302
    assert Answer.objects.get().statement == second
    page = text_of(browser, where)
    assert "Statement 1" in page
    assert "Statement 2" not in page


def test_promise_begins_with_nothing_chosen_then_the_whole(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    where = address("promise_answer", conversation)
    page = browser.get(where).content.decode()
    offered = re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', page.split('name="owner"')[0])
    assert offered[0] == ("", " selected", "Choose what is answered")
    assert offered[1] == ("whole", "", "The whole conversation")
    assert [words for _value, _selected, words in offered[2:]] == ["Statement 1", "Statement 2", "Statement 3"]
    owe(cast, conversation)
    page = browser.get(where).content.decode()
    assert 'value="whole"' not in page
    assert re.search(r'<option value="" selected>Choose what is answered', page)
    assert "The answer to the whole conversation is promised already." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due_on": "1.1.2020"}, "This day has passed."),
        ({"due_on": "soon"}, "Write a day, a month and a year"),
        ({"owner": "x"}, "Choose one of those that stand here."),
        ({"owner": ""}, "Choose who answers."),
        ({"statement": "x"}, "Choose one of those that stand here."),
        ({"statement": ""}, "Choose what is answered."),
    ],
)
def test_promise_wrong_says_what_to_do_and_writes_nothing(cast: Cast, wrong: dict[str, str], words: str) -> None:
    conversation = ended(cast)
    sent = {"statement": "whole", "owner": str(member(cast, "outi").pk), "due_on": str(days_ago(-14))} | wrong
    answer = cast.browser("leena").post(address("promise_answer", conversation), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Answer.objects.exists()


def test_move_keeps_every_earlier_day_with_its_reason(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("outi")
    answer = owe(cast, conversation, due_on=days_ago(2))
    where = address("move_answer", conversation, answer.pk)
    sent = {"owner": str(answer.owner_id), "due_on": str(days_ago(-5)), "reason": "The board meets on Monday."}
    assert [browser.post(where, sent).status_code for _ in range(2)] == [302, 422]  # pressed twice: it stands already
    assert browser.post(where, sent | {"due_on": str(days_ago(-9)), "reason": ""}).status_code == 422
    sent |= {"owner": str(member(cast, "hannele").pk), "reason": "Outi is ill."}
    assert browser.post(where, sent).status_code == 302
    answer.refresh_from_db()
    assert (answer.owner.user.name, answer.due_on) == ("Hannele", days_ago(-5))
    assert [{key: one[key] for key in ("due_on", "owner", "reason")} for one in answer.moved] == [
        {"due_on": str(days_ago(2)), "owner": "Outi", "reason": "The board meets on Monday."},
        {"due_on": str(days_ago(-5)), "owner": "Outi", "reason": "Outi is ill."},
    ]
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert "The board meets on Monday." in page
    assert "Outi is ill." in page


@pytest.mark.parametrize(("name", "is_by_clerk"), [("outi", False), ("leena", True)])
def test_give_lets_everybody_read_and_says_who_wrote_it_down(cast: Cast, name: str, *, is_by_clerk: bool) -> None:
    conversation, browser = ended(cast), cast.browser(name)
    answer = owe(cast, conversation)
    assert (
        "You write in the name of" in text_of(browser, address("write_answer", conversation, answer.pk))
    ) == is_by_clerk
    assert browser.post(address("write_answer", conversation, answer.pk), WORDS).status_code == 302
    answer.refresh_from_db()
    assert (answer.said, answer.given_on) == ("You said A.", None)
    for _ in range(2):  # pressed twice it is given once
        assert browser.post(address("give_answer", conversation, answer.pk), WORDS).status_code == 302
    answer.refresh_from_db()
    assert (answer.given_on, answer.is_by_clerk) == (today(), is_by_clerk)
    page = text_of(cast.browser("mira"), address("answer", conversation))
    assert "We did B." in page
    assert ("Written down by the host" in page) == is_by_clerk
    assert HistoryLine.objects.filter(act="answer given").count() == 1
    assert HistoryLine.objects.filter(act="answer written").count() == 1  # the same words again write nothing


@pytest.mark.parametrize("lacks", [{"said": ""}, {"did": "", "did_not": ""}])
def test_give_half_written_refused_and_what_was_typed_stays(cast: Cast, lacks: dict[str, str]) -> None:
    conversation = ended(cast)
    answer = owe(cast, conversation)
    sent = {"said": "A long text.", "did": "Something.", "did_not": ""} | lacks
    got = cast.browser("outi").post(address("give_answer", conversation, answer.pk), sent)
    assert got.status_code == 422
    assert all(words in got.content.decode() for words in sent.values() if words)
    answer.refresh_from_db()
    assert (answer.given_on, answer.said) == (None, "")


def test_given_answer_stays_as_people_read_it(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    answer = given(cast, conversation)
    other = WORDS | {"did": "Something else altogether."}
    move = {"owner": str(answer.owner_id), "due_on": str(days_ago(-5)), "reason": "A reason to move."}
    for route, sent, typed in (
        ("write_answer", other, "Something else altogether."),
        ("give_answer", other, "Something else altogether."),
        ("move_answer", move, "A reason to move."),
    ):
        got = browser.post(address(route, conversation, answer.pk), sent)
        assert got.status_code == 409
        assert "This answer is given." in got.content.decode()
        assert typed in got.content.decode()
    answer.refresh_from_db()
    assert (answer.did, answer.moved) == ("We did B.", [])
    assert not HistoryLine.objects.exists()


def test_letter_comes_in_large_print_too(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("mira")
    given(cast, conversation)
    where = address("answer_print", conversation)
    normal, large = browser.get(where).content.decode(), browser.get(f"{where}?size=large").content.decode()
    assert f'href="{where}?size=large"' in normal
    assert "sheet--large" not in normal
    assert "sheet--large" in large
    assert f'{address("answer_pdf", conversation)}?size=large"' in large


@pytest.mark.parametrize(("due", "is_broken"), [(9, True), (-9, False)])
def test_moving_a_day_that_has_passed_leaves_it_broken(cast: Cast, due: int, *, is_broken: bool) -> None:
    answer = owe(cast, ended(cast), due_on=days_ago(due))
    sent = {"owner": str(answer.owner_id), "due_on": f"{days_ago(-30):%d.%m.%Y}", "reason": "The board meets late."}
    leena = cast.browser("leena")
    leena.post(address("move_answer", answer.conversation, answer.pk), sent)
    answer.refresh_from_db()
    assert answer.days_late == (9 if is_broken else 0)
    leena.post(address("give_answer", answer.conversation, answer.pk), WORDS)
    page = text_of(cast.browser("mira"), address("answer_print", answer.conversation))
    assert ("Within the time that was promised." in page) != is_broken
    assert "The board meets late." in page


def test_two_tabs_join_what_each_changed_and_show_a_clash(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("outi")
    answer = owe(cast, conversation, said="First.\nSecond.")
    where = address("write_answer", conversation, answer.pk)
    seen = opened(browser, where)
    typed = {"said": "First.\r\nSecond.", "did": "", "did_not": ""}
    assert browser.post(where, seen | typed | {"did": "By one."}).status_code == 302
    assert browser.post(where, seen | typed | {"did_not": "By the other."}).status_code == 302
    answer.refresh_from_db()
    assert (answer.said, answer.did, answer.did_not) == ("First.\nSecond.", "By one.", "By the other.")
    clash = browser.post(where, seen | typed | {"did": "By a third."})
    assert clash.status_code == 409
    assert "By one." in clash.content.decode()
    assert "By a third." in clash.content.decode()


def test_close_refused_while_owed_with_what_by_whom_and_until_when(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    where = address("close_conversation", conversation)
    owe(cast, conversation, statement=1)
    got = browser.post(where)
    assert got.status_code == 409
    page = got.content.decode()
    for words in ("Nobody has promised it yet.", "Statement 1", "Outi", "9 days late.", "2 answers are owed"):
        assert words in page
    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_on) == ("ended", None)


@pytest.mark.parametrize("reason", ["", "Because.", "x" * 301])
def test_overrule_needs_a_sentence(cast: Cast, reason: str) -> None:
    conversation = ended(cast)
    got = cast.browser("leena").post(address("close_conversation", conversation), {"reason": reason})
    assert got.status_code == 422
    assert reason in got.content.decode()
    conversation.refresh_from_db()
    assert conversation.state == "ended"


def test_overruled_says_why_to_everybody(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    reason = "The office that promised it was closed down in May."
    for _ in range(2):
        assert browser.post(address("close_conversation", conversation), {"reason": reason}).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.state, conversation.closed_on, conversation.overruled) == ("closed", today(), reason)
    for route in ("answer", "answer_print"):
        assert reason in text_of(cast.browser("mira"), address(route, conversation))
    assert HistoryLine.objects.get(act="conversation closed").detail == {"overruled": True}


def test_close_answered_needs_no_reason(cast: Cast) -> None:
    conversation, browser = ended(cast), cast.browser("leena")
    given(cast, conversation)
    where = address("close_conversation", conversation)
    assert "Everything that was owed is answered." in text_of(browser, where)
    for _ in range(2):
        assert browser.post(where).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.state, conversation.overruled) == ("closed", "")
    assert "Closed: everything owed was answered." in text_of(cast.browser("mira"), address("answer", conversation))


def test_close_with_a_promise_made_meanwhile_is_refused(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    stale = Conversation.objects.get(pk=conversation.pk)
    owe(cast, conversation, statement=1)
    with pytest.raises(actions.StillOwedError):
        actions.close_conversation(stale, actor=None)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("state", ["draft", "open", "ended"])
@pytest.mark.parametrize("name", CAST)
def test_close_by_role_and_state(cast: Cast, name: str, state: str, method: str) -> None:
    conversation = ended(cast, state=state, ended_on=None)
    given(cast, conversation)
    ask: Callable[..., Any] = getattr(cast.browser(name), method)
    status = ask(address("close_conversation", conversation)).status_code
    closed = Conversation.objects.filter(pk=conversation.pk, state="closed").exists()
    assert closed == (name == "leena" and state == "ended" and method == "post")
    if name == "leena" and state != "ended":
        assert status == 403


def test_letter_says_the_same_and_names_nobody_who_spoke(cast: Cast) -> None:
    conversation = ended(cast)
    given(cast, conversation, did_not="There is no money for it.")
    Space.objects.filter(pk=cast.space.pk).update(contact_name="Samuel", contact_phone="0055 501 42")
    page = text_of(cast.browser("mira"), address("answer_print", conversation))
    for words in (QUESTION, "You said A.", "We did B.", "There is no money for it.", "Outi", "0055 501 42"):
        assert words in page


def test_pdf_is_made_or_the_print_page_stands_in(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = ended(cast)
    given(cast, conversation)
    got = cast.browser("mira").get(address("answer_pdf", conversation))
    assert got.status_code == 200
    if got.headers["Content-Type"] == "application/pdf":
        assert got.content.startswith(b"%PDF")
        assert re.search(r'filename="letter-[\d-]+\.pdf"', got.headers["Content-Disposition"])
    monkeypatch.setattr("talkoo.conversations.views.answered.pdf_maker", lambda: None)
    got = cast.browser("mira").get(address("answer_pdf", conversation))
    assert b"To everybody who spoke" in got.content
