"""A map in words and figures: the table that people read."""

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from talkoo_sense.export import PolisExport
from talkoo_sense.groups import OpinionMap, Verdict
from talkoo_sense.polis import PolisMap
from talkoo_sense.statement_report import FEWEST_SEEN, Share, Shared, StatementReport
from talkoo_sense.statements import read_statements
from talkoo_sense.votes import AGREE

type Labels = NDArray[np.intp]

WIDTH: Final = 100
NUMBERS: Final = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}
LETTERS: Final = "ABCDE"
SENTENCES: Final = {
    Verdict.FEW: "Too few votes yet to look for groups.",
    Verdict.NONE: "No clear groups: the differences are no larger than chance would make them. "
    "That does not prove that everyone agrees.",
    Verdict.DIVIDE: "There is a divide. Whether it is two camps or a gradual line, these votes cannot tell.",
    Verdict.SPECTRUM: "A spectrum, not groups: people are spread along a line.",
}


@dataclass(frozen=True, eq=False)
class Report:
    """What is told about a conversation.

    Attributes
    ----------
    export : PolisExport
    made : OpinionMap or PolisMap
    statements : StatementReport
    parts : tuple of str
        Names of the groups or sides that the statements were read for; empty if for everybody as one.
    sizes : tuple of int
        People in each part.
    """

    export: PolisExport
    made: OpinionMap | PolisMap
    statements: StatementReport
    parts: tuple[str, ...]
    sizes: tuple[int, ...]


def report_on(export: PolisExport, made: OpinionMap | PolisMap) -> Report:
    """Read the statements in the light of a map.

    Parameters
    ----------
    export : PolisExport
    made : OpinionMap or PolisMap

    Returns
    -------
    Report
    """
    label, name = _parts(made)
    statements = read_statements(export.votes, label, export.left_out)
    if label is None:
        return Report(export, made, statements, (), ())
    sizes = tuple(int(size) for size in np.bincount(label[label >= 0], minlength=len(statements.seen)))
    return Report(export, made, statements, tuple(f"{name} {LETTERS[g]}" for g in range(len(sizes))), sizes)


def verdict_in_words(made: OpinionMap) -> str:
    """Say what was found about groups, in the fixed words for each verdict.

    Parameters
    ----------
    made : OpinionMap

    Returns
    -------
    str

    Examples
    --------
    >>> from talkoo_sense import VoteMatrix, map_opinions
    >>> verdict_in_words(map_opinions(VoteMatrix.from_triplets([], [], [])))
    'Too few votes yet to look for groups.'
    """
    if made.verdict is Verdict.GROUPS:
        return f"{NUMBERS[made.n_groups]} groups, {made.firmness}."
    spectrum = made.verdict is Verdict.SPECTRUM and made.second_line
    more = ", and there is more than one line." if spectrum else "."
    return SENTENCES[made.verdict].removesuffix(".") + more


def people_and_votes(report: Report) -> str:
    """Say in one line how much was voted.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
    """
    export = report.export
    n_out = export.left_out.size
    left_out = f" ({n_out} left out)" if n_out else ""
    n_in = export.statement_number.size - n_out
    return f"{export.participant_number.size} people, {n_in} statements{left_out}, {export.vote.size} votes"


def as_text(report: Report) -> str:
    """Lay a report out for a terminal.

    Parameters
    ----------
    report : Report

    Returns
    -------
    str
    """
    return "\n".join(_lines(report)) + "\n"


def _parts(made: OpinionMap | PolisMap) -> tuple[Labels | None, str]:
    """Give the partition that statements are read by, and what its parts are called.

    What fewer than five people say is theirs: such a part is not told about, nor what remains of only two.
    """
    if isinstance(made, PolisMap):
        is_told = np.bincount(made.group[made.group >= 0]) >= FEWEST_SEEN
        n_told = int(is_told.argmin()) if not is_told.all() else is_told.size  # groups come by size
        return (np.where(made.group < n_told, made.group, -1), "group") if n_told > 1 else (None, "")
    if made.verdict is Verdict.GROUPS:
        return made.group, "group"
    if made.verdict in (Verdict.DIVIDE, Verdict.SPECTRUM):
        side = np.where(made.kept_people, made.side, -1)
        return (
            (side, "side") if np.bincount(side[side >= 0], minlength=2).min() >= FEWEST_SEEN else (None, "")
        )
    return None, ""


def _lines(report: Report) -> Iterator[str]:
    export, made, found = report.export, report.made, report.statements
    if export.topic:
        yield printable(export.topic)
    yield people_and_votes(report)
    yield ""
    if isinstance(made, OpinionMap):
        yield from _verdict_lines(report, made)
    else:
        yield "The map of Polis, which always draws groups. How sure they are it cannot say."
    for name, size in zip(report.parts, report.sizes, strict=True):
        yield f"  {name}: {size} people"
    bridges = {entry.statement for entry in found.bridges}
    shared = [
        (entry.statement, (_share(entry.whole), *_on_each_side(entry, bridges, report.parts)))
        for entry in found.shared
    ]
    yield from _section("What all share", shared, export)
    divided = [
        (entry.statement, (_share(entry.agreeing, report.parts), _share(entry.disagreeing, report.parts)))
        for entry in found.divided
    ]
    yield from _section("What divides", divided, export)
    for part, entries in zip(report.parts, found.stands_for, strict=False):
        own = [
            (entry.statement, (_share(entry.own), f"the others: {_share(entry.rest)}")) for entry in entries
        ]
        yield from _section(f"What {part} stands for", own, export)


def _verdict_lines(report: Report, made: OpinionMap) -> Iterator[str]:
    yield from textwrap.wrap(verdict_in_words(made), WIDTH)
    if made.verdict is Verdict.FEW:
        return
    yield (
        f"  looked at {made.kept_people.sum()} people and {made.kept_statements.sum()} statements with "
        f"enough votes; p = {made.p1:.3f} from {made.n_tables} made-up conversations"
    )
    if made.verdict is Verdict.NONE:
        return
    tried = made.stability[~np.isnan(made.stability)]
    yield (
        f"  left out a quarter of people and statements {made.n_tries} times: "
        f"{(tried >= 0.8).mean():.0%} of people came out alike in at least 8 of 10 tries"
    )
    for part, jaccard in zip(report.parts, made.jaccard, strict=False):
        yield f"  {part} came back with {jaccard:.0%} of its members shared"
    if made.verdict in (Verdict.DIVIDE, Verdict.SPECTRUM):
        ends = "side A and side B are the two ends that people lean to, not groups"
        yield (
            f"  {ends}"
            if report.parts
            else "  one end has fewer than five people, so only the whole is told about"
        )
    if made.verdict is Verdict.GROUPS:
        yield f"  in between, or too few votes to say: {(made.group < 0).sum()} people"
    if made.rests_on:
        numbers = " and ".join(f"#{report.export.statement_number[at]}" for at in made.rests_on)
        yield f"  The divide rests mostly on two statements: {numbers}."
    if made.follows_mood:
        yield "  One side may just follow the general mood less (or click without reading)."


def _section(
    title: str, entries: Sequence[tuple[int, tuple[str, ...]]], export: PolisExport
) -> Iterator[str]:
    yield ""
    yield title
    if not entries:
        yield "  nothing that these votes show clearly"
    for statement, figures in entries:
        text = printable(export.statement_text[statement]) or "(no text)"
        number = f"#{export.statement_number[statement]}"
        yield from textwrap.wrap(text, WIDTH, initial_indent=f"  {number:<6}", subsequent_indent=" " * 8)
        for figure in figures:
            yield f"        {figure}"


def _on_each_side(entry: Shared, bridges: set[int], parts: tuple[str, ...]) -> tuple[str, ...]:
    if entry.statement not in bridges:
        return ()
    figures = [f"{part} {one.given} of {one.seen}" for part, one in zip(parts, entry.by_group, strict=True)]
    return (f"a clear majority of each: {', '.join(figures)}",)


def _share(share: Share, parts: tuple[str, ...] = ()) -> str:
    verb = "agree" if share.answer == AGREE else "disagree"
    who = f"{parts[share.group]}: " if parts and share.group >= 0 else ""
    return (
        f"{who}{share.given} of {share.seen} {verb} "
        f"({share.share:.0%}, between {share.low:.0%} and {share.high:.0%})"
    )


def printable(text: str) -> str:
    """Take out control characters, by which a text could steer a terminal or break a drawing.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> printable("buses" + chr(9) + "and" + chr(27) + " trains")
    'buses and  trains'
    """
    return "".join(" " if unicodedata.category(sign).startswith("C") else sign for sign in text).strip()
