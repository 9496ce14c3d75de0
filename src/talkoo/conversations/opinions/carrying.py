"""What was said of a statement in words stays until five new people have voted on it, as its figure does.

A list that followed every vote would tell what the figure beside it does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from talkoo.conversations.models import Conversation
from talkoo.releases.gate import Earlier
from talkoo.releases.queries import newest_release
from talkoo_sense import OpinionMap, StatementReport, Verdict

type Rest = dict[str, Any]
type Said = Mapping[str, str]  # statement -> new, stay or none, as the gate tells

LISTS = ("shared", "divides", "unclear")
MIDDLES = {"nearly_none": 0.05, "fewer_than_half": 0.25, "about_half": 0.5, "more_than_half": 0.75, "nearly_all": 0.95}


def earlier_of(conversation: Conversation) -> Earlier | None:
    """The release before, if there was one."""
    newest = newest_release(conversation.pk)
    return Earlier(timezone.localdate(newest.prepared_at), newest.tables, newest.counted) if newest else None


def carried_over(rest: Rest, earlier: Earlier | None, said: Said, *, most: Mapping[str, int]) -> Rest:
    """The same, with each list as it may be now. ``most``: how long a list of statements, and one of a part, may be."""
    before = earlier.tables if earlier else {}
    parts = {group["letter"]: group["stands_for"] for group in before.get("groups", ())}
    line = before.get("line") or {}
    return {
        **rest,
        **{name: in_place(rest[name], before.get(name, ()), said, most["listed"]) for name in LISTS},
        "groups": [
            {
                **group,
                "stands_for": stances(group["stands_for"], parts.get(group["letter"], ()), said, most["stood_for"]),
            }
            for group in rest["groups"]
        ],
        "line": rest["line"]
        and {
            **rest["line"],
            **{
                end: stances(rest["line"][end], line.get(end, ()), said, most["stood_for"]) for end in ("left", "right")
            },
        },
    }


def in_place(now: Iterable[str], before: Iterable[str], said: Said, most: int) -> list[str]:
    """What stays keeps its place, or stays out; what is new takes the places that are left."""
    stays = {place: one for place, one in enumerate(before) if said.get(one) == "stay"}
    new = (one for one in now if said[one] == "new")
    places = (stays.get(place) or next(new, None) for place in range(most))
    return [one for one in places if one is not None]


def stances(now: list[dict[str, str]], before: Iterable[dict[str, str]], said: Said, most: int) -> list[dict[str, str]]:
    """The same for statements with the answer that a part gives."""
    sides = {entry["statement"]: entry for entry in (*now, *before) if said.get(entry["statement"]) != "none"}
    sides |= {entry["statement"]: entry for entry in now if said[entry["statement"]] == "new"}
    names = in_place([entry["statement"] for entry in now], [entry["statement"] for entry in before], said, most)
    return [sides[name] for name in names]


def named_as_before(
    found: OpinionMap, report: StatementReport, ids: list[str], earlier: Earlier | None, names: tuple[str, ...]
) -> OpinionMap:
    """The same groups or sides, called so that their bands are as near as can be to those that were told before.

    Which end of the first axis comes first hangs on the votes, so new votes may turn it round.
    """
    before = earlier.tables["statements"] if earlier else {}
    told = [
        (column, [MIDDLES.get(before[name]["groups"][part], np.nan) for part in names])
        for column, name in enumerate(ids)
        if name in before and set(before[name]["groups"]) == set(names)
    ]
    if not told or len(names) < 2:
        return found
    columns, middles = [column for column, _ in told], np.array([places for _, places in told]).T
    share = report.agree[:, columns] / np.maximum(report.seen[:, columns], 1)
    orders = list(permutations(range(len(names))))  # the first one leaves all as it is
    apart = [np.nansum(np.abs(share[list(order)] - middles)) for order in orders]
    order = orders[int(np.argmin(apart))]
    return found if order == orders[0] else renamed(found, order)


def renamed(found: OpinionMap, order: tuple[int, ...]) -> OpinionMap:
    """The same, with the parts in another order; turned round where the last one comes first."""
    positions = found.positions * np.where(np.arange(found.positions.shape[1]) == 0, -1, 1)
    positions = positions if order[0] > order[-1] else found.positions
    if found.verdict == Verdict.GROUPS:
        return replace(
            found, group=relabelled(found.group, order), jaccard=found.jaccard[list(order)], positions=positions
        )
    return replace(found, side=relabelled(found.side, order), positions=positions)


def relabelled(label: NDArray[np.intp], order: tuple[int, ...]) -> NDArray[np.intp]:
    """The number of each person's part in the other order; -1 stays."""
    return np.where(label >= 0, np.argsort(order)[label], -1)
