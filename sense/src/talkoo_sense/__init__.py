"""What people share, what divides them, and whether there are groups at all."""

from talkoo_sense.chance import Known
from talkoo_sense.export import PolisExport, read_polis
from talkoo_sense.groups import OpinionMap, Prediction, Verdict, map_opinions
from talkoo_sense.intervals import least_difference, wilson_interval
from talkoo_sense.polis import PolisMap, polis_map
from talkoo_sense.privacy import (
    FIRST,
    Band,
    Form,
    K,
    PublishedTable,
    Why,
    band,
    may_release,
    publish_bands,
    publish_closed,
    publish_running,
)
from talkoo_sense.routing import draw_order, equal_exposure, fatigue, need, polis_priority, slope_between
from talkoo_sense.rows import BrokenExport
from talkoo_sense.space import Area, LineDensity, area, line_density
from talkoo_sense.statement_report import Dividing, Share, Shared, StandsFor, StatementReport
from talkoo_sense.statements import read_statements
from talkoo_sense.votes import AGREE, DISAGREE, PASS, VoteMatrix

__all__ = [
    "AGREE",
    "DISAGREE",
    "FIRST",
    "PASS",
    "Area",
    "Band",
    "BrokenExport",
    "Dividing",
    "Form",
    "K",
    "Known",
    "LineDensity",
    "OpinionMap",
    "PolisExport",
    "PolisMap",
    "Prediction",
    "PublishedTable",
    "Share",
    "Shared",
    "StandsFor",
    "StatementReport",
    "Verdict",
    "VoteMatrix",
    "Why",
    "area",
    "band",
    "draw_order",
    "equal_exposure",
    "fatigue",
    "least_difference",
    "line_density",
    "map_opinions",
    "may_release",
    "need",
    "polis_map",
    "polis_priority",
    "publish_bands",
    "publish_closed",
    "publish_running",
    "read_polis",
    "read_statements",
    "slope_between",
    "wilson_interval",
]
