"""Who is at the door, who a participant is without saying so, and the words that cards are made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from talkoo.accounts.models import Card, CardTry, Contact, Invitation, Participant, Sealed, User
from talkoo.core.text import keyed, plain

WORDS = Path(__file__).parent / "words"
LISTS = ("en", "fi")
DAY, MONTH = timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is at the door: a user with a sign-in, somebody with a card, or a stranger.

    ``helped_until`` is set when a helper lends the device and sits beside: then the visit ends at that time.
    """

    user: User | None = None
    card: Card | None = None
    helped_until: datetime | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether we know the sign-in or the card."""
        return self.user is not None or self.card is not None

    @property
    def actor(self) -> UUID | None:
        """Who stands in the history: staff by their id, a card holder by nothing."""
        return self.user.pk if self.user else None

    @property
    def who(self) -> str:
        """A digest that is the same whenever this person comes back, and says nothing about them."""
        if self.user:
            return keyed("who", f"user|{self.user.pk}")
        return keyed("who", f"participant|{self.card.participant_id}") if self.card else ""


STRANGER = Person()


def participant_id(user: User, space_id: UUID) -> UUID:
    """The id under which ``user`` votes and tells in one space: unlinkable without the key outside the database."""
    return UUID(hex=keyed("participant", f"{user.pk}|{space_id}", key=settings.BRIDGE_KEY)[:32], version=4)


def participant_in(person: Person, space_id: UUID) -> UUID | None:
    """Under which id somebody takes part in a space, whether or not they have said anything yet."""
    if person.user:
        return participant_id(person.user, space_id)
    return person.card.participant_id if person.card and person.card.space_id == space_id else None


@cache
def words_in(language: str) -> tuple[str, ...]:
    """The words that cards in ``language`` are made of; English where there is no list."""
    return tuple((WORDS / f"{language if language in LISTS else 'en'}.txt").read_text().split())


@cache
def all_words() -> frozenset[str]:
    """Every word of every list in its plain form."""
    return frozenset(plain(word) for language in LISTS for word in words_in(language))


def unknown_words(typed: str) -> list[int]:
    """The places (from 1) of typed words that are in no list. It looks at no card, so it tells nothing about one."""
    return [place for place, word in enumerate(plain(typed).split(), start=1) if word not in all_words()]


def digest_of(secret: str) -> str:
    """What is kept of an invitation's link."""
    return keyed("invitation", secret)


def standing_invitations() -> QuerySet[Invitation]:
    """Invitations that can still be used."""
    return Invitation.objects.filter(used_at=None, ended_at=None, until__gt=timezone.now())


def find_invitation(secret: str) -> Invitation | None:
    """The invitation behind a link, or None alike for used, ended, too old and never made."""
    return standing_invitations().select_related("space", "made_by").filter(secret_hash=digest_of(secret)).first()


def invitations_of(space_id: UUID) -> QuerySet[Invitation]:
    """Invitations to a space that can still be used, newest last."""
    return standing_invitations().filter(space_id=space_id).order_by("until")


def old_seals() -> QuerySet[Sealed]:
    """What was kept for half an hour, longer ago."""
    return Sealed.objects.filter(until__lte=timezone.now())


def old_tries() -> QuerySet[CardTry]:
    """Wrong words of more than a day ago."""
    return CardTry.objects.filter(again_at__lte=timezone.now() - DAY)


def old_invitations() -> QuerySet[Invitation]:
    """Invitations that have been of no use for a month."""
    then = timezone.now() - MONTH
    return Invitation.objects.filter(Q(until__lte=then) | Q(used_at__lte=then) | Q(ended_at__lte=then))


def old_sessions() -> QuerySet[Session]:
    """Sessions that have run out: their end tells when somebody was last here."""
    return Session.objects.filter(expire_date__lte=timezone.now())


def participants_of(person: Person) -> list[Participant]:
    """As whom somebody has spoken: the participant of their card, or of each space in which a user said something."""
    if person.card:
        return [person.card.participant] if person.card.participant else []
    if person.user is None:
        return []
    spaces = Participant.objects.order_by().values_list("space", flat=True).distinct()
    mine = [participant_id(person.user, space) for space in spaces]
    return list(Participant.objects.filter(pk__in=mine).order_by("pk"))


def contact_of(participants: list[Participant]) -> Contact | None:
    """When and how somebody wants to hear from us; None is nothing."""
    return Contact.objects.filter(participant__in=participants).order_by("pk").first()
