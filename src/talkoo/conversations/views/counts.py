"""The counts of a release as a table to calculate with: one row for each statement and each part of the people."""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from talkoo.conversations.views.reading import Result

COLUMNS = (
    "result",
    "number",
    "statement",
    "language",
    "as_written",
    "kind",
    "who",
    "voted",
    "agree",
    "disagree",
    "unsure",
)
SPLITS = re.compile(r"(?<=[;\t\r\n])")
UNSEEN = " \u00a0\u200b\ufeff"
STARTS_A_FORMULA = tuple("=+-@\t\r＝＋－＠")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula, also where it splits at semicolons or tabs instead of commas."""
    return "".join(
        f"'{part}" if part.lstrip(UNSEEN).startswith(STARTS_A_FORMULA) else part for part in SPLITS.split(text)
    )


def rows_of(result: Result, number: int) -> Iterator[list[str | int]]:
    """The head, then each statement by its number. What is hidden says so; it is never an empty cell or a zero."""
    keys = list(dict.fromkeys(share.key for sentence in result.by_number for share in sentence.shares))
    yield [*COLUMNS, *(f"agree_{key}" for key in keys)]
    for sentence in result.by_number:
        bands = {share.key: share.band for share in sentence.shares}
        for tally in sentence.tallies:
            yield [
                number,
                sentence.number,
                harmless(sentence.wording.text),
                sentence.wording.language,
                harmless(sentence.wording.original),
                sentence.kind,
                harmless(tally.cell.label),
                *(count.code for count in tally.counts),
                *(bands.get(key, "") for key in keys),
            ]


def counts_as_csv(result: Result, number: int) -> str:
    """The whole file."""
    file = StringIO()
    csv.writer(file).writerows(rows_of(result, number))
    return file.getvalue()
