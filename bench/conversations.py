"""Conversations to measure with: real ones where their files are here, and one made up."""

from pathlib import Path

import numpy as np

from talkoo_sense import VoteMatrix

SHARED = Path(__file__).parent.parent.parent / "shared/data/polis"


def real_folders() -> list[Path]:
    """The folders of real conversations on this machine, smallest first."""
    return (
        sorted(SHARED.glob("*/"), key=lambda folder: (folder / "votes.csv").stat().st_size) if SHARED.exists() else []
    )


def made_up(people: int, statements: int, share_seen: float = 0.46, seed: int = 1) -> VoteMatrix:
    """Two ways of thinking, and everybody has seen ``share_seen`` of the statements."""
    dice = np.random.default_rng(seed)
    seen = dice.random((people, statements)) < share_seen
    person, statement = np.nonzero(seen)
    side = dice.choice([-1.0, 1.0], people)
    pull, liked = dice.normal(0, 1, statements), dice.normal(0.5, 1, statements)
    agree = dice.random(len(person)) < 1 / (1 + np.exp(-(liked[statement] + pull[statement] * side[person])))
    vote = np.where(dice.random(len(person)) < 0.1, 0, np.where(agree, 1, -1))
    return VoteMatrix.from_triplets(person, statement, vote, shape=(people, statements))
