"""One statement at a time: what is asked next, how it is answered, and what is said to whoever may not."""

import re
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talkoo.accounts.models import Participant
from talkoo.conversations.actions import cast_vote, prepare_picture
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.queries import next_for
from talkoo.core.models import HistoryLine, today
from talkoo.releases.actions import publish
from talkoo.spaces.models import Space
from tests.accounts.test_kept import new_card, show
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast


def page_of(browser: Client, talk: Conversation, query: str = "") -> str:
    """The page on which one takes part."""
    answer = browser.get(address("take_part", talk) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asked_on(page: str) -> str:
    """The words of the statement that a page asks about."""
    found = re.search(r'<h1 class="voice"[^>]*>([^<]+)</h1>', page)
    return found[1] if found else ""


def statement_on(page: str) -> Statement:
    """The statement that a page asks about."""
    found = re.search(r"/statements/([0-9a-f-]{36})/vote", page)
    assert found
    return Statement.objects.get(pk=found[1])


def test_take_part_before_the_first_vote_says_who_sees_what(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    page = page_of(browser, talk)
    assert "Who sees what" in page
    assert "You are counted as: People who use the service." in page
    assert asked_on(page) == ""
    assert asked_on(page_of(browser, talk, "?begin=yes")).startswith("Sentence")
    assert asked_on(page_of(browser, talk)).startswith("Sentence")


def test_take_part_says_who_wrote_it_only_as_the_last_result_tells(cast: Cast) -> None:
    talk, browser = make_talk(cast, statements=0), cast.browser("mira")
    seed = add(talk, "From the host.", is_seed=True)
    from_many = [
        add(talk, f"Ours {n}.", author=Participant.objects.create(space=talk.space, role="user")) for n in range(5)
    ]
    from_few = [
        add(talk, f"Theirs {n}.", author=Participant.objects.create(space=talk.space, role="professional"))
        for n in range(4)
    ]
    for number in range(10):
        cast_vote(Participant.objects.create(space=talk.space, role="user"), seed, (-1) ** number)

    def wrote(statement: Statement) -> str:
        found = re.search(r"Written by [^<]+", page_of(browser, talk, f"?again={statement.pk}"))
        own_page = browser.get(address("statement", talk, statement)).content.decode()
        assert (found[0] if found else "Written by") in own_page or not found
        return found[0] if found else ""

    assert {wrote(statement) for statement in (*from_many, *from_few)} == {""}, "before the first result"

    release = prepare_picture(talk)
    assert release
    assert wrote(from_many[0]) == "", "before it is public"
    publish(release, actor=None)
    assert wrote(seed) == "Written by the host, to begin with."
    assert {wrote(statement) for statement in (*from_many, *from_few)} == {""}, "the four would be known by it"

    add(talk, "Theirs 4.", author=Participant.objects.create(space=talk.space, role="professional"))
    Conversation.objects.update(ended_on=today(), state="ended")
    talk.refresh_from_db()
    release = prepare_picture(talk)
    assert release
    publish(release, actor=None)
    told = [statement["by"] for statement in release.tables["statements"].values()]
    assert Counter(told) == {"": 1, "user": 5, "professional": 5}


def test_take_part_by_staff_says_that_the_name_is_not_kept(cast: Cast) -> None:
    page = page_of(cast.browser("tomi"), make_talk(cast))
    assert "Your name is not kept with your answers." in page
    assert "Your support stays the same." not in page
    assert not Vote.objects.exists()


def test_vote_leads_to_the_next_until_all_are_answered(cast: Cast) -> None:
    talk, browser = make_talk(cast, 3, adds_until=today() + timedelta(days=9)), cast.browser("mira")
    seen, page = [], page_of(browser, talk, "?begin=yes")
    for left in (3, 2, 1):
        assert f"{left} left" in page
        assert f'max="3" value="{3 - left}"' in page
        seen.append(asked_on(page))
        answer = browser.post(address("vote", talk, statement_on(page)), {"choice": "1"}, follow=True)
        page = answer.content.decode()
    assert sorted(seen) == ["Sentence 1.", "Sentence 2.", "Sentence 3."]
    assert "You have answered everything" in page
    assert "No day has been promised yet." in page
    assert "Your last answer: agree." in page
    assert Vote.objects.filter(participant=mira_in(cast), choice=1).count() == 3


def test_page_opened_again_asks_the_same(cast: Cast) -> None:
    talk, browser = make_talk(cast, 30), cast.browser("mira")
    first = asked_on(page_of(browser, talk, "?begin=yes"))
    assert {asked_on(page_of(browser, talk)) for _ in range(5)} == {first}


@pytest.mark.parametrize("choice", ["", "2", "1.0", "agree", "١x"])
def test_vote_with_a_wrong_choice_is_refused_in_words(cast: Cast, choice: str) -> None:
    talk = make_talk(cast)
    answer = cast.browser("mira").post(address("vote", talk, talk.statements.first()), {"choice": choice})
    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()
    assert not Vote.objects.exists()


def test_vote_pressed_twice_is_one_row_and_one_line(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    for _ in range(2):
        browser.post(address("vote", talk, talk.statements.first()), {"choice": "-1"})
    assert Vote.objects.count() == 1
    assert HistoryLine.objects.filter(act="voted", subject=talk.pk, actor=None).count() == 1


def test_vote_in_two_tabs_the_later_one_stands(cast: Cast) -> None:
    talk, first, second = make_talk(cast), cast.browser("mira"), cast.browser("mira")
    for browser, choice in ((first, "1"), (second, "0")):
        browser.post(address("vote", talk, talk.statements.first()), {"choice": choice})
    assert Vote.objects.get().choice == 0
    assert HistoryLine.objects.filter(act="vote changed").count() == 1


def test_change_it_shows_the_last_one_again(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    statement = talk.statements.get(number=2)
    answer = browser.post(address("vote", talk, statement), {"choice": "1"}, follow=True)
    assert f"?again={statement.pk}" in answer.content.decode()
    assert f"?again={statement.pk}" in page_of(browser, talk), "this visit remembers it"
    page = page_of(browser, talk, f"?again={statement.pk}")
    assert asked_on(page) == "Sentence 2."
    assert "Your answer now: agree." in page
    browser.post(address("vote", talk, statement), {"choice": "-1"})
    assert Vote.objects.get().choice == -1


@pytest.mark.parametrize("again", ["x", str(UUID(int=9)), ""])
def test_change_it_of_nothing_goes_on(cast: Cast, again: str) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    assert asked_on(page_of(browser, talk, f"?again={again}&begin=yes")).startswith("Sentence")


def test_skip_comes_again_after_the_others(cast: Cast) -> None:
    talk, browser = make_talk(cast, 3), cast.browser("mira")
    page, order = page_of(browser, talk, "?begin=yes"), []
    for _ in range(5):
        order.append(asked_on(page))
        page = browser.post(address("skip", talk, statement_on(page)), follow=True).content.decode()
    assert len(set(order[:3])) == 3
    assert order[3:] == order[:2]
    assert "You put this one aside before." in page
    assert not Vote.objects.exists()
    assert set(browser.session["taking_part"][str(talk.pk)]) == {"at", "aside"}


def test_next_leaves_out_what_is_not_shown_or_answered_before_a_merge(cast: Cast) -> None:
    talk = make_talk(cast, 2)
    one, two = talk.statements.order_by("number")
    merged = add(talk, "The same as two.", state=Statement.State.MERGED, merged_into=two)
    for state in (Statement.State.WAITING, Statement.State.REWORD, Statement.State.LEFT_OUT):
        add(talk, f"Not shown: {state}", state=state)
    cast_vote(mira_in(cast), merged, 1)
    asked = next_for(mira_in(cast).pk, talk, language="en")
    assert asked
    assert (asked.statement, asked.left, asked.total) == (one, 1, 2)


def test_next_prefers_few_answers_and_shows_all_in_the_end(cast: Cast) -> None:
    talk = make_talk(cast, 4)
    talk.statements.filter(number=1).update(weight=1.0)
    talk.statements.exclude(number=1).update(weight=0.02)
    drawn = Counter(asked.statement.number for _ in range(60) if (asked := next_for(None, talk, language="en")))
    assert drawn[1] > 40


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"begins_on": today() + timedelta(days=3)}, "It begins on"),
        ({"ends_on": today() - timedelta(days=1)}, "The last day was"),
        ({"state": "closed", "ends_on": None}, "It has ended."),
        ({"who": ["manager", "partner"]}, "This conversation is for: Managers and Partners."),
        ({"who": []}, "Nobody is asked here."),
    ],
)
def test_take_part_says_why_not_and_refuses_a_vote(cast: Cast, more: dict[str, object], words: str) -> None:
    talk, browser = make_talk(cast, **more), cast.browser("mira")
    page = page_of(browser, talk)
    assert words in page
    assert address("conversation", talk) in page
    for name in ("vote", "skip"):
        answer = browser.post(address(name, talk, talk.statements.first()), {"choice": "1"})
        assert answer.status_code == 403
        assert words in answer.content.decode()
        assert "What you sent was not kept." in answer.content.decode()
    assert not Vote.objects.exists()


def test_take_part_in_a_closed_space_says_so(cast: Cast) -> None:
    talk = make_talk(cast)
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.CLOSED)
    assert "The space is closed" in page_of(cast.browser("mira"), talk)


def test_vote_on_what_was_left_out_meanwhile_says_so(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    gone = add(talk, "Names somebody.", state=Statement.State.LEFT_OUT)
    answer = browser.post(address("vote", talk, gone), {"choice": "1"}, follow=True)
    assert "no longer there to be answered" in answer.content.decode()
    assert not Vote.objects.exists()


def test_vote_on_a_statement_of_another_conversation_is_not_found(cast: Cast) -> None:
    talk, other = make_talk(cast), make_talk(cast)
    answer = cast.browser("mira").post(address("vote", talk, other.statements.first()), {"choice": "1"})
    assert answer.status_code == 404


def test_staff_vote_under_an_id_that_names_nobody(cast: Cast) -> None:
    talk = make_talk(cast)
    cast.browser("tomi").post(address("vote", talk, talk.statements.first()), {"choice": "1"})
    vote, tomi = Vote.objects.select_related("participant").get(), cast.person("tomi").user
    assert tomi
    assert vote.participant.role == "professional"
    assert vote.participant_id != tomi.pk
    assert not HistoryLine.objects.filter(act="voted", actor=tomi.pk).exists()


def test_vote_after_the_session_has_ended_is_kept_and_sent_again(cast: Cast) -> None:
    talk, browser, made = make_talk(cast), Client(), new_card(cast)
    show(browser, made)
    target = address("vote", talk, talk.statements.first())
    browser.session.flush()
    assert browser.post(target, {"choice": "1"}).headers["Location"] == "/card?kept=yes"
    assert not Vote.objects.exists()
    assert show(browser, made) == "/kept"
    page = browser.get("/kept").content.decode()
    kept = re.search(r'name="kept_id" value="([^"]+)"', page)
    assert kept
    assert f'action="{target}"' in page
    answer = browser.post(target, {"choice": "1", "kept_id": kept[1]})
    assert answer.headers["Location"].startswith(address("take_part", talk))
    assert Vote.objects.get().choice == 1


@pytest.mark.parametrize("name", ["take_part", "what_i_said"])
def test_pages_ask_the_database_as_often_for_thirty_as_for_one(cast: Cast, name: str) -> None:
    counts = []
    for statements in (1, 30):
        talk, browser = make_talk(cast, statements), cast.browser("mira")
        for statement in talk.statements.all()[: statements // 2 + (name == "what_i_said")]:
            cast_vote(mira_in(cast), statement, 1)
        browser.get(address(name, talk) + "?begin=yes&show=answers")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address(name, talk) + "?begin=yes&show=answers").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_page_is_small_and_works_without_script(cast: Cast) -> None:
    page = page_of(cast.browser("mira"), make_talk(cast, 30), "?begin=yes")
    assert "<script" not in page
    assert len(page.encode()) < 12_000
