"""Pages that need everyone: the first page, Now, a space's home with its five verbs, and "about me"."""

from talkoo.overview.views.about_me import about_me, change_my_password, end_my_card
from talkoo.overview.views.front import demo, front
from talkoo.overview.views.home import space, verb
from talkoo.overview.views.now import all_turns, now

__all__ = ["about_me", "all_turns", "change_my_password", "demo", "end_my_card", "front", "now", "space", "verb"]
