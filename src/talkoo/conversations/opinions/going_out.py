"""A conversation held here, written in the files that Polis exports."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np

from talkoo_sense import PolisExport

EVERY = 10_000  # rows between two words on how far it is


def write_export(folder: Path, export: PolisExport, day: date, say: Callable[[str], object]) -> None:
    """Write votes.csv, comments.csv and summary.csv. Every row carries ``day``: times tell who."""
    began = datetime.combine(day, time(), UTC)
    when = f"{began.timestamp() * 1000:.0f}", f"{began:%a %b %d %H:%M:%S UTC %Y}"
    write_rows(folder / "votes.csv", vote_rows(export, when, say))
    write_rows(folder / "comments.csv", comment_rows(export, when))
    write_rows(folder / "summary.csv", summary_rows(export))


def write_rows(file: Path, rows: Iterable[Iterable[object]]) -> None:
    """A file as Polis writes it."""
    with file.open("x", encoding="utf-8", newline="") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def vote_rows(export: PolisExport, when: tuple[str, str], say: Callable[[str], object]) -> Iterator[Iterable[object]]:
    """A row a vote, by statement and then by person."""
    yield "timestamp", "datetime", "comment-id", "voter-id", "vote"
    statements = export.statement_number[export.statement]
    people = export.participant_number[export.person]
    order = np.lexsort((people, statements))
    columns = (column[order].tolist() for column in (statements, people, export.vote))
    for done, row in enumerate(zip(*columns, strict=True), start=1):
        yield *when, *row
        if done % EVERY == 0 or done == len(order):
            say(f"{done} of {len(order)} votes")


def comment_rows(export: PolisExport, when: tuple[str, str]) -> Iterator[Iterable[object]]:
    """A row a statement. Who wrote it is not said: the words would give away a row of votes."""
    yield "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"
    size = len(export.statement_text)
    agrees, disagrees = (np.bincount(export.statement[export.vote == choice], minlength=size) for choice in (1, -1))
    columns = export.statement_number, export.statement_author, agrees, disagrees, export.statement_moderated
    for text, *row in zip(export.statement_text, *(column.tolist() for column in columns), strict=True):
        yield *when, *row, text


def summary_rows(export: PolisExport) -> Iterator[Iterable[object]]:
    """What the conversation was, a name and a value each."""
    people = len(export.participant_number)
    yield "topic", export.topic
    yield "url", export.url
    yield "voters", people
    yield "voters-in-conv", people
    yield "comments", len(export.statement_text)
    yield "conversation-description", export.description
