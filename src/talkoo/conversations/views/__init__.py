"""Pages of conversations: coming in (list, one conversation, bringing one in) and the result page."""

from talkoo.conversations.views.answered import (
    answer,
    answer_pdf,
    answer_print,
    answer_read,
)
from talkoo.conversations.views.answering import (
    close_conversation,
    give_answer,
    move_answer,
    promise_answer,
    write_answer,
)
from talkoo.conversations.views.checking import (
    accept_statement,
    check_log,
    check_statements,
    leave_out,
    merge_statement,
    send_back,
    undo_check,
)
from talkoo.conversations.views.coming_in import bring_in, remove_conversation
from talkoo.conversations.views.conversation import conversation, conversations
from talkoo.conversations.views.languages import statement, translate_statement
from talkoo.conversations.views.last_day import (
    end_conversation,
    move_last_day,
)
from talkoo.conversations.views.opening import (
    begin_conversation,
    drop_draft,
    open_conversation,
    prepare_conversation,
    preview_conversation,
)
from talkoo.conversations.views.paper import (
    enter_sheet,
    help_here,
    sheet_entry,
    take_no_more_sheets,
    undo_sheet,
    voting_sheet_pdf,
    voting_sheet_print,
    voting_sheets,
)
from talkoo.conversations.views.result import map, map_counts, map_pdf, map_print  # noqa: A004 - the page's name
from talkoo.conversations.views.room import end_room, join, room, room_screen
from talkoo.conversations.views.saying import reword, say, take_statement_back, take_vote_back, what_i_said
from talkoo.conversations.views.seeds import seed_statements
from talkoo.conversations.views.taking_part import skip, take_part, vote
from talkoo.conversations.views.telling import (
    note_telling,
    take_telling_back,
    tell_people,
)

__all__ = [
    "accept_statement",
    "answer",
    "answer_pdf",
    "answer_print",
    "answer_read",
    "begin_conversation",
    "bring_in",
    "check_log",
    "check_statements",
    "close_conversation",
    "conversation",
    "conversations",
    "drop_draft",
    "end_conversation",
    "end_room",
    "enter_sheet",
    "give_answer",
    "help_here",
    "join",
    "leave_out",
    "map",
    "map_counts",
    "map_pdf",
    "map_print",
    "merge_statement",
    "move_answer",
    "move_last_day",
    "note_telling",
    "open_conversation",
    "prepare_conversation",
    "preview_conversation",
    "promise_answer",
    "remove_conversation",
    "reword",
    "room",
    "room_screen",
    "say",
    "seed_statements",
    "send_back",
    "sheet_entry",
    "skip",
    "statement",
    "take_no_more_sheets",
    "take_part",
    "take_statement_back",
    "take_telling_back",
    "take_vote_back",
    "tell_people",
    "translate_statement",
    "undo_check",
    "undo_sheet",
    "vote",
    "voting_sheet_pdf",
    "voting_sheet_print",
    "voting_sheets",
    "what_i_said",
    "write_answer",
]
