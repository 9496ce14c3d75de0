"""What is known of conversations: which ones a space has, the door to one, and what was said and voted."""

from talkoo.conversations.queries.talk import (
    KIND,
    Ballots,
    ballots_of,
    conversation_of,
    conversation_with_state,
    conversations_in,
    people_at_last_release,
    people_in,
    roles_in_use,
    running,
    seen_by,
    with_states,
    without_picture,
)

__all__ = [
    "KIND",
    "Ballots",
    "ballots_of",
    "conversation_of",
    "conversation_with_state",
    "conversations_in",
    "people_at_last_release",
    "people_in",
    "roles_in_use",
    "running",
    "seen_by",
    "with_states",
    "without_picture",
]
