"""One statement in several languages: the reader's first, the original a tap away; and a statement's own page."""

from collections.abc import Callable

import pytest
from django.test import Client

from talkoo.conversations.actions import cast_vote
from talkoo.conversations.models import Answer, Statement, Translation
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Membership
from tests.conversations.results import Shown, sample
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast

ENGLISH, FINNISH = "One person who stays.", "Yksi ihminen, joka pysyy."
ARABIC = "شخص واحد يبقى"
State = Statement.State


def in_finnish(browser: Client) -> Client:
    """The same browser, reading Finnish."""
    browser.get("/?l=fi")
    return browser


def test_statement_is_asked_in_the_language_of_its_reader(cast: Cast) -> None:
    talk = make_talk(cast, 0)
    statement = add(talk, ENGLISH)
    Translation.objects.create(statement=statement, language="fi", text=FINNISH)
    page = in_finnish(cast.browser("mira")).get(address("take_part", talk) + "?begin=1").content.decode()
    assert f'<h1 class="voice" lang="fi" dir="auto">{FINNISH}</h1>' in page
    assert f'lang="en" dir="auto">{ENGLISH}</p></details>' in page
    page = cast.browser("mira").get(address("take_part", talk) + "?begin=1").content.decode()
    assert f'<h1 class="voice" lang="en" dir="auto">{ENGLISH}</h1>' in page
    assert "Translated by a person" not in page


def test_answers_to_both_languages_count_as_one(cast: Cast) -> None:
    talk = make_talk(cast, 0)
    statement = add(talk, FINNISH, language="fi")
    Translation.objects.create(statement=statement, language="en", text=ENGLISH)
    browser = cast.browser("mira")
    browser.post(address("vote", talk, statement), {"choice": "1"})
    in_finnish(browser).post(address("vote", talk, statement), {"choice": "1"})
    assert statement.votes.count() == 1
    assert ENGLISH in cast.browser("mira").get(address("what_i_said", talk)).content.decode()


@pytest.mark.parametrize("name", ["tomi", "hannele", "outi", "ritva", "samuel", "leena", "iida"])
def test_translate_by_everybody_with_a_named_role(cast: Cast, name: str) -> None:
    talk = make_talk(cast, 1)
    statement, browser, user = talk.statements.get(), cast.browser(name), cast.person(name).user
    assert user
    page = browser.get(address("translate_statement", talk, statement)).content.decode()
    assert ">Suomi" in page
    assert ">English <" not in page
    browser.post(address("translate_statement", talk, statement), {"fi": f" {FINNISH} "})
    kept = statement.translations.get()
    assert (kept.language, kept.text, kept.translator) == ("fi", FINNISH, user.pk)
    assert HistoryLine.objects.filter(act="statement translated", actor=user.pk, subject=statement.pk).count() == 1


def test_translate_by_card_is_refused(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    statement = talk.statements.get()
    answer = cast.browser("mira").post(address("translate_statement", talk, statement), {"fi": FINNISH})
    assert answer.status_code == 403
    assert not Translation.objects.exists()


def test_translation_sent_twice_changed_and_removed(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    statement, browser = talk.statements.get(), cast.browser("tomi")
    lines = HistoryLine.objects.filter(act="statement translated")
    for text, number in ((FINNISH, 1), (FINNISH, 1), ("Joku.", 2), ("", 3), ("", 3)):
        stands = statement.translations.values_list("text", flat=True).first() or ""
        sent = {"fi": text, "initial-fi": stands}
        assert browser.post(address("translate_statement", talk, statement), sent).status_code == 302
        assert lines.count() == number
    assert not Translation.objects.exists()


def test_translation_too_long_stays_and_one_changed_meanwhile_is_shown(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    statement, browser = talk.statements.get(), cast.browser("tomi")
    answer = browser.post(address("translate_statement", talk, statement), {"fi": "a" * 561, "initial-fi": ""})
    assert answer.status_code == 422
    assert "a" * 561 in answer.content.decode()
    Translation.objects.create(statement=statement, language="fi", text=FINNISH)
    answer = browser.post(address("translate_statement", talk, statement), {"fi": "Joku.", "initial-fi": ""})
    assert answer.status_code == 422
    assert FINNISH in answer.content.decode()
    assert "Joku." in answer.content.decode()


def test_statement_page_has_every_language(cast: Cast) -> None:
    cast.space.languages = ["en", "ar"]
    cast.space.save()
    talk = make_talk(cast, 0)
    statement, browser = add(talk, ENGLISH), cast.browser("leena")
    browser.post(address("translate_statement", talk, statement), {"ar": ARABIC, "fi": FINNISH})
    page = browser.get(address("statement", talk, statement)).content.decode()
    assert f'lang="ar" dir="auto">{ARABIC}</dd>' in page
    assert f'lang="fi" dir="auto">{FINNISH}</dd>' in page
    assert "Translated by people." in page


def test_statement_page_without_a_result_shows_no_figures(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    statement = talk.statements.get()
    cast_vote(mira_in(cast), statement, 1)
    page = cast.browser("mira").get(address("statement", talk, statement)).content.decode()
    assert "No result yet." in page
    assert "<table" not in page


def test_statement_page_shows_what_is_published_of_it(cast: Cast, show: Callable[..., Shown]) -> None:
    tables = sample("two_groups")
    key = next(iter(tables["statements"]))
    shown = show(tables)
    statement = add(shown.conversation, ENGLISH, pk=key)
    newer = add(shown.conversation, "Came later.")
    page = cast.browser("mira").get(address("statement", shown.conversation, statement)).content.decode()
    assert "From result 1" in page
    assert "<table" in page
    page = cast.browser("mira").get(address("statement", shown.conversation, newer)).content.decode()
    assert "This statement is not in the last result yet." in page


@pytest.mark.parametrize("state", [State.WAITING, State.REWORD, State.LEFT_OUT])
def test_statement_page_of_what_is_not_shown_is_not_found(cast: Cast, state: str) -> None:
    talk = make_talk(cast, 0)
    hidden = add(talk, ENGLISH, state=state)
    for name in ("statement", "translate_statement"):
        assert cast.browser("leena").get(address(name, talk, hidden)).status_code == 404


def test_statement_page_of_a_merged_one_leads_on_and_shows_the_answer(cast: Cast) -> None:
    talk = make_talk(cast, 1)
    into = talk.statements.get()
    merged = add(talk, ENGLISH, state=State.MERGED, merged_into=into)
    owner = Membership.objects.get(user=cast.person("outi").user)
    Answer.objects.create(
        conversation=talk, statement=into, owner=owner, due_on=today(), given_on=today(), did="We began."
    )
    answer = cast.browser("mira").get(address("statement", talk, merged), follow=True)
    assert answer.redirect_chain == [(address("statement", talk, into), 302)]
    assert "We began." in answer.content.decode()
