"""Releases to look at in tests."""

from typing import Any
from uuid import UUID, uuid4

from talkoo.releases.actions import prepare_release
from talkoo.releases.gate import Counts
from talkoo.releases.models import Release
from talkoo.spaces.models import Space


def counted(*people: int) -> Counts:
    """One statement on which everybody agrees, in as many cells as numbers are given."""
    roles = (["user"], ["professional"], ["manager"])
    return Counts(
        roles=roles[: len(people)],
        people=people,
        answers=("agree", "disagree", "pass"),
        rows={"one": [[number, 0, 0] for number in people]},
        named="statements",
    )


REST: dict[str, Any] = {"statements": {"one": {"text": "Statement"}}}


def prepared(
    space: Space, *people: int, subject: UUID | None = None, is_final: bool = True, basis: str = ""
) -> Release | None:
    """A release as the worker prepares it."""
    return prepare_release(
        space,
        "trial",
        subject or uuid4(),
        is_final=is_final,
        counts=counted(*people),
        rest=REST,
        basis=basis,
    )


def ready(space: Space, *people: int) -> Release:
    """One that waits to be looked at."""
    release = prepared(space, *(people or (30,)))
    assert release is not None
    return release
