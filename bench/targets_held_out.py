"""How well answers that were kept back are foretold, beside the groups of Polis; and who stays where without a tenth.

A tenth of the agreements and disagreements is kept back. Ours foretells by where a person stands on the line; the
groups of Polis by the share of the person's group that agrees, (agreed + 1) / (answered + 2), and of everybody for
people without a group. What is compared is the mean log-loss, the lower the better.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.conversations import real_folders
from talkoo_sense import PolisExport, VoteMatrix, map_opinions, polis_map, read_polis

SPLITS = 5
TRIES = 5
ONE_IN = 10

type Floats = NDArray[np.float64]
type Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Split:
    """A conversation without the answers kept back, and those."""

    shown: VoteMatrix
    left_out: NDArray[np.intp]
    person: NDArray[np.intp]
    statement: NDArray[np.intp]
    agreed: Mask


def read(folder: Path) -> PolisExport:
    """A real conversation."""
    names = ("votes.csv", "comments.csv", "summary.csv")
    return read_polis(*((folder / name).read_text(encoding="utf-8").splitlines() for name in names))


def part_of(votes: VoteMatrix, taken: Mask) -> VoteMatrix:
    """The votes that are marked."""
    return VoteMatrix.from_triplets(votes.person[taken], votes.statement[taken], votes.value[taken], shape=votes.shape)


def split(export: PolisExport, seed: int) -> Split:
    """Keep a tenth of the answers back."""
    votes, left_out = export.votes, np.asarray(export.left_out, dtype=np.intp)
    tells = (votes.value != 0) & ~np.isin(votes.statement, left_out)
    kept_back = tells & (np.random.default_rng([5, seed]).random(votes.n_votes) < 1 / ONE_IN)
    return Split(
        shown=part_of(votes, ~kept_back),
        left_out=left_out,
        person=votes.person[kept_back],
        statement=votes.statement[kept_back].astype(np.intp),
        agreed=votes.value[kept_back] == 1,
    )


def log_loss(chance: Floats, agreed: Mask) -> float:
    """Mean of minus the logarithm of what was given to the answers that came."""
    return float(-np.log(np.where(agreed, chance, 1 - chance)).mean())


def by_groups(made: Split) -> Floats:
    """What the groups of Polis foretell."""
    votes = made.shown
    group = polis_map(votes, made.left_out).group + 1  # 0: everybody
    n_groups = int(group.max()) + 1
    counts = np.zeros((2, n_groups, votes.n_statements))
    for answer, value in enumerate((-1, 1)):
        said = votes.value == value
        np.add.at(counts[answer], (group[votes.person[said]], votes.statement[said]), 1)
    counts[:, 0] = counts.sum(axis=1)
    share = (counts[1] + 1) / (counts.sum(axis=0) + 2)
    return share[group[made.person], made.statement]


def ratio(export: PolisExport, seed: int) -> float:
    """Our log-loss beside that of the groups of Polis."""
    made = split(export, seed)
    ours = map_opinions(made.shown, made.left_out, n_tries=1).agree_probability(made.person, made.statement)
    return log_loss(ours, made.agreed) / log_loss(by_groups(made), made.agreed)


def stay(export: PolisExport) -> tuple[float, float]:
    """The least correlation of positions, and share on the same side, over looks without a tenth of the votes."""
    whole = map_opinions(export.votes, export.left_out)
    alike, same = [], []
    for seed in range(TRIES):
        shown = np.random.default_rng([6, seed]).random(export.votes.n_votes) >= 1 / ONE_IN
        made = map_opinions(part_of(export.votes, shown), export.left_out)
        both = whole.kept_people & made.kept_people
        alike.append(abs(np.corrcoef(whole.positions[both, 0], made.positions[both, 0])[0, 1]))
        agree = (whole.side[both] == made.side[both]).mean()
        same.append(max(agree, 1 - agree))
    return float(min(alike)), float(min(same))


def figures() -> Iterator[tuple[str, str, str]]:
    """One row for each conversation and one for all of them."""
    if not real_folders():
        yield "answers kept back", "not measured", "the real conversations are not here"
        return
    exports = {folder.name: read(folder) for folder in real_folders()}
    every: list[float] = []
    for name, export in exports.items():
        ratios = [ratio(export, seed) for seed in range(SPLITS)]
        every += ratios
        yield (
            f"log-loss on answers kept back, {name}, {SPLITS} splits",
            f"{np.median(ratios):.3f} ({min(ratios):.3f}-{max(ratios):.3f}) times",
            "that of the groups of Polis",
        )
    yield (
        f"the same, all {len(every)}",
        f"median {np.median(every):.3f}, highest {max(every):.3f}",
        "at most 0.93 and 1.02",
    )
    for name, export in exports.items():
        alike, same = stay(export)
        yield (
            f"positions without a tenth of the votes, {name}, the least of {TRIES}",
            f"correlation {alike:.3f}, {same:.1%} on the same side",
            "the same with all votes",
        )
