"""A conversation held elsewhere, read from the files that Polis exports."""

import hashlib
import io
from collections.abc import Mapping

from talkoo_sense import BrokenExport, PolisExport, read_polis

LARGEST_NUMBER = 2**31 - 1
FILES = ("votes.csv", "comments.csv", "summary.csv")  # the first is needed, the others are better than nothing


def read_export(files: Mapping[str, bytes]) -> PolisExport:
    """What the files say, by their names as Polis gives them; BrokenExport says which file, which line and what."""
    texts = {name: as_text(name, files[name]) for name in FILES if name in files}
    lines = {name: io.StringIO(text, newline="") for name, text in texts.items()}
    export = read_polis(lines["votes.csv"], lines.get("comments.csv"), lines.get("summary.csv"), names=FILES)
    numbers = export.statement_number
    if numbers.size and (numbers[0] < 0 or numbers[-1] > LARGEST_NUMBER):
        raise no_such_statement(texts, int(numbers[0] if numbers[0] < 0 else numbers[-1]))
    return export


def as_text(name: str, content: bytes) -> str:
    """The words of a file; a spreadsheet or a picture under the right name is refused here."""
    try:
        text = content.decode("utf-8-sig")
        broken_at = content.find(b"\0")
    except UnicodeDecodeError as error:
        broken_at = error.start
    if broken_at >= 0:
        raise BrokenExport(name, content.count(b"\n", 0, broken_at) + 1, "not-utf-8", "", "text in UTF-8")
    return text


def no_such_statement(texts: Mapping[str, str], number: int) -> BrokenExport:
    """Where the number of a statement stands that no export has: below 0, or too long to keep."""
    for name, text in texts.items():
        for line, row in enumerate(io.StringIO(text), start=1):
            if str(number) in row.replace('"', "").split(","):
                return BrokenExport(name, line, "not-a-number", str(number), "a number from 0 on")
    return BrokenExport("votes.csv", 1, "not-a-number", str(number), "numbers from 0 on")


def digest_of(export: PolisExport) -> str:
    """The same for the same statements and votes, whatever the files' line ends or order of columns."""
    found = hashlib.sha256()
    for words in export.statement_text:
        found.update(words.encode() + b"\0")
    for name in ("statement_number", "statement_moderated", "participant_number", "person", "statement", "vote"):
        found.update(getattr(export, name).astype("<i8").tobytes())
    return found.hexdigest()
