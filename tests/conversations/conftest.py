"""Fixtures of conversations."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from talkoo.conversations.models import Conversation
from talkoo.releases.models import Release
from tests.conversations.results import QUESTION, Shown, sample
from tests.people import Cast


@pytest.fixture
def show(cast: Cast) -> Callable[..., Shown]:
    """Put a release of these tables into the space."""

    def put(tables: dict[str, Any] | str, *, number: int = 1, state: str = "published", **more: Any) -> Shown:
        conversation = more.pop("conversation", None) or Conversation.objects.create(
            space=cast.space, question=QUESTION
        )
        release = Release.objects.create(
            space=cast.space,
            kind="opinions",
            subject=conversation.pk,
            number=number,
            tables=sample(tables) if isinstance(tables, str) else tables,
            state=state,
            published_at=timezone.now() if state == "published" else None,
            **more,
        )
        return Shown(cast, conversation, release)

    return put
