"""First statements of a draft, opening it, and moving or ending its last day."""

from typing import Any
from uuid import uuid4

import pytest

from talkoo.accounts.models import Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import (
    seeds_of,
)
from talkoo.conversations.rules import Phase, may_end, may_move_last_day, may_preview, phase_of
from talkoo.core.models import today
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place
from tests.conversations.drafts import DAY, RUNS, SAID, acts, at, draft, in_phase
from tests.people import Cast


def seen_on(page: str) -> str:
    """What a preview says that it showed."""
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


@pytest.mark.parametrize("again", ["one night bus.", "One night bus", "ONE NIGHT BUS!", "One night bus ?"])
def test_seeds_that_differ_in_capitals_and_signs_alone_are_refused_by_name(cast: Cast, again: str) -> None:
    conversation, browser = draft(cast, seeds=0), cast.browser("leena")
    for lines in (f"One night bus.\n{again}", f"Two.\n{again}"):
        answer = browser.post(at(conversation, "seeds"), {"do": "add", "lines": lines})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert f"“{again}” says the same as another one here: “One night bus.” Change it, or leave it out." in page
        assert lines in page
        browser.post(at(conversation, "seeds"), {"do": "add", "lines": "One night bus."})
    browser.post(at(conversation, "seeds"), {"do": "add", "lines": "Two."})
    second = seeds_of(conversation)[1]
    sent = {"do": "keep", "seed": second.pk, "text": again, "initial-text": second.text}
    answer = browser.post(at(conversation, "seeds"), sent)
    assert answer.status_code == 422
    assert "“One night bus.” says this already." in answer.content.decode()
    assert [seed.text for seed in seeds_of(conversation)] == ["One night bus.", "Two."]


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
    seen = seen_on(browser.get(at(conversation, "preview")).content.decode())
    assert [browser.post(at(conversation, "open"), {"seen": seen}).status_code for _ in range(2)] == [302, 302]
    conversation.refresh_from_db()
    assert conversation.shown_roles == [["user", "carer"], ["professional"], ["manager", "partner"]]
    assert (conversation.opened_on, conversation.begins_on) == (today(), today())
    assert conversation.adds_until == today() + 16 * DAY
    assert phase_of(conversation) == Phase.SAYING
    assert acts() == ["conversation opened", "seeds added"]


@pytest.mark.parametrize("change", ["question", "day", "seed", "expected", "nothing seen"])
def test_open_what_was_changed_after_it_was_seen_shows_how_it_stands(cast: Cast, change: str) -> None:
    conversation, browser = draft(cast), cast.browser("leena")
    seen = seen_on(browser.get(at(conversation, "preview")).content.decode())
    if change == "question":
        Conversation.objects.update(question="Another question?")
    elif change == "day":
        Conversation.objects.update(ends_on=today() + 90 * DAY)
    elif change == "seed":
        actions.change_seed(conversation.statements.all()[0], "Other words.", language="en", actor=None)
    elif change == "expected":
        Conversation.objects.update(expected={"user": 77})

    answer = browser.post(at(conversation, "open"), {} if change == "nothing seen" else {"seen": seen})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "somebody changed it after you looked" in page
    assert Conversation.objects.get().state == "draft"
    assert browser.post(at(conversation, "open"), {"seen": seen_on(page)}).status_code == 302


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


def test_last_day_says_what_the_end_would_cut_off(cast: Cast) -> None:
    conversation = draft(cast)
    actions.open_conversation(conversation, actor=None)
    page = cast.browser("leena").get(at(conversation, "last-day")).content.decode()
    assert "not checked yet" not in page
    Statement.objects.create(conversation=conversation, number=90, text="One.", state="waiting")
    actions.make_sheets(conversation, count=2, language="en", large=False, actor=None, once=uuid4())
    actions.open_room(conversation, role="user", minutes=45, most=20, actor=None, once=uuid4())
    page = cast.browser("leena").get(at(conversation, "last-day")).content.decode()
    for words in ("1 statement is not checked yet", "2 voting sheets are out", "1 room is open."):
        assert words in page


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


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("role", [None, *Role])
def test_last_day_and_end_are_for_the_host_while_it_runs(cast: Cast, role: Role, phase: Phase, state: str) -> None:
    cast.space.state = state
    place, conversation = Place(cast.space, cast.person("leena"), role), in_phase(cast.space, phase)
    assert phase_of(conversation) == phase
    is_running_host = role == Role.HOST and phase in RUNS
    assert bool(may_move_last_day(place, conversation)) == (is_running_host and state == "open")
    assert bool(may_end(place, conversation)) == (is_running_host and state != "archived")
    assert may_preview(place) == (role in {Role.HOST, Role.BETWEEN})
