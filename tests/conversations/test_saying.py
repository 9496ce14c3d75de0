"""Saying something of one's own, and one page of everything one gave: what became of it, changed, taken back."""

import re
from datetime import timedelta
from unicodedata import normalize

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from talkoo.accounts.models import Participant
from talkoo.conversations.actions import cast_vote, reword, say, take_back, take_statement_back
from talkoo.conversations.models import Answer, Conversation, Entered, Statement, Translation, Vote
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Membership, Space
from tests.accounts.test_kept import new_card, show
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast

WORDS = "One person who knows my name."
State = Statement.State


def said_in(cast: Cast, talk: Conversation, text: str = WORDS, **more: object) -> Statement:
    """Something that Mira has said."""
    statement = say(mira_in(cast), talk, text, language="en")
    Statement.objects.filter(pk=statement.pk).update(**more)
    statement.refresh_from_db()
    return statement


def mine(browser: Client, talk: Conversation, query: str = "") -> str:
    """The page of what one said and answered."""
    answer = browser.get(address("what_i_said", talk) + query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("checking", "state", "words"),
    [("before", State.WAITING, "Somebody reads it before others see it."), ("after", State.SHOWN, "from now on")],
)
def test_say_waits_or_is_shown_as_the_host_has_set(cast: Cast, checking: str, state: str, words: str) -> None:
    talk, browser = make_talk(cast, 2, checking=checking), cast.browser("mira")
    browser.cookies["django_language"] = "en"
    page = browser.post(address("say", talk), {"text": f"  {WORDS}\r\n "}, follow=True).content.decode()
    said = Statement.objects.get(author=mira_in(cast))
    assert (said.text, said.state, said.number, said.language) == (WORDS, state, 3, "en")
    assert said.entered == Entered.SELF
    assert words in page
    assert WORDS in page
    assert HistoryLine.objects.filter(act="statement added", subject=talk.pk, actor=None).count() == 1


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\u200b", "?!", "a" * 281, "\x00"])
def test_say_nothing_or_too_much_is_asked_for_again_and_stays(cast: Cast, text: str) -> None:
    talk = make_talk(cast)
    answer = cast.browser("mira").post(address("say", talk), {"text": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What you wrote is still here." in page
    assert len(text) < 9 or text in page
    assert talk.statements.count() == 3


def test_say_counts_signs_as_people_do(cast: Cast) -> None:
    talk = make_talk(cast)
    spread = normalize("NFD", "ä" * 280)
    answer = cast.browser("mira").post(address("say", talk), {"text": spread})
    assert answer.status_code == 302
    assert len(Statement.objects.get(author=mira_in(cast)).text) == 280


def test_say_the_same_twice_is_one(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    for text in (WORDS, f"  {WORDS.replace(' ', '  ')} "):
        browser.post(address("say", talk), {"text": text})
    assert Statement.objects.filter(author=mira_in(cast)).count() == 1
    assert HistoryLine.objects.filter(act="statement added").count() == 1


def test_say_what_somebody_else_has_said_is_a_statement_too(cast: Cast) -> None:
    talk = make_talk(cast, 0)
    other = Participant.objects.create(space=cast.space, role="user")
    assert said_in(cast, talk).number == 1
    assert say(other, talk, WORDS, language="en").number == 2


def test_say_shortly_before_the_end_leads_to_answering(cast: Cast) -> None:
    talk, browser = make_talk(cast, adds_until=today() - timedelta(days=1)), cast.browser("mira")
    for answer, status in (
        (browser.get(address("say", talk)), 200),
        (browser.post(address("say", talk), {"text": WORDS}), 403),
    ):
        assert answer.status_code == status
        assert "New statements could be added until" in answer.content.decode()
        assert address("take_part", talk) in answer.content.decode()
    assert talk.statements.count() == 3
    assert "I want to say something" not in browser.get(address("take_part", talk) + "?begin=1").content.decode()


def test_say_after_the_session_has_ended_is_kept_and_sent_again(cast: Cast) -> None:
    talk, browser, made = make_talk(cast, 0), Client(), new_card(cast)
    show(browser, made)
    browser.session.flush()
    assert browser.post(address("say", talk), {"text": WORDS}).headers["Location"] == "/card?kept=yes"
    assert show(browser, made) == "/kept"
    page = browser.get("/kept").content.decode()
    kept = re.search(r'name="kept_id" value="([^"]+)"', page)
    assert kept
    assert WORDS in page
    browser.post(address("say", talk), {"text": WORDS, "kept_id": kept[1]})
    assert talk.statements.get().text == WORDS


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": State.SHOWN}, ["Others are asked about it."]),
        ({"state": State.WAITING}, ["It waits to be read.", "Change the words"]),
        (
            {"state": State.REWORD, "ground": "two", "note": "Which one?"},
            ["two ideas", "Which one?", "Change the words"],
        ),
        ({"state": State.MERGED}, ["It says the same as another one", "Sentence 1."]),
        ({"state": State.LEFT_OUT, "ground": "hurts", "note": "Sorry."}, ["It was left out.", "puts people down"]),
    ],
)
def test_mine_says_what_became_of_what_i_said(cast: Cast, facts: dict[str, object], words: list[str]) -> None:
    talk = make_talk(cast, 1)
    if facts["state"] == State.MERGED:
        facts = facts | {"merged_into": talk.statements.get()}
    said_in(cast, talk, **facts)
    page = mine(cast.browser("mira"), talk)
    assert all(one in page for one in [WORDS, *words])
    assert WORDS not in mine(cast.browser("tomi"), talk)


@pytest.mark.parametrize("is_merged", [False, True])
def test_mine_shows_the_answer_once_it_is_given(cast: Cast, *, is_merged: bool) -> None:
    talk = make_talk(cast, 1)
    said = said_in(cast, talk, state=State.SHOWN)
    about = said
    if is_merged:
        about = talk.statements.get(number=1)
        Statement.objects.filter(pk=said.pk).update(state=State.MERGED, merged_into=about)
    owner = Membership.objects.get(user=cast.person("outi").user)
    answer = Answer.objects.create(
        conversation=talk, statement=about, owner=owner, due_on=today(), did="A new worker.", did_not="No money."
    )
    assert "A new worker." not in mine(cast.browser("mira"), talk)
    Answer.objects.filter(pk=answer.pk).update(given_on=today())
    page = mine(cast.browser("mira"), talk)
    assert "A new worker." in page
    assert "No money." in page


def test_mine_has_twenty_five_on_a_page_and_changes_lead_back_there(cast: Cast) -> None:
    talk, browser = make_talk(cast, 30), cast.browser("mira")
    for statement in talk.statements.all():
        cast_vote(mira_in(cast), statement, 1, entered=Entered.HELPER)
    page = mine(browser, talk, "?show=answers&page=2")
    assert page.count("Change my answer") == 5
    assert page.count("entered by a helper") == 5
    last = talk.statements.get(number=30)
    answer = browser.post(address("vote", talk, last), {"choice": "-1", "back": "mine", "page": "2"})
    assert answer.headers["Location"] == address("what_i_said", talk) + "?show=answers&page=2"
    changed = Vote.objects.get(statement=last)
    assert (changed.choice, changed.entered) == (-1, Entered.SELF)
    answer = browser.post(address("take_vote_back", talk, last), {"back": "mine", "page": "x&y"}, follow=True)
    assert "Your answer is taken back." in answer.content.decode()
    assert Vote.objects.count() == 29


def test_take_vote_back_twice_is_one_line_and_works_after_the_end(cast: Cast) -> None:
    talk, browser = make_talk(cast), cast.browser("mira")
    cast_vote(mira_in(cast), talk.statements.get(number=1), 1)
    Conversation.objects.update(state=Conversation.State.CLOSED)
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.ARCHIVED)
    assert "Change my answer" not in mine(browser, talk, "?show=answers")
    for _ in range(2):
        assert browser.post(address("take_vote_back", talk, talk.statements.get(number=1))).status_code == 302
    assert not Vote.objects.exists()
    assert HistoryLine.objects.filter(act="vote taken back", actor=None).count() == 1


def test_mine_shows_no_words_that_are_no_longer_shown(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    statement = talk.statements.get()
    cast_vote(mira_in(cast), statement, 1)
    Statement.objects.update(state=State.LEFT_OUT)
    page = mine(cast.browser("mira"), talk)
    assert "This statement is no longer shown." in page
    assert statement.text not in page
    assert "Take it back" in page


@pytest.mark.parametrize("state", State.values)
def test_reword_while_it_waits_or_was_sent_back(cast: Cast, state: str) -> None:
    talk, browser = make_talk(cast, 1), cast.browser("mira")
    said = said_in(cast, talk, state=state, ground="two", note="Which?", checked_on=today())
    Translation.objects.create(statement=said, language="fi", text="Yksi.")
    tomi = Participant.objects.create(space=cast.space, role="professional")
    cast_vote(tomi, said, 1)
    browser.post(address("reword", talk, said), {"text": "Other words."})
    said.refresh_from_db()
    if state in {State.WAITING, State.REWORD}:
        assert (said.text, said.state, said.ground, said.note) == ("Other words.", State.WAITING, "", "")
        assert not said.translations.exists()
        assert not said.votes.exists()
        assert HistoryLine.objects.filter(act="statement reworded", actor=None).count() == 1
    else:
        assert said.text == WORDS
        assert said.votes.exists()


def test_reword_with_the_same_or_no_words_is_asked_again(cast: Cast) -> None:
    talk, browser = make_talk(cast, 1), cast.browser("mira")
    said = said_in(cast, talk, state=State.REWORD, note="Which?")
    said_in(cast, talk, "Said already.")
    page = browser.get(address("reword", talk, said)).content.decode()
    assert WORDS in page
    assert "Which?" in page
    for text, words in ((WORDS, "the same words as before"), ("", "Write something"), ("Said already.", "said this")):
        answer = browser.post(address("reword", talk, said), {"text": text})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    said.refresh_from_db()
    assert said.state == State.REWORD


def test_reword_and_take_back_only_by_whoever_wrote_it(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    said = said_in(cast, talk)
    browser = cast.browser("tomi")
    assert browser.get(address("reword", talk, said)).status_code == 404
    assert browser.post(address("reword", talk, said), {"text": "Mine."}).status_code == 404
    browser.post(address("take_statement_back", talk, said))
    said.refresh_from_db()
    assert said.text == WORDS
    assert not reword(Participant.objects.create(space=cast.space).pk, said, "Mine.", language="en")
    nobodys = add(talk, "By the host.")
    assert not take_statement_back(None, nobodys)


def test_take_statement_back_leaves_no_words_and_sets_others_free(cast: Cast) -> None:
    talk, browser = make_talk(cast, 0), cast.browser("mira")
    said = said_in(cast, talk, state=State.SHOWN)
    Translation.objects.create(statement=said, language="fi", text="Yksi ihminen.")
    other = add(talk, "One who stays.", state=State.MERGED, merged_into=said, ground="same")
    answer = browser.post(address("take_statement_back", talk, said), follow=True)
    assert "Its words are deleted." in answer.content.decode()
    said.refresh_from_db()
    other.refresh_from_db()
    assert (said.text, said.state, said.author, said.translations.count()) == ("", State.LEFT_OUT, None, 0)
    assert (other.state, other.merged_into, other.ground) == (State.SHOWN, None, "")
    browser.post(address("take_statement_back", talk, said))
    assert HistoryLine.objects.filter(act="statement taken back", actor=None).count() == 1


def test_take_everything_back_takes_translations_too(cast: Cast) -> None:
    talk = make_talk(cast, 0)
    said = said_in(cast, talk, state=State.SHOWN)
    Translation.objects.create(statement=said, language="fi", text="Yksi ihminen.")
    take_back(mira_in(cast).pk)
    assert not Translation.objects.exists()
    assert Statement.objects.get().text == ""


def test_mine_asks_the_database_as_often_for_many_as_for_one(cast: Cast) -> None:
    counts = []
    for number in (1, 20):
        talk, browser = make_talk(cast, 1), cast.browser("mira")
        for one in range(number):
            said_in(cast, talk, f"Said {one}.", state=State.MERGED, merged_into=talk.statements.get(number=1))
        browser.get(address("what_i_said", talk))
        with CaptureQueriesContext(connection) as asked:
            mine(browser, talk)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_a_helper_typed_in_says_so_to_whoever_said_it(cast: Cast) -> None:
    talk, mira = make_talk(cast, 0), mira_in(cast)
    add(talk, "By my own hand.", author=mira)
    where = address("what_i_said", talk)
    assert "entered by a helper" not in cast.browser("mira").get(where).content.decode()
    add(talk, "From a sheet.", author=mira, entered="helper")
    assert cast.browser("mira").get(where).content.decode().count("entered by a helper") == 1
