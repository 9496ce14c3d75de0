"""What may leave: a snapshot made once and never changed. Everything public is rendered from one (TRUST 1a)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talkoo.core.models import Record
from talkoo.spaces.models import Space


class Release(Record):
    """One prepared or published snapshot of one subject (a conversation, later a wave of answers)."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("ready to be looked at")
        HELD = "held", _("held")
        PUBLISHED = "published", _("published")

    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField()
    is_final = models.BooleanField(default=False, help_text="The subject had ended: the rule for closed releases.")
    tables = models.JSONField(help_text="What is shown: protected cells only.")
    hidden = models.JSONField(default=list, help_text="What is not shown, and why.")
    counted = models.JSONField(default=dict, help_text="People behind each cell at the time; never shown.")
    basis = models.CharField(max_length=80, blank=True, help_text="What it was made from, so that it is made once.")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    prepared_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    hold_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subject", "number"], name="one_release_a_number"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
