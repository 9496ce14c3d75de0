"""Keeping something for half an hour with a key that only the browser holds."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from talkoo.accounts.models import Sealed
from talkoo.accounts.vault import bound_to, open_content, seal_content

KEPT_FOR = timedelta(minutes=30)


def seal(
    purpose: Sealed.Purpose, content: dict[str, Any], *, who: str, key: bytes, sealed_id: UUID | None = None
) -> UUID:
    """Keep ``content`` for half an hour, for ``who`` and this browser's ``key`` alone.

    With a ``sealed_id`` of its own, so that the same form sent twice leads to the same sheet.
    """
    kept = Sealed(purpose=purpose, who=who, until=timezone.now() + KEPT_FOR)
    kept.pk = sealed_id or kept.pk
    kept.content = seal_content(key, content, bound=bound_to(purpose, kept.pk, who))
    kept.save(force_insert=True)
    return kept.pk


def unseal(sealed_id: UUID, purpose: Sealed.Purpose, *, who: str, key: bytes) -> dict[str, Any] | None:
    """What was kept, or None: not there, too old, for somebody else, or from another browser."""
    kept = Sealed.objects.filter(pk=sealed_id, purpose=purpose, who=who, until__gt=timezone.now()).first()
    return open_content(key, bytes(kept.content), bound=bound_to(purpose, kept.pk, who)) if kept else None


def throw_seals(who: str, sealed_id: UUID | None = None) -> None:
    """Throw away what was kept for ``who``: all of it, or one."""
    kept = Sealed.objects.filter(who=who)
    (kept if sealed_id is None else kept.filter(pk=sealed_id)).delete()


def throw_oldest_seals(who: str, purpose: Sealed.Purpose, *, leave: int) -> None:
    """Keep the newest few: one browser must not fill the house."""
    mine = Sealed.objects.filter(who=who, purpose=purpose)
    newest = list(mine.order_by("-until").values_list("pk", flat=True)[:leave])
    mine.exclude(pk__in=newest).delete()
