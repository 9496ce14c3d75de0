"""What somebody may do with conversations."""

from talkoo.spaces.models import Space
from talkoo.spaces.queries import Place


def may_bring_in(place: Place) -> bool:
    """Bring in a conversation that was held elsewhere: the host of an open space."""
    return place.is_host and place.space.state == Space.State.OPEN
