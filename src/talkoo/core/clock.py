"""The clock: asks each folder every minute what is due, and hands it to the worker. Safe on several machines."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils import timezone

from talkoo.core.models import Beat, Lease

ME = uuid4()
LATE = timedelta(minutes=5)


def take_lease(name: str, *, seconds: int = 90, holder: UUID = ME) -> bool:
    """Take or renew the lease, unless another machine holds it. One UPDATE, so two can never both get it."""
    now = timezone.now()
    Lease.objects.get_or_create(name=name)
    free = Q(until__lte=now) | Q(holder=holder) | Q(holder=None)
    return bool(Lease.objects.filter(free, name=name).update(holder=holder, until=now + timedelta(seconds=seconds)))


def note_beat(name: str) -> None:
    """Say that ``name`` is alive."""
    Beat.objects.update_or_create(name=name, defaults={"at": timezone.now()})


def is_alive(name: str) -> bool:
    """Whether ``name`` has beaten in the last five minutes."""
    return was_heard(name, within=LATE)


def was_heard(name: str, *, within: timedelta) -> bool:
    """Whether ``name`` has beaten not longer ago than that."""
    return Beat.objects.filter(name=name, at__gte=timezone.now() - within).exists()
