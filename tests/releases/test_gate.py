"""The gate: what leaves is exact to the person about who is too few, and no adversary learns a vote from it."""

import random
from datetime import date
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest

from talkoo.releases.gate import HIDDEN, Counts, Earlier, Protected, is_due, protect, rounded

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


def test_single_number_protected() -> None:
    rng = np.random.default_rng(1)
    assert rounded([4], rng, is_final=True) == [HIDDEN]
    assert rounded([9], rng, is_final=False) == [HIDDEN]
    assert rounded([13], rng, is_final=False)[0]["value"] in {10, 15}


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
    assert [people for people, _, _ in second.counted["rows"]["q"]] == [12, 17]
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
    assert last.rows["q"]["cells"][1]["agree"]["form"] == "more_than_half"


def test_other_partition_starts_anew() -> None:
    first = protect(counts((6, 6, 0)), is_final=False)
    second = protect(counts((6, 6, 0), (9, 9, 0)), is_final=False, earlier=kept(first))
    assert all("since" not in cell for cell in second.rows["q"]["cells"])


# --- An adversary who sees who comes when, and keeps every history of votes that fits all that was published.


def histories(size: int) -> list[tuple[int, int, int]]:
    return [
        (agree, against, size - agree - against) for agree in range(size + 1) for against in range(size - agree + 1)
    ]


def fits(shown: dict[str, Any], votes: tuple[int, int, int]) -> bool:
    people = sum(votes)
    for answer, number in zip(ANSWERS, votes, strict=True):
        figure = shown[answer]
        if figure["form"] == "few" and number >= 5:
            return False
        if figure["form"] == "nearly_all" and not (number >= 5 and people - number < 5):
            return False
        if figure["form"] == "rounded":
            is_plain = number >= 5 and people - number >= 5
            if not is_plain or abs(figure["value"] - number) >= 5:
                return False
    return True


def known_for_certain(dice: random.Random, weights: tuple[float, ...], *, raw: bool) -> tuple[int, int]:
    """Votes known for certain, and votes cast, in one conversation with four releases."""
    votes = dice.choices((0, 1, 2), weights, k=25)
    states, earlier, known = {(0, 0, 0)}, None, 0
    for begin, end in pairwise((0, 10, 15, 20, 25)):
        cast = [votes[:end].count(answer) for answer in (0, 1, 2)]
        made = protect(counts((cast[0], cast[1], cast[2])), is_final=False, earlier=earlier)
        shown, earlier = made.rows["q"]["cells"][0], kept(made)
        fitting = [
            (tuple(a + b for a, b in zip(old, new, strict=True)), new)
            for old in states
            for new in histories(end - begin)
        ]
        fitting = [(t, new) for t, new in fitting if (list(t) == cast if raw else fits(shown, t))]  # type: ignore[arg-type]
        states = {t for t, _ in fitting}  # type: ignore[misc]
        known += sum(end - begin for answer in (0, 1, 2) if all(new[answer] == end - begin for _, new in fitting))
    return known, len(votes)


@pytest.mark.parametrize("weights", [(0.5, 0.35, 0.15), (0.9, 0.06, 0.04), (0.97, 0.02, 0.01)])
def test_adversary_learns_no_vote_from_releases(weights: tuple[float, ...]) -> None:
    dice = random.Random(7)
    found = [known_for_certain(dice, weights, raw=False) for _ in range(20)]
    assert sum(known for known, _ in found) == 0
    assert sum(cast for _, cast in found) == 500


def test_adversary_learns_votes_from_raw_counts() -> None:
    dice = random.Random(7)
    assert sum(known_for_certain(dice, (0.97, 0.02, 0.01), raw=True)[0] for _ in range(12)) > 30
