"""What people do with conversations. One transaction each; sent twice, nothing happens twice."""

from talkoo.conversations.actions.bringing_in import Brought, bring_in
from talkoo.conversations.actions.moving_out import Moved, move_out
from talkoo.conversations.actions.preparing import prepare_picture
from talkoo.conversations.actions.saying import reword, say, take_statement_back
from talkoo.conversations.actions.translating import translate_statement
from talkoo.conversations.actions.voting import cast_vote, take_back, take_vote_back
from talkoo.conversations.actions.weighing import weigh_statements

__all__ = [
    "Brought",
    "Moved",
    "bring_in",
    "cast_vote",
    "move_out",
    "prepare_picture",
    "reword",
    "say",
    "take_back",
    "take_statement_back",
    "take_vote_back",
    "translate_statement",
    "weigh_statements",
]
