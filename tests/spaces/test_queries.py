"""What is known of a space's people: names only where they were agreed to, figures only in steps of five."""

from datetime import timedelta

import pytest
from django.http import Http404

from talkoo.accounts.models import Card, Participant, Role
from talkoo.core.models import today
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import card_counts, is_host_of_all, members_of, place_of, places_of, spaces_open_to
from tests.people import CAST, Cast, make_card

# Who may read the space, by whom its readers are.
READERS = {
    "members": {"tomi", "hannele", "outi", "ritva", "samuel", "leena", "iida"},
    "cards": {"mira", "tomi", "hannele", "outi", "ritva", "samuel", "leena", "iida"},
    "everybody": set(CAST),
}


@pytest.mark.parametrize("reading", READERS)
def test_place_everybody_of_the_cast_is_let_in_by_the_table(cast: Cast, reading: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(reading=reading)
    let_in = set()
    for name in CAST:
        try:
            place_of(cast.person(name), cast.space.pk)
        except Http404:
            continue
        let_in.add(name)
    assert let_in == READERS[reading]


def test_spaces_of_a_member_of_two_each_once(cast: Cast) -> None:
    leena = cast.person("leena").user
    assert leena
    Membership.objects.create(space=cast.other_space, user=leena, role=Role.PARTNER)
    assert set(spaces_open_to(cast.person("leena"))) == {cast.space, cast.other_space}
    assert {(place.space, place.role) for place in places_of(cast.person("leena"))} == {
        (cast.space, Role.HOST), (cast.other_space, Role.PARTNER),
    }  # fmt: skip


def test_places_of_a_stranger_none(cast: Cast) -> None:
    assert places_of(cast.person("stranger")) == []


def test_members_only_named_roles_in_their_order(cast: Cast) -> None:
    assert [row.user.name for row in members_of(cast.space)] == [
        "Tomi", "Hannele", "Outi", "Ritva", "Samuel", "Leena", "Iida",
    ]  # fmt: skip


def test_members_ended_role_is_not_shown(cast: Cast) -> None:
    Membership.objects.filter(user=cast.person("tomi").user).update(ended_on="2026-01-01")
    assert "Tomi" not in [row.user.name for row in members_of(cast.space)]


def came_yesterday() -> None:
    """Everybody who has come so far did so yesterday."""
    Participant.objects.update(made_on=today() - timedelta(days=1))


def print_more(cast: Cast, number: int) -> None:
    """Cards that nobody has used."""
    for one in range(number):
        Card.objects.create(space=cast.space, role=Role.USER, selector=f"BBBB222{one}", words_hash="!")


@pytest.mark.parametrize(
    ("came", "at_least", "is_few"), [(1, 0, True), (4, 0, True), (5, 5, False), (9, 5, False), (10, 10, False)]
)
def test_card_counts_came_in_told_in_steps_of_five(cast: Cast, came: int, at_least: int, is_few: bool) -> None:
    for number in range(came - 1):  # Mira is one already
        make_card(cast.space, f"AAAA222{number}")
    print_more(cast, 5)
    came_yesterday()
    [count] = card_counts(cast.space)
    assert (count.role, count.printed, count.at_least, count.is_few) == (Role.USER, came + 5, at_least, is_few)


def test_card_counts_who_came_today_counts_tomorrow(cast: Cast) -> None:
    for number in range(9):
        make_card(cast.space, f"AAAA222{number}")
    print_more(cast, 5)
    [count] = card_counts(cast.space)
    assert (count.printed, count.at_least) == (15, 0)


@pytest.mark.parametrize(("came", "spare", "at_least"), [(5, 0, 0), (5, 4, 0), (10, 0, 5), (10, 4, 5), (10, 5, 10)])
def test_card_counts_never_say_that_all_came(cast: Cast, came: int, spare: int, at_least: int) -> None:
    for number in range(came - 1):
        make_card(cast.space, f"AAAA222{number}")
    print_more(cast, spare)
    came_yesterday()
    [count] = card_counts(cast.space)
    assert (count.printed, count.at_least) == (came + spare, at_least)


def test_card_counts_nobody_and_four_look_alike(cast: Cast) -> None:
    Card.objects.create(space=cast.space, role=Role.CARER, selector="CCCC2222", words_hash="!")
    by_role = {count.role: count for count in card_counts(cast.space)}
    assert by_role[Role.CARER].at_least == by_role[Role.USER].at_least == 0


def test_card_counts_replaced_card_is_one_person(cast: Cast) -> None:
    for number in range(4):
        make_card(cast.space, f"AAAA222{number}")
    mira = cast.person("mira").card
    assert mira
    Card.objects.filter(pk=mira.pk).update(state=Card.State.ENDED)
    Card.objects.create(
        space=cast.space, role=Role.USER, selector="NEWA2222", words_hash="!", participant=mira.participant
    )
    print_more(cast, 5)
    came_yesterday()
    [count] = card_counts(cast.space)
    assert (count.printed, count.at_least) == (11, 5)


def test_card_counts_of_another_space_not_counted(cast: Cast) -> None:
    for number in range(9):
        make_card(cast.other_space, f"AAAA222{number}")
    [count] = card_counts(cast.space)
    assert count.printed == 1


def test_is_host_of_all_only_where_host_of_every_space(cast: Cast) -> None:
    leena, tomi, paula = (cast.person(name).user for name in ("leena", "tomi", "paula"))
    assert leena
    assert tomi
    assert paula
    assert is_host_of_all(leena, tomi)
    assert not is_host_of_all(paula, tomi)
    Membership.objects.create(space=cast.other_space, user=tomi, role=Role.PARTNER)
    assert not is_host_of_all(leena, tomi)


def test_is_host_of_all_somebody_who_may_open_spaces_needs_another_who_may(cast: Cast) -> None:
    leena, tomi = cast.person("leena").user, cast.person("tomi").user
    assert leena
    assert tomi
    leena.may_open_spaces, tomi.may_open_spaces = False, True
    assert not is_host_of_all(leena, tomi)
