"""The bridge to the analysis: a conversation read from files, the picture of who thinks alike, and what to ask next."""

from talkoo.conversations.opinions.coming_in import FILES, digest_of, read_export
from talkoo.conversations.opinions.going_out import write_export
from talkoo.conversations.opinions.picture import Picture, picture_of
from talkoo.conversations.opinions.weighing import weights_to_set
from talkoo_sense import BrokenExport, PolisExport

__all__ = [
    "FILES",
    "BrokenExport",
    "Picture",
    "PolisExport",
    "digest_of",
    "picture_of",
    "read_export",
    "weights_to_set",
    "write_export",
]
