"""What people do with conversations. One transaction each; sent twice, nothing happens twice."""

from talkoo.conversations.actions.answering import (
    AlreadyGivenError,
    StillOwedError,
    close_conversation,
    give_answer,
    move_answer,
    promise_answer,
    write_answer,
)
from talkoo.conversations.actions.bringing_in import Brought, bring_in, remove_brought_in
from talkoo.conversations.actions.checking import (
    ChangedMeanwhileError,
    HasMergedError,
    NothingToMergeIntoError,
    accept_statement,
    leave_out,
    merge_statement,
    send_back,
    undo_check,
)
from talkoo.conversations.actions.moving_out import Moved, move_out
from talkoo.conversations.actions.opening import (
    ChangedError,
    NoDraftError,
    NotReadyError,
    TooManySeedsError,
    add_seeds,
    begin_conversation,
    change_draft,
    change_seed,
    drop_draft,
    end_conversation,
    end_if_over,
    move_last_day,
    open_conversation,
    remove_seed,
)
from talkoo.conversations.actions.paper import (
    Read,
    SheetTakenError,
    WrongRoleError,
    enter_sheet,
    make_sheets,
    undo_sheet,
)
from talkoo.conversations.actions.preparing import prepare_picture
from talkoo.conversations.actions.room import RoomOpenError, end_room, join_room, open_room
from talkoo.conversations.actions.saying import reword, say, take_statement_back
from talkoo.conversations.actions.telling import (
    Noted,
    note_mailed,
    note_read,
    note_telling,
)
from talkoo.conversations.actions.translating import translate_statement
from talkoo.conversations.actions.voting import cast_vote, take_back, take_vote_back
from talkoo.conversations.actions.weighing import weigh_statements

__all__ = [
    "AlreadyGivenError",
    "Brought",
    "ChangedError",
    "ChangedMeanwhileError",
    "HasMergedError",
    "Moved",
    "NoDraftError",
    "NotReadyError",
    "Noted",
    "NothingToMergeIntoError",
    "Read",
    "RoomOpenError",
    "SheetTakenError",
    "StillOwedError",
    "TooManySeedsError",
    "WrongRoleError",
    "accept_statement",
    "add_seeds",
    "begin_conversation",
    "bring_in",
    "cast_vote",
    "change_draft",
    "change_seed",
    "close_conversation",
    "drop_draft",
    "end_conversation",
    "end_if_over",
    "end_room",
    "enter_sheet",
    "give_answer",
    "join_room",
    "leave_out",
    "make_sheets",
    "merge_statement",
    "move_answer",
    "move_last_day",
    "move_out",
    "note_mailed",
    "note_read",
    "note_telling",
    "open_conversation",
    "open_room",
    "prepare_picture",
    "promise_answer",
    "remove_brought_in",
    "remove_seed",
    "reword",
    "say",
    "send_back",
    "take_back",
    "take_statement_back",
    "take_vote_back",
    "translate_statement",
    "undo_check",
    "undo_sheet",
    "weigh_statements",
    "write_answer",
]
