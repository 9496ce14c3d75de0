"""The gate: what leaves is exact to the person about who is too few. What it may tell: `test_adversary.py`."""

from datetime import date
from itertools import product

import numpy as np
import pytest

from talkoo.releases.gate import HIDDEN, Counts, Earlier, Protected, is_due, protect, roles_told
from talkoo_sense.privacy import tables

ANSWERS = ("agree", "disagree", "pass")


def counts(*cells: tuple[int, int, int]) -> Counts:
    """One question, as many cells as given."""
    return Counts(
        roles=[[f"role {n}"] for n in range(len(cells))],
        people=[sum(cell) for cell in cells],
        answers=ANSWERS,
        rows={"q": [list(cell) for cell in cells]},
        named="statements",
    )


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is moved by chance, so that forms can be told beforehand."""
    monkeypatch.setattr(tables, "steps", lambda _, shape: np.zeros(shape, dtype=np.int64))


def asked(protected: Protected) -> list[str]:
    return [cell["asked"]["form"] for cell in protected.rows["q"]["cells"]]


def kept(protected: Protected) -> Earlier:
    """A release as the next one finds it."""
    return Earlier(date(2026, 5, 1), {"cells": protected.cells, "statements": protected.rows}, protected.counted)


@pytest.mark.parametrize(
    ("people", "form"), [(0, "hidden"), (4, "hidden"), (5, "rounded"), (9, "rounded"), (10, "rounded")]
)
def test_closed_cell_shown_from_exactly_five(people: int, form: str) -> None:
    assert asked(protect(counts((people, 0, 0)), is_final=True)) == [form]


@pytest.mark.parametrize(("people", "form"), [(0, "hidden"), (5, "hidden"), (9, "hidden"), (10, "rounded")])
def test_running_cell_shown_from_exactly_ten(people: int, form: str) -> None:
    assert asked(protect(counts((people, 0, 0)), is_final=False)) == [form]


@pytest.mark.parametrize(
    ("cell", "forms"),
    [
        ((5, 0, 0), ["more_than_half", "fewer_than_half", "fewer_than_half"]),
        ((0, 9, 0), ["fewer_than_half", "more_than_half", "fewer_than_half"]),
        ((4, 4, 0), ["about_half", "about_half", "fewer_than_half"]),
        ((10, 0, 0), ["nearly_all", "few", "few"]),
        ((6, 4, 0), ["nearly_all", "few", "few"]),
        ((10, 5, 5), ["rounded", "rounded", "rounded"]),
    ],
)
@pytest.mark.usefixtures("still")
def test_closed_answers_never_all_or_none(cell: tuple[int, int, int], forms: list[str]) -> None:
    shown = protect(counts(cell), is_final=True).rows["q"]["cells"][0]
    assert [shown[answer]["form"] for answer in ANSWERS] == forms


def test_hidden_cell_never_alone() -> None:
    for is_final, sizes in product((True, False), product((0, 3, 4, 7, 12, 30), repeat=3)):
        forms = asked(protect(counts(*((size, 0, 0) for size in sizes)), is_final=is_final))
        assert forms.count("hidden") != 1


def test_hidden_says_why() -> None:
    assert protect(counts((3, 1, 0), (8, 4, 1), (20, 3, 2)), is_final=True).hidden == [
        {"roles": ["role 0"], "why": "few", "statements": 1},
        {"roles": ["role 1"], "why": "shield", "statements": 1},
    ]


def test_total_is_the_sum_of_what_is_published() -> None:
    made = protect(counts((3, 1, 0), (8, 4, 1), (20, 3, 2)), is_final=True)
    assert made.people == made.cells[2]["size"]
    assert protect(counts((1, 0, 0)), is_final=True).people == HIDDEN


@pytest.mark.usefixtures("still")
def test_word_for_everybody_comes_from_published_figures_alone() -> None:
    for agree, word in (
        (0, "nearly_none"),
        (20, "fewer_than_half"),
        (50, "about_half"),
        (75, "more_than_half"),
        (100, "nearly_all"),
    ):
        assert protect(counts((agree, 100 - agree, 0)), is_final=True, seed=1).rows["q"]["agree"] == word
    assert protect(counts((4, 4, 0)), is_final=True).rows["q"]["agree"] is None
    assert protect(counts((2, 0, 0)), is_final=True).rows["q"]["agree"] is None


def test_figures_of_a_release_are_drawn_from_entropy() -> None:
    drawn = {str(protect(counts((13, 12, 11)), is_final=True).rows) for _ in range(40)}
    assert len(drawn) > 1


@pytest.mark.parametrize(
    ("people", "before", "due"), [(9, 0, False), (10, 0, True), (14, 10, False), (15, 10, True), (10, 14, False)]
)
def test_running_release_due(people: int, before: int, due: bool) -> None:
    assert is_due(people, before=before) == due


@pytest.mark.parametrize("is_final", [True, False])
def test_cell_with_fewer_than_five_new_people_keeps_its_figure(is_final: bool) -> None:
    first = protect(counts((6, 6, 0), (6, 6, 0)), is_final=False)
    second = protect(counts((10, 6, 0), (10, 7, 0)), is_final=is_final, earlier=kept(first))
    old, new = second.rows["q"]["cells"]
    assert old == {**first.rows["q"]["cells"][0], "since": "2026-05-01"}
    assert "since" not in new
    assert [people for people, _ in second.counted["rows"]["q"]] == [12, 17]
    third = protect(counts((11, 6, 0), (10, 7, 0)), is_final=is_final, earlier=kept(second))
    assert "since" not in third.rows["q"]["cells"][0]
    assert third.rows["q"]["cells"][1]["since"] == "2026-05-01"


def test_cell_from_which_people_went_keeps_its_figure() -> None:
    first = protect(counts((12, 12, 0)), is_final=False)
    second = protect(counts((4, 3, 0)), is_final=False, earlier=kept(first))
    assert second.rows["q"]["cells"][0]["agree"] == first.rows["q"]["cells"][0]["agree"]


def test_ended_shows_in_words_what_was_too_small_while_it_ran() -> None:
    first = protect(counts((6, 6, 0), (7, 0, 0), (12, 1, 0)), is_final=False)
    assert asked(first)[1] == "hidden"
    last = protect(counts((6, 6, 0), (7, 1, 0), (12, 1, 0)), is_final=True, earlier=kept(first))
    words = {"fewer_than_half", "about_half", "more_than_half"}  # chance moves eight people by one now and then
    assert last.rows["q"]["cells"][1]["agree"]["form"] in words


def test_other_partition_starts_anew() -> None:
    first = protect(counts((6, 6, 0)), is_final=False)
    second = protect(counts((6, 6, 0), (9, 9, 0)), is_final=False, earlier=kept(first))
    assert all("since" not in cell for cell in second.rows["q"]["cells"])


def test_other_people_in_the_place_of_some_wait_like_any_change() -> None:
    first = protect(counts((6, 6, 0)), is_final=False)
    second = protect(counts((0, 14, 2)), is_final=False, earlier=kept(first))
    assert second.rows["q"]["cells"][0] == {**first.rows["q"]["cells"][0], "since": "2026-05-01"}
    third = protect(counts((0, 14, 3)), is_final=False, earlier=kept(second))
    assert "since" not in third.rows["q"]["cells"][0]


def test_chance_of_a_kept_cell_is_carried_on() -> None:
    first = protect(counts((30, 30, 30)), is_final=False)
    second = protect(counts((30, 30, 34)), is_final=False, earlier=kept(first))
    assert second.counted["rows"] == first.counted["rows"]
    assert second.counted["people"] == first.counted["people"]


def test_smaller_cell_never_alone_when_another_grows_out_of_hiding() -> None:
    earlier = None
    for new in (0, 2, 7, 30):
        made = protect(counts((20, 5, 5), (8 + new, 0, 0), (6, 1, 1), (30, 9, 9)), is_final=False, earlier=earlier)
        assert asked(made) == ["rounded", "hidden", "hidden", "rounded"]
        earlier = kept(made)


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ({"user": 5}, {"user"}),
        ({"user": 4}, set()),
        ({"user": 6, "carer": 5}, {"user", "carer"}),
        ({"user": 9, "carer": 4}, set()),  # the four would be known by what is not said of them
        ({"user": 9, "carer": 6, "manager": 2}, {"user"}),
        ({"user": 9, "carer": 3, "manager": 2}, {"user"}),
        ({"": 9}, set()),  # nobody knows their role
    ],
)
def test_role_of_authors_is_told_of_five_with_five_or_none_beside(authors: dict[str, int], told: set[str]) -> None:
    written = {f"{role} {n}": (role, (role, n)) for role, people in authors.items() for n in range(people)}

    said = roles_told(written)

    assert set(said.values()) == told
    assert said == {name: role for name, (role, _) in written.items() if role in told}


def test_role_of_authors_counts_people_and_not_what_they_wrote() -> None:
    assert roles_told({f"q{n}": ("user", n % 4) for n in range(40)}) == {}
