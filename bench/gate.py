"""Whether the release gate holds against an adversary: 1,000 stories a setting, beside rules that do not hold."""

from collections.abc import Iterator

import numpy as np
from tests.releases.adversary import certain_votes, ours, raw, surest, ten_five, told

from talkoo_sense.chance import steps, to_multiples
from talkoo_sense.privacy import K

RUNS = 1_000
PEOPLE = 25
OPINIONS = ((0.5, 0.35, 0.15), (0.9, 0.06, 0.04), (0.97, 0.02, 0.01))
OWN = (0, 8, PEOPLE - 1)


def figures() -> Iterator[tuple[str, str, str]]:
    """Certain votes by rule, the surest guess of the last vote, and what that costs."""
    for opinion in OPINIONS:
        stories = [told(np.random.default_rng([2, seed]), PEOPLE, opinion) for seed in range(RUNS)]
        for own in OWN:
            found = {
                rule: sum(
                    certain_votes(story, rule, own=own, seed=1_000 * seed)[0] for seed, story in enumerate(stories)
                )
                for rule in (ours, ten_five, raw)
            }
            yield (
                f"certain votes, {shares(opinion)}, {own} of {PEOPLE} own votes, {RUNS:,} conversations",
                f"{found[ours]}",
                f"ONS 10-5: {found[ten_five]}, raw in batches of five: {found[raw]}",
            )
        pairs = np.array([surest(story, seed=1_000 * seed) for seed, story in enumerate(stories)])
        once, moved = pairs.max(axis=0)
        yield f"surest guess, all but one vote known, {shares(opinion)}", f"{once:.2f}", "ceiling 0.95"
        yield "the same of who changed, took back or left", f"{moved:.2f}", "certain is 1.00"
    for people in (10, 20, 50, 200):
        every_five = max(1, (people - 10) // 5 + 1)
        yield (
            f"mean error of a count among {people}, in people",
            f"{mean_error(people, 1):.1f} in one release, {mean_error(people, every_five):.1f} after {every_five}",
            f"rounding alone {mean_error(people, 0):.1f}",
        )


def shares(opinion: tuple[float, ...]) -> str:
    """How many agree, disagree and pass, in percent."""
    return " / ".join(f"{100 * share:.0f}" for share in opinion)


def mean_error(people: int, releases: int, *, draws: int = 100_000) -> float:
    """How far a figure is from its count, on average over all counts, after so many releases."""
    rng = np.random.default_rng(1)
    counts = rng.integers(0, people + 1, draws)
    drawn = counts + sum((steps(rng, counts.shape) for _ in range(releases)), np.zeros_like(counts))
    return float(np.abs(to_multiples(np.clip(drawn, 0, people), rng, K) - counts).mean())
