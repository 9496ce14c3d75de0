"""An adversary: sees who joins, votes, changes, takes back and leaves, and keeps every history that fits the releases.

Some votes are the adversary's own (a coalition of ``own`` people). Two things are counted: votes that are certain,
because every history that fits has them; and, for all votes but one being known, the odds at which the last one is
told. A story has one question and one cell, as the gate lets out each cell by itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from talkoo.releases.gate import Counts, Earlier, is_due, protect
from talkoo_sense.privacy import FIRST, Form, K
from talkoo_sense.watcher import Figure, likelihood

type Bools = NDArray[np.bool_]
type Ints = NDArray[np.int64]
type Fits = tuple[Bools, Bools, Bools]  # for each answer: which counts can stand behind what is shown
type Votes = tuple[int, ...]  # what one person voted, one after the other

ANSWERS = 3
NAMES = ("agree", "disagree", "pass")
GONE = -1
MOST_SECOND_THOUGHTS = 3


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, as anybody can see it: not which answer."""

    person: int
    kind: str  # join, vote, change, take back, leave


@dataclass(frozen=True, slots=True)
class Story:
    """One conversation."""

    acts: list[Act]
    votes: dict[int, Votes]

    def people_by(self, end: int) -> int:
        """How many are here after so many acts."""
        kinds = [act.kind for act in self.acts[:end]]
        return kinds.count("join") - kinds.count("leave")

    def standing(self, person: int, votes: Votes, end: int) -> int:
        """The answer of somebody after so many acts, had they voted like this; GONE if there is none."""
        kinds = [act.kind for act in self.acts[:end] if act.person == person]
        cast = sum(kind in {"vote", "change"} for kind in kinds)
        return votes[cast - 1] if cast and not {"take back", "leave"} & set(kinds) else GONE

    def possible(self, person: int) -> list[Votes]:
        """How somebody may have voted: anything, and something else when they changed."""
        whole = product(range(ANSWERS), repeat=len(self.votes[person]))
        return [votes for votes in whole if all(a != b for a, b in pairwise(votes))]

    def has_second_thoughts(self, person: int) -> bool:
        """Whether somebody did more than vote once."""
        return sum(act.person == person and act.kind != "join" for act in self.acts) > 1


def told(rng: np.random.Generator, people: int, probability: Sequence[float]) -> Story:
    """A story told by chance: people come one by one; some vote later, some change, take back or leave."""
    acts: list[Act] = []
    votes: dict[int, Votes] = {}
    later: list[int] = []
    changed: set[int] = set()

    def vote(person: int) -> None:
        acts.append(Act(person, "vote"))
        votes[person] = (int(rng.choice(ANSWERS, p=probability)),)

    for person in range(people):
        acts.append(Act(person, "join"))
        if rng.random() < 0.1:
            later.append(person)
        else:
            vote(person)
        if later and rng.random() < 0.3:
            vote(later.pop())
        if votes and len(changed) < MOST_SECOND_THOUGHTS and rng.random() < 0.15:
            one = int(rng.choice(sorted(votes)))
            if one in changed:
                continue
            changed.add(one)
            kind = str(rng.choice(["change", "take back", "leave"]))
            acts.append(Act(one, kind))
            if kind == "change":
                votes[one] += (int(rng.choice([other for other in range(ANSWERS) if other != votes[one][0]])),)
    return Story(acts, votes)


def counts_of(story: Story, end: int) -> Ints:
    """How many gave each answer after so many acts."""
    standing = [story.standing(person, votes, end) for person, votes in story.votes.items()]
    return np.array([standing.count(answer) for answer in range(ANSWERS)], dtype=np.int64)


# --- Rules: from counts to what is seen. Each gets the counts, the people, and its own memory of this story.


@dataclass(slots=True)
class Memory:
    """What a rule keeps from one release to the next."""

    earlier: Earlier | None = None
    shown: list[tuple[tuple[Figure, Figure, Figure], Ints]] = field(default_factory=list)


type Rule = Callable[[Ints, int, Memory, int], Fits | None]


def raw(counts: Ints, people: int, memory: Memory, seed: int) -> Fits:
    """Counts as they are, in batches of five."""
    possible = np.arange(int(counts.sum()) + 1)
    return tuple(possible == count for count in counts)  # type: ignore[return-value]


def ten_five(counts: Ints, people: int, memory: Memory, seed: int) -> Fits:
    """The rule of the Office for National Statistics: nothing below 10, the rest to the nearest 5."""
    possible = np.arange(int(counts.sum()) + 1)
    shown = np.where(possible < 2 * K, 0, (possible + K // 2) // K * K)
    return tuple(shown == shown[count] for count in counts)  # type: ignore[return-value]


def ours(counts: Ints, people: int, memory: Memory, seed: int) -> Fits | None:
    """The gate, as the house uses it. None where it says nothing new."""
    asked = Counts([[]], [people], NAMES, {"q": [counts.tolist()]}, "statements")
    made = protect(asked, is_final=False, earlier=memory.earlier, seed=seed)
    memory.earlier = Earlier(date(2026, 5, 1), {"cells": made.cells, "statements": made.rows}, made.counted)
    cell = made.rows["q"]["cells"][0]
    if "since" in cell or cell["asked"]["form"] == "hidden":
        return None
    behind, moved = made.counted["rows"]["q"][0]
    of = max(behind + moved[-1], FIRST)
    figures = tuple((Form[cell[name]["form"].upper()].value, cell[name]["value"] or -1, of) for name in NAMES)
    memory.shown.append((figures, counts))  # type: ignore[arg-type]
    possible = range(int(counts.sum()) + 1)
    return tuple(  # type: ignore[return-value]
        np.array([likelihood([figure], [count]) > 0 for count in possible]) for figure in figures
    )


def releases_of(story: Story, rule: Rule, seed: int) -> tuple[list[tuple[int, Fits]], Memory, list[int]]:
    """Every release of a story that says something new: after how many acts, and what fits it."""
    memory, before, seen, told_at = Memory(), 0, [], []
    for end in range(1, len(story.acts) + 1):
        people = story.people_by(end)
        if not is_due(people, before=before):
            continue
        before = people
        fits = rule(counts_of(story, end), people, memory, seed + end)
        if fits is not None:
            seen.append((end, fits))
            told_at.append(end)
    return seen, memory, told_at


# --- Certain votes: a walk through all histories. Voters who did nothing but vote once are alike within a batch.


@dataclass(frozen=True, eq=False, slots=True)
class Walk:
    """All histories of a story at once.

    ``known`` and ``guessed`` are counts by release: of the adversary's own people, and, for each way in which those
    with second thoughts may have voted, of these. ``batches`` says how many others voted before each release.
    """

    fits: list[Fits]
    known: Ints
    guessed: Ints
    batches: list[int]

    def ways(self, *, at: int = -1, answer: int = 0) -> Bools:
        """Which ways lead to the end, one voter of the batch before release ``at`` having given ``answer``."""
        most = sum(self.batches)
        here = np.zeros((len(self.guessed), most + 1, most + 1), dtype=bool)
        here[:, 0, 0] = True
        came = 0
        for release, (fits, batch) in enumerate(zip(self.fits, self.batches, strict=True)):
            came += batch
            free = batch - (release == at)
            for _ in range(free):
                here = here | moved(here, 0) | moved(here, 1)
            if release == at:
                here = moved(here, answer)
            here &= self.allowed(fits, self.known[release] + self.guessed[:, release], came)
        ways: Bools = here.any(axis=(1, 2))
        return ways

    def allowed(self, fits: Fits, beside: Ints, came: int) -> Bools:
        """For each way: which numbers of the first two answers among the others fit a release."""
        number = np.arange(sum(self.batches) + 1)
        rest = came - number[:, None] - number
        first, second = (taken(fits[answer], beside[:, answer, None] + number) for answer in (0, 1))
        third = taken(fits[2], beside[:, 2, None, None] + rest)
        return first[:, :, None] & second[:, None, :] & third & (rest >= 0)


def moved(here: Bools, answer: int) -> Bools:
    """One more vote for the first or the second answer; a third one changes neither number."""
    if answer >= ANSWERS - 1:
        return here
    there = np.zeros_like(here)
    source, target = [slice(None)] * 3, [slice(None)] * 3
    source[answer + 1], target[answer + 1] = slice(None, -1), slice(1, None)
    there[tuple(target)] = here[tuple(source)]
    return there


def taken(fits: Bools, count: Ints) -> Bools:
    """Whether counts fit; what is out of range does not."""
    inside = (count >= 0) & (count < len(fits))
    found: Bools = inside & fits[np.clip(count, 0, len(fits) - 1)]
    return found


def certain_votes(story: Story, rule: Rule, *, own: int, seed: int) -> tuple[int, int]:
    """Votes of others that are certain in the end, and votes of others; ``own`` of the people are the adversary's."""
    seen, _, ends = releases_of(story, rule, seed)
    voters = sorted(story.votes)
    mine = set(np.random.default_rng(seed).permutation(voters)[:own].tolist())
    others = [person for person in voters if person not in mine]
    if not seen:
        return 0, len(others)
    moving = [person for person in others if story.has_second_thoughts(person)]
    voted = {act.person: at for at, act in enumerate(story.acts) if act.kind == "vote"}
    batch_of = [int(np.searchsorted(ends, voted[person] + 1)) for person in others if person not in moving]
    ways = list(product(*(story.possible(person) for person in moving)))
    walk = Walk(
        fits=[fits for _, fits in seen],
        known=tallied(story, sorted(mine), [tuple(story.votes[person] for person in sorted(mine))], ends)[0],
        guessed=tallied(story, moving, ways, ends),
        batches=[batch_of.count(release) for release in range(len(ends))],
    )
    certain = 0
    for release, batch in enumerate(walk.batches):
        open_answers = [answer for answer in range(ANSWERS) if batch and walk.ways(at=release, answer=answer).any()]
        certain += batch * (len(open_answers) == 1)
    left = [way for way, is_open in zip(ways, walk.ways(), strict=True) if is_open]
    certain += sum(len({way[place][-1] for way in left}) == 1 for place in range(len(moving)))
    return certain, len(others)


def tallied(story: Story, people: list[int], ways: Sequence[tuple[Votes, ...]], ends: list[int]) -> Ints:
    """For each way in which some people may have voted: how many give each answer at each release."""
    table = np.zeros((len(ways), len(ends), ANSWERS), dtype=np.int64)
    for at, way in enumerate(ways):
        for person, votes in zip(people, way, strict=True):
            for release, end in enumerate(ends):
                answer = story.standing(person, votes, end)
                if answer != GONE:
                    table[at, release, answer] += 1
    return table


# --- All votes but one are known: how surely is that one told?


def surest(story: Story, *, seed: int) -> tuple[float, float]:
    """The greatest probability at which anybody's last vote is told to who knows all others.

    First of people who did nothing but vote once, then of those who also changed, took back or left. Before the first
    release each way of voting is as likely as any other; one vote is looked at for each release.
    """
    _, memory, ends = releases_of(story, ours, seed)
    probability = [0.0, 0.0]
    if not ends:
        return 0.0, 0.0
    voted = {act.person: at for at, act in enumerate(story.acts) if act.kind == "vote"}
    looked_at = {int(np.searchsorted(ends, at + 1)): person for person, at in voted.items()}
    moving = [person for person in story.votes if story.has_second_thoughts(person)]
    for person in {*looked_at.values(), *moving}:
        ways = story.possible(person)
        own = tallied(story, [person], [(story.votes[person],)], ends)[0]
        guesses = tallied(story, [person], [(way,) for way in ways], ends)
        weight = np.zeros(ANSWERS)
        for way, guess in zip(ways, guesses, strict=True):
            weight[way[-1]] += np.prod(
                [
                    likelihood(
                        [figures[answer] for figures, _ in memory.shown],
                        [
                            int(counts[answer] - own[release, answer] + guess[release, answer])
                            for release, (_, counts) in enumerate(memory.shown)
                        ],
                    )
                    for answer in range(ANSWERS)
                ]
            )
        is_moving = person in moving
        probability[is_moving] = max(probability[is_moving], float(weight.max() / weight.sum()))
    return probability[0], probability[1]
