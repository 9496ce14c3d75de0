"""What people share, what divides them, and whether there are groups at all."""

from talkoo_sense.groups import OpinionMap, Prediction, Verdict, map_opinions
from talkoo_sense.polis import PolisMap, polis_map
from talkoo_sense.votes import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = [
    "AGREE",
    "DISAGREE",
    "PASS",
    "OpinionMap",
    "PolisMap",
    "Prediction",
    "Verdict",
    "VoteMatrix",
    "map_opinions",
    "polis_map",
]
