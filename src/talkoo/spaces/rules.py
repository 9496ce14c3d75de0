"""What somebody may do in a space."""

from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place


def may_change_space(place: Place) -> bool:
    """Settings, people, closing and opening again: the host, until the space is archived."""
    return place.is_host and place.space.state != Space.State.ARCHIVED


def may_invite(place: Place) -> bool:
    """Bring in people with a named role: the host of an open space."""
    return place.is_host and place.space.state == Space.State.OPEN


def may_print_cards(place: Place) -> bool:
    """Host and go-between of an open space."""
    return (place.is_host or place.is_between) and place.space.state == Space.State.OPEN


def may_replace_card(place: Place) -> bool:
    """A lost card is ended and replaced by the go-between alone: only they know whose it was."""
    return place.is_between and place.space.state != Space.State.ARCHIVED


def may_see_counts(place: Place) -> bool:
    """How many cards are out, never whose: host and go-between."""
    return place.is_host or place.is_between
