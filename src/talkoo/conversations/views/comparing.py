"""What is different from the result before: told from two releases alone, so it says nothing that they do not."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from talkoo.conversations.views.reading import Result
from talkoo.conversations.views.shown import Sentence
from talkoo.releases.models import Release


@dataclass(frozen=True, slots=True)
class Move:
    """Some statements that came into a kind or left it."""

    title: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """How a result differs from the one before it."""

    number: int
    day: date
    headline: str  # of the one before, where it was another one
    took_part: str
    moves: tuple[Move, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing that is said in words has changed."""
        return not self.headline and not self.moves


def since(before: Release, old: Result, new: Result) -> Since:
    """What has changed between two results of the same conversation, in the words of today."""
    shown = {sentence.id: sentence for sentence in new.sentences}
    titles = {
        "shared": (_("Now shared"), _("No longer among what is shared")),
        "divides": (_("Now divides"), _("No longer among what divides")),
    }
    moves = []
    for kind, (came, left) in titles.items():
        now, then = ({one.id for one in result.of_kind(kind)} for result in (new, old))
        for title, ids in ((came, now - then), (left, then - now)):
            found = sorted((shown[key] for key in ids if key in shown), key=lambda one: one.number)
            if found:
                moves.append(Move(title, tuple(found)))
    return Since(
        number=before.number,
        day=timezone.localdate(before.published_at or before.prepared_at),
        headline=old.headline if old.headline != new.headline else "",
        took_part=old.took_part,
        moves=tuple(moves),
    )
