"""Conversations to test on: planted ones whose truth is known, and three real ones where they are at hand."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from talkoo_sense import OpinionMap, PolisExport, VoteMatrix, map_opinions, read_polis

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "polis"
REAL_NAMES = ("brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx")


@dataclass(frozen=True)
class Planted:
    """A made-up conversation and the camp that each person was put in."""

    votes: VoteMatrix
    camp: NDArray[np.intp]


@dataclass(frozen=True)
class Real:
    """A published conversation and the groups that Polis published with it (-1 none)."""

    export: PolisExport
    polis_group: NDArray[np.intp]


def plant(k: int, seed: int, shape: tuple[int, int], kind: str, cover: float = 1.0) -> Planted:
    """Draw the conversations of the acceptance tests, number by number in their order."""
    rng = np.random.default_rng([k, seed])
    n_people, n_statements = shape
    popularity = rng.normal(0.5, 1, n_statements)
    camp = np.zeros(n_people, dtype=int)
    if kind == "noise":
        log_odds = popularity + rng.normal(0, 1, n_people)[:, None]
    elif kind == "acquiescence":
        camp[n_people // 2 :] = 1
        readiness = np.where(camp == 0, 1.5, -1.5) + rng.normal(0, 0.5, n_people)
        log_odds = popularity + readiness[:, None]
    else:
        readiness = rng.normal(0, 0.5, n_people)
        if kind == "two":
            camp[: n_people // 2] = 1
            place = (2 * camp - 1)[:, None] + 0.35 * rng.normal(size=(n_people, 1))
        elif kind == "three":
            sizes = n_people // 2, 3 * n_people // 10
            camp = np.repeat([0, 1, 2], [*sizes, n_people - sum(sizes)])
            corners = np.array([(-1, -(3**-0.5)), (1, -(3**-0.5)), (0, 2 * 3**-0.5)])
            place = corners[camp] + 0.35 * rng.normal(size=(n_people, 2))
        else:
            place = rng.normal(size=(n_people, 1))
        slope = 2 * rng.normal(size=(n_statements, place.shape[1]))
        log_odds = popularity + readiness[:, None] + place @ slope.T
    vote = np.where(rng.random(shape) < 1 / (1 + np.exp(-log_odds)), 1, -1)
    vote[rng.random(shape) < 0.1] = 0
    seen = rng.random(shape) < cover if cover < 1 else np.ones(shape, dtype=bool)
    person, statement = np.nonzero(seen)
    return Planted(VoteMatrix.from_triplets(person, statement, vote[person, statement], shape=shape), camp)


def look(votes: VoteMatrix, seed: int, n_tries: int = 8, left_out: ArrayLike = ()) -> OpinionMap:
    """Ask as the acceptance tests do: 99 made-up tables, each conversation with its own seed."""
    return map_opinions(votes, left_out, np.random.default_rng(seed), n_tables=99, n_tries=n_tries)


def adjusted_rand(found: NDArray[np.intp], truth: NDArray[np.intp]) -> float:
    """Compute the adjusted Rand index (Hubert and Arabie 1985)."""
    table = np.zeros((found.max() + 1, truth.max() + 1))
    np.add.at(table, (found, truth), 1)

    def pairs(counts: NDArray[np.float64]) -> float:
        return float((counts * (counts - 1) / 2).sum())

    both, by_found, by_truth = pairs(table), pairs(table.sum(axis=1)), pairs(table.sum(axis=0))
    expected = by_found * by_truth / pairs(np.array([truth.size]))
    most = (by_found + by_truth) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


@pytest.fixture(scope="session")
def asked() -> Callable[..., OpinionMap]:
    return look


@pytest.fixture(scope="session")
def alike() -> Callable[..., float]:
    return adjusted_rand


@pytest.fixture(scope="session")
def planted() -> Callable[..., Planted]:
    return plant


@pytest.fixture(scope="session", params=REAL_NAMES)
def any_real(request: pytest.FixtureRequest) -> Real:
    return load(request.param)


@pytest.fixture(scope="session")
def real() -> Callable[[str], Real]:
    return load


def load(name: str) -> Real:
    folder = REAL / name
    if not folder.is_dir():
        pytest.skip(f"the shared conversation {name} is not at hand")
    with (
        (folder / "votes.csv").open(newline="", encoding="utf-8") as votes,
        (folder / "comments.csv").open(newline="", encoding="utf-8") as comments,
        (folder / "summary.csv").open(newline="", encoding="utf-8") as summary,
    ):
        export = read_polis(votes, comments, summary)
    with (folder / "participants-votes.csv").open(newline="", encoding="utf-8") as published:
        groups = {int(row["participant"]): row["group-id"] for row in csv.DictReader(published)}
    group = np.array([int(groups[number] or -1) for number in export.participant_number])
    return Real(export, group)
