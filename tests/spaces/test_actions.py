"""What is in the database after each act on a space."""

from datetime import date
from uuid import uuid4

import pytest

from talkoo.accounts.models import Role, User
from talkoo.core.models import HistoryLine, today
from talkoo.spaces import actions
from talkoo.spaces.models import Membership, Space
from tests.people import Cast


def user_of(cast: Cast, name: str) -> User:
    """One of the staff."""
    user = cast.person(name).user
    assert user is not None
    return user


def row_of(cast: Cast, name: str) -> Membership:
    """What ``name`` is in the space."""
    return Membership.objects.select_related("space").get(space=cast.space, user=user_of(cast, name), ended_on=None)


def acts() -> list[str]:
    """The acts in the history."""
    return sorted(HistoryLine.objects.values_list("act", flat=True))


def test_open_space_sent_twice_is_opened_once(cast: Cast) -> None:
    leena, once = user_of(cast, "leena"), uuid4()
    facts = {
        "service": "Debt advice", "why": "Why", "for_whom": "Whom", "languages": ["fi"],
        "until": date(2090, 5, 14), "reading": "members",
    }  # fmt: skip

    first = actions.open_space(leena, once=once, **facts)  # type: ignore[arg-type]
    second = actions.open_space(leena, once=once, **facts)  # type: ignore[arg-type]

    assert first == second
    assert Space.objects.count() == 3
    assert (first.service, first.state, first.until) == ("Debt advice", "open", date(2090, 5, 14))
    assert [(row.user, row.role) for row in first.memberships.all()] == [(leena, Role.HOST)]
    assert acts() == ["space opened"]


def test_open_space_same_key_of_somebody_else_is_another_space(cast: Cast) -> None:
    once = uuid4()
    facts = {
        "service": "A", "why": "B", "for_whom": "C", "languages": ["fi"], "until": date(2090, 5, 14), "reading": "cards"
    }  # fmt: skip
    one = actions.open_space(user_of(cast, "leena"), once=once, **facts)  # type: ignore[arg-type]
    other = actions.open_space(user_of(cast, "paula"), once=once, **facts)  # type: ignore[arg-type]
    assert one != other


def test_slug_new_space_tells_nothing(cast: Cast) -> None:
    slug = actions.new_slug()
    assert len(slug) == 6
    assert slug.isalpha()


def test_change_space_nothing_new_writes_nothing(cast: Cast) -> None:
    actions.change_space(cast.space, actor=None, service=cast.space.service, labels={})
    assert acts() == []


def test_change_space_history_names_fields_not_words(cast: Cast) -> None:
    actions.change_space(cast.space, actor=user_of(cast, "leena").pk, contact_name="Samuel", why=cast.space.why)
    cast.space.refresh_from_db()
    line = HistoryLine.objects.get()
    assert cast.space.contact_name == "Samuel"
    assert (line.act, line.detail, line.actor) == (
        "space changed", {"fields": ["contact_name"]}, user_of(cast, "leena").pk,
    )  # fmt: skip


def test_move_space_twice_is_one_move(cast: Cast) -> None:
    stale = Space.objects.get(pk=cast.space.pk)
    actions.move_space(cast.space, "closed", actor=None)
    actions.move_space(stale, "closed", actor=None)
    cast.space.refresh_from_db()
    assert cast.space.state == "closed"
    assert acts() == ["space moved"]


def test_join_space_somebody_with_a_role_keeps_it(cast: Cast) -> None:
    row = actions.join_space(user_of(cast, "tomi"), cast.space, Role.MANAGER)
    assert row.role == Role.PROFESSIONAL
    assert acts() == []


def test_join_space_newcomer_has_the_role(cast: Cast) -> None:
    row = actions.join_space(user_of(cast, "paula"), cast.space, Role.RESEARCHER)
    assert (row.space, row.role, row.ended_on) == (cast.space, Role.RESEARCHER, None)
    assert acts() == ["role taken"]


def test_change_role_past_stays_readable(cast: Cast) -> None:
    actions.change_role(row_of(cast, "tomi"), Role.MANAGER, actor=None)
    rows = Membership.objects.filter(user=user_of(cast, "tomi"))
    assert {(row.role, row.ended_on) for row in rows} == {("professional", today()), ("manager", None)}


def test_change_role_same_role_writes_nothing(cast: Cast) -> None:
    actions.change_role(row_of(cast, "tomi"), Role.PROFESSIONAL, actor=None)
    assert acts() == []


def test_end_membership_twice_is_ended_once(cast: Cast) -> None:
    row = row_of(cast, "tomi")
    actions.end_membership(row, actor=None)
    actions.end_membership(row, actor=None)
    assert not Membership.objects.filter(user=user_of(cast, "tomi"), ended_on=None).exists()
    assert acts() == ["role ended"]


def test_last_host_can_neither_leave_nor_change(cast: Cast) -> None:
    row = row_of(cast, "leena")
    with pytest.raises(actions.LastHostError):
        actions.end_membership(row, actor=None)
    with pytest.raises(actions.LastHostError):
        actions.change_role(row, Role.MANAGER, actor=None)
    assert row_of(cast, "leena").role == Role.HOST
    assert acts() == []


def test_first_of_two_hosts_can_leave(cast: Cast) -> None:
    actions.join_space(user_of(cast, "paula"), cast.space, Role.HOST)
    actions.end_membership(row_of(cast, "leena"), actor=None)
    assert row_of(cast, "paula").role == Role.HOST
