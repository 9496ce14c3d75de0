"""What people do with conversations. One transaction each; sent twice, nothing happens twice."""

from talkoo.conversations.actions.bringing_in import Brought, bring_in
from talkoo.conversations.actions.preparing import prepare_picture
from talkoo.conversations.actions.voting import cast_vote, take_back, take_vote_back

__all__ = ["Brought", "bring_in", "cast_vote", "prepare_picture", "take_back", "take_vote_back"]
