"""What everybody of the cast may do in a space that is open, closed or archived."""

from collections.abc import Callable

import pytest

from talkoo.core.access import Verdict
from talkoo.spaces import rules
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place, role_in
from tests.people import CAST, Cast

OPEN, CLOSED, ARCHIVED = Space.State.values
EVERYBODY_HERE = {"mira", "tomi", "hannele", "outi", "ritva", "samuel", "leena", "iida"}

# action: who of the cast may, by the state of the space. Everybody else may not.
TABLE: dict[str, tuple[Callable[[Place], Verdict], dict[str, set[str]]]] = {
    "see settings": (rules.may_see_settings, {OPEN: {"leena"}, CLOSED: {"leena"}, ARCHIVED: {"leena"}}),
    "change": (rules.may_change_space, {OPEN: {"leena"}, CLOSED: {"leena"}, ARCHIVED: set()}),
    "close": (lambda place: rules.may_move_space(place, CLOSED), {OPEN: {"leena"}, CLOSED: set(), ARCHIVED: {"leena"}}),
    "open again": (lambda place: rules.may_move_space(place, OPEN), {OPEN: set(), CLOSED: {"leena"}, ARCHIVED: set()}),
    "archive": (lambda place: rules.may_move_space(place, ARCHIVED), {OPEN: set(), CLOSED: {"leena"}, ARCHIVED: set()}),
    "see people": (rules.may_see_people, dict.fromkeys(Space.State.values, EVERYBODY_HERE)),
    "invite": (rules.may_invite, {OPEN: {"leena"}, CLOSED: set(), ARCHIVED: set()}),
    "print cards": (rules.may_print_cards, {OPEN: {"leena", "samuel"}, CLOSED: set(), ARCHIVED: set()}),
    "replace a card": (rules.may_replace_card, {OPEN: {"samuel"}, CLOSED: {"samuel"}, ARCHIVED: set()}),
    "see counts": (rules.may_see_counts, {state: {"leena", "samuel"} for state in Space.State.values}),
}


@pytest.mark.parametrize("action", TABLE)
@pytest.mark.parametrize("state", [OPEN, CLOSED, ARCHIVED])
def test_rules_every_role_and_state_answers_by_the_table(cast: Cast, action: str, state: str) -> None:
    may, by_state = TABLE[action]
    cast.space.state = state

    allowed = {
        name for name in CAST if may(Place(cast.space, cast.person(name), role_in(cast.person(name), cast.space)))
    }

    assert allowed == by_state[state]


def test_may_open_space_only_trusted_staff(cast: Cast) -> None:
    assert {name for name in CAST if rules.may_open_space(cast.person(name))} == {"leena", "paula"}


@pytest.mark.parametrize(("role", "hosts", "may"), [("host", 1, False), ("host", 2, True), ("manager", 1, True)])
def test_may_lose_role_last_host_may_not(role: str, hosts: int, may: bool) -> None:
    assert rules.may_lose_role(role, hosts) is may
