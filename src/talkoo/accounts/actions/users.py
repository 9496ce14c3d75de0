"""Staff: invitations, sign-ins, passwords; and the participant behind a person."""

import secrets
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from talkoo.accounts.models import INVITED_ROLES, Invitation, Participant, Role, User
from talkoo.accounts.queries import Person, digest_of, participant_id
from talkoo.core.history import record


@transaction.atomic
def invite(space_id: UUID | None, role: Role, *, made_by: User | None, note: str = "") -> tuple[Invitation, str]:
    """An invitation, and the secret of its link: shown or mailed once, and not kept."""
    if role not in INVITED_ROLES:
        raise ValueError(f"Nobody is invited as {role}: they come by card.")
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        secret_hash=digest_of(secret),
        space_id=space_id,
        role=role,
        made_by=made_by,
        note=note,
    )
    actor = made_by.pk if made_by else None
    record("invited", space=space_id, actor=actor, subject=invitation.pk, role=role)
    return invitation, secret


@transaction.atomic
def use_invitation(invitation: Invitation, *, user: User) -> bool:
    """Use it up for ``user``. False when somebody was quicker or it has ended: then do nothing more."""
    now = timezone.now()
    free = Q(used_at=None, ended_at=None, until__gt=now)
    if not Invitation.objects.filter(free, pk=invitation.pk).update(used_at=now):
        return False
    record("came by invitation", space=invitation.space_id, actor=user.pk, subject=invitation.pk, role=invitation.role)
    return True


@transaction.atomic
def end_invitation(invitation: Invitation, *, actor: UUID | None) -> None:
    """Take an invitation back; its link answers like one that never was."""
    if Invitation.objects.filter(pk=invitation.pk, used_at=None, ended_at=None).update(ended_at=timezone.now()):
        record("ended an invitation", space=invitation.space_id, actor=actor, subject=invitation.pk)


@transaction.atomic
def create_user(email: str, name: str, password: str | None = None, *, may_open_spaces: bool = False) -> User:
    """Somebody with a sign-in. Without a password nobody can use it until a link has set one."""
    user = User.objects.create_user(email, name, password, may_open_spaces=may_open_spaces)
    record("got a sign-in", space=None, actor=user.pk)
    return user


@transaction.atomic
def set_password(user: User, password: str) -> None:
    """A new password. Every session and every earlier link of the user ends with it."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record("set a password", space=None, actor=user.pk)


def make_password_link(user: User) -> str:
    """The address (without host) under which ``user`` sets a new password: once, within three days."""
    uid = urlsafe_base64_encode(user.pk.bytes)
    return reverse("new_password_link", args=[uid, default_token_generator.make_token(user)])


def participant_for(person: Person, space_id: UUID, role: Role) -> Participant:
    """Whoever votes or tells here: the card's participant, or the one derived for a user at their first word."""
    if person.card:
        if person.card.space_id != space_id or person.card.participant is None:
            raise ValueError("This card belongs to another space.")
        return person.card.participant
    if person.user is None:
        raise ValueError("A stranger has no voice here.")
    participant, _ = Participant.objects.get_or_create(
        pk=participant_id(person.user, space_id),
        defaults={"space_id": space_id, "role": role},
    )
    return participant
