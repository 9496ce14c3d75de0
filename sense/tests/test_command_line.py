"""The command: a table for people, files that are whole or absent, a sentence when something is wrong."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

import numpy as np
import pytest

from talkoo_sense import Verdict, map_opinions, polis_map, read_polis
from talkoo_sense.__main__ import main
from talkoo_sense.report import as_text, report_on
from talkoo_sense.saved import as_values


def tags(drawing: Path) -> Counter[str]:
    """Count the elements of a drawing, which must be well-formed."""
    found: Counter[str] = Counter()
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _: found.update([tag])
    parser.Parse(drawing.read_text(), True)
    return found


@pytest.fixture
def folder(tmp_path: Path, planted) -> Path:
    """Write a conversation with three camps, awkward texts and a statement left out."""
    votes = planted(22, 0, (100, 50), "three").votes
    rows = zip(votes.statement, votes.person, votes.value, strict=True)
    export = tmp_path / "export"
    export.mkdir()
    (export / "votes.csv").write_text(
        "timestamp,comment-id,voter-id,vote\n" + "".join(f"1,{j + 10},{i + 500},{v}\n" for j, i, v in rows)
    )
    (export / "comments.csv").write_text(
        "comment-id,author-id,moderated,comment-body\n"
        + "".join(f"{j + 10},1,{-1 if j == 0 else 1},Statement {j} <&> \x1b[31mred\n" for j in range(50))
    )
    (export / "summary.csv").write_text("topic,Buses & trains\n")
    return export


def test_map_prints_what_it_found(folder, capsys):
    assert main(["map", str(folder)]) == 0

    printed = capsys.readouterr()
    assert "Buses & trains\n100 people, 49 statements (1 left out), 5000 votes" in printed.out
    assert re.search(r"^Three groups, (stable|fairly stable|loosely drawn)\.$", printed.out, re.MULTILINE)
    assert "What group C stands for" in printed.out
    assert "\x1b" not in printed.out
    assert not re.search(r"\b5[0-9]{2}\b", printed.out.replace("5000", ""))  # no participant's number


def test_map_writes_figures_and_a_drawing_without_any_person(folder, tmp_path):
    values, drawing = tmp_path / "out.json", tmp_path / "out.svg"

    assert main(["map", str(folder), "--json", str(values), "--svg", str(drawing)]) == 0

    written = json.loads(values.read_text())
    assert written["verdict"] == "groups"
    assert [part["name"] for part in written["parts"]] == ["group A", "group B", "group C"]
    assert len(written["statements"]) == 50
    assert [entry["number"] for entry in written["statements"] if entry["left_out"]] == [10]
    assert written["statements"][0]["consensus"] is None
    assert written["stands_for"][0][0]["statement"] >= 10
    assert not any(f": {number}," in values.read_text() for number in range(510, 600))
    drawn = tags(drawing)
    assert (drawn["ellipse"], drawn["circle"], drawn["title"], drawn["desc"]) == (3, 0, 1, 1)
    assert "What all share" in drawing.read_text()
    assert ">each area holds half of its group; only distances mean something</text>" in drawing.read_text()
    assert "\x1b" not in drawing.read_text()
    assert '<title id="title">Buses &amp; trains</title>' in drawing.read_text()
    assert re.search(
        '<desc id="description">Three groups, .* group C: [0-9]+ people.</desc>', drawing.read_text()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["export", "out.json", "out.svg"]


def test_map_is_the_same_again_and_another_with_another_seed(folder, tmp_path):
    paths = [tmp_path / name for name in ("a.json", "b.json", "c.json")]

    for path, seed in zip(paths, ([], [], ["--seed", "3"]), strict=True):
        main(["map", str(folder), "--json", str(path), *seed])

    first, second, third = (json.loads(path.read_text()) for path in paths)
    assert first == second
    assert first["jaccard"] != third["jaccard"]


def test_map_of_polis(folder, tmp_path, capsys):
    assert main(["map", str(folder), "--model", "polis", "--svg", str(tmp_path / "map.svg")]) == 0

    assert "The map of Polis, which always draws groups." in capsys.readouterr().out
    assert tags(tmp_path / "map.svg")["ellipse"] >= 2


def test_map_of_a_line_draws_a_curve(tmp_path, planted, capsys):
    votes = planted(22, 1, (100, 50), "line").votes
    rows = zip(votes.statement, votes.person, votes.value, strict=True)
    file = tmp_path / "votes.csv"
    file.write_text("comment-id,voter-id,vote\n" + "".join(f"{j},{i},{v}\n" for j, i, v in rows))

    assert main(["map", str(file), "--svg", str(tmp_path / "map.svg")]) == 0

    assert "A spectrum, not groups" in capsys.readouterr().out
    assert tags(tmp_path / "map.svg")["path"] == 1


@pytest.mark.parametrize("n_far", [0, 1, 4, 5])
def test_an_end_of_fewer_than_five_people_is_not_told_about(planted, n_far):
    votes = planted(22, 1, (40, 30), "line").votes
    export = read_polis(
        ["comment-id,voter-id,vote", *map("{},{},{}".format, votes.statement, votes.person, votes.value)]
    )
    found = map_opinions(export.votes, n_tables=19, n_tries=1)
    made = replace(
        found, verdict=Verdict.DIVIDE, side=(np.arange(40) < n_far).astype(int), jaccard=np.ones(2)
    )

    report = report_on(export, made)

    assert report.sizes == ((35, 5) if n_far == 5 else ())
    assert report.statements.seen.shape[0] == (2 if n_far == 5 else 1)
    assert ("one end has fewer than five people" in as_text(report)) == (n_far < 5)
    assert len(as_values(report)["parts"]) == len(report.sizes)


def test_groups_of_polis_with_fewer_than_five_people_are_not_told_about(planted):
    votes = planted(22, 1, (40, 30), "line").votes
    export = read_polis(
        ["comment-id,voter-id,vote", *map("{},{},{}".format, votes.statement, votes.person, votes.value)]
    )
    made = polis_map(export.votes)

    for sizes, told in (((20, 17, 3), (20, 17)), ((36, 4), ()), ((40,), ())):
        report = report_on(export, replace(made, group=np.repeat(np.arange(len(sizes)), sizes)))
        assert report.sizes == told


def test_map_of_few_votes_says_so(tmp_path, capsys):
    file, drawing = tmp_path / "votes.csv", tmp_path / "map.svg"
    file.write_text("comment-id,voter-id,vote\n1,1,1\n")

    assert main(["map", str(file), "--svg", str(drawing)]) == 0

    printed = capsys.readouterr().out
    assert "Too few votes yet to look for groups." in printed
    assert printed.count("nothing that these votes show clearly") == 2
    assert "Too few votes" in drawing.read_text()


def test_bad_input_is_named_and_nothing_is_written(folder, tmp_path, capsys):
    votes = folder / "votes.csv"
    votes.write_text(votes.read_text() + "1,11,501,7\n")

    code = main(["map", str(folder), "--json", str(tmp_path / "out.json")])

    assert code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err == f"{votes}, line 5002: expected a vote of 1, 0 or -1, found '7'.\n"
    assert not (tmp_path / "out.json").exists()


def test_map_reads_parquet(folder, capsys):
    pyarrow_csv = pytest.importorskip("pyarrow.csv", reason="pyarrow is not installed")
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    names = ["timestamp", "statement", "participant", "vote"]
    rows = pyarrow_csv.read_csv(folder / "votes.csv").rename_columns(names)
    parquet.write_table(rows, folder / "votes.parquet")

    assert main(["map", str(folder / "votes.parquet"), "--comments", str(folder / "comments.csv")]) == 0

    assert "100 people, 49 statements (1 left out), 5000 votes" in capsys.readouterr().out


def test_what_is_not_parquet_is_refused(tmp_path, capsys):
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    file = tmp_path / "votes.parquet"
    file.write_text("comment-id,voter-id,vote\n1,1,1\n")

    assert main(["map", str(file)]) == 2

    assert capsys.readouterr().err == f"{file}: expected Parquet.\n"


@pytest.mark.parametrize("option", ["--json", "--svg"])
def test_a_place_that_cannot_be_written_leaves_nothing(folder, tmp_path, capsys, option):
    other = {"--json": "--svg", "--svg": "--json"}[option]

    code = main(["map", str(folder), other, str(tmp_path / "out"), option, str(tmp_path / "nowhere" / "out")])

    assert code == 2
    assert "No such file or directory" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["export"]


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["map", str(tmp_path / "votes.csv")]) == 2

    assert capsys.readouterr().err == f"{tmp_path / 'votes.csv'}: No such file or directory.\n"


def test_real_conversations_are_told_in_words(any_real, capsys, tmp_path):
    export = any_real.export
    file = tmp_path / "votes.csv"
    rows = zip(export.statement, export.person, export.vote, strict=True)
    file.write_text("comment-id,voter-id,vote\n" + "".join(f"{j},{i},{v}\n" for j, i, v in rows))

    assert main(["map", str(file), "--model", "polis"]) == 0

    assert f"{np.unique(export.person).size} people" in capsys.readouterr().out
