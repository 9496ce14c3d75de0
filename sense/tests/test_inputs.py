"""What the command is given: what is no conversation is told with its place, and nothing is written."""

import re
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from talkoo_sense import read_polis
from talkoo_sense.__main__ import main

HEADER = "timestamp,datetime,comment-id,voter-id,vote\n"
ROW = "1,x,3,8,1\n"
COMMENTS = "comment-id,comment-body,moderated\n3,Buses run late,1\n"


def refused(*arguments: object, capsys: pytest.CaptureFixture[str], kept: Path) -> str:
    """Run the command over results that are there already, and give what it says when it refuses."""
    for name in ("out.json", "out.svg"):
        (kept / name).write_text("from before")
    code = main(
        ["map", *map(str, arguments), "--json", str(kept / "out.json"), "--svg", str(kept / "out.svg")]
    )
    printed = capsys.readouterr()
    assert code == 2
    assert printed.out == ""
    assert sorted(path.name for path in kept.iterdir()) == ["out.json", "out.svg"]
    assert all(path.read_text() == "from before" for path in kept.iterdir())
    return printed.err.removesuffix("\n")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder


WHOLE = "a whole number as"
A_VOTE = "a vote of 1, 0 or -1, found"
BROKEN = {
    "nothing at all": ("", 1, "a header with the names of the columns"),
    "only blank lines": ("\n\n\n", 1, "a header with the names of the columns"),
    "a header only": (HEADER, 1, "at least one vote"),
    "another table": ("a,b\n1,2\n", 1, "a column voter-id, found 'a,b'"),
    "a column missing": ("voter-id,vote\n1,1\n", 1, "a column comment-id, found 'voter-id,vote'"),
    "a column twice": ("vote,Vote,voter-id,comment-id\n", 1, "one column vote, found 'vote'"),
    "a short row": (HEADER + ROW + "1,x,3,8\n", 3, "5 columns, found '4 columns'"),
    "a long row": (HEADER + ROW + "1,x,3,8,1,1\n", 3, "5 columns, found '6 columns'"),
    "a vote of 2": (HEADER + "1,x,3,8,2\n", 2, f"{A_VOTE} '2'"),
    "a vote in words": (HEADER + "1,x,3,8,yes\n", 2, f"{WHOLE} vote, found 'yes'"),
    "no vote": (HEADER + "1,x,3,8,\n", 2, f"{WHOLE} vote"),
    "half a statement": (HEADER + "1,x,.5,8,1\n", 2, f"{WHOLE} comment-id, found '.5'"),
    "thousands apart": (HEADER + "1,x,1_000,8,1\n", 2, f"{WHOLE} comment-id, found '1_000'"),
    "a name": (HEADER + "1,x,3,Anna,1\n", 2, f"{WHOLE} voter-id, found 'Anna'"),
    "too large": (HEADER + f"1,x,3,{2**60},1\n", 2, f"{WHOLE} voter-id, found '{2**60}'"),
    "an open quote": (HEADER + ROW + '1,"x,3,8,1\n' + ROW * 9, 3, "rows of CSV (unexpected end of data)"),
    "another encoding": (HEADER.encode() + "1,päivä,3,8,1\n".encode("latin-1"), 2, "text in UTF-8"),
    "the same far down": ((HEADER + ROW * 20_000).encode() + b"1,\xe4,3,8,1\n", 20_002, "text in UTF-8"),
    "two bytes a sign": ((HEADER + ROW).encode("utf-16"), 1, "text in UTF-8"),
    "a workbook": (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xe9\xff", 1, "text in UTF-8"),
    "two separators": (HEADER.replace(",", ";") + ROW, 2, "5 columns, found '1 columns'"),
    "wrong after a quote": (HEADER + '1,"x",3,8,1\n' * 3 + "1,x,3,8,7\n", 5, f"{A_VOTE} '7'"),
    "wrong after a line break": (HEADER + '1,"x\ny",3,8,1\n' + "1,x,3,8,7\n", 4, f"{A_VOTE} '7'"),
    "wrong after blank lines": (HEADER + "\n\n" + ROW + "\n1,x,3,8,7\n", 6, f"{A_VOTE} '7'"),
    "wrong far down": (HEADER + ROW * 150_000 + "1,x,3,8,7\n", 150_002, f"{A_VOTE} '7'"),
}


@pytest.mark.parametrize(("content", "line", "expected"), BROKEN.values(), ids=BROKEN)
def test_broken_votes_are_refused_with_file_and_line(content, line, expected, tmp_path, kept, capsys):
    file = tmp_path / "votes.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    said = refused(file, capsys=capsys, kept=kept)

    assert said == f"{file}, line {line}: expected {expected}."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: expected a header with the names of the columns."),
        ("comment-id\n3\n", "line 1: expected a column comment-body, found 'comment-id'."),
        (COMMENTS + "3,Again,1\n", "line 3: expected each statement once, found '3'."),
        (COMMENTS + "4,Trains,7\n", "line 3: expected moderated to be 1, 0 or -1, found '7'."),
        (COMMENTS + "4,Trains, late,1\n", "line 3: expected 3 columns, found '4 columns'."),
    ],
)
def test_broken_statements_are_refused_with_file_and_line(content, said, tmp_path, kept, capsys):
    (tmp_path / "export").mkdir()
    (tmp_path / "export" / "votes.csv").write_text(HEADER + ROW)
    comments = tmp_path / "export" / "comments.csv"
    comments.write_text(content)

    assert refused(tmp_path / "export", capsys=capsys, kept=kept) == f"{comments}, {said}"


def test_what_is_not_there_is_named(tmp_path, kept, capsys):
    (tmp_path / "empty").mkdir()
    votes, missing = tmp_path / "votes.csv", tmp_path / "no.csv"
    votes.write_text(HEADER + ROW)
    said = f"{tmp_path / 'empty'}: expected a folder with votes.csv, or with files of Parquet."

    assert refused(missing, capsys=capsys, kept=kept) == f"{missing}: No such file or directory."
    assert refused(votes, "--comments", missing, capsys=capsys, kept=kept).startswith(f"{missing}: No such")
    assert refused(tmp_path / "empty", capsys=capsys, kept=kept) == said


def test_a_missing_parquet_file_is_named(tmp_path, kept, capsys):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    missing = tmp_path / "no.parquet"

    assert refused(missing, capsys=capsys, kept=kept) == f"{missing}: No such file or directory."


def test_parquet_without_its_extra_says_what_to_install(tmp_path, kept, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "votes.parquet").write_bytes(b"")

    said = refused(tmp_path / "votes.parquet", capsys=capsys, kept=kept)

    assert said == 'pyarrow is needed for this: pip install "talkoo-sense[parquet]".'


@pytest.mark.parametrize(
    "arguments",
    [
        ["votes.csv", "--json", "votes.csv"],
        ["votes.csv", "--json", "a", "--svg", "./a"],
        ["v", "--seed", "-1"],
    ],
)
def test_arguments_that_would_lose_something_are_refused(arguments, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("votes.csv").write_text(HEADER + ROW)

    with pytest.raises(SystemExit) as left:
        main(["map", *arguments])

    assert left.value.code == 2
    assert re.search("a place of its own|a whole number from 0 on", capsys.readouterr().err)
    assert Path("votes.csv").read_text() == HEADER + ROW


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda text: text.encode("utf-8-sig"), id="a byte-order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="ends of lines of another system"),
        pytest.param(lambda text: text.replace(",", ";").encode("utf-8-sig"), id="semicolons"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
        pytest.param(lambda text: text.replace("x", '"Tue, 1 June"').encode(), id="quotes"),
        pytest.param(lambda text: text.replace("\n", "\n\n").encode(), id="blank lines"),
        pytest.param(lambda text: text.removesuffix("\n").encode(), id="no last end of line"),
    ],
)
def test_what_spreadsheets_do_to_a_file_is_forgiven(written, tmp_path, capsys):
    file = tmp_path / "votes.csv"
    file.write_bytes(written(HEADER + ROW + "2,x,3,9,-1\n2,x,4,9,0\n"))

    assert main(["map", str(file)]) == 0

    assert "2 people, 2 statements, 3 votes" in capsys.readouterr().out


def test_plain_rows_and_quoted_ones_are_read_alike():
    rng = np.random.default_rng(4)
    rows = [
        f"{rng.integers(5)},x,{rng.integers(20)},{rng.integers(30)},{rng.integers(-1, 2)}\n"
        for _ in range(2000)
    ]
    mixed = [row.replace("x", '"x"') if at == 1000 else row for at, row in enumerate(rows)]

    plain, quoted = read_polis([HEADER, *rows]), read_polis([HEADER, *mixed])

    for name in ("participant_number", "statement_number", "person", "statement", "vote"):
        assert np.array_equal(getattr(plain, name), getattr(quoted, name))


def test_a_million_rows_are_read_in_bounded_time():
    rows = [f"{i},x,{i % 100},{i // 100},{i % 3 - 1}\n" for i in range(1_000_000)]
    started = time.process_time()

    export = read_polis([HEADER, *rows])

    assert export.vote.size == 1_000_000
    assert time.process_time() - started < 6  # 0.6 s on a quiet machine


@pytest.fixture
def parquet(tmp_path):
    """Write a table of votes as Parquet and give its path."""
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    module = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")

    def write(name: str = "votes.parquet", **columns: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        module.write_table(arrow.table(columns), path)
        return path

    return write


TWO = {"participant": [1, 2], "statement": [1, 2], "vote": [1, 0]}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"a": [1]}, ": expected a column voter-id, found 'a'."),
        (TWO | {"voter_id": [1, 2]}, ": expected one column voter-id, found 'voter_id'."),
        (TWO | {"vote": [1, 2]}, f", row 2: expected {A_VOTE} '2'."),
        (TWO | {"vote": [True, False]}, ": expected whole numbers as vote, found 'bool'."),
        (TWO | {"participant": [1, None]}, f", row 2: expected {WHOLE} participant."),
        (TWO | {"statement": [1, 2.5]}, f", row 2: expected {WHOLE} statement, found '2.5'."),
        (TWO | {"participant": ["1", "Anna"]}, f", row 2: expected {WHOLE} participant, found 'Anna'."),
        (TWO | {"participant": [1, 2**60]}, f", row 2: expected {WHOLE} participant, found '{2**60}'."),
        (dict.fromkeys(TWO, np.zeros(0, int)), ": expected at least one vote."),
    ],
)
def test_broken_parquet_is_refused_with_its_row(columns, said, parquet, kept, capsys):
    path = parquet(**columns)

    assert refused(path, capsys=capsys, kept=kept) == f"{path}{said}"


def test_what_is_cut_off_is_no_parquet(parquet, kept, capsys):
    path = parquet(participant=[1], statement=[1], vote=[1])
    path.write_bytes(path.read_bytes()[:-20])

    assert refused(path, capsys=capsys, kept=kept) == f"{path}: expected Parquet."


@pytest.mark.parametrize(
    "names", [("votes/a.parquet", "votes/b.parquet"), ("votes/wave=1/a.parquet", "votes/wave=2/a.parquet")]
)
def test_a_folder_of_parquet_is_one_conversation(names, parquet, tmp_path, capsys):
    for at, name in enumerate(names):
        parquet(name, participant=["1", "2"], statement=[at, 5], vote=[1.0, -1.0], timestamp=[7 - at, 8])
    parquet("votes/comments.parquet", comment_id=[0, 1, 5], comment_body=["Buses", "Trains", "Trams"])

    assert main(["map", str(tmp_path / "votes")]) == 0

    assert "2 people, 3 statements, 3 votes" in capsys.readouterr().out
