"""What may leave: figures coarse enough that nobody's vote can be worked out from them.

A running release may be repeated while people still take part; a closed one is made once, at the end.
Every figure is made from counts that were moved by chance (`talkoo_sense.chance`), and from nothing
else. They are drawn once and stored by the caller: drawing them again and again would wear the chance down.
"""

from talkoo_sense.privacy.bands import Band, band, publish_bands
from talkoo_sense.privacy.tables import PublishedTable, may_release, publish_closed, publish_running
from talkoo_sense.privacy.words import FIRST, Form, K, Why

__all__ = [
    "FIRST",
    "Band",
    "Form",
    "K",
    "PublishedTable",
    "Why",
    "band",
    "may_release",
    "publish_bands",
    "publish_closed",
    "publish_running",
]
