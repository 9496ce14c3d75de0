"""What people do with a space: open it, change it, bring it to its end, say who has which named role."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.urls import reverse

from talkoo.accounts.actions import (
    create_user,
    invite,
    make_cards,
    make_password_link,
    replace_card,
    seal,
    use_invitation,
)
from talkoo.accounts.models import Invitation, Role, Sealed, User
from talkoo.accounts.queries import Person
from talkoo.core.history import record
from talkoo.core.models import today
from talkoo.core.text import keyed
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import hosts_of, membership_of
from talkoo.spaces.rules import may_lose_role

CONSONANTS, VOWELS = "bdfghjklmnprstv", "aeiou"


class LastHostError(Exception):
    """A space must not be left without a host."""


def new_slug() -> str:
    """A short word for commands that tells nothing about the service: three syllables by chance."""
    while True:
        slug = "".join(secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(3))
        if not Space.objects.filter(slug=slug).exists():
            return slug


@transaction.atomic
def open_space(
    user: User, *, once: UUID, service: str, why: str, for_whom: str, languages: list[str], until: date, reading: str
) -> Space:
    """Open a space with ``user`` as its host. Sent twice, it is opened once."""
    key = UUID(hex=keyed("space", f"{user.pk}|{once}")[:32], version=4)
    space, is_new = Space.objects.get_or_create(
        pk=key,
        defaults={
            "slug": new_slug(), "service": service, "why": why, "for_whom": for_whom,
            "languages": languages, "until": until, "reading": reading,
        },
    )  # fmt: skip
    if is_new:
        Membership.objects.create(space=space, user=user, role=Role.HOST)
        record("space opened", space=space.pk, actor=user.pk)
    return space


@transaction.atomic
def change_space(space: Space, *, actor: UUID | None, **facts: Any) -> None:
    """Change what the space says about itself. Nothing changed, nothing written."""
    changed = [name for name, value in facts.items() if getattr(space, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(space, name, facts[name])
    space.save(update_fields=changed)
    record("space changed", space=space.pk, actor=actor, fields=sorted(changed))


@transaction.atomic
def move_space(space: Space, to: str, *, actor: UUID | None) -> None:
    """Close it, open it again, archive it or bring it back. Nothing is lost on the way; ask ``may_move_space``."""
    if Space.objects.filter(pk=space.pk, state=space.state).update(state=to):
        record("space moved", space=space.pk, actor=actor, to=to)
        space.state = to


def lock(space: Space) -> None:
    """Let one change of a space's people wait for the other, so that two hosts cannot both leave last."""
    Space.objects.select_for_update().get(pk=space.pk)


def still_stands(row: Membership) -> bool:
    """Whether the role is still there to be given up; the last host's is not to be had."""
    if not Membership.objects.filter(pk=row.pk, ended_on=None).exists():
        return False
    if not may_lose_role(row.role, hosts_of(row.space)):
        raise LastHostError
    return True


@transaction.atomic
def join_space(user: User, space: Space, role: str) -> Membership:
    """Give ``user`` a named role. Somebody who has one already keeps it; a host can change it."""
    lock(space)
    has = membership_of(user, space)
    if has:
        return has
    row = Membership.objects.create(space=space, user=user, role=role)
    record("role taken", space=space.pk, actor=user.pk, subject=row.pk, role=role)
    return row


@transaction.atomic
def change_role(row: Membership, role: str, *, actor: UUID | None) -> None:
    """Give a member another named role: the old one is ended, so that the past stays readable."""
    lock(row.space)
    if row.role != role and still_stands(row):
        Membership.objects.filter(pk=row.pk).update(ended_on=today())
        new = Membership.objects.create(space=row.space, user=row.user, role=role)
        record("role changed", space=row.space_id, actor=actor, subject=new.pk, role=role, before=row.role)


@transaction.atomic
def end_membership(row: Membership, *, actor: UUID | None) -> None:
    """End a named role. What the person said and did stays; ended twice is ended once."""
    lock(row.space)
    if still_stands(row):
        Membership.objects.filter(pk=row.pk).update(ended_on=today())
        record("role ended", space=row.space_id, actor=actor, subject=row.pk, role=row.role)


def sheet_of(once: UUID, subject: Space | Membership, kind: str) -> UUID:
    """The address of the sheet that a form makes: sent twice, the form leads to the same sheet."""
    return uuid5(once, f"{subject.pk}|{kind}")


def seal_sheet(sheet: UUID, space: Space, content: dict[str, Any], *, person: Person, key: bytes) -> None:
    """Keep what is on a sheet for half an hour, for this person and browser: it exists nowhere else."""
    whole = content | {"space": str(space.pk)}
    seal(Sealed.Purpose.SHEET, whole, who=person.who, key=key, sealed_id=sheet)


def print_cards(space: Space, *, role: str, count: int, language: str, once: UUID, person: Person, key: bytes) -> UUID:
    """Make new cards and put them on a sheet; the sheet's address."""
    made = make_cards(space.pk, Role(role), count, language, actor=person.actor, once=once)
    sheet = sheet_of(once, space, "cards")
    if made:
        cards = [[card.selector, *card.words] for card in made]
        seal_sheet(sheet, space, {"cards": cards, "role": role, "language": language}, person=person, key=key)
    return sheet


def replace_lost_card(space: Space, *, selector: str, language: str, once: UUID, person: Person, key: bytes) -> UUID:
    """End the card whose stub says ``selector`` and print one for the same participant; the sheet's address.

    Raises ``UnknownCardError``.
    """
    made = replace_card(selector, space_id=space.pk, language=language, actor=person.actor, once=once)
    sheet = sheet_of(once, space, "instead")
    if made:
        cards = [[made.selector, *made.words]]
        seal_sheet(sheet, space, {"cards": cards, "role": "", "language": language}, person=person, key=key)
    return sheet


def ask_to_come(space: Space, *, role: str, note: str, once: UUID, person: Person, key: bytes) -> tuple[UUID, str]:
    """Invite one person with a named role: the sheet with the link, and the link itself the first time only."""
    sheet = sheet_of(once, space, "invitation")
    try:
        with transaction.atomic():
            _, secret = invite(space.pk, Role(role), made_by=person.user, note=note)
            path = reverse("open_invitation", args=[secret])
            seal_sheet(sheet, space, {"path": path, "role": role}, person=person, key=key)
    except IntegrityError:  # the same form came twice
        return sheet, ""
    return sheet, path


@transaction.atomic
def make_member_link(row: Membership, *, once: UUID, person: Person, key: bytes) -> UUID:
    """A link with which a member sets a new password; the sheet's address. Ask ``may_make_password_link`` first."""
    sheet = sheet_of(once, row, "password")
    if not Sealed.objects.filter(pk=sheet).exists():
        path = make_password_link(row.user)
        seal_sheet(sheet, row.space, {"path": path, "name": row.user.name}, person=person, key=key)
        record("made a password link", space=row.space_id, actor=person.actor, subject=row.pk)
    return sheet


@transaction.atomic
def accept_invitation(invitation: Invitation, user: User) -> bool:
    """Use the invitation up and take its role. False when it had ended meanwhile: then nothing was changed."""
    if not use_invitation(invitation, user=user):
        return False
    if invitation.space:
        join_space(user, invitation.space, invitation.role)
    elif not user.may_open_spaces:
        user.may_open_spaces = True
        user.save(update_fields=["may_open_spaces"])
    return True


def come_by_invitation(invitation: Invitation, *, name: str, email: str, password: str) -> User | None:
    """Set up a sign-in and take the role, both or neither. None when the invitation had ended meanwhile."""
    with transaction.atomic():
        user = create_user(email, name, password)
        if accept_invitation(invitation, user):
            return user
        transaction.set_rollback(True)
    return None
