"""What is to be checked, beside what says the same; what everybody reads of it; and that words go at once."""

import re
from collections.abc import Callable

import pytest
from pytest_django import DjangoAssertNumQueries

from talkoo.conversations.actions import reword, say, take_statement_back
from talkoo.conversations.models import Conversation
from talkoo.conversations.queries import (
    decided_in,
    likely_the_same,
    log_of,
    queue_of,
    shown_in,
    to_check_in,
    words_gone,
)
from talkoo.core.models import today
from tests.conversations.checks import DECISIONS, State, facts, page_of, press, waiting
from tests.conversations.results import QUESTION, Shown, sample
from tests.conversations.talks import add, address, make_talk, mira_in
from tests.people import Cast


def test_queue_has_what_waits_the_oldest_first_and_no_seeds(cast: Cast) -> None:
    talk = make_talk(cast)
    later, sooner = waiting(talk, number=9), waiting(talk, number=8)
    add(talk, "Left out.", number=10, state=State.LEFT_OUT)
    assert list(queue_of(talk)) == [sooner, later]
    assert to_check_in([talk]) == {talk.pk: 2}


def test_queue_has_what_is_shown_at_once_until_somebody_has_looked(cast: Cast) -> None:
    talk = make_talk(cast, statements=0, checking=Conversation.Checking.AFTER)
    add(talk, "Written by the host.", is_seed=True)
    said = say(mira_in(cast), talk, "Open in the evening.", language="en")
    assert said.state == State.SHOWN
    assert list(queue_of(talk)) == [said]
    assert to_check_in([talk]) == {talk.pk: 1}
    assert "It can stay as it is" in page_of(cast, talk)
    press(cast, "accept_statement", said)
    assert list(queue_of(talk)) == []
    assert to_check_in([talk]) == {}
    assert facts(said)["state"] == State.SHOWN
    press(cast, "undo_check", said)
    assert list(queue_of(talk)) == [said]


def test_reworded_statement_comes_back_to_the_queue(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    press(cast, "send_back", statement, ground="two")
    assert list(queue_of(talk)) == []
    assert reword(mira_in(cast).pk, statement, "The bus should come.", language="en")
    assert list(queue_of(talk)) == [statement]
    assert statement not in decided_in(talk)
    press(cast, "accept_statement", statement)
    assert facts(statement)["state"] == State.SHOWN


def test_page_shows_what_says_the_same_and_merges_by_one_press(cast: Cast) -> None:
    talk = make_talk(cast)
    same = add(talk, "The bus should come in the evenings.")
    statement = waiting(talk, "Buses should come in the evening.")
    page = page_of(cast, talk)
    assert likely_the_same(talk, [statement]) == {statement.pk: [same]}
    assert "This one may say the same" in page
    assert "Merge 5 into 4" in page
    form = re.search(rf'action="{address("merge_statement", talk, statement)}">(.*?)</form>', page)
    assert form
    given = dict(re.findall(r'name="(seen|into)" value="([^"]+)"', form[1]))
    assert cast.browser("samuel").post(address("merge_statement", talk, statement), given).status_code == 302
    assert facts(statement)["merged_into_id"] == same.pk


def test_page_says_nothing_of_who_wrote_it(cast: Cast) -> None:
    talk = make_talk(cast)
    by_hand = {"entered": "helper", "author": mira_in(cast)}
    waiting(talk, "The first.", **by_hand)
    page = page_of(cast, talk)
    assert str(mira_in(cast).pk) not in page
    assert "helper" not in page


def test_lists_go_page_by_page_in_so_many_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    talk = make_talk(cast, statements=4)
    browser, counts = cast.browser("leena"), []
    target = talk.statements.get(number=1)
    for more in (1, 25):
        for _ in range(more):
            waiting(talk).translations.create(language="fi", text="Bussin pitäisi kulkea illallakin.")
            add(talk, "The bus.", state=State.MERGED, merged_into=target, checked_on=today())
        for query in ("", "?of=shown", "?of=decided"):
            with django_assert_num_queries(20, exact=False) as seen:
                assert browser.get(address("check_statements", talk) + query).status_code == 200
            counts.append(len(seen))
    assert counts[:3] == counts[3:]
    assert page_of(cast, talk).count("/accept") == 20
    assert page_of(cast, talk, "?page=2").count("/accept") == 6
    assert page_of(cast, talk, "?of=nonsense&page=nonsense").count("/accept") == 20


def test_shown_and_decided_have_lists_of_their_own(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, "Open late.")
    press(cast, "leave_out", statement, ground="two", note="Say one of them.")
    assert list(shown_in(talk)) == list(talk.statements.exclude(pk=statement.pk).order_by("number"))
    assert list(decided_in(talk)) == [statement]
    for query in ("", "?of=decided"):
        page = page_of(cast, talk, query)
        for words in ("Open late.", "Left out.", "It holds two ideas", "Say one of them.", "/undo"):
            assert words in page
    assert "Open late." not in page_of(cast, talk, "?of=shown")
    assert page_of(cast, talk, "?of=shown").count("/leave-out") == 3


def test_empty_lists_say_what_will_come(cast: Cast) -> None:
    talk = make_talk(cast, statements=0)
    assert "New statements come here before others see them." in page_of(cast, talk)
    assert "What you accept stands here." in page_of(cast, talk, "?of=shown")
    assert "What you decide stands here, and can be undone." in page_of(cast, talk, "?of=decided")
    Conversation.objects.update(checking=Conversation.Checking.AFTER)
    assert "come here to be looked at" in page_of(cast, talk)


# What everybody reads


def test_log_tells_day_and_ground_and_nothing_else(cast: Cast) -> None:
    talk = make_talk(cast)
    out, back, same, kept = (waiting(talk, f"Secret {name}.") for name in ("out", "back", "same", "kept"))
    press(cast, "leave_out", out, ground="person", note="Secret note.")
    press(cast, "send_back", back, ground="question", note="Secret note.")
    press(cast, "merge_statement", same, into="1")
    press(cast, "accept_statement", kept)
    waiting(make_talk(cast), "Elsewhere.")
    assert sorted((line.act, line.ground) for line in log_of(talk)) == [
        ("statement left out", "person"),
        ("statement merged", "same"),
        ("statement sent back", "question"),
    ]
    for who in ("mira", "tomi", "leena"):
        page = page_of(cast, talk, name="check_log", who=who)
        for words in (
            "One was left out. It names or points at a person.",
            "One was sent back, and other words were asked for. It is a question",
            "One was merged with another one.",
        ):
            assert words in page
        assert "Secret" not in page
        assert not any(str(one.pk) in page for one in (out, back, same, kept))
        assert not re.search(r"\d\d:\d\d", page)


def test_log_keeps_what_was_undone_or_taken_back_since(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk, author=mira_in(cast))
    press(cast, "leave_out", statement, ground="person")
    before = log_of(talk)
    take_statement_back(mira_in(cast).pk, statement)
    assert log_of(talk) == before  # nobody sees that it was taken back
    other = waiting(talk)
    press(cast, "leave_out", other, ground="two")
    press(cast, "undo_check", other)
    page = page_of(cast, talk, name="check_log", who="mira")
    assert "It holds two ideas" in page
    assert "Leaving one out was undone." in page


def test_log_says_nothing_of_a_showing_that_was_undone(cast: Cast) -> None:
    talk = make_talk(cast)
    statement = waiting(talk)
    press(cast, "accept_statement", statement)
    press(cast, "undo_check", statement)
    assert log_of(talk) == []


def test_log_of_nothing_says_so(cast: Cast) -> None:
    assert "Nothing was left out, sent back or merged." in page_of(cast, make_talk(cast), name="check_log", who="mira")
    elsewhere = make_talk(cast, source="https://pol.is/1")
    assert "Held and checked elsewhere." in page_of(cast, elsewhere, name="check_log", who="mira")


@pytest.mark.parametrize("act", ["leave_out", "send_back", "merge_statement"])
def test_words_go_from_a_published_result_at_once_and_come_back_when_undone(
    cast: Cast, show: Callable[..., Shown], act: str
) -> None:
    talk = Conversation.objects.create(space=cast.space, question=QUESTION, who=["user"])
    tables = sample("two_groups")
    key = tables["shared"][0]
    words = tables["statements"][key]["text"]
    statement = add(talk, words, pk=key, number=900)
    add(talk, "Another one.", number=1)
    shown = show(tables, conversation=talk)

    def everywhere() -> list[bool]:
        pages = [shown.html(name) for name in ("map", "map_print", "map_counts")]
        home = cast.browser("mira").get(f"/spaces/{cast.space.pk}/listen").content.decode()
        return [words in " ".join(page.split()) for page in [*pages, home]]

    before = everywhere()
    assert before[:3] == [True, True, True]
    assert press(cast, act, statement, **DECISIONS[act][0]).status_code == 302
    assert words_gone([talk]) == {key}
    assert everywhere() == [False, False, False, False]
    press(cast, "undo_check", statement)
    assert everywhere() == before


def test_conversation_brought_in_is_not_checked_here(cast: Cast) -> None:
    talk = make_talk(cast, source="https://pol.is/1")
    assert cast.browser("leena").get(address("check_statements", talk)).status_code == 403
