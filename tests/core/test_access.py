"""Who may knock at all."""

from talkoo.core.access import every_route_has_a_policy, routes


def test_routes_all_say_who_may_knock() -> None:
    assert len(list(routes())) >= 5
    assert every_route_has_a_policy() == []
