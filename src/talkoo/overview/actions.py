"""What people do that reaches across folders: take back all that a card gave, change what is kept of oneself."""

from django.db import transaction

from talkoo.accounts.actions import end_card
from talkoo.accounts.models import Card, Participant, User
from talkoo.conversations.actions import take_back
from talkoo.core.history import record


@transaction.atomic
def end_card_and_take_back(card: Card) -> None:
    """End the card and delete what was given with it: votes, statements, the participant. Nothing can bring it back."""
    end_card(card)
    if card.participant_id:
        take_back(card.participant_id)
        Participant.objects.filter(pk=card.participant_id).delete()


@transaction.atomic
def change_name_and_address(user: User, *, name: str, email: str) -> None:
    """What others call this person, and what they sign in with."""
    changed = [field for field, value in (("name", name), ("email", email)) if getattr(user, field) != value]
    if changed:
        user.name, user.email = name, email
        user.save(update_fields=changed)
        record("changed own facts", space=None, actor=user.pk, fields=changed)
