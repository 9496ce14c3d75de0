"""How many votes it takes to see what all votes would show, by the order in which statements are asked.

A made-up conversation, or a real one replayed: people come by in random order, answer until they tire and come again.
Half of the statements are there from the beginning, the rest is said while the first quarter of the votes is given.
The picture is there once where people stand correlates 0.9 with where all votes put them, or once the share that
agrees is within 15 points of that of all votes for every statement; it must stay so for a fifth of all votes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.conversations import real_folders
from talkoo_sense import (
    AGREE,
    Band,
    K,
    VoteMatrix,
    draw_order,
    equal_exposure,
    fatigue,
    map_opinions,
    may_release,
    need,
    polis_map,
    polis_priority,
    publish_bands,
    read_polis,
    read_statements,
    slope_between,
)

type Floats = NDArray[np.float64]
type Votes = NDArray[np.int8]
type Mask = NDArray[np.bool_]

SEEDS = 6
UNSEEN = 9
NEAR = 0.9
WITHIN = 0.15
STEP = 0.05  # of all votes, from one look to the next
HOLDS = 4  # looks
NEW_WEIGHTS_AFTER = 10  # visits
MIDDLE = {
    Band.HIDDEN: np.nan,
    Band.NEARLY_NONE: 0.05,
    Band.FEWER_THAN_HALF: 0.25,
    Band.ABOUT_HALF: 0.5,
    Band.MORE_THAN_HALF: 0.75,
    Band.NEARLY_ALL: 0.95,
}


@dataclass(eq=False)
class Conversation:
    """What everybody would answer, and what was asked until now."""

    would: Votes  # people x statements; UNSEEN where that is not known
    asked: Mask
    n_told: int = 0  # people in the last release
    told: Floats = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def votes(self) -> VoteMatrix:
        """What was answered until now."""
        return as_votes(self.would, self.asked)


type Order = Callable[[Conversation], Floats]


def figures() -> Iterator[tuple[str, str, str]]:
    """Votes needed in the order of the platform, beside other orders, all as shares of random order."""
    if not real_folders():
        yield "which statement next", "not measured", "the real conversations that tell when people stop are not here"
        return
    made_up = {
        "a line, 200 people x 60": lambda seed: planted("line", seed, 200, 60),
        "two camps, 200 x 60": lambda seed: planted("camps", seed, 200, 60),
        "two camps, 40 x 30": lambda seed: planted("camps", seed, 40, 30),
    }
    real = {f"{folder.name} replayed": replayed(folder) for folder in real_folders()}
    for name, make in {**made_up, **real}.items():
        yield from compared(name, make)
    tired = patience()
    yield (
        "people who stop after an answer, mean of three real conversations",
        f"{tired[1]:.0%} after the first",
        f"{tired[2:10].mean():.1%} after each of the next, {tired[10:40].mean():.1%} from the tenth on",
    )


def compared(name: str, make: Callable[[int], Votes]) -> Iterator[tuple[str, str, str]]:
    """One conversation in every order, as rows of the table."""
    needed: dict[str, list[tuple[float, float]]] = {order: [] for order in ORDERS}
    for seed in range(SEEDS):
        would = make(seed)
        for order, weigh in ORDERS.items():
            needed[order].append(votes_needed(would, weigh, seed))
    random = np.array(needed["random"])
    for at, what in enumerate((f"positions {NEAR}", f"shares within {100 * WITHIN:.0f} points")):
        there = ~np.isnan(random[:, at])
        if there.mean() < 0.5:
            continue  # no line to stand on
        whole = random[there, at]
        ratio = {order: beside(np.array(votes)[there, at], whole) for order, votes in needed.items()}
        others = ", ".join(f"{order} {ratio[order]}" for order in ORDERS if order not in {OURS, "random"})
        yield (
            f"votes needed as a share of random order, {name}: {what}",
            f"{OURS} {ratio[OURS]}",
            f"{others}; random: {np.median(whole):,.0f} votes",
        )


def beside(votes: Floats, whole: Floats) -> str:
    """All votes of all seeds as a share of those in random order, and the least and the greatest share of one seed."""
    return f"{votes.sum() / whole.sum():.2f} ({(votes / whole).min():.2f}-{(votes / whole).max():.2f})"


def votes_needed(would: Votes, weigh: Order, seed: int) -> tuple[float, float]:
    """Votes until people stand where all votes put them (nan: there is no line), and until the shares are known."""
    rng = np.random.default_rng([3, seed])
    known = would != UNSEEN
    n_people, n_statements = would.shape
    now = Conversation(would, np.zeros(would.shape, dtype=bool))
    said_at = np.where(rng.permutation(n_statements) < n_statements // 2, 0, rng.random(n_statements) / 4)
    place = positions(as_votes(would, known))
    share = share_agreeing(would, known)
    looks, weight, visits = [(0.0, 0.0, 1.0)], np.ones(n_statements), 0
    tired = np.append(patience(), 1.0)
    while not (seen_enough(looks) or now.asked.sum() == known.sum()):
        if visits and visits % NEW_WEIGHTS_AFTER == 0:
            weight = weigh(now)
        who = rng.integers(n_people)
        stops_at = int((rng.random(tired.size)[1:] < tired[1:]).argmax()) + 1
        order = draw_order(weight, rng)
        is_open = known[who] & ~now.asked[who] & (said_at * known.sum() <= now.asked.sum())
        now.asked[who, order[is_open[order]][:stops_at]] = True
        visits += 1
        if now.asked.sum() >= len(looks) * STEP * known.sum():
            came = now.asked.any(axis=1)
            far = np.abs(share_agreeing(would, now.asked) - share).max()
            looks.append((float(now.asked.sum()), alike(positions(now.votes)[came], place[came]), far))
    n, near, far = np.array(looks).T
    return crossing(n, near, NEAR) if place.any() else np.nan, crossing(n, -far, -WITHIN)


def seen_enough(looks: list[tuple[float, float, float]]) -> bool:
    """Whether both goals have been held for long."""
    return len(looks) > HOLDS and all(near >= NEAR and far <= WITHIN for _, near, far in looks[-HOLDS:])


def crossing(n: Floats, value: Floats, goal: float) -> float:
    """At how many votes a value comes to its goal and stays, between two looks."""
    below = int(np.flatnonzero(value < goal)[-1])
    if below + 1 == n.size:
        return float(n[-1])
    part = (goal - value[below]) / (value[below + 1] - value[below])
    return float(n[below] + part * (n[below + 1] - n[below]))


def as_votes(would: Votes, asked: Mask) -> VoteMatrix:
    """The answers to what was asked."""
    person, statement = np.nonzero(asked)
    return VoteMatrix.from_triplets(person, statement, would[asked], shape=would.shape)


def positions(votes: VoteMatrix) -> Floats:
    """Where people stand on the line, if there is one."""
    return map_opinions(votes, n_tables=19, n_tries=1).positions[:, 0]


def alike(here: Floats, there: Floats) -> float:
    """The correlation of positions, whichever end is called left."""
    return abs(float(np.corrcoef(here, there)[0, 1])) if here.any() and there.any() else 0.0


def share_agreeing(would: Votes, asked: Mask) -> Floats:
    """Of each statement the share of answers that agree; as if all or none did where nobody was asked."""
    return ((would == AGREE) & asked).sum(axis=0) / np.maximum(1, asked.sum(axis=0))


def by_polis(now: Conversation) -> Floats:
    """As Polis draws."""
    return polis_priority(now.votes, polis_map(now.votes).extremity)


def by_fit(now: Conversation) -> Floats:
    """Need with slopes from all votes at any time, which the platform does not use."""
    found = map_opinions(now.votes, n_tables=19, n_tries=1)
    return need(now.asked.sum(axis=0), found.prediction.slope)


def by_words(now: Conversation) -> Floats:
    """As the platform draws: answers in fives, and what the last release says of both ends of the line."""
    n_people = int(now.asked.any(axis=1).sum())
    if may_release([n_people - now.n_told], [n_people], [now.n_told])[0]:
        now.n_told, now.told = n_people, told(now)
    slope = slope_between(now.told) if now.told.size else 0.0
    return need(now.asked.sum(axis=0) // K * K, slope)


def told(now: Conversation) -> Floats:
    """The words about both ends, as shares."""
    found = map_opinions(now.votes, n_tables=39, n_tries=1)
    if not found.positions.any():
        return np.empty((0, 0))
    report = read_statements(now.votes, np.where(found.kept_people, found.side, -1))
    rng = np.random.default_rng(now.n_told)
    words = [publish_bands(*counts, rng)[0] for counts in zip(report.agree.T, report.seen.T, strict=True)]
    return np.array([[MIDDLE[Band(word)] for word in row] for row in words]).T


OURS = "need"
ORDERS: dict[str, Order] = {
    "random": lambda now: np.ones(now.would.shape[1]),
    "Polis": by_polis,
    "equal exposure": lambda now: equal_exposure(now.asked.sum(axis=0)),
    "need from every vote": by_fit,
    OURS: by_words,
}


@cache
def patience() -> Floats:
    """How likely people are to stop after each number of answers: the mean of the real conversations."""
    counts = [(answers != UNSEEN).sum(axis=1) for answers in (table(folder) for folder in real_folders())]
    least = min(int(n.max()) for n in counts)
    return np.mean([fatigue(n[n > 0], n.max())[:least] for n in counts], axis=0)


def planted(kind: str, seed: int, n_people: int, n_statements: int) -> Votes:
    """People on a line or in two camps, who also differ in how readily they agree; a tenth of answers are passes."""
    rng = np.random.default_rng([7, seed])
    liked, ready = rng.normal(0.5, 1, n_statements), rng.normal(0, 0.5, n_people)
    camp = rng.choice([-1.0, 1.0], n_people)
    place = rng.normal(size=n_people) if kind == "line" else camp + 0.35 * rng.normal(size=n_people)
    slope = 1.5 * rng.normal(size=n_statements) * np.where(rng.random(n_statements) < 0.4, 0.15, 1.0)
    log_odds = liked + ready[:, None] + np.outer(place, slope)
    vote = np.where(rng.random(log_odds.shape) < 1 / (1 + np.exp(-log_odds)), 1, -1)
    return np.where(rng.random(vote.shape) < 0.1, 0, vote).astype(np.int8)


@cache
def table(folder: Path) -> Votes:
    """The answers of a real conversation, without what moderation took out."""
    names = ("votes.csv", "comments.csv", "summary.csv")
    export = read_polis(*((folder / name).read_text(encoding="utf-8").splitlines() for name in names))
    would = np.full(export.votes.shape, UNSEEN, dtype=np.int8)
    would[export.votes.person, export.votes.statement] = export.votes.value
    return np.delete(would, export.left_out, axis=1)


def replayed(folder: Path) -> Callable[[int], Votes]:
    """The densest part: the 100 who answered most, and of what nine in ten of them answered at most 60 statements."""
    answers = table(folder)
    eager = answers[np.argsort(-(answers != UNSEEN).sum(axis=1), kind="stable")[:100]]
    dense = eager[:, (eager != UNSEEN).mean(axis=0) >= 0.9]
    return lambda seed: np.random.default_rng([8, seed]).permutation(dense.T)[:60].T
