"""Who may do what with conversations."""

import pytest
from django.http import Http404

from talkoo.conversations.rules import may_bring_in
from talkoo.spaces.models import Space
from talkoo.spaces.queries import place_of
from tests.people import CAST, Cast


@pytest.mark.parametrize("state", Space.State.values)
@pytest.mark.parametrize("name", CAST)
def test_bring_in_allowed_to_the_host_of_an_open_space(cast: Cast, name: str, state: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=state)
    try:
        allowed = may_bring_in(place_of(cast.person(name), cast.space.pk))
    except Http404:
        allowed = False
    assert allowed == (name == "leena" and state == Space.State.OPEN)
