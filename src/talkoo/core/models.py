"""The base of every record, and the few records that belong to the house itself."""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone


def today() -> date:
    """The day, in UTC: what people do is kept by the day, never by the minute (TRUST: times tell who)."""
    return timezone.now().date()


class Record(models.Model):
    """What every record has: a random address and the day it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_on = models.DateField(default=today, editable=False)

    class Meta:
        abstract = True


class HistoryLine(Record):
    """Who did what: one line an act, written in the same transaction as the act, never changed.

    ``actor`` is a user's id or None. A participant's acts carry no actor: nobody can read from here who took part.
    """

    space_id = models.UUIDField(null=True, db_index=True)
    actor = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.act


class Lease(models.Model):
    """Held by one machine at a time, so that the clock may run on several."""

    name = models.CharField(max_length=40, primary_key=True)
    holder = models.UUIDField(null=True)
    until = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Beat(models.Model):
    """When something that runs in the background last showed that it is alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
