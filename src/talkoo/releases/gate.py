"""The one gate: plain counts in, figures out from which nobody's answer can be worked out (TRUST 1a).

Each figure is drawn once for a release and stored with it, and so is what it was moved by: the next release goes on
from there. Nothing else in the house makes a figure public.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeGuard

import numpy as np

from talkoo_sense.chance import Known, nothing_known
from talkoo_sense.privacy import (
    FIRST,
    Band,
    Form,
    K,
    PublishedTable,
    Why,
    band,
    may_release,
    publish_bands,
    publish_closed,
    publish_running,
)

type Figure = dict[str, Any]
type Cell = dict[str, Any]
type Kept = list[Any]  # of one cell or part: the people behind it, and what each number was moved by
type Table = Sequence[Sequence[int]]

HIDDEN: Figure = {"form": "hidden", "value": None}
IN_FEW = K // 2  # what "few", and what is missing from "nearly all", stand for in a sum
NO_WORDS: dict[str, Any] = {"people": 0, "parts": {}}
REASONS = {Why.TOO_SMALL: "few", Why.SHIELDS_ANOTHER: "shield"}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a folder knows and may not show: for each question how many people of each cell gave which answer.

    The first answer is the leading one, which is also said in one word for everybody together, and for each part:
    an opinion group, or an end of the line.
    """

    roles: Sequence[Sequence[str]]  # the partition: the roles of each cell
    people: Sequence[int]  # how many of each cell took part at all
    answers: Sequence[str]
    rows: Mapping[str, Table]  # question -> cells x answers
    named: str  # what the questions are called in the tables
    parts: Sequence[str] = ()
    in_parts: Mapping[str, Table] = field(default_factory=dict)  # question -> parts x (leading answer, people)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the release before said, and what was kept of the people behind it."""

    day: date
    tables: Mapping[str, Any]
    counted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Protected:
    """What may leave, what is hidden and why, and what is kept for the next release to count from."""

    people: Figure
    cells: list[Cell]
    rows: dict[str, Cell]
    hidden: list[Cell]
    counted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Before:
    """Some cells in the release before: their figures, and what was kept of them."""

    cells: Sequence[Cell]
    known: Known
    day: str = ""


def is_due(people: int, *, before: int) -> bool:
    """Whether a running release may be made: the first at ten people, each next after five new ones."""
    return bool(may_release([people - before], [people], [before])[0])


def protect(counts: Counts, *, is_final: bool, earlier: Earlier | None = None, seed: int | None = None) -> Protected:
    """Turn counts into figures fit to leave. ``seed`` is for tests: a release draws from the machine's entropy."""
    rng = np.random.default_rng(seed)
    cells, behind = sizes(counts, earlier, rng, is_final=is_final)
    said = words_now(counts, earlier, is_final=is_final)
    rows: dict[str, Cell] = {}
    kept: dict[str, list[Kept]] = {}
    words: dict[str, Any] = {}
    hidden = np.zeros((len(counts.roles), len(Why)), dtype=int)
    for name, row in counts.rows.items():
        before = row_before(earlier, counts, name)
        table = drawn(row, before.known, rng, is_final=is_final)
        shown = [shown_cell(table, at, before, counts.answers) for at in range(len(row))]
        groups, words[name] = bands_of(counts, name, said[name], earlier, rng)
        hidden[np.arange(len(row)), table.why] += 1
        kept[name] = kept_of(table.known)
        rows[name] = {"cells": shown, counts.answers[0]: in_a_word(shown, counts.answers[0]), "groups": groups}
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
        counted={"people": behind, "rows": kept, "words": words},
    )


def drawn(row: Table, known: Known, rng: np.random.Generator, *, is_final: bool) -> PublishedTable:
    """One table of counts as it may leave now. What was shown while people still took part stays under that rule."""
    return (publish_closed if is_final else publish_running)(row, rng, previous=known)


def sizes(
    counts: Counts, earlier: Earlier | None, rng: np.random.Generator, *, is_final: bool
) -> tuple[list[Cell], list[Kept]]:
    """How many of each cell took part, as it may leave, and what is kept of it."""
    before = sizes_before(earlier, counts)
    table = drawn([[people] for people in counts.people], before.known, rng, is_final=is_final)
    cells = [
        stays(before, at)
        if table.why[at] == Why.WAITS
        else {"roles": list(roles), "size": figure(table.size_form[at], table.size_value[at])}
        for at, roles in enumerate(counts.roles)
    ]
    return cells, kept_of(table.known)


def shown_cell(table: PublishedTable, at: int, before: Before, answers: Sequence[str]) -> Cell:
    """One cell of one question as it may leave."""
    if table.why[at] == Why.WAITS:
        return stays(before, at)
    return {
        "asked": figure(table.size_form[at], table.size_value[at]),
        **{answer: figure(table.form[at, n], table.value[at, n]) for n, answer in enumerate(answers)},
    }


def stays(before: Before, at: int) -> Cell:
    """The figure as it was, with the day from which it is."""
    return {"since": before.day, **before.cells[at]}


def words_now(counts: Counts, earlier: Earlier | None, *, is_final: bool) -> dict[str, str]:
    """What may be said in words of each question: "new" ones, those that "stay", or "none".

    Words about everybody count people as a cell does: at ten first, then after five new ones. A list or a band that
    followed every vote would tell what the figure beside it does not.
    """
    before = earlier.counted["words"] if earlier else {}
    now = {}
    for name, row in counts.rows.items():
        people, old = int(np.sum(row)), before.get(name, NO_WORDS)["people"]
        may_speak = people >= (K if is_final else FIRST)
        now[name] = "stay" if old and people - old < K else "new" if may_speak else "none"
    return now


def roles_told(written: Mapping[str, tuple[str, Hashable]]) -> dict[str, str]:
    """By somebody of which role each question was written, where that may be said; ``written`` gives role and author.

    A role is said where at least five of its people wrote something; of the others, too, there are five or none, as
    what is not said is known by what is.
    """
    authors: dict[str, set[Hashable]] = {}
    for role, author in written.values():
        authors.setdefault(role, set()).add(author)
    told = sorted(
        (role for role, people in authors.items() if role and len(people) >= K), key=lambda r: -len(authors[r])
    )
    while told and 0 < sum(len(people) for role, people in authors.items() if role not in told) < K:
        told.pop()
    return {name: role for name, (role, _) in written.items() if role in told}


def bands_of(
    counts: Counts, name: str, said: str, earlier: Earlier | None, rng: np.random.Generator
) -> tuple[dict[str, str], dict[str, Any]]:
    """How many of each part gave the leading answer, in a word, and what is kept of it.

    Where words stay and the parts are others than they were, nothing can be said of them yet.
    """
    hidden = dict.fromkeys(counts.parts, Band.HIDDEN.name.lower())
    old = earlier.counted["words"].get(name, NO_WORDS) if earlier else NO_WORDS
    if said == "stay" and earlier:
        stood = earlier.tables[counts.named][name]["groups"]
        return (stood if set(stood) == set(counts.parts) else hidden), old
    if said == "none":
        return hidden, NO_WORDS
    kept = {"people": int(np.sum(counts.rows[name])), "parts": {}}
    if not counts.parts:
        return hidden, kept
    given, people = np.array(counts.in_parts[name], dtype=np.int64).T
    previous = known_from([old["parts"].get(part, [0, [0, 0]]) for part in counts.parts])
    bands, known = publish_bands(given, people, rng, previous=previous)
    kept["parts"] = dict(zip(counts.parts, kept_of(known), strict=True))
    return {part: Band(int(word)).name.lower() for part, word in zip(counts.parts, bands, strict=True)}, kept


def kept_of(known: Known) -> list[Kept]:
    """What is kept of some cells, in a form that can be stored."""
    return [[int(people), moved.tolist()] for people, moved in zip(known.people, known.moved, strict=True)]


def known_from(kept: Sequence[Kept]) -> Known:
    """What was kept of some cells."""
    return Known(
        people=np.array([people for people, _ in kept], dtype=np.int64),
        moved=np.array([moved for _, moved in kept], dtype=np.int64),
    )


def sizes_before(earlier: Earlier | None, counts: Counts) -> Before:
    """The cells of the release before, if it had the same partition."""
    if not has_same_cells(earlier, counts):
        return nothing_before(counts, 1)
    return Before(earlier.tables["cells"], known_from(earlier.counted["people"]), earlier.day.isoformat())


def row_before(earlier: Earlier | None, counts: Counts, name: str) -> Before:
    """The cells of one question in the release before, if it was asked there of the same partition."""
    if not has_same_cells(earlier, counts) or name not in earlier.tables[counts.named]:
        return nothing_before(counts, len(counts.answers))
    cells, kept = earlier.tables[counts.named][name]["cells"], earlier.counted["rows"][name]
    return Before(cells, known_from(kept), earlier.day.isoformat())


def nothing_before(counts: Counts, answers: int) -> Before:
    """Cells of which nothing was ever said."""
    return Before([], nothing_known(len(counts.roles), answers))


def has_same_cells(earlier: Earlier | None, counts: Counts) -> TypeGuard[Earlier]:
    """Whether there is a release before, and its partition is this one."""
    partition = [list(roles) for roles in counts.roles]
    return earlier is not None and [cell["roles"] for cell in earlier.tables["cells"]] == partition


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
