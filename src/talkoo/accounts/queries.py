"""Who is at the door, and who a participant is without saying so."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from talkoo.accounts.models import Card, User
from talkoo.core.text import keyed


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever is at the door: a user with a sign-in, somebody with a card, or a stranger."""

    user: User | None = None
    card: Card | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether we know the sign-in or the card."""
        return self.user is not None or self.card is not None

    @property
    def actor(self) -> UUID | None:
        """Who stands in the history: staff by their id, a card holder by nothing."""
        return self.user.pk if self.user else None


STRANGER = Person()


def participant_id(user: User, space_id: UUID) -> UUID:
    """The id under which ``user`` votes and tells in one space: unlinkable without the key outside the database."""
    return UUID(hex=keyed("participant", f"{user.pk}|{space_id}", key=settings.BRIDGE_KEY)[:32], version=4)
