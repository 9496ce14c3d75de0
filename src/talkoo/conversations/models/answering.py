"""What is owed to those who spoke, and whether it has reached them."""

from datetime import date

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Participant
from talkoo.conversations.models.talk import Conversation, Statement
from talkoo.core.models import Record, today
from talkoo.spaces.models import Membership


class Answer(Record):
    """We asked, you said, we did, we did not because: to a whole conversation, or to one statement of it.

    Owed by a named person until a day. ``moved`` keeps every earlier day with the reason for the new one.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="answers")
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="answers")
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    due_on = models.DateField()
    moved = models.JSONField(default=list, help_text="Earlier days: [{due_on, owner, reason, moved_on}].")
    said = models.TextField(blank=True, help_text="What we heard from you.")
    did = models.TextField(blank=True)
    did_not = models.TextField(blank=True, help_text="What we did not, and because of what.")
    given_on = models.DateField(null=True)
    is_by_clerk = models.BooleanField(default=False, help_text="Given by the host in the owner’s name.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["conversation"], condition=models.Q(statement=None), name="one_answer_a_conversation"
            ),
            models.UniqueConstraint(
                fields=["statement"], condition=~models.Q(statement=None), name="one_answer_a_statement"
            ),
        )

    def __str__(self) -> str:
        return "answer"

    @property
    def promised_for(self) -> date:
        """The day that counts: a promise that was moved only after its day had passed stays the one that was broken."""
        for one in self.moved:
            if one.get("moved_on", "") > one["due_on"]:  # days in ISO form sort as days do
                return date.fromisoformat(one["due_on"])
        return self.due_on

    @property
    def days_late(self) -> int:
        """How many days after the promised one it was given, or is missing today."""
        return max(0, ((self.given_on or today()) - self.promised_for).days)

    @property
    def days_in_words(self) -> str:
        """The days of the promise, counted in the open: how many are left, how many late, given in time or not."""
        late, left = self.days_late, (self.promised_for - today()).days
        if self.given_on and late:
            said = ngettext(
                "%(days)d day after the day it was promised for.",
                "%(days)d days after the day it was promised for.",
                late,
            )
        elif self.given_on:
            return gettext("Within the time that was promised.")
        elif late and self.promised_for != self.due_on:
            said = ngettext(
                "%(days)d day late, counted from %(day)s, the day it was promised for before.",
                "%(days)d days late, counted from %(day)s, the day it was promised for before.",
                late,
            )
        elif late:
            said = ngettext("%(days)d day late.", "%(days)d days late.", late)
        elif left:
            said = ngettext("%(days)d day is left.", "%(days)d days are left.", left)
        else:
            return gettext("It is owed today.")
        return said % {"days": late or left, "day": date_format(self.promised_for)}

    @property
    def role_of_owner(self) -> str:
        """What the space calls the role of whoever owes it."""
        return self.owner.space.label(self.owner.role)

    @property
    def earlier(self) -> list[tuple[date, str, str]]:
        """Each earlier day, by whom it was promised, and why it was moved."""
        return [(date.fromisoformat(one["due_on"]), one["owner"], one["reason"]) for one in self.moved]


class Telling(Record):
    """One try to bring an answer to one participant. ``made_on`` is its day."""

    class Way(models.TextChoices):
        CARD = "card", _("on their card’s page")
        MAIL = "mail", _("by e-mail")
        LETTER = "letter", _("by letter")
        PHONE = "phone", _("by phone")
        TEXT = "text", _("by text message")
        PERSON = "person", _("in person")

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="tellings")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    has_reached = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["answer", "participant"], condition=models.Q(has_reached=True), name="told_once"
            ),
        )

    def __str__(self) -> str:
        return self.way
