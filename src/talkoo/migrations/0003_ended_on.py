"""Conversations that were closed before voting could end on a day of its own ended on the day they were closed."""

from typing import Any

from django.db import migrations
from django.db.models import F


def closed_is_ended(apps: Any, _editor: Any) -> None:
    """Say since when nobody votes any more."""
    closed = apps.get_model("talkoo", "Conversation").objects.filter(state="closed", ended_on=None)
    closed.update(ended_on=F("closed_on"))


class Migration(migrations.Migration):
    """One update; there is nothing to undo."""

    dependencies = [("talkoo", "0002_listen")]
    operations = [migrations.RunPython(closed_is_ended, migrations.RunPython.noop)]
