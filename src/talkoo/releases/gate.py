"""The one gate: plain counts in, figures out from which nobody's answer can be worked out (TRUST 1a).

Each figure is drawn once for a release and stored with it. Nothing else in the house makes a figure public.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

import numpy as np

from talkoo_sense.privacy import (
    FIRST,
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
from talkoo_sense.watcher import Known

type Figure = dict[str, Any]
type Cell = dict[str, Any]

HIDDEN: Figure = {"form": "hidden", "value": None}
IN_FEW = K // 2  # what "few", and what is missing from "nearly all", stand for in a sum
REASONS = {Why.TOO_SMALL: "few", Why.SHIELDS_ANOTHER: "shield", Why.WAITS: "waits"}


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


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the release before said, and what was kept of the people behind it."""

    day: date
    tables: Mapping[str, Any]
    counted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Protected:
    """What may leave, what is hidden and why, and the people behind each cell for the next release to count from."""

    people: Figure
    cells: list[Cell]
    rows: dict[str, Cell]
    hidden: list[Cell]
    counted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """One cell in the release before: its figures, the people behind them, what a watcher can work out of them."""

    cell: Cell = field(default_factory=dict)
    people: int = 0  # 0: it was hidden
    known: tuple[list[int], list[int]] = ([], [])  # least and greatest count of each answer
    day: str = ""

    def keeps(self, people: int) -> bool:
        """Whether the earlier figure stands, because fewer than five people have come since."""
        came = people - self.people
        return self.people > 0 and not may_release([came], [max(people, FIRST)], [self.people])[0]

    def kept(self) -> Cell:
        """The figure as it was, with the day from which it is."""
        return {"since": self.day, **self.cell}


def is_due(people: int, *, before: int) -> bool:
    """Whether a running release may be made: the first at ten people, each next after five new ones."""
    return bool(may_release([people - before], [people], [before])[0])


def protect(counts: Counts, *, is_final: bool, earlier: Earlier | None = None, seed: int | None = None) -> Protected:
    """Turn counts into figures fit to leave. ``seed`` is for tests: a release draws from the machine's entropy."""
    rng = np.random.default_rng(seed)
    cells, behind = sizes(counts, sizes_before(earlier, counts), rng, is_final=is_final)
    rows: dict[str, Cell] = {}
    kept: dict[str, list[Any]] = {}
    hidden = np.zeros((len(counts.roles), len(Why)), dtype=int)
    for name, row in counts.rows.items():
        shown, kept[name], why = one_row(row, counts, row_before(earlier, counts, name), rng, is_final=is_final)
        hidden[np.arange(len(why)), why] += 1
        rows[name] = {"cells": shown, counts.answers[0]: in_a_word(shown, counts.answers[0])}
    return Protected(
        people=total([cell["size"] for cell in cells]),
        cells=cells,
        rows=rows,
        hidden=[
            {"roles": list(roles), "why": reason, counts.named: int(hidden[cell, why])}
            for cell, roles in enumerate(counts.roles)
            for why, reason in REASONS.items()
            if hidden[cell, why]
        ],
        counted={"people": behind, "rows": kept},
    )


def sizes(
    counts: Counts, before: Sequence[Before], rng: np.random.Generator, *, is_final: bool
) -> tuple[list[Cell], list[int]]:
    """How many of each cell took part, as it may leave, and the people behind it."""
    fresh = rounded(counts.people, rng, is_final=is_final)
    cells, behind = [], []
    for roles, people, figure, old in zip(counts.roles, counts.people, fresh, before, strict=True):
        keeps = old.keeps(people)
        cells.append(old.kept() if keeps else {"roles": list(roles), "size": figure})
        behind.append(old.people if keeps else 0 if figure["form"] == "hidden" else people)
    return cells, behind


def one_row(
    row: Sequence[Sequence[int]],
    counts: Counts,
    before: Sequence[Before],
    rng: np.random.Generator,
    *,
    is_final: bool,
) -> tuple[list[Cell], list[Any], list[int]]:
    """The cells of one question as they may leave, what is kept for the next release, and why each is hidden or not.

    A cell that was shown while people still took part stays under the rule for that, also in the last release:
    whoever kept the earlier figure must not be able to take it from the new one.
    """
    running = publish_running(row, rng, previous=known_before(before, len(counts.answers)))
    closed = publish_closed(row, rng) if is_final else running
    cells: list[Cell] = []
    kept: list[Any] = []
    why: list[int] = []
    for at, (answered, old) in enumerate(zip(row, before, strict=True)):
        people = sum(answered)
        table = running if old.people else closed
        if old.keeps(people) or (old.people and table.hidden[at]):
            cells.append(old.kept())
            kept.append([old.people, *old.known])
            why.append(Why.PUBLISHED)
            continue
        cells.append(
            {
                "asked": figure(table.size_form[at], table.size_value[at]),
                **{answer: figure(table.form[at, n], table.value[at, n]) for n, answer in enumerate(counts.answers)},
            }
        )
        kept.append([0, [], []] if table.hidden[at] else [people, *bounds(table, at)])
        why.append(int(table.why[at]))
    return cells, kept, why


def bounds(table: PublishedTable, cell: int) -> tuple[list[int], list[int]]:
    """What a watcher can work out of a cell: the least and the greatest count of each answer."""
    return table.known.low[cell].tolist(), table.known.high[cell].tolist()


def known_before(before: Sequence[Before], answers: int) -> Known:
    """What a watcher knows of one question; of a cell that was hidden nothing."""
    nothing = [0] * answers
    return Known(
        people=np.array([old.people for old in before], dtype=np.int64),
        low=np.array([old.known[0] or nothing for old in before], dtype=np.int64),
        high=np.array([old.known[1] or nothing for old in before], dtype=np.int64),
    )


def sizes_before(earlier: Earlier | None, counts: Counts) -> list[Before]:
    """The cells of the release before, if it had the same partition."""
    if not has_same_cells(earlier, counts):
        return [Before() for _ in counts.roles]
    cells, behind = earlier.tables["cells"], earlier.counted["people"]
    return [Before(cell, people, day=earlier.day.isoformat()) for cell, people in zip(cells, behind, strict=True)]


def row_before(earlier: Earlier | None, counts: Counts, name: str) -> list[Before]:
    """The cells of one question in the release before, if it was asked there of the same partition."""
    if not has_same_cells(earlier, counts) or name not in earlier.tables[counts.named]:
        return [Before() for _ in counts.roles]
    cells, kept = earlier.tables[counts.named][name]["cells"], earlier.counted["rows"][name]
    return [
        Before(cell, people, (low, high), earlier.day.isoformat())
        for cell, (people, low, high) in zip(cells, kept, strict=True)
    ]


def has_same_cells(earlier: Earlier | None, counts: Counts) -> TypeGuard[Earlier]:
    """Whether there is a release before, and its partition is this one."""
    partition = [list(roles) for roles in counts.roles]
    return earlier is not None and [cell["roles"] for cell in earlier.tables["cells"]] == partition


def rounded(people: Sequence[int], rng: np.random.Generator, *, is_final: bool) -> list[Figure]:
    """Numbers of people, rounded by chance; one that is too small is hidden, and never alone."""
    fewest = K if is_final else FIRST
    table = publish_closed([[number if number >= fewest else 0] for number in people], rng)
    return [figure(form, value) for form, value in zip(table.size_form, table.size_value, strict=True)]


def figure(form: int, value: int) -> Figure:
    """One figure in words and, where it is rounded, with its number."""
    is_rounded = form == Form.ROUNDED
    return {"form": Form(form).name.lower(), "value": int(value) if is_rounded else None}


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
