"""The eleven tests of small conversations, whole: planted conversations whose truth is known, each with its seed.

How often each answer was given, beside the bound and what the prototype of the procedure saw. The short forms stand in
sense/tests/test_eleven.py; tests 6 to 8 are whole there, and the times of test 10 stand with the maps.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from sense.tests.conftest import Planted, adjusted_rand, load, look, plant

from bench.conversations import real_folders
from talkoo_sense import OpinionMap, Verdict

type Row = tuple[str, str, str]
type Looks = list[tuple[Planted, OpinionMap]]

DETECTED = 0.05
STEADY = 0.95


def looks(kind: str, k: int, size: tuple[int, int], *, n: int, n_tries: int = 8, cover: float = 1.0) -> Looks:
    """Many conversations of one kind, and what was found."""
    planted = [plant(k, seed, size, kind, cover=cover) for seed in range(n)]
    return [(truth, look(truth.votes, seed, n_tries)) for seed, truth in enumerate(planted)]


def n_detected(found: Looks) -> int:
    """How often more hung together than by chance."""
    return sum(made.p1 <= DETECTED for _, made in found)


def verdicts(found: Looks) -> Counter[str]:
    """How often each answer was given, groups with their number."""
    return Counter(f"{made.n_groups} groups" if made.n_groups else str(made.verdict) for _, made in found)


def of_sides(found: Looks) -> float:
    """Mean adjusted Rand index of the two sides with the planted camps, where something was found."""
    return float(np.mean([adjusted_rand(made.side, truth.camp) for truth, made in found if made.p1 <= DETECTED]))


def told(found: Looks, named: dict[str, int]) -> str:
    """How often something was found, what it was called, and how well the sides are those planted."""
    names = "".join(f", {name} in {n}" for name, n in named.items())
    return f"detected in {n_detected(found)}{names}, adjusted Rand of sides {of_sides(found):.3f}"


def noise() -> Iterator[Row]:
    """Tests 1 and 5: chance and readiness to agree are no groups."""
    found = looks("noise", 21, (30, 30), n=200, cover=0.8)
    p1 = np.mean([made.p1 for _, made in found])
    yield (
        "test 1: noise, 30 x 30, 200 seeds",
        f"p1 <= .05 in {n_detected(found)}, groups in {groups(found)}, mean p1 {p1:.2f}",
        "at most 18, at most 2, .42 to .65 (prototype 6, 0, .56)",
    )
    found = looks("acquiescence", 23, (40, 30), n=100)
    yield (
        "test 5: readiness to agree is no group, 40 x 30, 100 seeds",
        f"p1 <= .05 in {n_detected(found)}",
        "at most 12 (prototype 3)",
    )


def groups(found: Looks) -> int:
    """How often groups were named."""
    return sum(made.verdict is Verdict.GROUPS for _, made in found)


def camps() -> Iterator[Row]:
    """Tests 2, 3, 4 and 9: two camps, three, a line, and whether the figure for a person means what it says."""
    found = looks("two", 22, (60, 40), n=40, n_tries=20)
    named = verdicts(found)
    yield (
        "test 2: two camps, 60 x 40, 40 seeds",
        told(found, {"2 groups": named["2 groups"], "divide": named["divide"], "3 groups": named["3 groups"]}),
        "at least 38, at least 24, the rest, none, at least .95 (prototype 40, 31, 9, 0, .978)",
    )
    right = [share_right(truth, made) for truth, made in found if made.n_groups == 2]
    n_right, n_steady = np.sum(right, axis=0)
    yield (
        "test 9: people with stability >= .95 on the planted side",
        f"{n_right / n_steady:.1%} of {n_steady}",
        "at least 97 % (prototype 99.8 % of 1832)",
    )
    found = looks("two", 22, (30, 30), n=40)
    named = verdicts(found)
    yield (
        "test 2: two camps, 30 x 30, 40 seeds",
        told(found, {"spectrum or 3 groups": named["spectrum"] + named["3 groups"]}),
        "at least 38, at most 3, at least .92 (prototype 40, -, .954)",
    )
    found = looks("three", 22, (100, 50), n=40)
    alike = [adjusted_rand(made.membership.argmax(axis=1), truth.camp) for truth, made in found if made.n_groups == 3]
    yield (
        "test 3: three camps, 100 x 50, 40 seeds",
        f"3 groups in {len(alike)}, adjusted Rand {np.mean(alike):.3f}",
        "at least 36, at least .93 (prototype 40, .965)",
    )
    found = looks("line", 22, (100, 50), n=40)
    yield (
        "test 4: a spectrum, 100 x 50, 40 seeds",
        f"spectrum in {verdicts(found)['spectrum']}, groups in {groups(found)}",
        "at least 34, at most 3 (prototype 39, 1)",
    )


def share_right(truth: Planted, made: OpinionMap) -> tuple[int, int]:
    """People with a steady place who are on the planted side, and all with a steady place."""
    group, steady = made.membership.argmax(axis=1), made.stability >= STEADY
    on_own_side = max(group == truth.camp, group != truth.camp, key=np.sum)
    return int(on_own_side[steady].sum()), int(steady.sum())


def real() -> Iterator[Row]:
    """Test 11: in the shared conversations there is a line like that of Polis, and no groups are claimed."""
    if not real_folders():
        yield "test 11: shared conversations", "not measured", "the real conversations are not here"
        return
    for name, least, seen in (("brexit-consensus", 0.80, 0.87), ("scoop-hivemind.biodiversity", 0.65, 0.73)):
        conversation = load(name)
        made = look(conversation.export.votes, 1, 20, conversation.export.left_out)
        both = made.kept_people & (conversation.polis_group >= 0)
        r = abs(np.corrcoef(made.positions[both, 0], conversation.polis_group[both])[0, 1])
        yield (
            f"test 11: {name}",
            f"p1 {made.p1:.2f}, {made.verdict}, correlation with the published groups {r:.2f}",
            f"p1 .01, no groups, at least {least} (prototype {seen})",
        )


def figures() -> Iterator[Row]:
    """All that have to do with chance."""
    yield from noise()
    yield from camps()
    yield from real()
