"""The bridge to the analysis: a conversation read from files, and the picture of who thinks alike."""

from talkoo.conversations.opinions.coming_in import FILES, digest_of, read_export
from talkoo.conversations.opinions.going_out import write_export
from talkoo.conversations.opinions.picture import Picture, picture_of
from talkoo_sense import BrokenExport, PolisExport

__all__ = ["FILES", "BrokenExport", "Picture", "PolisExport", "digest_of", "picture_of", "read_export", "write_export"]
