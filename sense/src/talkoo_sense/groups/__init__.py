"""Are there groups at all? The null test first, then what describes the votes, then how sure that is."""

from talkoo_sense.groups.mapping import map_opinions
from talkoo_sense.groups.opinion_map import OpinionMap, Prediction, Verdict

__all__ = ["OpinionMap", "Prediction", "Verdict", "map_opinions"]
