"""What is known of spaces: which ones somebody may read, and where they stand in one."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from talkoo.accounts.models import Role
from talkoo.accounts.queries import Person
from talkoo.spaces.models import Membership, Space


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
    space = spaces_open_to(person).filter(pk=space_id).first()
    if space is None:
        raise Http404
    return Place(space, person, role_in(person, space))
