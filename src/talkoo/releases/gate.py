"""The one gate: plain counts in, figures out from which nobody's answer can be worked out (TRUST 1a).

Each figure is drawn once for a release and stored with it. Nothing else in the house makes a figure public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from talkoo_sense.privacy import (
    Band,
    Form,
    K,
    PublishedTable,
    Why,
    band,
    may_release,
    publish_closed,
    publish_running,
)

type Figure = dict[str, Any]
type Cell = dict[str, Any]

HIDDEN: Figure = {"form": "hidden", "value": None}
IN_FEW = K // 2  # what "few", and what is missing from "nearly all", stand for in a sum
REASONS = {Why.TOO_SMALL: "few", Why.SHIELDS_ANOTHER: "shield"}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a folder knows and may not show: for each question how many people of each cell gave which answer.

    The first answer is the leading one, which is also said in one word for everybody together.
    """

    roles: Sequence[Sequence[str]]  # the partition: the roles of each cell
    people: Sequence[int]  # how many of each cell took part at all
    answers: Sequence[str]
    rows: Mapping[str, Sequence[Sequence[int]]]  # question -> cells x answers
    named: str  # what the questions are called in the tables
    figures: Mapping[str, int] = field(default_factory=dict)  # single numbers of people


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the release before said, and about how many people."""

    day: date
    tables: Mapping[str, Any]
    counted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Protected:
    """What may leave, what is hidden and why, and the people behind each cell for the next release to count from."""

    people: Figure
    cells: list[Cell]
    rows: dict[str, Cell]
    figures: dict[str, Figure]
    hidden: list[Cell]
    counted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """The cells of one question in the release before, and the people behind each; 0 where it was hidden."""

    cells: Sequence[Cell] = ()
    behind: Sequence[int] = ()
    day: str = ""

    def keeps(self, cell: int, people: int) -> bool:
        """Whether the earlier figure stands, because fewer than five people have come since."""
        if cell >= len(self.behind) or not self.behind[cell]:
            return False
        came = people - self.behind[cell]
        return not may_release([came], [max(people, 2 * K)], [self.behind[cell]])[0]


def is_due(people: int, *, before: int) -> bool:
    """Whether a running release may be made: the first at ten people, each next after five new ones."""
    return bool(may_release([people - before], [people], [before])[0])


def protect(counts: Counts, *, is_final: bool, earlier: Earlier | None = None, seed: int | None = None) -> Protected:
    """Turn counts into figures fit to leave. ``seed`` is for tests: a release draws from the machine's entropy."""
    rng = np.random.default_rng(seed)
    sizes, behind_sizes, _ = protect_row(
        [[number] for number in counts.people], ("alike",), before_of(earlier, counts, None), rng, is_final=is_final
    )
    cells = [
        {"roles": list(roles), "size": cell["asked"], **({"since": cell["since"]} if "since" in cell else {})}
        for roles, cell in zip(counts.roles, sizes, strict=True)
    ]
    rows: dict[str, Cell] = {}
    behind: dict[str, list[int]] = {}
    hidden = np.zeros((len(counts.roles), len(Why)), dtype=int)
    for name, row in counts.rows.items():
        shown, behind[name], why = protect_row(
            row, counts.answers, before_of(earlier, counts, name), rng, is_final=is_final
        )
        hidden[np.arange(len(why)), why] += 1
        rows[name] = {"cells": shown, counts.answers[0]: in_a_word(shown, counts.answers[0])}
    return Protected(
        people=total([cell["size"] for cell in cells]),
        cells=cells,
        rows=rows,
        figures={name: single(number, rng, is_final=is_final) for name, number in counts.figures.items()},
        hidden=[
            {"roles": list(roles), "why": reason, counts.named: int(hidden[cell, why])}
            for cell, roles in enumerate(counts.roles)
            for why, reason in REASONS.items()
            if hidden[cell, why]
        ],
        counted={"people": behind_sizes, "rows": behind},
    )


def protect_row(
    row: Sequence[Sequence[int]],
    answers: Sequence[str],
    before: Before,
    rng: np.random.Generator,
    *,
    is_final: bool,
) -> tuple[list[Cell], list[int], list[int]]:
    """The cells of one question as they may leave, the people behind each, and why each is hidden or not."""
    table = publish(row, rng, is_final=is_final)
    cells: list[Cell] = []
    behind: list[int] = []
    why: list[int] = []
    for number, answered in enumerate(row):
        people = sum(answered)
        if before.keeps(number, people):
            cells.append({"since": before.day, **before.cells[number]})
            behind.append(before.behind[number])
            why.append(Why.PUBLISHED)
            continue
        given = {answer: figure(table.form[number, at], table.value[number, at]) for at, answer in enumerate(answers)}
        cells.append({"asked": figure(table.size_form[number], table.size_value[number]), **given})
        behind.append(0 if table.hidden[number] else people)
        why.append(int(table.why[number]))
    return cells, behind, why


def publish(row: Sequence[Sequence[int]], rng: np.random.Generator, *, is_final: bool) -> PublishedTable:
    """The rule for what has ended, or the one for what still runs."""
    return publish_closed(row, rng) if is_final else publish_running(row, rng)


def before_of(earlier: Earlier | None, counts: Counts, name: str | None) -> Before:
    """One question (None: the sizes of the cells) in the release before, if it had the same partition."""
    if earlier is None or [cell["roles"] for cell in earlier.tables["cells"]] != [list(r) for r in counts.roles]:
        return Before()
    day = earlier.day.isoformat()
    if name is None:
        sizes = [{**cell, "asked": cell["size"]} for cell in earlier.tables["cells"]]
        return Before(sizes, earlier.counted["people"], day)
    if name not in earlier.tables[counts.named]:
        return Before()
    return Before(earlier.tables[counts.named][name]["cells"], earlier.counted["rows"][name], day)


def figure(form: int, value: int) -> Figure:
    """One figure in words and, where it is rounded, with its number."""
    is_rounded = form == Form.ROUNDED
    return {"form": Form(form).name.lower(), "value": int(value) if is_rounded else None}


def single(people: int, rng: np.random.Generator, *, is_final: bool) -> Figure:
    """A number of people that stands alone."""
    table = publish([[people]], rng, is_final=is_final)
    return figure(table.size_form[0], table.size_value[0])


def total(sizes: Sequence[Figure]) -> Figure:
    """The sum of what is published, and of nothing else."""
    known = [size["value"] for size in sizes if size["form"] == "rounded"]
    return {"form": "rounded", "value": sum(known)} if known else HIDDEN


def in_a_word(cells: Sequence[Cell], answer: str) -> str | None:
    """How many of everybody gave ``answer``, in a word made from the published figures alone; None if it cannot."""
    asked = given = 0
    for cell in cells:
        people = cell["asked"]["value"]
        stands_for = {"few": IN_FEW, "nearly_all": (people or 0) - IN_FEW, "rounded": cell[answer]["value"]}
        if people and cell[answer]["form"] in stands_for:
            asked += people
            given += min(stands_for[cell[answer]["form"]], people)
    if not asked:
        return None
    return Band(int(band(given / asked, asked))).name.lower()
