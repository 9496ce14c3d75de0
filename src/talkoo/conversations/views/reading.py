"""Reads a release's tables: from the JSON that left the gate to what is shown."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from talkoo.conversations.queries import Wording, as_released
from talkoo.conversations.views import words
from talkoo.conversations.views.figure import Picture, picture_of
from talkoo.conversations.views.shown import (
    KINDS,
    STRONGEST,
    Absence,
    Cell,
    Group,
    Kind,
    Line,
    Sentence,
    Share,
    Stance,
    Tally,
)
from talkoo.conversations.views.words import Count
from talkoo.spaces.models import Space

LONG = 40  # with more statements the tables have pages of their own
PAPER = 200  # so many statements have their counts on paper; a PDF of more takes longer than anybody waits


@dataclass(frozen=True, slots=True)
class Result:
    """A whole release of a conversation."""

    verdict: str
    headline: str
    took_part: str
    basis: str
    stability: str
    statements_shown: int
    statements_left_out: int
    closed_on: date | None
    is_imported: bool
    cells: tuple[Cell, ...]
    groups: tuple[Group, ...]
    in_between: str
    picture: Picture | None
    line: Line | None
    sentences: tuple[Sentence, ...]
    follows_roles: str
    missing: tuple[Absence, ...]
    rests_on: tuple[Sentence, ...]
    follows_mood: bool

    @property
    def has_structure(self) -> bool:
        """Whether the answers hang together at all."""
        return self.verdict in {"groups", "spectrum", "divide"}

    @property
    def meaning(self) -> str:
        """What the headline means."""
        return str(words.MEANINGS[self.verdict])

    @property
    def advice(self) -> str:
        """What to do about it."""
        return str(words.ADVICE[self.stability if self.verdict == "groups" else self.verdict])

    @property
    def knows_roles(self) -> bool:
        """Whether votes are told apart by role."""
        return any(cell.named for cell in self.cells)

    @property
    def statements_in_words(self) -> str:
        """How many statements this is about, how many it is not, and why."""
        return words.statements(self.statements_shown, self.statements_left_out)

    @property
    def roles_in_words(self) -> str:
        """Whether the groups follow roles."""
        return str(words.FOLLOWS[self.follows_roles if self.knows_roles else "unknown"])

    @property
    def is_long(self) -> bool:
        """Whether the tables have pages of their own."""
        return len(self.sentences) > LONG

    @property
    def picture_in_words(self) -> str:
        """What the drawing of the groups shows."""
        if self.picture is None:
            return ""
        parts = {group.letter: group.part for group in self.groups}
        said = [
            f"{words.LIES[self.picture.side_of(area)] % {'group': words.name_of(area.letter)}} {parts[area.letter]}."
            for area in self.picture.areas
        ]
        if self.picture.nearest:
            first, second = self.picture.nearest
            said.append(_("%(first)s and %(second)s lie nearest each other.") % {"first": first, "second": second})
        return " ".join(said)

    def of_kind(self, kind: str) -> list[Sentence]:
        """The statements of one kind, the strongest first."""
        return [sentence for sentence in self.sentences if sentence.kind == kind]

    @property
    def kinds(self) -> list[Kind]:
        """The sections of statements: what is shared, what divides, what is unclear."""
        return [
            Kind(name, self.verdict == "groups", found, self.is_long) for name in KINDS if (found := self.of_kind(name))
        ]

    @property
    def left_letter(self) -> str:
        """The letter on the knobs of the left end."""
        return words.letter_of("left")

    @property
    def right_letter(self) -> str:
        """The letter on the knobs of the right end."""
        return words.letter_of("right")

    @property
    def whose_shares(self) -> str:
        """What the table behind the scales is called: of groups, of ends, or of everybody."""
        return str(words.AGREES[self.verdict])

    @property
    def share_names(self) -> dict[str, str]:
        """Whose shares there are, by key: the columns of the table behind the scales."""
        return {share.key: share.name for sentence in self.sentences for share in sentence.shares}

    @property
    def by_number(self) -> list[Sentence]:
        """Every statement in the order in which they were numbered."""
        return sorted(self.sentences, key=lambda sentence: sentence.number)

    @property
    def on_paper(self) -> list[Sentence]:
        """What the tables on paper are about."""
        return self.by_number if len(self.sentences) <= PAPER else self.drawn

    @property
    def drawn(self) -> list[Sentence]:
        """What the tables on the page are about: every statement, or of many only those drawn."""
        if not self.is_long:
            return self.by_number
        strongest = [sentence for kind in KINDS for sentence in self.of_kind(kind)[:STRONGEST]]
        return sorted(strongest, key=lambda sentence: sentence.number)


def count_of(kept: Mapping[str, Any]) -> Count:
    """A count as the release holds it."""
    return Count(kept["form"], kept["value"])


def since_of(kept: Mapping[str, Any]) -> date | None:
    """The day of the earlier release whose figure still stands, if it does."""
    return date.fromisoformat(kept["since"]) if "since" in kept else None


def named_in(space: Space, roles: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Each role and what the space calls it."""
    return tuple((role, space.label(role)) for role in roles)


def tally_of(cell: Cell, kept: Mapping[str, Any]) -> Tally:
    """How one part voted on one statement."""
    asked, agree, disagree, unsure = (count_of(kept[column]) for column in ("asked", "agree", "disagree", "pass"))
    return Tally(cell, asked, agree, disagree, unsure, since_of(kept))


def shares_of(kept: Mapping[str, Any]) -> tuple[Share, ...]:
    """The shares of groups or ends; of everybody where there are none."""
    bands = kept["groups"] or ({"all": kept["agree"]} if kept["agree"] else {})
    return tuple(Share(key, band) for key, band in bands.items())


def sentences_of(
    tables: Mapping[str, Any], cells: tuple[Cell, ...], taken_back: Set[str], wordings: Mapping[str, Wording]
) -> dict[str, Sentence]:
    """Every statement by its id, the strongest of each kind first, the rest by number."""
    kind_of = {key: kind for kind in KINDS for key in tables[kind]}
    rest = sorted(set(tables["statements"]) - set(kind_of), key=lambda key: tables["statements"][key]["number"])
    found = {}
    for key in [*kind_of, *rest]:
        kept = tables["statements"].get(key)
        if kept is None:
            continue
        found[key] = Sentence(
            id=key,
            number=kept["number"],
            wording=Wording("", "") if key in taken_back else as_released(key, kept, wordings),
            kind=kind_of.get(key, ""),
            tallies=tuple(tally_of(cell, part) for cell, part in zip(cells, kept["cells"], strict=True)),
            shares=shares_of(kept),
            has_too_few=kept["too_few"],
            is_taken_back=key in taken_back,
        )
    return found


def stances_of(kept: Iterable[Mapping[str, str]], sentences: Mapping[str, Sentence]) -> tuple[Stance, ...]:
    """What is stood for, without statements that the release does not show."""
    return tuple(Stance(sentences[one["statement"]], one["side"]) for one in kept if one["statement"] in sentences)


def result_of(
    tables: Mapping[str, Any],
    space: Space,
    *,
    taken_back: Set[str] = frozenset(),
    wordings: Mapping[str, Wording] = MappingProxyType({}),
) -> Result:
    """Read a release's tables.

    ``taken_back`` are statements whose words may no longer be shown, ``wordings`` those in the reader's language.
    """
    cells = tuple(
        Cell(named_in(space, part["roles"]), count_of(part["size"]), since_of(part)) for part in tables["cells"]
    )
    sentences = sentences_of(tables, cells, taken_back, wordings)
    groups = tuple(
        Group(
            group["letter"],
            group["size"],
            group["stability"],
            is_drawn=group["area"] is not None,
            stands_for=stances_of(group["stands_for"], sentences),
        )
        for group in tables["groups"]
    )
    line, warnings = tables["line"], tables["warnings"]
    return Result(
        verdict=tables["verdict"],
        headline=words.headline(
            tables["verdict"],
            groups=len(groups),
            stability=tables["stability"],
            second_line=tables["second_line"],
        ),
        took_part=words.took_part(count_of(tables["people"])),
        basis=words.rests_on(tables["kept"]["statements"], tables["statements_shown"]),
        stability=tables["stability"] or "",
        statements_shown=tables["statements_shown"],
        statements_left_out=tables["statements_left_out"],
        closed_on=date.fromisoformat(tables["closed_on"]) if tables["closed_on"] else None,
        is_imported=tables["is_imported"],
        cells=cells,
        groups=groups,
        in_between=str(words.IN_BETWEEN[tables["in_between"]]) if tables["in_between"] else "",
        picture=picture_of({group["letter"]: group["area"] for group in tables["groups"] if group["area"]}),
        line=line
        and Line(tuple(line["heights"]), stances_of(line["left"], sentences), stances_of(line["right"], sentences)),
        sentences=tuple(sentences.values()),
        follows_roles=tables["follows_roles"],
        missing=tuple(Absence(named_in(space, gap["roles"]), gap["why"]) for gap in tables["missing"]),
        rests_on=tuple(sentences[key] for key in warnings["rests_on"] or () if key in sentences),
        follows_mood=warnings["mood"],
    )
