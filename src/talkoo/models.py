"""Names only, for Django to find."""

from talkoo.accounts.models import Card, CardTry, Contact, Invitation, Participant, Sealed, User
from talkoo.conversations.models import (
    Answer,
    Conversation,
    Room,
    Statement,
    Telling,
    Translation,
    Vote,
    VotingSheet,
)
from talkoo.core.models import Beat, HistoryLine, Lease
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership, Space

__all__ = [
    "Answer",
    "Beat",
    "Card",
    "CardTry",
    "Contact",
    "Conversation",
    "HistoryLine",
    "Invitation",
    "Lease",
    "Membership",
    "Participant",
    "Release",
    "Room",
    "Sealed",
    "Space",
    "Statement",
    "Telling",
    "Translation",
    "User",
    "Vote",
    "VotingSheet",
]
