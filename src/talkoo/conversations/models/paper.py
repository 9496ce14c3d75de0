"""Taking part without a device of one's own: a voting sheet, and a room with a code."""

from django.db import models

from talkoo.accounts.models import Participant, Role
from talkoo.conversations.models.talk import Conversation
from talkoo.core.models import Record


class VotingSheet(Record):
    """A printed sheet with a code of its own. Entered once, by a helper, for one participant."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="sheets")
    code = models.CharField(max_length=8, unique=True)
    statements = models.JSONField(help_text="The ids of the statements in the order in which they are printed.")
    language = models.CharField(max_length=12)
    is_large = models.BooleanField(default=False, help_text="In large print.")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    entry = models.JSONField(default=dict, help_text="What stood on the sheet, and what of it was left as it was.")
    entered_on = models.DateField(null=True)
    entered_by = models.UUIDField(null=True, help_text="The user who typed it in.")

    def __str__(self) -> str:
        return self.code


class Room(Record):
    """A meeting in which people join by one code. Whoever joins gets a card of their own for later."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="rooms")
    code = models.CharField(max_length=8, unique=True)
    role = models.CharField(max_length=20, choices=Role)
    until = models.DateTimeField()
    most = models.PositiveIntegerField(help_text="How many may join, so that nobody fills the room from outside.")
    joined = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.code
