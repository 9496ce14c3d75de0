"""A comparison in words and figures, and the same as plain values for JSON."""

import textwrap
from collections.abc import Iterable, Iterator
from math import isnan
from typing import Any, Final

import numpy as np

from talkoo_sense.comparing import Change, Comparison, PartChange, StatementChange
from talkoo_sense.report import WIDTH, printable
from talkoo_sense.saved import SavedMap

MOST: Final = 5
MUCH_MORE: Final = 1.5
INDENT: Final = " " * 8


def comparison_as_text(comparison: Comparison) -> str:
    """Lay a comparison out for a terminal.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    str
    """
    return "\n".join(_lines(comparison)) + "\n"


def comparison_as_values(comparison: Comparison) -> dict[str, Any]:
    """Give a comparison as values that JSON knows; what was not measured is None. No person is in it.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    dict
    """
    before, now = comparison.before, comparison.now
    return {
        "format": "talkoo-sense comparison 1",
        "model": now.model,
        "before": _map_values(before),
        "now": _map_values(now),
        "matched_by": "words" if comparison.by_text else "numbers",
        "n_comparisons": comparison.n_comparisons,
        "parts": [
            {
                "before": None if part.before is None else before.part[part.before],
                "now": None if part.now is None else now.part[part.now],
                "likeness": None if isnan(part.likeness) else round(part.likeness, 6),
                "size": part.size and _change_values(part.size),
            }
            for part in comparison.parts
        ],
        "statements": [
            {
                "number_before": int(before.number[one.before]),
                "number": int(now.number[one.now]),
                "text": now.text[one.now],
                "agree": _change_values(one.agree),
                "disagree": _change_values(one.disagree),
                "agree_by_part": [_change_values(change) for change in one.by_part],
                "is_clear": one.is_clear,
                "is_shared": [bool(before.is_shared[one.before]), bool(now.is_shared[one.now])],
                "is_dividing": [bool(before.is_dividing[one.before]), bool(now.is_dividing[one.now])],
            }
            for one in comparison.statements
        ],
        "new": [int(now.number[at]) for at in comparison.new],
        "gone": [int(before.number[at]) for at in comparison.gone],
        "left_out_since": [int(now.number[at]) for at in comparison.out],
        "taken_back_in": [int(now.number[at]) for at in comparison.back],
    }


def _map_values(one: SavedMap) -> dict[str, Any]:
    return {
        "file": one.file,
        "topic": one.topic,
        "people": one.people,
        "looked_at": one.looked_at,
        "votes": one.votes,
        "verdict": one.verdict or None,
        "words": one.words or None,
        "p1": None if isnan(one.p1) else one.p1,
    }


def _change_values(change: Change) -> dict[str, Any]:
    return {
        "before": [change.given_before, change.seen_before],
        "now": [change.given, change.seen],
        "difference": None if isnan(change.difference) else round(change.difference, 6),
        "low": round(change.low, 6),
        "high": round(change.high, 6),
        "is_clear": change.is_clear,
        "too_few": change.too_few,
    }


def _lines(comparison: Comparison) -> Iterator[str]:
    before, now = comparison.before, comparison.now
    if now.topic:
        yield printable(now.topic)
    for name, one in (("before", before), ("now", now)):
        n_in = int((~one.left_out).sum())
        yield f"{name:<7}{one.people} people, {n_in} statements, {one.votes} votes ({printable(one.file)})"
    by = "" if comparison.by_text else ", matched by their numbers, as there are no words"
    yield f"{len(comparison.statements)} statements can be compared{by}"
    if now.model == "ours":
        yield from _verdicts(before, now)
    yield from _parts(comparison)
    for title, kind, answers in (("What all share", "is_shared", 1), ("What divides", "is_dividing", 2)):
        yield ""
        yield title
        yield from _kept_and_lost(comparison, kind, answers)
    yield from _changed(comparison)
    yield from _listed("New statements", now, comparison.new)
    yield from _listed("Statements that are gone", before, comparison.gone)
    yield from _listed("Left out since then", now, comparison.out)
    yield from _listed("Taken back in", now, comparison.back)
    yield ""
    yield from textwrap.wrap(
        "Intervals are as for two independent sets of people, and so wide that all of them hold together in "
        "95 of 100 comparisons. Where the same people voted both times they are too wide, not too narrow.",
        WIDTH,
    )


def _verdicts(before: SavedMap, now: SavedMap) -> Iterator[str]:
    yield ""
    yield "Are there groups?"
    for name, one in (("before", before), ("now", now)):
        found = f"{one.words} ({one.looked_at} people looked at" + (
            "" if isnan(one.p1) else f", p = {one.p1:.3f}"
        )
        yield from textwrap.wrap(f"{found})", WIDTH, initial_indent=f"  {name:<7}", subsequent_indent=" " * 9)
    if before.words == now.words:
        return
    fewer, more = sorted((before.looked_at, now.looked_at))
    if more > MUCH_MORE * fewer:
        yield "  From more people more can be told: it need not mean that anybody changed their mind."
    else:
        yield "  It need not mean that anybody changed their mind: see what changed below."


def _parts(comparison: Comparison) -> Iterator[str]:
    before, now = comparison.before, comparison.now
    if not comparison.parts:
        return
    yield ""
    yield "Groups and sides"
    for part in comparison.parts:
        if part.before is not None and part.now is not None and part.size:
            yield (
                f"  {now.part[part.now]} was {before.part[part.before]}: what sets it apart is alike "
                f"(r = {part.likeness:.2f} over {comparison.n_common} statements)"
            )
            yield f"{INDENT}{_share(part.size, 'people')}: {_verdict_on(part.size)}"
        elif part.now is not None:
            yield f"  {now.part[part.now]}, {now.size[part.now]} people: like none before"
        elif part.before is not None:
            yield f"  {before.part[part.before]} of before, {before.size[part.before]} people: like none now"


def _kept_and_lost(comparison: Comparison, kind: str, answers: int) -> Iterator[str]:
    before, now = getattr(comparison.before, kind), getattr(comparison.now, kind)
    anything = False
    for title, was, is_now in (
        ("before and now", True, True),
        ("only now", False, True),
        ("only before", True, False),
    ):
        found = [one for one in comparison.statements if before[one.before] == was and now[one.now] == is_now]
        found.sort(key=lambda one: -sorted((_given(one.agree), _given(one.disagree)))[answers % 2])
        if not found:
            continue
        anything = True
        yield f"  {title}: {len(found)}"
        for one in found[:MOST]:
            yield from _statement(comparison.now, one.now)
            stronger = sorted((one.agree, one.disagree), key=lambda change: -change.given)
            if not is_now:  # the answer that was shared may be the weaker one by now
                stronger.sort(key=lambda change: -change.given_before)
            for change in stronger[:answers]:
                yield f"{INDENT}{_share(change, _verb(one, change))}: {_verdict_on(change)}"
        yield from _and_more(len(found))
    if not anything:
        yield "  nothing that these votes show clearly, neither before nor now"


def _changed(comparison: Comparison) -> Iterator[str]:
    yield ""
    yield "What changed more than chance would make"
    clear = [one for one in comparison.statements if one.is_clear]
    clear.sort(key=lambda one: -max(abs(change.difference) for change in _clear_of(one)))
    for one in clear[: 2 * MOST]:
        yield from _statement(comparison.now, one.now)
        for change in _clear_of(one):
            yield f"{INDENT}{_share(change, _verb(one, change))}: {_verdict_on(change)}"
    yield from _and_more(len(clear), 2 * MOST)
    for at, part in enumerate(_in_both(comparison)):
        name = comparison.now.part[part.now or 0]
        of_part = [one for one in comparison.statements if one.by_part[at].is_clear]
        for one in of_part[:MOST]:
            yield from _statement(comparison.now, one.now)
            yield f"{INDENT}{name}: {_share(one.by_part[at], 'agree')}: {_verdict_on(one.by_part[at])}"
    n = len(comparison.statements)
    if not clear and n:
        widths = [(one.agree.high - one.agree.low) / 2 for one in comparison.statements]
        unseen = f"changes of less than about {100 * np.median(widths):.0f} points go unseen here"
        yield f"  none of {n} statements; {unseen}"


def _clear_of(one: StatementChange) -> list[Change]:
    return [change for change in (one.agree, one.disagree) if change.is_clear]


def _in_both(comparison: Comparison) -> list[PartChange]:
    return [part for part in comparison.parts if part.before is not None and part.now is not None]


def _verb(one: StatementChange, change: Change) -> str:
    return "agree" if change is one.agree else "disagree"


def _given(change: Change) -> float:
    return change.given / max(change.seen, 1)


def _share(change: Change, verb: str) -> str:
    return f"{_of(change.given_before, change.seen_before)} -> {_of(change.given, change.seen)} {verb}"


def _of(given: int, seen: int) -> str:
    return f"{given} of {seen} ({given / seen:.0%})" if seen else "nobody asked"


def _verdict_on(change: Change) -> str:
    if change.too_few:
        return "too few to compare"
    between = f"between {100 * change.low:+.0f} and {100 * change.high:+.0f} points"
    if not change.is_clear:
        return f"no clear change ({between})"
    return f"{'more' if change.difference > 0 else 'less'} than before ({between})"


def _listed(title: str, one: SavedMap, statements: Iterable[int]) -> Iterator[str]:
    found = tuple(statements)
    if not found:
        return
    yield ""
    yield f"{title}: {len(found)}"
    for at in found[: 2 * MOST]:
        yield from _statement(one, at)
        yield f"{INDENT}{_of(int(one.agree[0, at]), int(one.seen[0, at]))} agree"
    yield from _and_more(len(found), 2 * MOST)


def _statement(one: SavedMap, at: int) -> Iterator[str]:
    text, number = printable(one.text[at]) or "(no text)", f"#{one.number[at]}"
    yield from textwrap.wrap(text, WIDTH, initial_indent=f"  {number:<6}", subsequent_indent=INDENT)


def _and_more(n: int, shown: int = MOST) -> Iterator[str]:
    if n > shown:
        yield f"{INDENT}and {n - shown} more, all of them with --json"
