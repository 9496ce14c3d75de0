"""What a browser's history shows: no title of any page names the service or anybody."""

import re

from tests.people import Cast
from tests.test_routes import TABLE, World, world

__all__ = ["world"]


def test_titles_of_all_pages_tell_nothing(world: World) -> None:
    cast: Cast = world.cast
    telling = {"young", "people", "school", "Support", "workers", "help", cast.space.slug}
    names = {person.user.name for person in cast.people.values() if person.user}
    seen = 0
    for name in ("stranger", "mira", "samuel", "leena"):
        for route in TABLE:
            page = cast.browser(name).get(world.address(route)).content.decode(errors="ignore")
            for title in re.findall(r"<title>(.*?)</title>", page[:4000], re.DOTALL):
                seen += 1
                words = set(re.findall(r"\w+", title))
                assert not words & (names | telling), (route, title)
                assert title.endswith("Talkoo")
    assert seen > 80
