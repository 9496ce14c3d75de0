"""A published result to look at, without working one out."""

from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries import KIND
from talkoo.releases.models import Release
from talkoo.spaces.models import Space


def result_in(space: Space, question: str = "What would help?", *, state: str = "published", **more: Any) -> Release:
    """A conversation that has ended, and a release of it in which one sentence is shared."""
    conversation = Conversation.objects.create(space=space, question=question, state="closed", source=str(uuid4()))
    shared = Statement.objects.create(conversation=conversation, number=1, text=f"Shared: {question}", state="shown")
    return Release.objects.create(
        space=space,
        kind=KIND,
        subject=conversation.pk,
        number=1,
        state=state,
        published_at=timezone.now() if state == "published" else None,
        tables={
            "shared": [str(shared.pk)],
            "statements": {
                str(shared.pk): {"text": shared.text, "language": "en", "agree": "nearly_all", "groups": {}},
            },
            "cells": [],
        },
        **more,
    )


def sentence_of(release: Release) -> UUID:
    """The sentence that the release shares."""
    return UUID(release.tables["shared"][0])
