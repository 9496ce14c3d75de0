"""What is known of a person and of a space, put together from what every folder knows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.timezone import localdate

from talkoo.accounts.models import Card, User
from talkoo.accounts.queries import Person, participant_in
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.queries import KIND, Wording, as_released, with_states, wordings_in, words_gone
from talkoo.core.models import HistoryLine
from talkoo.releases.models import Release
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import Place

MOST_SAID = 3


@dataclass(frozen=True, slots=True)
class Known:
    """What a published release says that people share, in the words of its reader's language."""

    space_id: UUID
    conversation_id: UUID
    question: str
    published_on: date
    shared: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What we keep of somebody in one space."""

    place: Place
    votes: int
    statements: int


def readable(places: Iterable[Place]) -> list[Space]:
    """The spaces among them that this person may read: a card does not open a space for named roles only."""
    return [p.space for p in places if p.has_named_role or p.space.reading != Space.Reading.MEMBERS]


def conversations_of(spaces: list[Space]) -> list[Conversation]:
    """The conversations of several spaces in one query, what is open first, then the newest."""
    found = with_states(Conversation.objects.filter(space__in=spaces).exclude(state=Conversation.State.DRAFT))
    return list(found.order_by("-state", "-opened_on", "question", "pk"))


def known_in(spaces: list[Space], *, language: str, most: int = MOST_SAID) -> list[Known]:
    """What people share by the newest published releases, in four queries however many there are."""
    published = Release.objects.filter(space__in=spaces, kind=KIND, state=Release.State.PUBLISHED)
    newest: dict[UUID, Release] = {}
    for release in published.defer("counted", "hidden").order_by("-published_at", "-number", "pk")[: 4 * most]:
        if len(newest) < most:
            newest.setdefault(release.subject, release)
    questions = dict(Conversation.objects.filter(pk__in=newest).values_list("pk", "question"))
    taken_back, wordings = words_gone(newest), wordings_in(newest, language)
    return [
        Known(
            space_id=release.space_id,
            conversation_id=subject,
            question=questions[subject],
            published_on=localdate(release.published_at) if release.published_at else release.made_on,
            shared=shared_in(release, taken_back, wordings),
        )
        for subject, release in newest.items()
        if subject in questions
    ]


def shared_in(release: Release, taken_back: set[str], wordings: dict[str, Wording]) -> tuple[Wording, ...]:
    """The statements that most agree with, the strongest first, without words that were taken back.

    What a result calls shared may also be what most disagree with: that is no sentence of theirs.
    """
    told = release.tables.get("statements", {})
    shown = [key for key in release.tables.get("shared", ()) if key in told and key not in taken_back]
    return tuple(as_released(key, told[key], wordings) for key in shown if is_agreed_with(told[key]))[:MOST_SAID]


def is_agreed_with(statement: dict[str, Any]) -> bool:
    """Whether most people agree with a statement of a release, in every part of them that is told apart."""
    bands = [*statement["groups"].values(), *([statement["agree"]] if statement["agree"] else [])]
    told = [band for band in bands if band != "hidden"]
    return bool(told) and all(band in {"more_than_half", "nearly_all"} for band in told)


def has_second_factor(user: User) -> bool:
    """Whether somebody has set up a passkey or an app."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user=user, type__in=kinds).exists())


def traces_of(person: Person, places: list[Place]) -> list[Trace]:
    """What we keep of this person in each space. Only they can ask: nobody else can make the join."""
    ids = [participant_in(person, place.space.pk) for place in places]
    known = [key for key in ids if key]
    votes: Counter[UUID | None] = Counter(
        Vote.objects.filter(participant__in=known).values_list("participant", flat=True)
    )
    statements: Counter[UUID | None] = Counter(
        Statement.objects.filter(author__in=known).values_list("author", flat=True)
    )
    return [Trace(place, votes[key], statements[key]) for place, key in zip(places, ids, strict=True)]


def history_lines_of(user: User) -> int:
    """In how many lines of the history somebody stands as the one who did it."""
    return HistoryLine.objects.filter(actor=user.pk).count()


def demo_members() -> list[Membership]:
    """Everybody with a named role by name, for the list of the demo and nothing else."""
    return list(Membership.objects.filter(ended_on=None).select_related("space", "user").order_by("user__name", "pk"))


def demo_cards() -> list[Card]:
    """One card in use of each role, for the list of the demo and nothing else."""
    first: dict[tuple[UUID, str], Card] = {}
    for card in Card.objects.filter(state=Card.State.USED).select_related("space").order_by("made_on", "pk"):
        first.setdefault((card.space_id, card.role), card)
    return list(first.values())
