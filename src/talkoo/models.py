"""Names only, for Django to find."""

from talkoo.accounts.models import Card, CardTry, Invitation, Participant, Sealed, User
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.models import Beat, HistoryLine, Lease
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership, Space

__all__ = [
    "Beat",
    "Card",
    "CardTry",
    "Conversation",
    "HistoryLine",
    "Invitation",
    "Lease",
    "Membership",
    "Participant",
    "Release",
    "Sealed",
    "Space",
    "Statement",
    "User",
    "Vote",
]
