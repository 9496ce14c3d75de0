"""What people do with releases: the worker prepares one, the host publishes it, the go-between may hold it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from talkoo.core.history import record
from talkoo.releases.gate import Counts, Earlier, is_due, protect
from talkoo.releases.models import Release
from talkoo.releases.queries import newest_release
from talkoo.spaces.models import Space


@transaction.atomic
def prepare_release(
    space: Space,
    kind: str,
    subject: UUID,
    *,
    is_final: bool,
    counts: Counts,
    rest: dict[str, Any],
    basis: str,
) -> Release | None:
    """Pass ``counts`` through the gate and store them with ``rest``, which holds words and bands only.

    Asked again with the same ``basis`` it gives what was made then: no figure is drawn twice. None if it is not due:
    while one still waits, or before ten people or five new ones have taken part in what still runs.
    """
    Space.objects.select_for_update().get(pk=space.pk)  # two workers at once: the second finds what the first made
    newest = newest_release(subject)
    if newest and newest.basis == basis:
        return newest
    if newest and newest.state != Release.State.PUBLISHED:
        return None
    people = sum(counts.people)
    if not is_final and not is_due(people, before=newest.counted["whole"] if newest else 0):
        return None
    earlier = None
    if newest and "words" in newest.counted:  # one made before counts were moved by chance has nothing to carry on
        earlier = Earlier(timezone.localdate(newest.prepared_at), newest.tables, newest.counted)
    protected = protect(counts, is_final=is_final, earlier=earlier)
    tables = {**rest, "people": protected.people, "cells": protected.cells}
    tables[counts.named] = {
        name: {**about, **protected.rows[name], "too_few": all_hidden(protected.rows[name]["cells"])}
        for name, about in rest[counts.named].items()
    }
    release = Release.objects.create(
        space=space,
        kind=kind,
        subject=subject,
        number=newest.number + 1 if newest else 1,
        is_final=is_final,
        tables=tables,
        hidden=protected.hidden,
        counted={**protected.counted, "whole": people},
        basis=basis,
    )
    record("release prepared", space=space.pk, actor=None, subject=release.pk)
    return release


def all_hidden(cells: list[dict[str, Any]]) -> bool:
    """Whether nothing can be said about this question."""
    return all(cell["asked"]["form"] == "hidden" for cell in cells)


@transaction.atomic
def publish(release: Release, *, actor: UUID | None) -> bool:
    """Make a prepared release public; whether it is public now. A held one stays, a public one is left as it is."""
    changed = move(release, Release.State.PREPARED, Release.State.PUBLISHED, published_at=timezone.now())
    if changed:
        record("release published", space=release.space_id, actor=actor, subject=release.pk)
    return release.state == Release.State.PUBLISHED


@transaction.atomic
def hold(release: Release, *, reason: str, actor: UUID | None) -> bool:
    """Keep a prepared release from becoming public; whether it is held now."""
    changed = move(release, Release.State.PREPARED, Release.State.HELD, hold_reason=reason)
    if changed:
        record("release held", space=release.space_id, actor=actor, subject=release.pk)
    return release.state == Release.State.HELD


@transaction.atomic
def let_go(release: Release, *, actor: UUID | None) -> bool:
    """End the hold; whether the release is not held now. Its two days count from when it was prepared."""
    changed = move(release, Release.State.HELD, Release.State.PREPARED, hold_reason="")
    if changed:
        record("release let go", space=release.space_id, actor=actor, subject=release.pk)
    return release.state != Release.State.HELD


def move(release: Release, source: str, target: str, **facts: Any) -> bool:
    """From one state to the next in one UPDATE, so that of two at once exactly one does it; then read anew."""
    changed = Release.objects.filter(pk=release.pk, state=source).update(state=target, **facts)
    release.refresh_from_db()
    return bool(changed)


class HeldBackError(Exception):
    """The go-between holds a release of this subject; nobody else undoes that."""


def drop_unpublished(subject: UUID) -> None:
    """What was prepared from votes that have been replaced since must not become public. Call within an action.

    Raises ``HeldBackError``, so that a hold is not undone by bringing the same thing in once more.
    """
    waiting = Release.objects.filter(subject=subject).exclude(state=Release.State.PUBLISHED)
    if waiting.filter(state=Release.State.HELD).exists():
        raise HeldBackError
    waiting.delete()
