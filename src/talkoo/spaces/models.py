"""Where people work: a space and who has which named role in it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Role
from talkoo.core.models import Record, today


class Space(Record):
    """One public service being worked on together."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ARCHIVED = "archived", _("archived")

    class Reading(models.TextChoices):
        MEMBERS = "members", _("Only people with a named role here")
        CARDS = "cards", _("People with a role or a card")
        EVERYBODY = "everybody", _("Everybody, without signing in")

    slug = models.SlugField(max_length=40, unique=True)
    service = models.CharField(_("service"), max_length=120)
    why = models.CharField(_("why"), max_length=300)
    for_whom = models.CharField(_("for whom"), max_length=300)
    languages = models.JSONField(default=list)
    until = models.DateField(_("until when"), null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reading = models.CharField(max_length=10, choices=Reading, default=Reading.CARDS)
    labels = models.JSONField(default=dict)
    contact_name = models.CharField(max_length=80, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    contact_note = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.service

    def label(self, role: str) -> str:
        """What this space calls a role."""
        return str(self.labels.get(role) or (Role(role).label if role else _("Role not known")))


class Membership(Record):
    """A named public role of a user in a space. Users, carers and card holders never have one."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    since = models.DateField(default=today)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["space", "user"],
                condition=models.Q(ended_on=None),
                name="one_role_a_person_in_a_space",
            ),
        )

    def __str__(self) -> str:
        return self.role
