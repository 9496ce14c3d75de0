"""A million people and two thousand statements: ``make bench-large``."""

from collections.abc import Iterator

from bench.targets import cost, spread_out


def figures() -> Iterator[tuple[str, str, str]]:
    """The map of Polis from 51 million votes, and the same votes gathered from rows in no order."""
    votes = spread_out(1_000_000, 2_000, 51)
    size = "1,000,000 people x 2,000 statements, 51 million votes"
    for act, what, target in (
        ("polis_map", "the map of Polis", "target 10 s, 3 GB; reach for 4 s"),
        ("from_triplets", "rows to a table", "floor 2.3 s"),
    ):
        found = cost(act, votes)
        yield f"{what}, {size}", f"{found.seconds:.1f} s, {found.megabytes / 1000:.2f} GB above the start", target
