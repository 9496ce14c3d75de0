"""The same maps from votes that do not fit in memory: Parquet in parts, worked through by Dask.

Needs the extra ``talkoo-sense[dask]``. The work goes to the Dask client of the caller, or to Dask's own local
processes if there is none. What is a sum over people is summed part by part; all else is the code that makes
the maps in memory.
"""

from talkoo_sense.partitioned.opinions import OpinionParts, map_opinions_in_parts
from talkoo_sense.partitioned.parts import BrokenParts
from talkoo_sense.partitioned.people import write_people
from talkoo_sense.partitioned.polis import PolisParts, polis_map_in_parts

__all__ = [
    "BrokenParts",
    "OpinionParts",
    "PolisParts",
    "map_opinions_in_parts",
    "polis_map_in_parts",
    "write_people",
]
