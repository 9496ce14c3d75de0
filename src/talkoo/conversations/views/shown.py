"""The pieces of a result in the shape in which they are shown."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from talkoo.conversations.queries import Wording
from talkoo.conversations.views import words
from talkoo.conversations.views.figure import DASHES, Scale, peaks_of, scale_of, shape_of
from talkoo.conversations.views.words import Count

AT_ONCE = 3  # so much of what a group stands for stands beside the map
STRONGEST = 8  # so many statements of a kind are drawn at once
KINDS = ("shared", "divides", "unclear")


def together(named: tuple[tuple[str, str], ...]) -> str:
    """The roles of one part as one name: joined roles share every figure, and the name says so."""
    names = get_text_list([name for _role, name in named], _("and"))
    return _("%(roles)s together") % {"roles": names} if len(named) > 1 else names


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of the partition: a role, or several joined."""

    named: tuple[tuple[str, str], ...]  # each role and what the space calls it
    size: Count
    since: date | None  # the day of an earlier release, where too few people have come since

    @property
    def label(self) -> str:
        """What the space calls these people; everybody where no role is known."""
        return together(self.named) or _("Everybody")


@dataclass(frozen=True, slots=True)
class Tally:
    """How one part voted on one statement."""

    cell: Cell
    asked: Count
    agree: Count
    disagree: Count
    unsure: Count
    since: date | None

    @property
    def counts(self) -> tuple[Count, ...]:
        """What people did, in the order of the columns."""
        return (self.asked, self.agree, self.disagree, self.unsure)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a group, an end or everybody agrees: a band, never a figure."""

    key: str
    band: str

    @property
    def name(self) -> str:
        """Whose share it is."""
        return words.name_of(self.key)

    @property
    def words(self) -> str:
        """The band in words."""
        return str(words.BANDS[self.band])

    @property
    def is_hidden(self) -> bool:
        """Whether it may not be shown."""
        return self.band == "hidden"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement with everything that may be shown of it."""

    id: str
    number: int
    wording: Wording
    kind: str
    tallies: tuple[Tally, ...]
    shares: tuple[Share, ...]
    has_too_few: bool
    is_taken_back: bool

    @property
    def scale(self) -> Scale | None:
        """Its drawing, if anything may be drawn."""
        if self.has_too_few:
            return None
        return scale_of((words.letter_of(share.key), share.band) for share in self.shares)

    @property
    def in_words(self) -> str:
        """What the drawing shows."""
        parts = [f"{share.name}: {share.words}" for share in self.shares]
        return _("Agree: %(shares)s.") % {"shares": "; ".join(parts)}

    @property
    def hidden(self) -> list[Share]:
        """The shares that have no knob."""
        return [share for share in self.shares if share.is_hidden]


@dataclass(frozen=True, slots=True)
class Stance:
    """A statement that a group or an end stands for, and on which side of it."""

    sentence: Sentence
    side: str


@dataclass(frozen=True, slots=True)
class Group:
    """One opinion group."""

    letter: str
    size: str
    stability: str
    is_drawn: bool
    stands_for: tuple[Stance, ...]

    @property
    def name(self) -> str:
        """Its name: a letter says nothing about the people."""
        return words.name_of(self.letter)

    @property
    def dashes(self) -> str:
        """Its line on paper."""
        return DASHES[self.letter.lower()]

    @property
    def part(self) -> str:
        """How large it is, in words."""
        return str(words.PARTS[self.size])

    @property
    def steady(self) -> str:
        """How stable it is, in two words."""
        return str(words.STABILITY[self.stability])

    @property
    def first(self) -> tuple[Stance, ...]:
        """What it stands for most."""
        return self.stands_for[:AT_ONCE]

    @property
    def rest(self) -> tuple[Stance, ...]:
        """What else it stands for."""
        return self.stands_for[AT_ONCE:]

    @property
    def comes_back(self) -> str:
        """How often it came back, and what to make of it."""
        return str(words.COMES_BACK[self.stability])


@dataclass(frozen=True, slots=True)
class Line:
    """People along one line: its shape, and what is said at its two ends."""

    heights: tuple[int, ...]
    left: tuple[Stance, ...]
    right: tuple[Stance, ...]

    @property
    def shape(self) -> str:
        """The path of its density."""
        return shape_of(self.heights)

    @property
    def in_words(self) -> str:
        """What the drawing shows."""
        return str(words.PEAKS[peaks_of(self.heights)])


@dataclass(frozen=True, slots=True)
class Absence:
    """A part of the people that is not in the result."""

    named: tuple[tuple[str, str], ...]
    why: str

    @property
    def label(self) -> str:
        """What the space calls these people."""
        return together(self.named)

    @property
    def reason(self) -> str:
        """Why it is missing."""
        return str(words.MISSING[self.why])


@dataclass(frozen=True, slots=True)
class Kind:
    """All statements of one kind: the strongest are drawn, the rest waits."""

    name: str
    has_groups: bool
    sentences: list[Sentence]
    is_cut: bool

    @property
    def title(self) -> str:
        """What the section is called."""
        return str(words.GROUP_TITLES[self.name] if self.has_groups else words.TITLES[self.name])

    @property
    def explained(self) -> str:
        """What belongs here."""
        return str(words.GROUP_EXPLAINED[self.name] if self.has_groups else words.EXPLAINED[self.name])

    @property
    def strongest(self) -> list[Sentence]:
        """Those drawn at once."""
        return self.sentences[:STRONGEST]

    @property
    def more(self) -> list[Sentence]:
        """Those drawn when asked for."""
        return self.sentences[STRONGEST:]
