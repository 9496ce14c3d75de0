"""How fast maps are made and how well they agree, beside red-dwarf 0.4.0 in the same run: one thread, CPU seconds."""

import warnings
from collections.abc import Iterator

import numpy as np

from bench.conversations import made_up, real_folders
from bench.targets import Cost, cost, spread_out
from bench.targets_held_out import read
from talkoo_sense import PolisExport, polis_map

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # red-dwarf's own dependencies warn when loaded
    from reddwarf.utils.reducer.base import run_reducer


def largest_difference(export: PolisExport) -> float:
    """The largest difference of any person's or statement's place from that of red-dwarf, axes turned alike."""
    votes, left_out = export.votes, export.left_out
    dense = np.full(votes.shape, np.nan)
    dense[votes.person, votes.statement] = votes.value
    voted_on = ~np.isnan(dense).all(axis=0)
    dense[:, left_out] = 0
    people, statements, _ = run_reducer(vote_matrix=dense[:, voted_on], random_state=1)
    made = polis_map(votes, left_out)
    flip = np.sign((people * made.positions).sum(axis=0))
    of_statements = np.abs(made.statement_positions[voted_on] - flip * statements).max()
    return float(max(np.abs(made.positions - flip * people).max(), of_statements))


def told(found: Cost) -> str:
    """Seconds and megabytes."""
    return f"{found.seconds:.2f} s, {found.megabytes:.0f} MB"


def beside(ours: Cost, theirs: Cost, target: str) -> str:
    """What it takes red-dwarf."""
    longer, more = theirs.seconds / ours.seconds, theirs.megabytes / max(ours.megabytes, 1)
    return f"red-dwarf {told(theirs)}: {longer:.1f} times as long, {more:.0f} times the memory; {target}"


def figures() -> Iterator[tuple[str, str, str]]:
    """The same map by both, and our own answer with its null test and stability."""
    for folder in real_folders():
        yield (
            f"places of people and statements, {folder.name}",
            f"at most {largest_difference(read(folder)):.1e} apart",
            "red-dwarf, same run; target 1e-3",
        )
    for what, votes, times, target in (
        ("1,000 people x 100 statements", made_up(1_000, 100), 5, "target 3 times"),
        ("10,000 x 500", spread_out(10_000, 500, 50), 3, "target 25 times, memory 20 times"),
    ):
        ours, theirs = cost("polis_map", votes, times=times), cost("red_dwarf", votes)
        yield (
            f"the map of Polis, {what}, {votes.n_votes:,} votes",
            told(ours),
            beside(ours, theirs, target),
        )
    few, many = (cost("polis_map", spread_out(n, 500, 50), times=5) for n in (10_000, 30_000))
    yield (
        "the map of Polis, 30,000 x 500 to 10,000 x 500",
        f"{many.seconds / few.seconds:.2f} times the CPU ({many.seconds:.2f} s, {few.seconds:.2f} s)",
        "target 2.5 times",
    )
    own = cost("map_opinions", made_up(100, 60), times=3)
    yield "map_opinions, 100 x 60, null test and stability", told(own), "target 1 s"
    own = cost("map_opinions", spread_out(100_000, 1_000, 50))
    yield "map_opinions, 100,000 x 1,000, 5 million votes", told(own), "target 15 s, 1.5 GB"
    own = cost("map_opinions", made_up(10_000, 500, 0.1))
    yield "map_opinions, 10,000 x 500, 0.5 million votes", told(own), "no target; prototype 3.2 s without tries"
