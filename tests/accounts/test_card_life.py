"""A card in use: words of its holder's own, a lost card replaced, a card ended."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import time_machine

from talkoo.accounts import actions
from talkoo.accounts.models import Card, Role
from talkoo.accounts.queries import words_in
from talkoo.core.models import HistoryLine
from tests.people import Cast


def make_one(cast: Cast, *, role: Role = Role.USER) -> actions.MadeCard:
    """A fresh card."""
    return actions.make_cards(cast.space.pk, role, 1, "en", actor=None, once=uuid4())[0]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still until a test moves it."""
    with time_machine.travel("2026-11-24 12:00Z", tick=False) as traveller:
        yield traveller


def test_own_words_count_from_the_moment_they_are_taken(cast: Cast) -> None:
    made = make_one(cast)
    card = actions.sign_in_card(made.selector, " ".join(made.words)).card
    assert card is not None
    own = actions.five_words("fi")
    assert set(own) <= set(words_in("fi"))
    assert actions.sign_in_card(made.selector, " ".join(made.words)).card is not None
    actions.give_own_words(card, own)
    assert (card.version, card.words_are_own) == (2, True)
    assert actions.sign_in_card(made.selector, " ".join(own)).card is not None
    assert actions.sign_in_card(made.selector, " ".join(made.words)).card is None
    assert HistoryLine.objects.get(act="gave a card new words").actor is None


def test_replace_card_goes_on_with_the_same_participant(cast: Cast) -> None:
    made = make_one(cast, role=Role.PARTNER)
    old = actions.sign_in_card(made.selector, " ".join(made.words)).card
    assert old is not None
    once, leena = uuid4(), UUID(int=7)
    new = actions.replace_card(
        f"{made.selector[:4].lower()} {made.selector[4:]}",
        space_id=cast.space.pk,
        language="en",
        actor=leena,
        once=once,
    )
    assert new is not None
    old.refresh_from_db()
    assert (old.state, old.version) == ("ended", 2)
    came = actions.sign_in_card(new.selector, " ".join(new.words))
    assert came.card is not None
    assert came.is_first_use
    assert (came.card.participant, came.card.role) == (old.participant, Role.PARTNER)
    assert HistoryLine.objects.get(act="replaced a card").actor == leena
    again = actions.replace_card(made.selector, space_id=cast.space.pk, language="en", actor=leena, once=once)
    assert again is None
    assert Card.objects.filter(participant=old.participant).count() == 2


@pytest.mark.parametrize("selector", ["22222222", "", "JRE8N2WP", "ended"])
def test_replace_card_unknown_elsewhere_or_ended_changes_nothing(cast: Cast, selector: str) -> None:
    mira = cast.person("mira").card
    assert mira is not None
    if selector == "ended":
        actions.end_card(mira)
        selector = mira.selector
    before = Card.objects.count()
    with pytest.raises(actions.UnknownCardError):
        actions.replace_card(selector, space_id=cast.space.pk, language="en", actor=None, once=uuid4())
    assert Card.objects.count() == before


def test_end_card_twice_is_written_once(cast: Cast) -> None:
    mira = cast.person("mira").card
    assert mira is not None
    actions.end_card(mira)
    actions.end_card(mira)
    mira.refresh_from_db()
    assert (mira.state, mira.version) == ("ended", 2)
    assert HistoryLine.objects.filter(act="ended a card").count() == 1
