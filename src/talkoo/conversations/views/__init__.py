"""Pages of conversations: coming in (list, one conversation, bringing one in) and the result page."""

from talkoo.conversations.views.coming_in import bring_in
from talkoo.conversations.views.conversation import conversation, conversations
from talkoo.conversations.views.result import map, map_counts, map_pdf, map_print  # noqa: A004 - the page's name

__all__ = ["bring_in", "conversation", "conversations", "map", "map_counts", "map_pdf", "map_print"]
