"""Conversations: the question, what people say and vote, the paper they do it on, and what came of it."""

from talkoo.conversations.models.answering import Answer, Telling
from talkoo.conversations.models.paper import Room, VotingSheet
from talkoo.conversations.models.talk import Conversation, Entered, Statement, Translation, Vote

__all__ = [
    "Answer",
    "Conversation",
    "Entered",
    "Room",
    "Statement",
    "Telling",
    "Translation",
    "Vote",
    "VotingSheet",
]
