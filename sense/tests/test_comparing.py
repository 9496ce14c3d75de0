"""Two maps side by side: what is the same, and changes only where they are more than chance would make."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from talkoo_sense import BrokenExport, least_difference
from talkoo_sense.__main__ import main
from talkoo_sense.comparing import compare
from talkoo_sense.comparing_report import comparison_as_text, comparison_as_values
from talkoo_sense.saved import SavedMap

LETTERS = ("side A", "side B", "side C")


def saved(agree: list[list[int]], seen: int = 100, *, texts: bool = True, **other: object) -> SavedMap:
    """Make a map of the numbers agreeing: of everybody, then of each part; the others disagree."""
    given = np.array(agree)
    n_parts, n = given.shape[0] - 1, given.shape[1]
    empty = np.zeros(n, dtype=bool)
    of_all = np.full(given.shape, seen)
    made = SavedMap(
        file="map.json",
        model="ours",
        topic="Buses",
        words="There is a divide.",
        verdict="divide",
        p1=0.005,
        people=seen * max(n_parts, 1),
        votes=0,
        looked_at=seen * max(n_parts, 1),
        part=LETTERS[:n_parts],
        size=np.full(n_parts, seen),
        number=np.arange(n),
        text=tuple(f"Statement {j}" if texts else "" for j in range(n)),
        left_out=empty,
        is_shared=empty,
        is_dividing=empty,
        seen=of_all,
        agree=given,
        disagree=of_all - given,
    )
    return replace(made, **other)


def sides(*shares: list[int]) -> list[list[int]]:
    return [list(np.mean(shares, axis=0).round().astype(int)), *shares]


FIRST = [90, 80, 20, 10, 70, 60, 30, 50]
SECOND = [20, 10, 80, 90, 40, 30, 70, 50]
THIRD = [50, 90, 90, 50, 10, 50, 10, 90]


def test_a_change_by_hand():
    found = compare(saved([[40]]), saved([[70]]))

    change = found.statements[0].agree
    assert (change.given_before, change.seen_before, change.given, change.seen) == (40, 100, 70, 100)
    assert change.difference == pytest.approx(0.3)
    # Agreement and disagreement of one statement: two intervals of 97.5 % each hold together.
    z = float(ndtri(1 - 0.05 / 4))
    assert change.low == pytest.approx(float(least_difference(70, 100, 40, 100, z)))
    assert change.high == pytest.approx(-float(least_difference(40, 100, 70, 100, z)))
    assert change.is_clear
    assert found.statements[0].is_clear


def test_a_map_has_not_changed_against_itself():
    one = saved(sides(FIRST, SECOND))

    found = compare(one, one)

    assert not any(statement.is_clear for statement in found.statements)
    assert [(part.before, part.now) for part in found.parts] == [(0, 0), (1, 1)]
    assert [part.likeness for part in found.parts] == pytest.approx([1, 1])
    assert found.new == found.gone == found.out == found.back == ()
    assert "none of 8 statements; changes of less than about" in comparison_as_text(found)


def test_the_other_way_round_changes_only_the_sign():
    before, now = saved([[40, 50, 20]]), saved([[70, 55, 20]])

    there, back = compare(before, now), compare(now, before)

    for one, other in zip(there.statements, back.statements, strict=True):
        assert one.agree.difference == pytest.approx(-other.agree.difference)
        assert one.agree.low == pytest.approx(-other.agree.high)
        assert one.is_clear == other.is_clear


def test_where_nothing_changed_one_comparison_in_twenty_shows_a_change_at_most():
    rng = np.random.default_rng(8)
    share = rng.uniform(0.05, 0.95, 30)

    alarms = 0
    for _ in range(100):
        before, now = (saved([list(rng.binomial(40, share))], seen=40) for _ in range(2))
        alarms += any(statement.is_clear for statement in compare(before, now).statements)

    assert alarms <= 11  # 5 and three standard errors


def test_sides_are_matched_by_what_sets_them_apart_whatever_they_are_called():
    found = compare(saved(sides(FIRST, SECOND)), saved(sides(SECOND, FIRST)))

    assert [(part.before, part.now) for part in found.parts] == [(1, 0), (0, 1)]
    assert not any(change.is_clear for statement in found.statements for change in statement.by_part)


def test_a_third_group_is_new_and_gone_the_other_way_round():
    two, three = saved(sides(FIRST, SECOND)), saved(sides(THIRD, SECOND, FIRST))

    appeared, vanished = compare(two, three), compare(three, two)

    assert [(part.before, part.now) for part in appeared.parts] == [(1, 1), (0, 2), (None, 0)]
    assert [(part.before, part.now) for part in vanished.parts] == [(2, 0), (1, 1), (0, None)]
    assert "side A, 100 people: like none before" in comparison_as_text(appeared)
    assert "side A of before, 100 people: like none now" in comparison_as_text(vanished)


def test_sides_that_differ_in_other_things_are_not_the_same():
    other = [THIRD, list(100 - np.array(THIRD))]

    found = compare(saved(sides(FIRST, SECOND)), saved(sides(*other)))

    assert {(part.before, part.now) for part in found.parts} == {(None, 0), (None, 1), (0, None), (1, None)}


def test_statements_are_the_same_if_their_words_are():
    before = saved([[40, 50, 20]])
    renumbered = replace(before, number=np.array([7, 8, 9]))
    reworded = replace(before, text=("Statement 0", "Buses run late", "Statement  2 "))

    again, changed = compare(before, renumbered), compare(before, reworded)

    assert [(one.before, one.now) for one in again.statements] == [(0, 0), (1, 1), (2, 2)]
    assert [(one.before, one.now) for one in changed.statements] == [(0, 0), (2, 2)]
    assert (changed.new, changed.gone) == ((1,), (1,))
    assert "New statements: 1\n  #1    Buses run late\n        50 of 100 (50%) agree" in comparison_as_text(
        changed
    )


def test_without_words_numbers_must_do_and_it_is_said():
    found = compare(saved([[40, 50]], texts=False), saved([[40, 50, 60]]))

    assert len(found.statements) == 2
    assert not found.by_text
    assert "matched by their numbers, as there are no words" in comparison_as_text(found)


def test_moderation_since_then_is_told_apart_from_new_statements():
    before = saved([[40, 50, 20]], left_out=np.array([False, True, False]))
    now = saved([[40, 50, 20]], left_out=np.array([True, False, False]))

    found = compare(before, now)

    assert (found.out, found.back, found.new, found.gone) == ((0,), (1,), (), ())
    assert [one.now for one in found.statements] == [2]


def test_what_is_shared_no_longer_is_told_with_how_sure_that_is():
    before = saved([[90, 66]], is_shared=np.array([True, True]))
    now = saved([[40, 58]], is_shared=np.array([False, False]))

    text = comparison_as_text(compare(before, now))

    assert "  only before: 2\n" in text
    assert "90 of 100 (90%) -> 40 of 100 (40%) agree: less than before (between -" in text
    assert "66 of 100 (66%) -> 58 of 100 (58%) agree: no clear change" in text


def test_few_people_are_not_compared():
    found = compare(saved([[4]], seen=4), saved([[0]], seen=4))

    assert found.statements[0].agree.too_few
    assert "4 of 4 (100%) -> 0 of 4 (0%) agree: too few to compare" in comparison_as_text(
        replace(found, before=replace(found.before, is_shared=np.array([True])))
    )


def test_another_answer_from_more_people_is_no_change_of_mind():
    before, now = saved([[40]]), saved([[40]], words="A spectrum.", looked_at=300)

    assert "From more people more can be told" in comparison_as_text(compare(before, now))


@pytest.fixture
def waves(tmp_path: Path, planted) -> tuple[Path, Path]:
    """Write the maps of half of a conversation and of all of it, the second with one statement more."""
    votes = planted(22, 0, (80, 40), "two").votes
    paths = tmp_path / "before.json", tmp_path / "now.json"
    for path, people, statements in zip(paths, (40, 80), (39, 40), strict=True):
        file, comments = tmp_path / "votes.csv", tmp_path / "comments.csv"
        taken = (votes.person < people + 20 * (people == 40)) & (votes.person >= 20 * (people == 40))
        rows = zip(votes.statement[taken], votes.person[taken] + 7000, votes.value[taken], strict=True)
        file.write_text(
            "comment-id,voter-id,vote\n" + "".join(f"{j},{i},{v}\n" for j, i, v in rows if j < statements)
        )
        comments.write_text(
            "comment-id,comment-body\n" + "".join(f"{j},Text \x1b[31m{j}\n" for j in range(statements))
        )
        assert main(["map", str(file), "--comments", str(comments), "--json", str(path)]) == 0
        file.unlink()
        comments.unlink()
    return paths


def test_compare_prints_and_writes_without_any_person(waves, tmp_path, capsys):
    capsys.readouterr()

    assert main(["compare", *map(str, waves), "--json", str(tmp_path / "out.json")]) == 0

    printed = capsys.readouterr()
    assert "before 40 people, 39 statements" in printed.out
    assert "now    80 people, 40 statements" in printed.out
    assert "39 statements can be compared\n" in printed.out
    assert (
        "side A was side A: what sets it apart is alike (r = " in printed.out or "group A was" in printed.out
    )
    assert "New statements: 1\n  #39   Text" in printed.out
    assert "none of 39 statements; changes of less than about" in printed.out
    assert "\x1b" not in printed.out
    written = json.loads((tmp_path / "out.json").read_text())
    assert written["format"] == "talkoo-sense comparison 1"
    assert written["new"] == [39]
    assert len(written["statements"]) == 39
    assert not re.search(
        r"(?<![.\d])70[0-7]\d\b", (tmp_path / "out.json").read_text()
    )  # a participant's number


def test_values_hold_what_the_text_says():
    found = compare(saved(sides(FIRST, SECOND)), saved(sides(SECOND, FIRST)))

    values = comparison_as_values(found)

    assert json.loads(json.dumps(values, allow_nan=False)) == values
    assert values["parts"][0] | {"size": None, "likeness": None} == {
        "before": "side B",
        "now": "side A",
        "size": None,
        "likeness": None,
    }
    assert values["statements"][0]["agree"]["before"] == [55, 100]


def test_nothing_in_common_is_a_fault_of_its_own():
    with pytest.raises(BrokenExport) as caught:
        compare(saved([[1]]), saved([[1]], text=("Other",)))

    assert caught.value.fault == "nothing-in-common"
