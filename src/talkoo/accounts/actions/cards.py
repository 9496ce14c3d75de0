"""Cards: made, shown at the door, given new words, replaced."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from math import ceil
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from talkoo.accounts.models import CARD_ROLES, Card, CardTry, Participant, Role
from talkoo.accounts.queries import words_in
from talkoo.core.history import record
from talkoo.core.text import keyed, plain

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's without 0 and 1: nothing that looks like something else
WAITS = (1, 2, 4, 8, 16, 32, 42)  # seconds, then 42 for good
MOST_CARDS = 100


class UnknownCardError(ValueError):
    """No card in use has this number in this space."""


@dataclass(frozen=True, slots=True)
class MadeCard:
    """A new card as it is printed once. The words exist nowhere else."""

    selector: str
    words: tuple[str, ...]

    @property
    def fragment(self) -> str:
        """What stands behind # in the address of the QR code: browsers never send it."""
        return f"{self.selector}.{'-'.join(self.words)}"


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What the door says: the card, or how many seconds to wait before the next try, and whether this one was early."""

    card: Card | None = None
    wait: int = 0
    came_early: bool = False
    is_first_use: bool = False


def five_words(language: str) -> tuple[str, ...]:
    """Five words by chance: 51 bits, and the wait between tries does the rest."""
    return tuple(secrets.choice(words_in(language)) for _ in range(5))


def digest(words: str) -> str:
    """What is kept of the words."""
    return make_password(plain(words), hasher=settings.CARD_HASHER)


@cache
def nobodys_digest() -> str:
    """What words for an unknown card are compared with, so that the answer takes as long as for a known one."""
    return digest(secrets.token_hex(16))


def eight_signs() -> str:
    """A number by chance, as it stands on cards, voting sheets and the wall of a room."""
    return "".join(secrets.choice(SIGNS) for _ in range(8))


def new_selector() -> str:
    """A number that no card has."""
    while True:
        selector = eight_signs()
        if not Card.objects.filter(selector=selector).exists():
            return selector


def as_selector(typed: str) -> str:
    """The number as it stands on the card, whatever was typed between and however."""
    return plain(typed).replace(" ", "").upper()


def make_cards(
    space_id: UUID, role: Role, count: int, language: str, *, actor: UUID | None, once: UUID
) -> list[MadeCard]:
    """New cards for ``role``, 1 to 100 at a time. Asked again with the same ``once``: none, they were made.

    Each digest takes a few hundredths of a second on purpose, so a hundred cards take some seconds.
    """
    if role not in CARD_ROLES or not 1 <= count <= MOST_CARDS:
        raise ValueError(f"One to {MOST_CARDS} cards, for a role that comes by card.")
    if Card.objects.filter(pk=uuid5(once, f"{space_id}|0")).exists():
        return []
    made = [MadeCard(new_selector(), five_words(language)) for _ in range(count)]
    cards = [
        Card(
            id=uuid5(once, f"{space_id}|{number}"),
            space_id=space_id,
            role=role,
            selector=card.selector,
            words_hash=digest(" ".join(card.words)),
        )
        for number, card in enumerate(made)
    ]
    try:
        with transaction.atomic():
            Card.objects.bulk_create(cards)
            record("made cards", space=space_id, actor=actor, role=role, count=count)
    except IntegrityError:
        if Card.objects.filter(pk=cards[0].pk).exists():  # the same request came twice at once
            return []
        raise
    return made


@transaction.atomic
def make_card_on_the_spot(space_id: UUID, role: Role, *, card_id: UUID) -> Card:
    """A card in use without paper, for whoever holds this device. Nobody knows its words: they get their own.

    Asked again with the same ``card_id``: the card that was made.
    """
    made = Card.objects.filter(pk=card_id).first()
    if made:
        return made
    participant = Participant.objects.create(space_id=space_id, role=role)
    return Card.objects.create(
        id=card_id,
        space_id=space_id,
        role=role,
        selector=new_selector(),
        words_hash=nobodys_digest(),
        participant=participant,
        state=Card.State.USED,
    )


@transaction.atomic
def participant_of_card(typed_selector: str, *, space_id: UUID) -> Participant:
    """Who wrote the number of their card on paper; also before the card was used for the first time.

    The number opens nothing. Raises ``UnknownCardError``.
    """
    standing = Card.objects.exclude(state=Card.State.ENDED).select_for_update()
    card = standing.filter(space_id=space_id, selector=as_selector(typed_selector)).first()
    if card is None:
        raise UnknownCardError(typed_selector)
    if card.participant is None:
        card.participant = Participant.objects.create(space_id=space_id, role=card.role)
        card.save(update_fields=["participant"])
    return card.participant


def replace_card(selector: str, *, space_id: UUID, language: str, actor: UUID | None, once: UUID) -> MadeCard | None:
    """End a lost card by the number on its stub and make a new one for the same participant.

    Raises ``UnknownCardError``. Asked again with the same ``once``: None, it was done.
    """
    new_id = uuid5(once, f"{space_id}|instead")
    if Card.objects.filter(pk=new_id).exists():
        return None
    made = MadeCard(new_selector(), five_words(language))
    words_hash = digest(" ".join(made.words))
    with transaction.atomic():
        standing = Card.objects.exclude(state=Card.State.ENDED).select_for_update()
        old = standing.filter(space_id=space_id, selector=as_selector(selector)).first()
        if old is None:
            raise UnknownCardError(selector)
        old.state = Card.State.ENDED
        old.version += 1
        old.save(update_fields=["state", "version"])
        Card.objects.create(
            id=new_id,
            space_id=space_id,
            role=old.role,
            selector=made.selector,
            words_hash=words_hash,
            participant_id=old.participant_id,
        )
        record("replaced a card", space=space_id, actor=actor)
    return made


def wait_after(failures: int) -> int:
    """The wait grows to 42 seconds. Nobody is locked out: that would let anybody lock out anybody."""
    return WAITS[min(failures, len(WAITS)) - 1]


@transaction.atomic
def take_turn(selector: str) -> tuple[bool, int]:
    """Count wrong words: whether they came when a try was due, and how many seconds to wait before the next."""
    now = timezone.now()
    CardTry.objects.get_or_create(key=keyed("try", selector), defaults={"again_at": now})
    kept = CardTry.objects.select_for_update().get(key=keyed("try", selector))
    if kept.again_at > now:
        return False, ceil((kept.again_at - now).total_seconds())
    kept.failures += 1
    wait = wait_after(kept.failures)
    kept.again_at = now + timedelta(seconds=wait)
    kept.save()
    return True, wait


def sign_in_card(typed_selector: str, typed_words: str) -> CardAnswer:
    """Compare the words with the card. Unknown, ended and known cards cost the same and count the same.

    Right words open the card also during the wait: otherwise whoever sees its number could keep its holder out.
    """
    selector = as_selector(typed_selector)
    nothing = nobodys_digest()
    card = Card.objects.exclude(state=Card.State.ENDED).filter(selector=selector).first()
    fits = check_password(plain(typed_words), card.words_hash if card else nothing, preferred=settings.CARD_HASHER)
    if card and fits:
        return let_in(card)
    was_due, wait = take_turn(selector)
    return CardAnswer(wait=wait, came_early=not was_due)


@transaction.atomic
def let_in(card: Card) -> CardAnswer:
    """The words were right: at the first use a participant comes to be."""
    compared = card.words_hash
    card = Card.objects.select_for_update().get(pk=card.pk)
    if card.state == Card.State.ENDED or card.words_hash != compared:  # ended or renewed while we compared
        return CardAnswer(wait=1)
    CardTry.objects.filter(key=keyed("try", card.selector)).delete()
    is_first_use = card.state == Card.State.PRINTED
    if is_first_use:
        card.participant = card.participant or Participant.objects.create(space_id=card.space_id, role=card.role)
        card.state = Card.State.USED
        card.save(update_fields=["participant", "state"])
        record("used a card for the first time", space=card.space_id, actor=None)
    return CardAnswer(card=card, is_first_use=is_first_use)


def give_own_words(card: Card, words: tuple[str, ...]) -> None:
    """From now on these words open the card, and every other session of it ends."""
    words_hash = digest(" ".join(words))
    with transaction.atomic():
        kept = Card.objects.select_for_update().get(pk=card.pk)
        if kept.version == card.version:
            kept.words_hash, kept.words_are_own, kept.version = words_hash, True, kept.version + 1
            kept.save(update_fields=["words_hash", "words_are_own", "version"])
            record("gave a card new words", space=card.space_id, actor=None)
    card.version, card.words_are_own = kept.version, kept.words_are_own


@transaction.atomic
def end_card(card: Card) -> None:
    """The holder ends the card: it opens nothing from now on, and every session of it ends."""
    kept = Card.objects.select_for_update().get(pk=card.pk)
    if kept.state != Card.State.ENDED:
        kept.state, kept.version = Card.State.ENDED, kept.version + 1
        kept.save(update_fields=["state", "version"])
        record("ended a card", space=kept.space_id, actor=None)
