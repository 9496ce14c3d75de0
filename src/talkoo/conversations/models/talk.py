"""Conversations, the statements in them, and votes."""

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Participant
from talkoo.core.models import Record, today
from talkoo.spaces.models import Space


class Entered(models.TextChoices):
    """By whose hand something came in. It counts the same."""

    SELF = "self", _("by the person")
    HELPER = "helper", _("entered by a helper")


class Conversation(Record):
    """One question, and what people say and vote about it.

    ``state`` is what the host has done; what people may do today follows from it and from the days: see
    ``rules.phase_of``.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("in preparation")
        OPEN = "open", _("open")
        ENDED = "ended", _("ended, the answer is owed")
        CLOSED = "closed", _("closed")

    class Checking(models.TextChoices):
        BEFORE = "before", _("Before others see them")
        AFTER = "after", _("Afterwards: they are shown at once")

    space = models.ForeignKey(Space, models.CASCADE, related_name="conversations")
    question = models.CharField(max_length=300)
    why = models.TextField(blank=True)
    can_change = models.TextField(blank=True, help_text="What can change because of it.")
    who = models.JSONField(default=list, help_text="The roles that may take part.")
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True, help_text="The last day on which people vote.")
    adds = models.BooleanField(default=True, help_text="Whether people may add statements.")
    adds_until = models.DateField(null=True, help_text="The last day for new statements, so that all can vote on them.")
    checking = models.CharField(max_length=10, choices=Checking, default=Checking.BEFORE)
    expected = models.JSONField(default=dict, help_text="How many people of each role are expected.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    opened_on = models.DateField(default=today)
    ended_on = models.DateField(null=True, help_text="Since when nobody votes any more.")
    sheets_until = models.DateField(null=True, help_text="Until when sheets filled in before the end are typed in.")
    closed_on = models.DateField(null=True, help_text="Since when everything owed is answered, or was overruled.")
    overruled = models.CharField(
        max_length=300, blank=True, help_text="Why it was closed although an answer is owed: public."
    )
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

    @property
    def is_over(self) -> bool:
        """Whether nobody votes any more: its last release can be made."""
        return self.state in {self.State.ENDED, self.State.CLOSED}


class Statement(Record):
    """One sentence that people agree or disagree with.

    A merged statement keeps its votes; they count for the one it was ``merged_into``, unless the same person voted
    there too. So a merge can be undone.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("shown")
        WAITING = "waiting", _("waiting to be checked")
        REWORD = "reword", _("sent back to be reworded")
        MERGED = "merged", _("merged with another one")
        LEFT_OUT = "left_out", _("left out")

    class Ground(models.TextChoices):
        """Why one is sent back or left out: by which ground rule."""

        PERSON = "person", _("It names or points at a person.")
        TWO = "two", _("It holds two ideas: nobody knows which one a vote is about.")
        HURTS = "hurts", _("It puts people down.")
        ELSEWHERE = "elsewhere", _("It is about something that this question does not ask.")
        QUESTION = "question", _("It is a question: nobody can agree or disagree with it.")
        SAME = "same", _("It says the same as another one.")

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.TextField(validators=[MaxLengthValidator(1000)])
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    author = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    entered = models.CharField(max_length=10, choices=Entered, default=Entered.SELF)
    is_seed = models.BooleanField(default=False, help_text="Written by the host before the opening.")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="sources")
    ground = models.CharField(max_length=10, choices=Ground, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="What the checker says to whoever wrote it.")
    checked_on = models.DateField(null=True, help_text="When host or go-between last decided about it.")
    state_before = models.CharField(
        max_length=10, choices=State, blank=True, help_text="What it was before they decided: undoing goes back to it."
    )
    weight = models.FloatField(default=1.0, help_text="How much it needs votes; set by the worker.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["conversation", "number"], name="one_statement_a_number"),)

    def __str__(self) -> str:
        return self.text[:60]


class Translation(Record):
    """A statement in another language, translated by a person. Votes are the statement's, whatever was read."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.TextField(validators=[MaxLengthValidator(1000)])
    translator = models.UUIDField(null=True, help_text="The user who translated it: a named public role.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["statement", "language"], name="one_translation_a_language"),)

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
    entered = models.CharField(max_length=10, choices=Entered, default=Entered.SELF)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["participant", "statement"], name="one_vote_each"),)

    def __str__(self) -> str:
        return "vote"
