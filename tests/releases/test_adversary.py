"""No adversary learns a vote from releases; `python -m bench gate` asks the same a thousand times."""

import random

import numpy as np
import pytest

from talkoo.releases.gate import Counts, Protected, protect
from tests.releases.adversary import Rule, certain_votes, ours, raw, surest, ten_five, told

RUNS = 60
PEOPLE = 25
OPINIONS = [(0.5, 0.35, 0.15), (0.9, 0.06, 0.04), (0.97, 0.02, 0.01)]
MOST_SURE = 0.95


def found(rule: Rule, opinion: tuple[float, ...], own: int) -> int:
    """Certain votes in all runs."""
    stories = (told(np.random.default_rng([3, seed]), PEOPLE, opinion) for seed in range(RUNS))
    return sum(certain_votes(story, rule, own=own, seed=1000 * seed)[0] for seed, story in enumerate(stories))


@pytest.mark.parametrize("own", [0, 8, PEOPLE - 1])
@pytest.mark.parametrize("opinion", OPINIONS)
def test_adversary_with_own_votes_is_certain_of_none(opinion: tuple[float, ...], own: int) -> None:
    assert found(ours, opinion, own) == 0


@pytest.mark.parametrize("rule", [raw, ten_five])
@pytest.mark.parametrize("own", [0, 8, PEOPLE - 1])
def test_adversary_is_certain_of_votes_where_figures_are_not_moved(rule: Rule, own: int) -> None:
    assert found(rule, OPINIONS[1], own) > 0


@pytest.mark.parametrize("opinion", OPINIONS)
def test_who_knows_all_votes_but_one_is_never_sure_of_it(opinion: tuple[float, ...]) -> None:
    stories = [told(np.random.default_rng([4, seed]), PEOPLE, opinion) for seed in range(RUNS)]
    probability = [surest(story, seed=1000 * seed) for seed, story in enumerate(stories)]
    assert max(max(pair) for pair in probability) <= MOST_SURE
    assert max(pair[0] for pair in probability) > 0.4  # and a watcher who guessed would have a third


# --- What is hidden: how much is left open by everything else that a release says (TRUST A2).


def left_open(made: Protected, total: int | None, *, is_final: bool) -> list[int]:
    """For each hidden cell: how many numbers of people could stand behind it, less one.

    The attacker is told more than a release says: how many are behind each published cell to the person, and, if
    ``total`` is given, of how many people in all the release speaks.
    """
    few = {tuple(line["roles"]) for line in made.hidden if line["why"] == "few"}
    cells = [(tuple(cell["roles"]), row) for cell, row in zip(made.cells, made.rows["q"]["cells"], strict=True)]
    hidden = [roles for roles, row in cells if row["asked"]["form"] == "hidden"]
    least_shown = 5 if is_final else 10
    low = [0 if roles in few else least_shown for roles in hidden]
    high = [least_shown - 1 if roles in few else 1_000 for roles in hidden]
    if total is not None:
        rest = total - sum(people for people, _ in made.counted["rows"]["q"])
        low, high = (
            [max(a, rest - (sum(high) - b)) for a, b in zip(low, high, strict=True)],
            [min(b, rest - (sum(low) - a)) for a, b in zip(low, high, strict=True)],
        )
    return [b - a for a, b in zip(low, high, strict=True)]


def some_cells(dice: random.Random) -> Counts:
    """One question to two to five roles of up to thirty people each."""
    rows = [
        [dice.randrange(0, size // 2 + 1), dice.randrange(0, size // 4 + 1), size // 4]
        for size in (dice.randrange(0, 31) for _ in range(dice.randrange(2, 6)))
    ]
    roles = [[f"role {number}"] for number in range(len(rows))]
    return Counts(roles, [sum(row) for row in rows], ("agree", "disagree", "pass"), {"q": rows}, "statements")


@pytest.mark.parametrize("is_final", [True, False])
def test_hidden_cell_leaves_three_or_more_numbers_open(is_final: bool) -> None:
    dice = random.Random(5)
    ranges: list[int] = []
    for _ in range(400):
        made = protect(some_cells(dice), is_final=is_final)
        ranges += left_open(made, None, is_final=is_final)
        shown = [cell["size"]["value"] for cell in made.cells if cell["size"]["form"] == "rounded"]
        assert made.people["value"] == (sum(shown) or None)
    assert len(ranges) > 200
    assert min(ranges) >= 3


def test_hidden_cell_would_be_read_off_a_total_of_everybody() -> None:
    dice = random.Random(5)
    ranges: list[int] = []
    for _ in range(100):
        counts = some_cells(dice)
        ranges += left_open(protect(counts, is_final=True), sum(map(sum, counts.rows["q"])), is_final=True)
    assert min(ranges) < 3
