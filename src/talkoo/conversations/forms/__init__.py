"""What people may send about conversations."""

from talkoo.conversations.forms.answering import (
    AnswerForm,
    CloseForm,
    MoveForm,
    PromiseForm,
)
from talkoo.conversations.forms.bringing_in import BringInForm
from talkoo.conversations.forms.checking import GROUNDS, CheckForm, GroundForm, MergeForm
from talkoo.conversations.forms.opening import (
    BeginForm,
    LastDayForm,
    PrepareForm,
    SeedForm,
    SeedsForm,
)
from talkoo.conversations.forms.paper import SheetCodeForm, SheetForm, VotingSheetsForm
from talkoo.conversations.forms.room import JoinForm, RoomForm
from talkoo.conversations.forms.taking_part import (
    RewordForm,
    SayForm,
    TranslateForm,
    languages_for,
    name_of_language,
)
from talkoo.conversations.forms.telling import (
    TellForm,
)

__all__ = [
    "GROUNDS",
    "AnswerForm",
    "BeginForm",
    "BringInForm",
    "CheckForm",
    "CloseForm",
    "GroundForm",
    "JoinForm",
    "LastDayForm",
    "MergeForm",
    "MoveForm",
    "PrepareForm",
    "PromiseForm",
    "RewordForm",
    "RoomForm",
    "SayForm",
    "SeedForm",
    "SeedsForm",
    "SheetCodeForm",
    "SheetForm",
    "TellForm",
    "TranslateForm",
    "VotingSheetsForm",
    "languages_for",
    "name_of_language",
]
