"""A conversation from the first question to its opening, and until the voting ends."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from talkoo.accounts.models import Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    Hint,
    Lack,
    adds_until,
    enough_seeds,
    hints_of,
    joined_roles,
    lacks_of,
)
from talkoo.conversations.queries.opening import digest_of
from talkoo.core.models import today
from tests.conversations.drafts import DAY, FIGURES, SAID, acts, as_sent, at, draft
from tests.people import Cast


@pytest.mark.parametrize(
    ("expected", "shown"),
    [
        pytest.param(FIGURES, "user+carer professional manager+partner", id="the demo"),
        pytest.param({"user": 10}, "user", id="one role of ten"),
        pytest.param({"user": 9}, "user", id="nothing to join"),
        pytest.param({"user": 10, "professional": 10, "decider": 10}, "user professional decider", id="all large"),
        pytest.param({"user": 8, "carer": 4}, "user+carer", id="two small ones of a side"),
        pytest.param({"user": 24, "manager": 3}, "user+manager", id="no other cell on its side"),
        pytest.param({"user": 24, "professional": 13, "manager": 3}, "user professional+manager", id="its own side"),
        pytest.param(
            {"user": 24, "professional": 13, "decider": 11, "manager": 3},
            "user professional manager+decider",
            id="the smallest cell of its side",
        ),
        pytest.param({"user": 6, "professional": 7}, "user+professional", id="two small sides"),
        pytest.param({"user": 3, "carer": 2, "professional": 3}, "user+carer+professional", id="all small"),
        pytest.param({"user": 24, "carer": 0}, "user+carer", id="nobody expected, but they may come"),
        pytest.param({}, "", id="nobody"),
    ],
)
def test_joined_roles_of_expected_people_are_these(expected: dict[str, int], shown: str) -> None:
    cells = joined_roles(expected, list(expected))
    assert " ".join("+".join(cell.roles) for cell in cells) == shown


@pytest.mark.parametrize("seed", range(3))
def test_joined_roles_of_any_figures_leave_no_small_cell(seed: int) -> None:
    for number in range(400):
        figures = [(number * 7 + seed * 13 + place * place * (number + 3)) % 14 for place in range(6)]
        expected = dict(zip(("user", "carer", "professional", "manager", "decider", "partner"), figures, strict=True))
        cells = joined_roles(expected, list(expected))
        assert sorted(role for cell in cells for role in cell.roles) == sorted(expected)
        assert sum(cell.people for cell in cells) == sum(figures)
        assert len(cells) == 1 or min(cell.people for cell in cells) >= 10


def test_joined_roles_who_may_not_take_part_are_left_out() -> None:
    assert [cell.roles for cell in joined_roles(FIGURES, ["user"])] == [(Role.USER,)]


def test_prepare_page_says_which_roles_are_joined_and_why(cast: Cast) -> None:
    page = cast.browser("leena").get(at(draft(cast), "prepare")).content.decode()
    assert "Few are expected: Family and carers (3). Fewer than five are never shown alone." in page
    assert "Managers (5), Partners (7). Fewer than ten are never shown alone while people vote." in page
    assert "For example, with 12 users and 3 carers" in page


def test_prepare_a_first_day_gone_by_is_refused_and_kept_to_be_read(cast: Cast) -> None:
    found, gone_by = draft(cast), f"{today() - DAY:%d.%m.%Y}"
    answer = cast.browser("leena").post(at(found, "prepare"), as_sent(begins_on=gone_by))
    assert answer.status_code == 422
    assert "Leave it empty to begin on the day you open it." in answer.content.decode()
    assert gone_by in answer.content.decode()


def test_prepare_page_says_where_a_number_is_missing(cast: Cast) -> None:
    found = draft(cast)
    found.expected = {role: people for role, people in found.expected.items() if role != "carer"}
    found.save(update_fields=["expected"])
    page = cast.browser("leena").get(at(found, "prepare")).content.decode()
    assert "Few are expected: Family and carers (no number yet)." in page


def test_prepare_page_names_each_box_for_a_number_where_everybody_sees_it(cast: Cast) -> None:
    page = cast.browser("leena").get(at(draft(cast), "prepare")).content.decode()
    assert page.count(">How many?<span") == page.count('name="expected_')
    assert 'for="id_expected_carer">How many?<span class="unseen"> Family and carers</span>' in page


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({}, []),
        ({"question": " "}, [Lack.QUESTION]),
        ({"who": []}, [Lack.WHO]),
        ({"ends_on": None}, [Lack.LAST_DAY]),
        ({"ends_on": today()}, [Lack.LAST_DAY_PAST]),
        ({"begins_on": today() + 20 * DAY}, [Lack.DAYS_TURNED]),
        ({"expected": {"user": 4}}, [Lack.PEOPLE]),
        ({"expected": {"user": 5}}, []),
        ({"seeds": 2}, [Lack.SEEDS]),
    ],
)
def test_open_what_is_missing_refused_in_a_sentence(cast: Cast, facts: dict[str, Any], lacks: list[Lack]) -> None:
    conversation = draft(cast, **facts)
    assert lacks_of(conversation) == lacks
    answer = cast.browser("leena").post(at(conversation, "open"), {"seen": digest_of(conversation)})
    conversation.refresh_from_db()
    assert answer.status_code == (422 if lacks else 302)
    assert conversation.state == ("draft" if lacks else "open")
    assert ("This is missing:" in answer.content.decode()) == bool(lacks)


def test_prepare_page_with_five_to_nine_people_warns(cast: Cast) -> None:
    few = draft(cast, expected={"user": 9})
    assert "With fewer than ten no result" in cast.browser("leena").get(at(few, "prepare")).content.decode()
    ten = draft(cast, expected={"user": 10})
    assert "With fewer than ten no result" not in cast.browser("leena").get(at(ten, "prepare")).content.decode()


@pytest.mark.parametrize(("people", "enough"), [(0, (8, 12)), (2, (4, 4)), (5, (8, 10)), (30, (8, 12)), (52, (10, 20))])
def test_enough_seeds_for_people_expected(people: int, enough: tuple[int, int]) -> None:
    assert enough_seeds(people) == enough


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("A bus after nine.", []),
        ("Why is there no bus?", [Hint.QUESTION]),
        ("A bus and a room.", [Hint.TWO]),
        ("Bussi ja huone.", [Hint.TWO]),
        ("Sandwiches help.", []),
        ("Long. " * 24, [Hint.LONG]),
        ("Nuorisotyöttömyyspalveluverkosto auttaa.", [Hint.WORD]),
    ],
)
def test_hints_of_a_seed_are_these(text: str, hints: list[Hint]) -> None:
    assert hints_of(text) == hints


@pytest.mark.parametrize(("days", "before_end"), [(1, 1), (4, 1), (10, 2), (20, 4)])
def test_adds_until_leaves_the_last_fifth_for_voting(days: int, before_end: int) -> None:
    first = date(2030, 1, 1)
    assert adds_until(first, first + days * DAY) == first + (days - before_end) * DAY


def test_begin_sent_twice_makes_one_draft(cast: Cast) -> None:
    browser, address = cast.browser("leena"), f"/spaces/{cast.space.pk}/conversations/begin"
    sent = SAID | {"once": str(uuid4())}
    first, second = browser.post(address, sent), browser.post(address, sent)
    conversation = Conversation.objects.get()
    assert first["Location"] == second["Location"] == at(conversation, "prepare")
    assert (conversation.state, conversation.question) == ("draft", SAID["question"])
    assert acts() == ["conversation begun"]


def test_begin_without_question_keeps_what_was_typed(cast: Cast) -> None:
    sent = SAID | {"question": " ", "once": str(uuid4())}
    answer = cast.browser("leena").post(f"/spaces/{cast.space.pk}/conversations/begin", sent)
    assert (answer.status_code, Conversation.objects.count()) == (422, 0)
    assert SAID["can_change"] in answer.content.decode()


def test_prepare_keeps_all_of_it_in_one_line_of_history(cast: Cast) -> None:
    conversation, browser = draft(cast, seeds=0, who=[], expected={}, ends_on=None), cast.browser("leena")
    sent = as_sent(adds="no", checking="after", begins_on=f"{today() + DAY:%d.%m.%Y}")
    assert [browser.post(at(conversation, "prepare"), sent).status_code for _ in range(2)] == [302, 302]
    conversation.refresh_from_db()
    assert conversation.who == ["user", "carer", "professional", "manager", "partner"]
    assert conversation.expected == FIGURES
    assert (conversation.adds, conversation.checking) == (False, "after")
    assert (conversation.begins_on, conversation.ends_on) == (today() + DAY, today() + 20 * DAY)
    assert acts() == ["conversation changed"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": ""}, "Write the question."),
        ({"ends_on": "1.1.2020"}, "Write a day to come."),
        ({"ends_on": "tomorrow"}, "Write a day, a month and a year"),
        ({"begins_on": "14.5.2050", "ends_on": "14.5.2050"}, "Write a later one."),
        ({"expected_user": "many"}, "Write a whole number, in figures."),
        ({"expected_user": "-1"}, "Write 0 or a larger number."),
        ({"who": ["host"]}, "Choose from those that stand here."),
        ({"adds": "perhaps"}, "Choose one of those that stand here."),
    ],
)
def test_prepare_bad_input_refused_and_nothing_written(cast: Cast, wrong: dict[str, Any], said: str) -> None:
    conversation = draft(cast, seeds=0)
    answer = cast.browser("leena").post(at(conversation, "prepare"), as_sent(why="New words.") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "New words." in page
    assert acts() == []


def test_prepare_corrected_after_an_error_keeps_the_ticks(cast: Cast) -> None:
    conversation, browser = draft(cast, who=[], expected={}), cast.browser("leena")
    wrong = as_sent(who=["user"]) | {"initial-who": "", "expected_user": "many"}
    answer = browser.post(at(conversation, "prepare"), wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'name="initial-who"' in page
    assert 'name="initial-who" value="user"' not in page
    assert browser.post(at(conversation, "prepare"), wrong | {"expected_user": "20"}).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.who, conversation.expected["user"]) == (["user"], 20)


def test_prepare_in_two_tabs_keeps_both_changes(cast: Cast) -> None:
    conversation, browser = draft(cast, seeds=0), cast.browser("leena")
    opened = {f"initial-{name}": value for name, value in as_sent().items()}
    assert browser.post(at(conversation, "prepare"), as_sent(why="One tab.") | opened).status_code == 302
    assert browser.post(at(conversation, "prepare"), as_sent(can_change="Other tab.") | opened).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.why, conversation.can_change) == ("One tab.", "Other tab.")
    clash = browser.post(at(conversation, "prepare"), as_sent(why="Third.") | opened)
    assert clash.status_code == 409
    assert "It now says: One tab." in clash.content.decode()


def test_prepare_after_it_opened_changes_nothing(cast: Cast) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    actions.open_conversation(conversation, actor=None)
    assert browser.get(at(conversation, "prepare")).status_code == 302
    answer = browser.post(at(conversation, "prepare"), as_sent(question="Another question?"))
    assert (answer.status_code, "Another question?" in answer.content.decode()) == (409, True)
    conversation.refresh_from_db()
    assert conversation.question == SAID["question"]
