"""What somebody may do with a release."""

from talkoo.core.access import Verdict
from talkoo.releases.models import Release
from talkoo.spaces.queries import Place
from talkoo.spaces.rules import is_alive


def may_see_release(place: Place) -> bool:
    """Look at a release before it is public: host and go-between."""
    return place.is_host or place.is_between


def may_publish(place: Place, release: Release) -> Verdict:
    """Make it public: the host, unless the go-between holds it."""
    return place.is_host and is_alive(place) and release.state == Release.State.PREPARED


def may_hold(place: Place, release: Release) -> Verdict:
    """Keep it from becoming public, with a reason: the go-between."""
    return place.is_between and is_alive(place) and release.state == Release.State.PREPARED


def may_let_go(place: Place, release: Release) -> Verdict:
    """End the hold: the go-between."""
    return place.is_between and is_alive(place) and release.state == Release.State.HELD
