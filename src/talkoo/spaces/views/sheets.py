"""Sheets that exist for half an hour in one browser: cards, and links to hand over."""

from typing import Any
from uuid import UUID

from django.conf import settings

from talkoo.accounts.http import PersonRequest, unseal_for
from talkoo.accounts.models import Sealed
from talkoo.spaces.models import Space


def whole_address(request: PersonRequest, path: str) -> str:
    """An address that works on paper."""
    return settings.PUBLIC_ADDRESS.rstrip("/") + path if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def read_sheet(request: PersonRequest, space: Space, sheet: UUID, kind: str) -> dict[str, Any] | None:
    """What is on a sheet of this space, or None: gone, of another kind, or somebody else's."""
    content = unseal_for(request, sheet, Sealed.Purpose.SHEET)
    return content if content and kind in content and content["space"] == str(space.pk) else None
