"""Exports of Polis: what is forgiven, what is refused and how that is said."""

import io
import time

import numpy as np
import pytest

from talkoo_sense import BrokenExport, read_polis

HEADER = "timestamp,datetime,comment-id,voter-id,vote\n"


def lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def test_the_latest_vote_counts_by_time_then_by_row():
    text = HEADER + "30,x,5,8,1\n10,x,5,8,-1\n20,x,5,9,-1\n20,x,5,9,0\n"

    export = read_polis(lines(text))

    assert export.participant_number.tolist() == [8, 9]
    assert export.statement_number.tolist() == [5]
    assert export.vote.tolist() == [1, 0]
    assert export.n_replaced == 2


def test_without_timestamps_the_last_row_counts():
    assert read_polis(["voter-id,comment-id,vote", "1,1,1", "1,1,-1"]).vote.tolist() == [-1]


def test_headers_order_and_extra_columns_are_forgiven():
    text = (
        '\ufeff Vote ,xid,Comment ID,VOTER_ID,important,TimeStamp\r\n1,"a,b",2,3,1,5\r\n-1,,4,3,0,6\r\n\r\n'
    )

    export = read_polis(lines(text))

    assert export.statement_number.tolist() == [2, 4]
    assert export.vote.tolist() == [1, -1]


def test_statements_come_with_text_moderation_and_author():
    comments = (
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\r\n"
        '1,7,40,1,0,-1,"Two\r\nlines, and a ""quote"""\r\n'
        "1,3,41,1,0,1,Before\r\n"
    )

    export = read_polis(lines(HEADER + "1,x,7,8,1\n"), lines(comments))

    assert export.statement_number.tolist() == [3, 7]
    assert export.statement_text == ("Before", 'Two\r\nlines, and a "quote"')
    assert export.statement_moderated.tolist() == [1, -1]
    assert export.statement_author.tolist() == [41, 40]
    assert export.left_out.tolist() == [1]
    assert export.votes.shape == (1, 2)


def test_a_statement_voted_on_but_not_listed_is_kept_apart():
    comments = "comment-id,comment-body\n3,Known\n"

    export = read_polis(lines(HEADER + "1,x,3,8,1\n1,x,2,8,-1\n"), lines(comments))

    assert export.missing == (2,)
    assert export.statement_text == ("", "Known")
    assert export.statement_moderated.tolist() == [-1, 0]
    assert export.vote.tolist() == [-1, 1]


def test_without_a_list_of_statements_all_take_part():
    export = read_polis(lines(HEADER + "1,x,3,8,1\n"))

    assert export.missing == ()
    assert export.left_out.size == 0


def test_the_summary_gives_topic_description_and_address():
    summary = 'topic,Buses\nurl,https://example.org/1\nconversation-description,"Two\nlines"\nviews,3\n'

    export = read_polis(lines(HEADER + "1,x,3,8,1\n"), summary=lines(summary))

    assert (export.topic, export.url, export.description) == ("Buses", "https://example.org/1", "Two\nlines")


@pytest.mark.parametrize(
    ("votes", "line", "fault", "seen"),
    [
        ("", 1, "empty", ""),
        ("\n\n", 1, "empty", ""),
        (HEADER, 1, "empty", ""),
        ("a,b\n1,2\n", 1, "column-missing", "a,b"),
        ("vote,Vote,voter-id,comment-id\n", 1, "column-twice", "vote"),
        (HEADER + "1,x,3,8\n", 2, "row-length", "4 columns"),
        (HEADER + "1,x,3,8,1\n1,x,3,8,2\n", 3, "not-a-vote", "2"),
        (HEADER + "1,x,3,eight,1\n", 2, "not-a-number", "eight"),
        (HEADER + "1,x,3.5,8,1\n", 2, "not-a-number", "3.5"),
        (HEADER + "1,x,3,8,\n", 2, "not-a-number", ""),
        (HEADER + "now,x,3,8,1\n", 2, "not-a-number", "now"),
        (HEADER + f"1,x,3,{10**30},1\n", 2, "not-a-number", str(10**30)),
        (HEADER + "1,x,3,someone@example.org,1\n", 2, "not-a-number", "(an address)"),
        (HEADER + f"1,x,3,{'y' * 90},1\n", 2, "not-a-number", "y" * 39 + "…"),
        (HEADER + '1,"x,3,8,1\n', 2, "broken-csv", ""),
    ],
)
def test_a_broken_file_is_refused_with_file_line_and_fault(votes, line, fault, seen):
    with pytest.raises(BrokenExport) as caught:
        read_polis(lines(votes), names=("mine.csv", "", ""))

    broken = caught.value
    assert (broken.file, broken.line, broken.fault, broken.seen) == ("mine.csv", line, fault, seen)
    assert str(broken).startswith(f"mine.csv, line {line}: expected ")
    assert str(broken).endswith(".")


@pytest.mark.parametrize(
    ("comments", "line", "fault"),
    [
        ("comment-id,comment-body\n1,a\n1,b\n", 3, "statement-twice"),
        ("comment-id,comment-body,moderated\n1,a,5\n", 2, "not-a-moderation"),
        ("comment-id,moderated\n1,1\n", 1, "column-missing"),
        ("", 1, "empty"),
    ],
)
def test_a_broken_list_of_statements_is_refused(comments, line, fault):
    with pytest.raises(BrokenExport) as caught:
        read_polis(lines(HEADER + "1,x,3,8,1\n"), lines(comments))

    assert (caught.value.file, caught.value.line, caught.value.fault) == ("comments.csv", line, fault)


def test_a_file_in_another_encoding_is_refused():
    latin = io.TextIOWrapper(
        io.BytesIO(HEADER.encode() + "1,päivä,3,8,1\n".encode("latin-1")), encoding="utf-8"
    )

    with pytest.raises(BrokenExport) as caught:
        read_polis(latin)

    assert caught.value.fault == "not-utf-8"


def test_fifty_thousand_rows_are_read_at_once():
    rows = [f"{i},x,{i % 100},{i // 100},{i % 3 - 1}\n" for i in range(50_000)]
    started = time.process_time()

    export = read_polis([HEADER, *rows])

    assert export.votes.n_votes == 50_000
    assert time.process_time() - started < 2


def test_real_exports_are_read_in_full(any_real):
    export = any_real.export
    expected = {204: (50, 5_303, 0), 536: (316, 29_719, 162), 1_921: (197, 49_443, 78)}

    found = export.statement_number.size, export.vote.size, export.left_out.size

    assert found == expected[export.participant_number.size]
    assert export.topic
    assert export.missing == ()
    assert all(export.statement_text)
    assert np.isin(export.vote, (-1, 0, 1)).all()
