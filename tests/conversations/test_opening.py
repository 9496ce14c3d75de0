"""A conversation from the first question to its opening, and until the voting ends."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from talkoo.accounts.models import Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import (
    Hint,
    Lack,
    adds_until,
    enough_seeds,
    hints_of,
    joined_roles,
    lacks_of,
    seeds_of,
)
from talkoo.conversations.rules import Phase, may_end, may_move_last_day, may_preview, phase_of
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place
from tests.people import Cast

SAID = {"question": "What would help?", "why": "Too many stop.", "can_change": "The opening hours."}
FIGURES = {"user": 24, "professional": 13, "manager": 5, "partner": 7, "carer": 3}
DAY = timedelta(days=1)


def draft(cast: Cast, *, seeds: int = 3, **more: Any) -> Conversation:
    """A draft that lacks nothing."""
    facts: dict[str, Any] = {"who": list(FIGURES), "expected": FIGURES, "ends_on": today() + 20 * DAY, **SAID, **more}
    made = Conversation.objects.create(space=cast.space, state="draft", **facts)
    actions.add_seeds(made, [f"Statement {number}." for number in range(seeds)], language="en", actor=None)
    return made


def at(conversation: Conversation, page: str) -> str:
    """The address of one of its pages."""
    return f"/spaces/{conversation.space_id}/conversations/{conversation.pk}/{page}"


def as_sent(**more: Any) -> dict[str, Any]:
    """The form of the prepare page, filled in rightly."""
    expected = {f"expected_{role}": str(number) for role, number in FIGURES.items()}
    days = {"begins_on": "", "ends_on": f"{today() + 20 * DAY:%d.%m.%Y}"}
    return {**SAID, **days, **expected, "who": list(FIGURES), "adds": "yes", "checking": "before", **more}


def acts() -> list[str]:
    """What stands in the history, sorted."""
    return sorted(HistoryLine.objects.values_list("act", flat=True))


# Which roles are shown together


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
    assert "Together because of Family and carers (3): fewer than five people are never told apart." in page
    assert "Managers (5) and Partners (7): fewer than ten people are not told apart while people vote." in page


# What is missing, what is enough


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
    answer = cast.browser("leena").post(at(conversation, "open"))
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


# Beginning and preparing


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


# First statements


def test_add_seeds_one_a_line_the_same_once(cast: Cast) -> None:
    conversation, browser = draft(cast, seeds=0), cast.browser("leena")
    for _ in range(2):
        browser.post(at(conversation, "seeds"), {"do": "add", "lines": "One.\r\n\r\n  Two. \r\nOne.\r\n"})
    rows = list(seeds_of(conversation).values_list("number", "text", "state", "language", "is_seed", "author"))
    assert rows == [(1, "One.", "shown", "en", True, None), (2, "Two.", "shown", "en", True, None)]
    assert acts() == ["seeds added"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (" \n ", "Write at least one statement."),
        ("Good.\n" + "x" * 281, "One line is longer than 280 characters."),
        ("\n".join(f"Line {number}." for number in range(101)), "More than 100 statements are too many."),
    ],
)
def test_add_seeds_bad_lines_refused_and_kept_on_the_page(cast: Cast, lines: str, said: str) -> None:
    conversation = draft(cast, seeds=0)
    answer = cast.browser("leena").post(at(conversation, "seeds"), {"do": "add", "lines": lines})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert lines.rsplit("\n", maxsplit=1)[-1] in answer.content.decode()
    assert seeds_of(conversation).count() == 0


def test_change_seed_drops_translations_of_the_old_words(cast: Cast) -> None:
    conversation = draft(cast)
    seed = seeds_of(conversation)[0]
    seed.translations.create(language="fi", text="Väite.")
    sent = {"do": "keep", "seed": str(seed.pk), "text": "Other words."}
    for _ in range(2):
        assert cast.browser("leena").post(at(conversation, "seeds"), sent).status_code == 302
    seed.refresh_from_db()
    assert (seed.text, seed.translations.count()) == ("Other words.", 0)
    assert acts().count("seed changed") == 1


def test_change_seed_in_two_tabs_shows_both(cast: Cast) -> None:
    conversation = draft(cast)
    seed = seeds_of(conversation)[0]
    sent = {"do": "keep", "seed": str(seed.pk), "initial-text": seed.text}
    browser = cast.browser("leena")
    assert browser.post(at(conversation, "seeds"), sent | {"text": "First tab."}).status_code == 302
    clash = browser.post(at(conversation, "seeds"), sent | {"text": "Second tab."})
    assert clash.status_code == 409
    assert "It now says: First tab." in clash.content.decode()
    assert "Second tab." in clash.content.decode()


@pytest.mark.parametrize(("text", "said"), [("", "Write the statement"), ("Statement 1.", "says this already")])
def test_change_seed_bad_words_refused(cast: Cast, text: str, said: str) -> None:
    conversation = draft(cast)
    sent = {"do": "keep", "seed": str(seeds_of(conversation)[0].pk), "text": text}
    answer = cast.browser("leena").post(at(conversation, "seeds"), sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_change_seed_removed_meanwhile_keeps_the_words(cast: Cast) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    seed = str(seeds_of(conversation)[0].pk)
    for _ in range(2):
        assert browser.post(at(conversation, "seeds"), {"do": "remove", "seed": seed}).status_code == 302
    answer = browser.post(at(conversation, "seeds"), {"do": "keep", "seed": seed, "text": "My words."})
    assert (answer.status_code, "My words." in answer.content.decode()) == (409, True)
    assert (acts().count("seed removed"), seeds_of(conversation).count()) == (1, 2)


@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"do": "keep", "seed": "x"}, {"do": "remove"}])
def test_seeds_form_that_is_no_form_refused(cast: Cast, sent: dict[str, str]) -> None:
    assert cast.browser("leena").post(at(draft(cast), "seeds"), sent).status_code == 400


@pytest.mark.parametrize("do", ["add", "keep", "remove"])
def test_seeds_after_it_opened_stay(cast: Cast, do: str) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    actions.open_conversation(conversation, actor=None)
    sent = {"do": do, "seed": str(seeds_of(conversation)[0].pk), "text": "New.", "lines": "New."}
    assert browser.get(at(conversation, "seeds")).status_code == 302
    assert browser.post(at(conversation, "seeds"), sent).status_code == 409
    assert list(seeds_of(conversation).values_list("text", flat=True)) == [f"Statement {n}." for n in range(3)]


def test_seeds_page_of_one_and_of_many_asks_as_often(cast: Cast, django_assert_num_queries: Any) -> None:
    browser, counts = cast.browser("leena"), []
    for number in (1, 12):
        conversation = draft(cast, seeds=number)
        with django_assert_num_queries(14, exact=False) as asked:
            browser.get(at(conversation, "seeds"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_seeds_page_gives_hints_and_how_many(cast: Cast) -> None:
    conversation = draft(cast, seeds=0)
    actions.add_seeds(conversation, ["Is this a statement?"], language="en", actor=None)
    page = cast.browser("leena").get(at(conversation, "seeds")).content.decode()
    assert "Can one agree or disagree with it?" in page
    assert "From 10 to 20. You expect 52 people." in page


# Looking at it, opening it, throwing it away


def test_preview_shows_the_real_words_and_nothing_to_press(cast: Cast) -> None:
    conversation = draft(cast, seeds=5)
    page = cast.browser("samuel").get(at(conversation, "preview")).content.decode()
    for words in (*SAID.values(), "Statement 0.", "And 2 more.", "I agree"):
        assert words in page
    assert "Open the conversation" not in page
    assert 'name="choice"' not in page
    assert "Open the conversation" in cast.browser("leena").get(at(conversation, "preview")).content.decode()


def test_open_fixes_partition_and_days_once(cast: Cast) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    assert [browser.post(at(conversation, "open")).status_code for _ in range(2)] == [302, 302]
    conversation.refresh_from_db()
    assert conversation.shown_roles == [["user", "carer"], ["professional"], ["manager", "partner"]]
    assert (conversation.opened_on, conversation.begins_on) == (today(), today())
    assert conversation.adds_until == today() + 16 * DAY
    assert phase_of(conversation) == Phase.SAYING
    assert acts() == ["conversation opened", "seeds added"]


def test_open_with_a_first_day_to_come_waits_for_it(cast: Cast) -> None:
    conversation = draft(cast, begins_on=today() + 2 * DAY, adds=False)
    actions.open_conversation(conversation, actor=None)
    conversation.refresh_from_db()
    assert (phase_of(conversation), conversation.adds_until) == (Phase.SOON, None)


def test_open_with_a_first_day_gone_by_begins_today(cast: Cast) -> None:
    conversation = draft(cast, begins_on=today() - 9 * DAY)
    actions.open_conversation(conversation, actor=None)
    conversation.refresh_from_db()
    assert conversation.begins_on == today()


def test_drop_draft_takes_it_away_once(cast: Cast) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    assert [browser.post(at(conversation, "drop")).status_code for _ in range(2)] == [302, 302]
    assert (Conversation.objects.count(), Statement.objects.count()) == (0, 0)
    assert acts() == ["draft dropped", "seeds added"]


def test_drop_draft_that_was_opened_leaves_it(cast: Cast) -> None:
    conversation = draft(cast)
    actions.open_conversation(conversation, actor=None)
    assert cast.browser("leena").post(at(conversation, "drop")).status_code == 302
    assert Conversation.objects.filter(state="open").exists()


# The last day


@pytest.mark.parametrize("days", [0, 1, 10, 40])
def test_move_last_day_takes_the_day_for_new_statements_along(cast: Cast, days: int) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    actions.open_conversation(conversation, actor=None)
    last = today() + days * DAY
    for _ in range(2):
        assert browser.post(at(conversation, "last-day"), {"ends_on": f"{last:%d.%m.%Y}"}).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.ends_on, conversation.adds_until) == (last, last - max(1, days // 5) * DAY)
    assert acts().count("last day moved") == 1


@pytest.mark.parametrize("day", ["", "soon", "1.1.2020"])
def test_move_last_day_bad_day_refused(cast: Cast, day: str) -> None:
    conversation = draft(cast)
    actions.open_conversation(conversation, actor=None)
    assert cast.browser("leena").post(at(conversation, "last-day"), {"ends_on": day}).status_code == 422
    conversation.refresh_from_db()
    assert conversation.ends_on == today() + 20 * DAY


def test_move_last_day_before_the_first_refused(cast: Cast) -> None:
    conversation = draft(cast, begins_on=today() + 5 * DAY)
    actions.open_conversation(conversation, actor=None)
    sent = {"ends_on": f"{today() + 5 * DAY:%d.%m.%Y}"}
    assert cast.browser("leena").post(at(conversation, "last-day"), sent).status_code == 422


def test_end_conversation_ends_it_today_once(cast: Cast) -> None:
    conversation, browser = draft(cast, begins_on=today() + 3 * DAY), cast.browser("leena")
    actions.open_conversation(conversation, actor=None)
    assert [browser.post(at(conversation, "end")).status_code for _ in range(2)] == [302, 302]
    assert browser.get(at(conversation, "last-day")).status_code == 302
    conversation.refresh_from_db()
    assert (conversation.state, phase_of(conversation)) == ("ended", Phase.ANSWERING)
    assert conversation.begins_on == conversation.ends_on == conversation.ended_on == today()
    assert acts().count("voting ended") == 1


# Who may


RUNS = {Phase.SOON, Phase.SAYING, Phase.VOTING}


def in_phase(space: Space, phase: Phase) -> Conversation:
    """A conversation in which just this may be done now."""
    state = {Phase.DRAFT: "draft", Phase.CLOSED: "closed"}.get(phase, "open")
    begins = today() + DAY if phase == Phase.SOON else today() - 9 * DAY
    ends = today() - DAY if phase == Phase.ANSWERING else today() + 9 * DAY
    return Conversation(space=space, state=state, begins_on=begins, ends_on=ends, adds=phase == Phase.SAYING)


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("role", [None, *Role])
def test_last_day_and_end_are_for_the_host_while_it_runs(cast: Cast, role: Role, phase: Phase, state: str) -> None:
    cast.space.state = state
    place, conversation = Place(cast.space, cast.person("leena"), role), in_phase(cast.space, phase)
    assert phase_of(conversation) == phase
    is_running_host = role == Role.HOST and phase in RUNS
    assert may_move_last_day(place, conversation) == (is_running_host and state == "open")
    assert may_end(place, conversation) == (is_running_host and state != "archived")
    assert may_preview(place) == (role in {Role.HOST, Role.BETWEEN})
