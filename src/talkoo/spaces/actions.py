"""What people do with a space: open it, change it, bring it to its end, say who has which named role."""

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from talkoo.accounts.models import Role, User
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
