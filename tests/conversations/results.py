"""Releases to look at: the samples, and how to ask for a page of one."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse

from talkoo.conversations.models import Conversation
from talkoo.releases.models import Release
from tests.people import Cast

SAMPLES = sorted(path.stem for path in (Path(__file__).parent / "samples").glob("*.json"))
PAGES = ("map", "map_print", "map_pdf", "map_counts")
QUESTION = "What would make it easier to come back?"
HEADLINES = {
    "few": "Too few votes yet to look for groups.",
    "none": "No clear groups: the differences are no larger than chance would make them.",
    "divide": "There is a divide. Whether it is two camps or a gradual line, these votes cannot tell.",
    "spectrum": "A spectrum, not groups: people are spread along a line, and there is more than one line.",
    "two_groups": "Two groups, fairly stable",
    "three_groups": "Three groups, loosely drawn",
    "running": "Two groups, stable",
    "huge": "Two groups, stable",
    "awkward": "Two groups, fairly stable",
}


def sample(name: str) -> dict[str, Any]:
    """The tables of one sample."""
    tables: dict[str, Any] = json.loads((Path(__file__).parent / f"samples/{name}.json").read_text())
    return tables


@dataclass
class Shown:
    """A release of a conversation in a space, and how to look at it."""

    cast: Cast
    conversation: Conversation
    release: Release

    def address(self, view: str = "map") -> str:
        """Where a page of it is."""
        return reverse(view, args=[self.cast.space.pk, self.conversation.pk])

    def get(self, view: str = "map", *, who: str = "mira", **query: str) -> Any:
        """What ``who`` is answered."""
        return self.cast.browser(who).get(self.address(view), query)

    def html(self, view: str = "map", **query: str) -> str:
        """What everybody reads, with single spaces."""
        answer = self.get(view, **query)
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())
