"""Conversations, the statements in them, and votes."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Participant
from talkoo.core.models import Record, today
from talkoo.spaces.models import Space


class Conversation(Record):
    """One question, and what people say and vote about it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    space = models.ForeignKey(Space, models.CASCADE, related_name="conversations")
    question = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_on = models.DateField(default=today)
    closed_on = models.DateField(null=True)
    shown_roles = models.JSONField(
        default=list, help_text="The partition, fixed at the opening: lists of roles joined."
    )
    source = models.CharField(max_length=200, blank=True, help_text="Where it was brought in from.")
    source_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["space", "source"], condition=~models.Q(source=""), name="brought_in_once_a_space"
            ),
        )

    def __str__(self) -> str:
        return self.question

    @property
    def is_brought_in(self) -> bool:
        """Whether it was held elsewhere: then nobody here knows in which role people spoke."""
        return bool(self.source)


class Statement(Record):
    """One sentence that people agree or disagree with."""

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        WAITING = "waiting", _("waiting to be checked")
        LEFT_OUT = "left_out", _("left out")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.TextField(validators=[MaxLengthValidator(1000)])
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "number"], name="one_statement_a_number"),)

    def __str__(self) -> str:
        return self.text[:60]


class Vote(Record):
    """What one participant thinks of one statement; one row however often they change their mind."""

    class Choice(models.IntegerChoices):
        AGREE = 1, _("agree")
        DISAGREE = -1, _("disagree")
        PASS = 0, _("not sure")

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    choice = models.SmallIntegerField(choices=Choice)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_each"),)

    def __str__(self) -> str:
        return "vote"
