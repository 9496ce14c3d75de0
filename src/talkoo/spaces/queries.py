"""What is known of spaces: which ones somebody may read, and where they stand in one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from talkoo.accounts.models import CARD_ROLES, Card, Role, User
from talkoo.accounts.queries import Person
from talkoo.core.models import today
from talkoo.spaces.models import Membership, Space

FEW = 5  # a group smaller than this is never told apart


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: in which space, and as what (None: a reader without a role here)."""

    space: Space
    person: Person
    role: Role | None

    @property
    def is_host(self) -> bool:
        """Whether this person runs the space."""
        return self.role == Role.HOST

    @property
    def is_between(self) -> bool:
        """Whether this person is the space's go-between."""
        return self.role == Role.BETWEEN

    @property
    def has_named_role(self) -> bool:
        """Whether this person stands here under their own name."""
        return self.role is not None and self.person.user is not None


def spaces_open_to(person: Person) -> QuerySet[Space]:
    """The spaces that ``person`` may read: a space set to "members" is closed to card holders too."""
    allowed = Q(reading=Space.Reading.EVERYBODY)
    if person.user:
        allowed |= Q(memberships__user=person.user, memberships__ended_on=None)
    if person.card:
        allowed |= Q(pk=person.card.space_id) & ~Q(reading=Space.Reading.MEMBERS)
    return Space.objects.filter(allowed).distinct()


def role_in(person: Person, space: Space) -> Role | None:
    """What ``person`` is in ``space``."""
    if person.card and person.card.space_id == space.pk:
        return Role(person.card.role)
    if person.user:
        role = Membership.objects.filter(space=space, user=person.user, ended_on=None).values_list("role", flat=True)
        return Role(role[0]) if role else None
    return None


def place_of(person: Person, space_id: UUID) -> Place:
    """The one door to a space: where ``person`` stands in it, or 404 alike for "not there" and "not for you"."""
    if person.card and person.card.space_id == space_id and person.card.space.reading != Space.Reading.MEMBERS:
        return Place(person.card.space, person, Role(person.card.role))  # it came with the card: no query more
    space = spaces_open_to(person).filter(pk=space_id).first()
    if space is None:
        raise Http404
    return Place(space, person, role_in(person, space))


@dataclass(frozen=True, slots=True)
class CardCount:
    """How many cards of a role were printed, and in steps of five how many people came in with one."""

    label: str
    role: Role
    printed: int
    at_least: int

    @property
    def is_few(self) -> bool:
        """Fewer than five, or nobody: the two look alike, so that the first one to come is not seen coming."""
        return self.at_least == 0


def places_of(person: Person) -> list[Place]:
    """Everywhere that ``person`` has a role: the newest first for staff, the one space of a card."""
    if person.card:
        return [Place(person.card.space, person, Role(person.card.role))]
    if person.user is None:
        return []
    mine = Membership.objects.filter(user=person.user, ended_on=None).select_related("space")
    return [Place(row.space, person, Role(row.role)) for row in mine.order_by("-since", "space__service")]


def members_of(space: Space) -> list[Membership]:
    """Who has a named public role here, by role and name. Nobody who uses the service, no card holder."""
    order = list(Role)
    mine = Membership.objects.filter(space=space, ended_on=None).select_related("user")
    return sorted(mine, key=lambda row: (order.index(Role(row.role)), row.user.name.casefold()))


def member_of(space: Space, member_id: UUID) -> Membership:
    """One who has or had a named role here, or 404."""
    row = Membership.objects.filter(space=space, pk=member_id).select_related("user", "space").first()
    if row is None:
        raise Http404
    return row


def hosts_of(space: Space) -> int:
    """How many run the space."""
    return Membership.objects.filter(space=space, ended_on=None, role=Role.HOST).count()


def steps(number: int) -> int:
    """Down to the next multiple of five."""
    return max(0, number - number % FEW)


def card_counts(space: Space) -> list[CardCount]:
    """Cards by role. How many were printed is the printer's own doing; who came in is told in steps of five.

    Those who came today count tomorrow, and so does nobody where all but a few of the printed cards are in use:
    otherwise whoever handed out five cards would see the fifth person come.
    """
    came = ~Q(state=Card.State.ENDED) & Q(participant__made_on__lt=today())
    in_use = Count("participant", distinct=True, filter=came)
    rows = Card.objects.filter(space=space).values("role").annotate(printed=Count("pk"), used=in_use)
    found = {role: (printed, used) for role, printed, used in rows.values_list("role", "printed", "used")}
    return [
        CardCount(space.label(role), role, printed, steps(used if printed - used >= FEW else printed - FEW))
        for role in CARD_ROLES
        if role in found
        for printed, used in [found[role]]
    ]


def membership_of(user: User, space: Space) -> Membership | None:
    """The named role that ``user`` has here now."""
    return Membership.objects.filter(space=space, user=user, ended_on=None).first()


def is_host_of_all(host: User, user: User) -> bool:
    """Whether ``host`` runs every space in which ``user`` has a role, and may open spaces if ``user`` may."""
    hosted = Membership.objects.filter(user=host, ended_on=None, role=Role.HOST).values("space")
    elsewhere = Membership.objects.filter(user=user, ended_on=None).exclude(space__in=hosted)
    return not elsewhere.exists() and (host.may_open_spaces or not user.may_open_spaces)


def with_cards(spaces: list[Space]) -> set[UUID]:
    """Which of the spaces have printed any card."""
    return set(Card.objects.filter(space__in=spaces).values_list("space_id", flat=True).distinct())
