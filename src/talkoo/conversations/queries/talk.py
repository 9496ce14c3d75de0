"""What is known of conversations: which ones a space has, the door to one, and what was voted."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404
from numpy.typing import NDArray

from talkoo.accounts.models import Card, Participant
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.models import today
from talkoo.releases.models import Release
from talkoo.releases.queries import newest_release
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import Place

KIND = "opinions"  # what a release of a conversation is called


@dataclass(frozen=True, eq=False, slots=True)
class Ballots:
    """What was voted in a conversation, as arrays. People are numbers here, in an order that tells nothing."""

    statements: list[Statement]
    roles: list[str]  # of each person; "" where nobody knows
    person: NDArray[np.intp]
    statement: NDArray[np.intp]
    choice: NDArray[np.int8]


def with_states(conversations: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """With how many statements are shown, and how far the picture is: published, waiting, or not made yet."""
    releases = Release.objects.filter(subject=OuterRef("pk"))
    return conversations.annotate(
        n_statements=Count("statements", filter=Q(statements__state=Statement.State.SHOWN)),
        is_published=Exists(releases.filter(state=Release.State.PUBLISHED)),
        waiting=Subquery(
            releases.exclude(state=Release.State.PUBLISHED).order_by("-number").values("pk")[:1],
        ),
        waiting_state=Subquery(
            releases.exclude(state=Release.State.PUBLISHED).order_by("-number").values("state")[:1],
            output_field=CharField(),
        ),
        is_in_preparation=Exists(without_picture().filter(pk=OuterRef("pk"))),
    )


def sees_drafts(place: Place) -> bool:
    """Whether somebody may know of conversations that are not open yet: host and go-between."""
    return place.is_host or place.is_between


def seen_by(place: Place) -> QuerySet[Conversation]:
    """The conversations of a space that somebody may know of."""
    mine = Conversation.objects.filter(space=place.space)
    return mine if sees_drafts(place) else mine.exclude(state=Conversation.State.DRAFT)


def conversations_in(place: Place) -> QuerySet[Conversation]:
    """The conversations of a space: what is prepared or open first, then the newest."""
    order = Case(When(state=Conversation.State.DRAFT, then=0), When(state=Conversation.State.OPEN, then=1), default=2)
    return with_states(seen_by(place)).order_by(order, "-opened_on", "question", "pk")


def conversation_of(place: Place, conversation_id: UUID) -> Conversation:
    """The one door to a conversation: within its space, or 404."""
    conversation = seen_by(place).filter(pk=conversation_id).first()
    if conversation is None:
        raise Http404
    return conversation


def statement_of(place: Place, conversation_id: UUID, statement_id: UUID) -> Statement:
    """Both doors at once, to a statement and its conversation: one query for what is asked most often."""
    inside = {"conversation": conversation_id, "conversation__space": place.space}
    found = Statement.objects.select_related("conversation").filter(pk=statement_id, **inside).first()
    if found is None or (found.conversation.state == Conversation.State.DRAFT and not sees_drafts(place)):
        raise Http404
    return found


def conversation_with_state(place: Place, conversation_id: UUID) -> Conversation:
    """The same door, and how far the picture is."""
    conversation = with_states(seen_by(place).filter(pk=conversation_id)).first()
    if conversation is None:
        raise Http404
    return conversation


def without_picture() -> QuerySet[Conversation]:
    """Conversations that have ended with votes, wait for no more sheets, and have no picture from these votes yet."""
    made = Release.objects.filter(subject=OuterRef("pk"), is_final=True, basis=OuterRef("source_digest"))
    waits = Release.objects.filter(subject=OuterRef("pk")).exclude(state=Release.State.PUBLISHED)
    voted = Vote.objects.filter(statement__conversation=OuterRef("pk"))
    over = (Conversation.State.ENDED, Conversation.State.CLOSED)
    ended = Conversation.objects.filter(state__in=over).exclude(space__state=Space.State.ARCHIVED)
    ended = ended.exclude(sheets_until__gte=today())  # sheets filled in before the end are still typed in
    return ended.filter(Exists(voted), ~Exists(made), ~Exists(waits))


def running() -> QuerySet[Conversation]:
    """Conversations that are open, in open spaces, with no release waiting to be looked at."""
    waits = Release.objects.filter(subject=OuterRef("pk")).exclude(state=Release.State.PUBLISHED)
    return Conversation.objects.filter(state=Conversation.State.OPEN, space__state=Space.State.OPEN).filter(
        ~Exists(waits)
    )


def people_in(conversation: Conversation) -> int:
    """How many people of the roles that are shown have voted."""
    votes = Vote.objects.filter(statement__conversation=conversation)
    if conversation.shown_roles:
        votes = votes.filter(participant__role__in=[role for joined in conversation.shown_roles for role in joined])
    return votes.values("participant").distinct().count()


def people_at_last_release(conversation: Conversation) -> int:
    """How many the last release counted; 0 if there was none."""
    newest = newest_release(conversation.pk)
    return newest.counted["whole"] if newest else 0


def ballots_of(conversation: Conversation) -> Ballots:
    """Every vote, in two queries. The order of people is that of their random ids.

    A vote on a merged statement counts for the one it was merged into, unless the same person voted there too.
    """
    statements = list(conversation.statements.order_by("number"))
    votes = Vote.objects.filter(statement__conversation=conversation).values_list(
        "participant_id", "participant__role", "statement_id", "choice", "statement__merged_into"
    )
    own = {(who, statement): (role, choice) for who, role, statement, choice, into in votes if into is None}
    moved = {(who, into): (role, choice) for who, role, _, choice, into in votes if into is not None}
    rows = [(who, role, statement, choice) for (who, statement), (role, choice) in (moved | own).items()]
    role_of = {participant: role for participant, role, _, _ in rows}
    people = sorted(role_of)
    number_of = {participant: number for number, participant in enumerate(people)}
    column_of = {statement.pk: column for column, statement in enumerate(statements)}
    return Ballots(
        statements=statements,
        roles=[role_of[participant] for participant in people],
        person=np.array([number_of[row[0]] for row in rows], dtype=np.intp),
        statement=np.array([column_of[row[2]] for row in rows], dtype=np.intp),
        choice=np.array([row[3] for row in rows], dtype=np.int8),
    )


def written_by(conversation: Conversation) -> dict[str, tuple[str, UUID]]:
    """Of each statement that people see and somebody who takes part wrote: their role, and who it is; for the gate."""
    shown = conversation.statements.filter(state=Statement.State.SHOWN).exclude(author=None)
    return {str(pk): (role, author) for pk, role, author in shown.values_list("pk", "author__role", "author")}


def role_told(statement: Statement) -> str:
    """By somebody of which role a statement was written, as the last published release says; "" where it does not."""
    public = Release.objects.filter(subject=statement.conversation_id, state=Release.State.PUBLISHED)
    said = public.order_by("-number").values_list(f"tables__statements__{statement.pk}__by", flat=True).first()
    return said or ""


def roles_in_use(space: Space) -> set[str]:
    """Every role that somebody has in a space, by name or by card."""
    named = Membership.objects.filter(space=space, ended_on=None).values_list("role", flat=True)
    by_card = Card.objects.filter(space=space).exclude(state=Card.State.ENDED).values_list("role", flat=True)
    taking_part = Participant.objects.filter(space=space).exclude(role="").values_list("role", flat=True)
    return set(named.union(by_card, taking_part))
