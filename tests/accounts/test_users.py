"""Staff: invitations, sign-ins, passwords; and the participant behind a person."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine

from talkoo.accounts import actions
from talkoo.accounts.forms import NewUserForm
from talkoo.accounts.models import INVITED_ROLES, Invitation, Participant, Role, User
from talkoo.accounts.queries import STRANGER, find_invitation, invitations_of, old_invitations, participant_id
from talkoo.core.models import HistoryLine
from tests.people import Cast


@pytest.mark.parametrize("role", Role)
def test_invite_takes_named_roles_alone(cast: Cast, role: Role) -> None:
    if role not in INVITED_ROLES:
        with pytest.raises(ValueError, match="Nobody is invited"):
            actions.invite(cast.space.pk, role, made_by=None)
        return
    invitation, secret = actions.invite(cast.space.pk, role, made_by=cast.person("leena").user, note="Petri")
    assert secret not in str(vars(invitation))
    assert find_invitation(secret) == invitation
    assert list(invitations_of(cast.space.pk)) == [invitation]
    assert not invitations_of(cast.other_space.pk).exists()
    line = HistoryLine.objects.get(act="invited")
    assert (line.actor, line.subject, line.detail) == (cast.person("leena").actor, invitation.pk, {"role": role})


def test_invitation_is_used_once(cast: Cast) -> None:
    invitation, secret = actions.invite(cast.space.pk, Role.MANAGER, made_by=None)
    user = actions.create_user("petri@talkoo.example", "Petri", "right words for a door")
    assert actions.use_invitation(invitation, user=user)
    assert not actions.use_invitation(invitation, user=user)
    assert find_invitation(secret) is None
    assert HistoryLine.objects.filter(act="came by invitation").count() == 1


def test_invitation_ended_or_old_is_found_no_more(cast: Cast) -> None:
    user = cast.person("leena").user
    assert user is not None
    with time_machine.travel("2026-11-01 08:00Z", tick=False) as clock:
        ended, ended_secret = actions.invite(cast.space.pk, Role.MANAGER, made_by=None)
        actions.end_invitation(ended, actor=user.pk)
        actions.end_invitation(ended, actor=user.pk)
        old, old_secret = actions.invite(cast.space.pk, Role.MANAGER, made_by=None)
        assert find_invitation(ended_secret) is None
        assert not actions.use_invitation(ended, user=user)
        clock.shift(timedelta(days=13, hours=23))
        assert find_invitation(old_secret) == old
        clock.shift(timedelta(hours=1))
        assert find_invitation(old_secret) is None
        assert not actions.use_invitation(old, user=user)
        assert list(old_invitations()) == []
        clock.shift(timedelta(days=31))
        assert set(old_invitations()) == {ended, old}
        actions.forget_old_invitations()
    assert not Invitation.objects.exists()
    assert HistoryLine.objects.filter(act="ended an invitation").count() == 1


@pytest.mark.parametrize("secret", ["", "x", "ä" * 400])
def test_find_invitation_rubbish_is_none(cast: Cast, secret: str) -> None:
    assert find_invitation(secret) is None


def test_create_user_keeps_the_address_in_one_form(db: None) -> None:
    user = actions.create_user("Petri@Talkoo.EXAMPLE", "Petri", may_open_spaces=True)
    assert (user.email, user.may_open_spaces, user.has_usable_password()) == ("petri@talkoo.example", True, False)


NEW = {"name": "Petri", "email": "petri@talkoo.example", "password": "right words for a door"}


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({}, "", ""),
        ({"name": ""}, "name", "Write the name"),
        ({"name": "x" * 81}, "name", "At most 80 characters"),
        ({"email": ""}, "email", "Write your e-mail"),
        ({"email": "petri"}, "email", "looks like anna@example.org"),
        ({"email": "LEENA@talkoo.example"}, "email", "There is a sign-in with this address already"),
        ({"password": ""}, "password", "Write a password"),
        ({"password": "elevensigns"}, "password", "at least 12"),
        ({"password": "petri@talkoo.example"}, "password", "much like your name or e-mail"),
        ({"password": "1234567890123"}, "password", "Figures alone"),
    ],
)
def test_new_user_form_says_what_is_wrong(cast: Cast, change: dict[str, str], field: str, said: str) -> None:
    form = NewUserForm(NEW | change)
    assert form.is_valid() == (not field)
    assert list(form.errors) == ([field] if field else [])
    assert said in " ".join(form.errors.get(field, []))


def test_participant_for_staff_is_one_a_space_and_unlinkable_without_the_key(cast: Cast) -> None:
    tomi = cast.person("tomi")
    assert tomi.user is not None
    one = actions.participant_for(tomi, cast.space.pk, Role.PROFESSIONAL)
    assert actions.participant_for(tomi, cast.space.pk, Role.MANAGER) == one
    assert one.role == Role.PROFESSIONAL
    other = actions.participant_for(tomi, cast.other_space.pk, Role.PROFESSIONAL)
    assert len({one.pk, other.pk, tomi.user.pk}) == 3
    assert one.pk == participant_id(tomi.user, cast.space.pk)
    assert one.pk.version == 4
    columns = {field.name for field in Participant._meta.get_fields()}
    assert not {"user", "name", "email"} & columns


def test_participant_for_card_is_the_cards_own(cast: Cast) -> None:
    mira = cast.person("mira")
    assert mira.card is not None
    assert actions.participant_for(mira, cast.space.pk, Role.USER) == mira.card.participant
    with pytest.raises(ValueError, match="another space"):
        actions.participant_for(mira, cast.other_space.pk, Role.USER)
    with pytest.raises(ValueError, match="stranger"):
        actions.participant_for(STRANGER, cast.space.pk, Role.USER)


def test_person_who_is_the_same_each_time_and_says_nothing(cast: Cast) -> None:
    digests = {name: cast.person(name).who for name in cast.people}
    assert digests["stranger"] == ""
    assert len(set(digests.values())) == len(digests)
    leena = User.objects.get(email="leena@talkoo.example")
    assert digests["leena"] == cast.person("leena").who
    assert UUID(hex=digests["leena"][:32]) != leena.pk
