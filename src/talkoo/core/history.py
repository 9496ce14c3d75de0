"""One line for each act, in the act's own transaction."""

from typing import Any
from uuid import UUID

from talkoo.core.models import HistoryLine


def record(act: str, *, space: UUID | None, actor: UUID | None, subject: UUID | None = None, **detail: Any) -> None:
    """Write that ``actor`` (a user's id; None for a participant) did ``act``. ``detail`` holds nothing personal."""
    HistoryLine.objects.create(act=act, space_id=space, actor=actor, subject=subject, detail=detail)
