"""A map as a file: plain values for JSON, and the way back for what two maps are compared by."""

import json
from dataclasses import asdict, dataclass
from math import isnan
from typing import Any, Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.export import PolisExport
from talkoo_sense.groups import OpinionMap
from talkoo_sense.report import Report, verdict_in_words
from talkoo_sense.rows import BrokenExport
from talkoo_sense.statement_report import Counts

FORMAT: Final = "talkoo-sense map 2"
NAME: Final = "talkoo-sense map "
EXPECTED: Final = "a map written by talkoo-sense map --json"

type Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class SavedMap:
    """What a written map tells, no person being in it.

    Attributes
    ----------
    file : str
    model : str
        ``ours`` or ``polis``.
    topic : str
    words : str
        What was found about groups; empty for a map of Polis.
    verdict : str
        Empty for a map of Polis.
    p1 : float
        As in `OpinionMap`; nan if there is none.
    people, votes : int
    looked_at : int
        People with enough votes to be looked at.
    part : tuple of str
        Names of the groups or sides.
    size : numpy.ndarray of int, shape (parts,)
    number : numpy.ndarray of int, shape (statements,)
    text : tuple of str
    left_out, is_shared, is_dividing : numpy.ndarray of bool, shape (statements,)
    seen, agree, disagree : numpy.ndarray of int, shape (1 + parts, statements)
        The first row is everybody.
    """

    file: str
    model: str
    topic: str
    words: str
    verdict: str
    p1: float
    people: int
    votes: int
    looked_at: int
    part: tuple[str, ...]
    size: Counts
    number: Counts
    text: tuple[str, ...]
    left_out: Flags
    is_shared: Flags
    is_dividing: Flags
    seen: Counts
    agree: Counts
    disagree: Counts


def read_map(content: bytes, file: str) -> SavedMap:
    """Read a map that was written as JSON.

    Parameters
    ----------
    content : bytes
    file : str
        Its name, for errors.

    Returns
    -------
    SavedMap

    Raises
    ------
    BrokenExport
        If it is no map, one of another version, or something is missing from it.
    """
    try:
        values = json.loads(content)
    except json.JSONDecodeError as error:
        raise BrokenExport(file, error.lineno, "not-a-map", "", EXPECTED) from error
    except UnicodeDecodeError as error:
        raise BrokenExport(
            file, content.count(b"\n", 0, error.start) + 1, "not-utf-8", "", EXPECTED
        ) from error
    written = values.get("format") if isinstance(values, dict) else None
    if not isinstance(written, str) or not written.startswith(NAME):
        raise BrokenExport(file, 0, "not-a-map", "", EXPECTED)
    if written != FORMAT:
        raise BrokenExport(file, 0, "other-version", written, f"{FORMAT!r}, so make this map anew")
    try:
        return _checked(values, file)
    except KeyError as missing:
        raise BrokenExport(file, 0, "not-a-map", "", f"{EXPECTED}, with {missing.args[0]!r}") from missing
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise BrokenExport(file, 0, "not-a-map", "", f"{EXPECTED}, whole and unchanged") from error


def _checked(values: dict[str, Any], file: str) -> SavedMap:
    statements, parts = values["statements"], values["parts"]
    shape = 1 + len(parts), len(statements)

    def counts(name: str) -> Counts:
        of_all = [[one["everybody"][name], *(one[name] if parts else ())] for one in statements]
        return np.array(of_all, dtype=np.int64).reshape(shape[::-1]).T

    def flags(name: str) -> Flags:
        return np.array([one[name] is True for one in statements], dtype=bool)

    size = np.array([one["people"] for one in parts], dtype=np.int64)
    p1 = values.get("p1")
    saved = SavedMap(
        file=file,
        model=str(values["model"]),
        topic=str(values["topic"]),
        words=str(values.get("words", "")),
        verdict=str(values.get("verdict", "")),
        p1=float("nan") if p1 is None else float(p1),
        people=int(values["people"]),
        votes=int(values["votes"]),
        looked_at=int(values.get("kept_people", size.sum())),
        part=tuple(str(one["name"]) for one in parts),
        size=size,
        number=np.array([one["number"] for one in statements], dtype=np.int64),
        text=tuple(str(one["text"]) for one in statements),
        left_out=flags("left_out"),
        is_shared=flags("is_shared"),
        is_dividing=flags("is_dividing"),
        seen=counts("seen"),
        agree=counts("agree"),
        disagree=counts("disagree"),
    )
    passes = saved.seen - saved.agree - saved.disagree
    smallest = min(
        saved.agree.min(initial=0), saved.disagree.min(initial=0), passes.min(initial=0), size.min(initial=0)
    )
    if smallest < 0 or size.sum() > saved.looked_at or np.unique(saved.number).size < saved.number.size:
        _refuse_counts()
    return saved


def _refuse_counts() -> NoReturn:
    raise ValueError("counts do not fit together")


def as_values(report: Report) -> dict[str, Any]:
    """Give a report as values that JSON knows; what was not measured is None. No single person is in it.

    Parameters
    ----------
    report : Report

    Returns
    -------
    dict
    """
    export, made, found = report.export, report.made, report.statements
    values: dict[str, Any] = {
        "format": FORMAT,
        "topic": export.topic,
        "people": export.participant_number.size,
        "votes": export.vote.size,
        "statements": [
            {
                "number": int(export.statement_number[at]),
                "text": export.statement_text[at],
                "left_out": bool(export.statement_moderated[at] < 0),
                "seen": found.seen[:, at].tolist(),
                "agree": found.agree[:, at].tolist(),
                "disagree": found.disagree[:, at].tolist(),
                "everybody": {
                    "seen": int(found.whole_seen[at]),
                    "agree": int(found.whole_agree[at]),
                    "disagree": int(found.whole_disagree[at]),
                },
                "answer": int(found.answer[at]),
                "consensus": _plain(found.consensus[at]),
                "bridging": _plain(found.bridging[at]),
                "dividing": _plain(found.dividing[at]),
                "too_few": bool(found.too_few[at]),
                "is_shared": bool(found.is_shared[at]),
                "is_dividing": bool(found.is_dividing[at]),
            }
            for at in range(export.statement_number.size)
        ],
        "parts": [
            {"name": name, "people": size} for name, size in zip(report.parts, report.sizes, strict=True)
        ],
        "shared": [_entry(entry, export) for entry in found.shared],
        "bridges": [_entry(entry, export) for entry in found.bridges],
        "divided": [_entry(entry, export) for entry in found.divided],
        "stands_for": [[_entry(entry, export) for entry in entries] for entries in found.stands_for],
    }
    if isinstance(made, OpinionMap):
        values |= {
            "model": "ours",
            "verdict": str(made.verdict),
            "words": verdict_in_words(made),
            **{name: _plain(getattr(made, name)) for name in ("p1", "d1", "p2", "d2")},
            "jaccard": [_plain(value) for value in made.jaccard],
            "second_line": made.second_line,
            "rests_on": [int(export.statement_number[at]) for at in made.rests_on],
            "follows_mood": made.follows_mood,
            "kept_people": int(made.kept_people.sum()),
            "kept_statements": int(made.kept_statements.sum()),
        }
    else:
        values |= {"model": "polis", "silhouette": {str(k): _plain(s) for k, s in made.silhouette.items()}}
    return values


def _entry(entry: Any, export: PolisExport) -> dict[str, Any]:
    return _numbered(asdict(entry), export)


def _numbered(values: dict[str, Any], export: PolisExport) -> dict[str, Any]:
    """Exchange indices of statements for the numbers people know them by, all the way down."""
    return {
        name: int(export.statement_number[value]) if name == "statement" else _inside(value, export)
        for name, value in values.items()
    }


def _inside(value: Any, export: PolisExport) -> Any:
    if isinstance(value, dict):
        return _numbered(value, export)
    if isinstance(value, tuple):
        return [_inside(each, export) for each in value]
    return _plain(value) if isinstance(value, float) else value


def _plain(value: float) -> float | None:
    return None if isnan(value) else round(float(value), 6)
