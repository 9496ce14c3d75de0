"""What somebody may do in a space. Closed: nothing new is added. Archived: nothing changes, also for the host."""

from django.utils.translation import gettext as _

from talkoo.accounts.models import Invitation, Role
from talkoo.accounts.queries import Person
from talkoo.core.access import No, Verdict
from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place

# From which state the host may bring a space to which. What was archived comes back closed, not open.
MOVES = {
    Space.State.OPEN: (Space.State.CLOSED,),
    Space.State.CLOSED: (Space.State.OPEN, Space.State.ARCHIVED),
    Space.State.ARCHIVED: (Space.State.CLOSED,),
}


def is_alive(place: Place) -> Verdict:
    """Whether anything may still change in the space."""
    archived = _("This space is archived, and nothing in it changes. A host of it can bring it back in its settings.")
    return place.space.state != Space.State.ARCHIVED or No(archived)


def is_open(place: Place) -> Verdict:
    """Whether anything new may come into the space."""
    closed = _("This space is closed, and nothing new comes into it. A host of it can open it again in its settings.")
    return is_alive(place) and (place.space.state == Space.State.OPEN or No(closed))


def may_open_space(person: Person) -> bool:
    """Open a new space: staff whom the installation trusts with it."""
    return person.user is not None and person.user.may_open_spaces


def may_see_settings(place: Place) -> bool:
    """Look at the settings: the host, also of an archived space."""
    return place.is_host


def may_change_space(place: Place) -> Verdict:
    """Settings and people: the host, until the space is archived."""
    return place.is_host and is_alive(place)


def may_move_space(place: Place, to: str) -> bool:
    """Close, open again, archive, bring back: the host, one step at a time."""
    return place.is_host and to in MOVES[Space.State(place.space.state)]


def may_see_people(place: Place) -> bool:
    """Who has a named role: everybody with a role or a card here, not a reader from outside."""
    return place.role is not None


def may_invite(place: Place) -> Verdict:
    """Bring in people with a named role: the host of an open space."""
    return place.is_host and is_open(place)


def may_print_cards(place: Place) -> Verdict:
    """Host and go-between of an open space."""
    return (place.is_host or place.is_between) and is_open(place)


def may_replace_card(place: Place) -> Verdict:
    """A lost card is ended and replaced by the go-between alone: only they know whose it was."""
    return place.is_between and is_alive(place)


def may_see_counts(place: Place) -> bool:
    """How many cards are out, never whose: host and go-between."""
    return place.is_host or place.is_between


def may_lose_role(role: str, hosts: int) -> bool:
    """Whether somebody with ``role`` may give it up: the last of the ``hosts`` of a space may not."""
    return role != Role.HOST or hosts > 1


def may_make_password_link(place: Place, *, is_host_of_all: bool) -> Verdict:
    """A link for a member's new password opens all that the member can open: only for who is host of all of it."""
    return may_change_space(place) and is_host_of_all


def may_use_invitation(invitation: Invitation) -> bool:
    """Into an open space only, or into an installation that has none yet."""
    return invitation.space is None or invitation.space.state == Space.State.OPEN
