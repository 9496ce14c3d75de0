"""Five new words on offer to the holder of a card, kept sealed so that a reload shows the same."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from talkoo.accounts import actions
from talkoo.accounts.http.kept import person_of, seal_for, unseal_for
from talkoo.accounts.models import Card, Sealed


@dataclass(frozen=True, slots=True)
class OfferedWords:
    """Words on offer, and the id under which they are kept."""

    id: UUID
    words: tuple[str, ...]


def offer_words(request: HttpRequest, card: Card, language: str) -> OfferedWords:
    """Five new words for the holder to write down, in place of an earlier offer. They open nothing yet."""
    words = actions.five_words(language)
    kept = seal_for(request, Sealed.Purpose.WORDS, {"words": words, "version": card.version})
    actions.throw_oldest_seals(person_of(request).who, Sealed.Purpose.WORDS, leave=1)
    return OfferedWords(kept, words)


def words_on_offer(request: HttpRequest, card: Card) -> OfferedWords | None:
    """The offer that stands: half an hour, in this browser, and until other words are in use."""
    mine = Sealed.objects.filter(purpose=Sealed.Purpose.WORDS, who=person_of(request).who, until__gt=timezone.now())
    for kept in mine.order_by("-until").values_list("pk", flat=True):
        content = unseal_for(request, kept, Sealed.Purpose.WORDS)
        if content and content["version"] == card.version:
            return OfferedWords(kept, tuple(content["words"]))
    return None


def drop_offers(request: HttpRequest) -> None:
    """The words were not wanted, or are in use now."""
    actions.throw_oldest_seals(person_of(request).who, Sealed.Purpose.WORDS, leave=0)
