"""Who may look at, publish, hold and let go: everybody x every state of release and space."""

from itertools import product

import pytest
from django.http import Http404

from talkoo.releases.models import Release
from talkoo.releases.rules import may_hold, may_let_go, may_publish, may_see_release
from talkoo.spaces.models import Space
from talkoo.spaces.queries import place_of
from tests.people import CAST, Cast

PREPARED, HELD = Release.State.PREPARED, Release.State.HELD


@pytest.mark.parametrize("name", CAST)
def test_release_rules_as_a_table(cast: Cast, name: str) -> None:
    for space_state, state in product(Space.State.values, Release.State.values):
        Space.objects.filter(pk=cast.space.pk).update(state=space_state)
        is_alive = space_state != Space.State.ARCHIVED
        release = Release(space=cast.space, state=state)
        try:
            place = place_of(cast.person(name), cast.space.pk)
        except Http404:
            assert name in {"stranger", "jere", "paula"}
            continue
        assert may_see_release(place) == (name in {"leena", "samuel"})
        assert bool(may_publish(place, release)) == (name == "leena" and is_alive and state == PREPARED)
        assert bool(may_hold(place, release)) == (name == "samuel" and is_alive and state == PREPARED)
        assert bool(may_let_go(place, release)) == (name == "samuel" and is_alive and state == HELD)
