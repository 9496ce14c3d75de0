"""Which statement is asked sooner: by how many answered, and by what is public, never by how somebody answered."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talkoo.accounts.models import Participant
from talkoo.conversations.actions import cast_vote, weigh_statements
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions import weights_to_set
from talkoo.conversations.queries import next_for
from talkoo.conversations.tasks import due
from talkoo.releases.models import Release
from tests.conversations.talks import add, make_talk
from tests.people import Cast


def answer(statement: Statement, people: int, choice: int = 1) -> None:
    """So many new people answer."""
    for _ in range(people):
        cast_vote(Participant.objects.create(space=statement.conversation.space, role="user"), statement, choice)


def weights(talk: Conversation) -> list[float]:
    """By the number of the statement, as the worker sets them."""
    weigh_statements(talk)
    return list(talk.statements.filter(state=Statement.State.SHOWN).order_by("number").values_list("weight", flat=True))


def release(talk: Conversation, words: dict[str, tuple[str, str]], state: Release.State) -> None:
    """A release that says in words how many at each end of the line agree."""
    rows = {key: {"groups": {"left": left, "right": right}} for key, (left, right) in words.items()}
    Release.objects.create(
        space=talk.space, kind="opinions", subject=talk.pk, number=1, state=state, tables={"statements": rows}
    )


def test_weights_count_answers_in_fives_and_rest_when_near(cast: Cast) -> None:
    talk = make_talk(cast, 2)
    first = talk.statements.get(number=1)
    answer(first, 4)
    assert not weights_to_set(talk)
    assert not [task for task, _ in due() if task.name == "weigh_statements"]
    answer(first, 1)
    assert [args for task, args in due() if task.name == "weigh_statements"] == [(str(talk.pk),)]
    before, after = weights(talk)
    assert before < 0.5 < 1.5 < after
    assert weigh_statements(talk) == 0


def test_weights_do_not_tell_how_anybody_answered(cast: Cast) -> None:
    talks = [make_talk(cast, 3), make_talk(cast, 3)]
    for talk, choices in zip(talks, ((1, 1, 0), (-1, 0, 1)), strict=True):
        for statement, people, choice in zip(talk.statements.order_by("number"), (5, 10, 20), choices, strict=True):
            answer(statement, people, choice)
    assert weights(talks[0]) == weights(talks[1])


def test_what_is_said_to_divide_comes_sooner_once_it_is_public(cast: Cast) -> None:
    talk = make_talk(cast, 3)
    ids = [str(one.pk) for one in talk.statements.order_by("number")]
    release(
        talk,
        {ids[0]: ("nearly_none", "nearly_all"), ids[1]: ("about_half", "about_half"), ids[2]: ("hidden", "nearly_all")},
        Release.State.PREPARED,
    )
    assert weights(talk) == [1, 1, 1]
    Release.objects.update(state=Release.State.PUBLISHED)
    divides, shares, hidden = weights(talk)
    assert divides > 1.2 * shares
    assert hidden == shares


def test_a_merged_statement_brings_its_answers_along_one_for_each_person(cast: Cast) -> None:
    talk = make_talk(cast, 2)
    target = talk.statements.get(number=1)
    merged = add(talk, "The same.", state=Statement.State.MERGED, merged_into=target)
    answer(merged, 4)
    twice = Participant.objects.create(space=talk.space, role="user")
    cast_vote(twice, merged, 1)
    few, many = weights(talk)
    assert few < many
    answer(talk.statements.get(number=2), 5)
    cast_vote(twice, target, 1)
    assert weights(talk) == [pytest.approx(1, abs=0.26)] * 2


def test_every_statement_keeps_a_fifth_of_the_mean_and_is_drawn(cast: Cast) -> None:
    talk = make_talk(cast, 5)
    for statement in talk.statements.exclude(number=5):
        answer(statement, 20)
    found = weights(talk)
    assert min(found) >= 0.2
    drawn = Counter(asked.statement.number for _ in range(300) if (asked := next_for(None, talk, language="en")))
    assert drawn[5] > 200
    assert set(drawn) == {1, 2, 3, 4, 5}  # each is missed with a chance of 0.96^300


@pytest.mark.parametrize("statements", [0, 2, 20])
def test_weights_take_a_fixed_number_of_queries(cast: Cast, statements: int) -> None:
    talk = make_talk(cast, statements)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        weights_to_set(talk)
    assert len(seen) == 3
