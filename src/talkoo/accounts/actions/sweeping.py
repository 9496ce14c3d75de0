"""What is forgotten every day: ended sessions, tries, old invitations."""

from datetime import timedelta

from django.core.management import call_command
from django.db.models import Q, QuerySet
from django.utils import timezone

from talkoo.accounts.models import CardTry, Invitation

DAY = timedelta(days=1)
MONTH = timedelta(days=30)


def old_tries() -> QuerySet[CardTry]:
    """Wrong words of more than a day ago."""
    return CardTry.objects.filter(again_at__lte=timezone.now() - DAY)


def old_invitations() -> QuerySet[Invitation]:
    """Invitations that have been of no use for a month."""
    then = timezone.now() - MONTH
    return Invitation.objects.filter(Q(until__lte=then) | Q(used_at__lte=then) | Q(ended_at__lte=then))


def forget_old_tries() -> None:
    """After a day of peace a card starts without a wait."""
    old_tries().delete()


def forget_old_invitations() -> None:
    """Delete invitations that ended a month ago."""
    old_invitations().delete()


def forget_old_sessions() -> None:
    """Delete sessions that have run out."""
    call_command("clearsessions")
