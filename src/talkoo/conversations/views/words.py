"""The words for what a release holds. Each verdict, count and share is worded here, once, for page, paper and file."""

import re
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

type Words = str | Promise

BANDS: dict[str, Words] = {
    "nearly_none": gettext_lazy("nearly none"),
    "fewer_than_half": gettext_lazy("fewer than half"),
    "about_half": gettext_lazy("about half"),
    "more_than_half": gettext_lazy("more than half"),
    "nearly_all": gettext_lazy("nearly all"),
    "hidden": gettext_lazy("fewer than five, not shown"),
}
FORMS: dict[str, Words] = {**BANDS, "few": gettext_lazy("few"), "hidden": gettext_lazy("too few, not shown")}
PARTS: dict[str, Words] = {
    "few": gettext_lazy("A small part of the people"),
    "quarter": gettext_lazy("About a quarter of the people"),
    "third": gettext_lazy("About a third of the people"),
    "half": gettext_lazy("About half of the people"),
    "two_thirds": gettext_lazy("About two thirds of the people"),
    "most": gettext_lazy("Most of the people"),
    "hidden": gettext_lazy("How many people is not shown"),
}
IN_BETWEEN: dict[str, Words] = {
    "few": gettext_lazy("A small part of the people stand in between. They are in no group."),
    "quarter": gettext_lazy("About a quarter of the people stand in between. They are in no group."),
    "third": gettext_lazy("About a third of the people stand in between. They are in no group."),
    "half": gettext_lazy("About half of the people stand in between. They are in no group."),
    "two_thirds": gettext_lazy("About two thirds of the people stand in between. They are in no group."),
    "most": gettext_lazy("Most of the people stand in between. They are in no group."),
    "hidden": gettext_lazy("How many people stand in between is not shown."),
}

HEADLINES: dict[str, Words] = {
    "few": gettext_lazy("Too few votes yet to look for groups."),
    "none": gettext_lazy("No clear groups: the differences are no larger than chance would make them."),
    "divide": gettext_lazy("There is a divide. Whether it is two camps or a gradual line, these votes cannot tell."),
    "spectrum": gettext_lazy("A spectrum, not groups: people are spread along a line."),
}
MORE_LINES = gettext_lazy("A spectrum, not groups: people are spread along a line, and there is more than one line.")
GROUPS: dict[tuple[int, str], Words] = {
    (2, "stable"): gettext_lazy("Two groups, stable"),
    (2, "fairly"): gettext_lazy("Two groups, fairly stable"),
    (2, "loosely"): gettext_lazy("Two groups, loosely drawn"),
    (3, "stable"): gettext_lazy("Three groups, stable"),
    (3, "fairly"): gettext_lazy("Three groups, fairly stable"),
    (3, "loosely"): gettext_lazy("Three groups, loosely drawn"),
}
MEANINGS: dict[str, Words] = {
    "few": gettext_lazy("What people said can be read here. Who thinks alike cannot."),
    "none": gettext_lazy("That does not prove that everyone agrees."),
    "divide": gettext_lazy("Some people lean to one end, others to the other."),
    "spectrum": gettext_lazy("There is no border to draw between one camp and another."),
    "groups": gettext_lazy(
        "People in one group voted much alike. Nobody chose a group, and nobody has to stay in one."
    ),
}
ADVICE: dict[str, Words] = {
    "few": gettext_lazy(
        "We look for groups when at least eight people have each voted on five statements or more. "
        "Ask more people, or let those who came vote on more statements."
    ),
    "none": gettext_lazy(
        "Among few people a small difference is easily missed. Ask more people before you call it agreement."
    ),
    "divide": gettext_lazy("Talk with people from both ends before you speak of camps, and ask more people."),
    "spectrum": gettext_lazy("Do not sort people into camps. Look at what lies between the ends."),
    "stable": gettext_lazy("You can work with these groups. Ask people whether they know themselves in them."),
    "fairly": gettext_lazy("Good enough to talk about. Ask more people before something is decided by it."),
    "loosely": gettext_lazy("Treat this as a hint, and ask more people."),
}
COMES_BACK: dict[str, Words] = {
    "stable": gettext_lazy("Stable. Nearly the same people came out together each time."),
    "fairly": gettext_lazy("Fairly stable. Mostly the same people came out together."),
    "loosely": gettext_lazy("Loosely drawn. Only a part of the same people came out together. Treat it as a hint."),
}
STABILITY: dict[str, Words] = {
    "stable": gettext_lazy("Stable"),
    "fairly": gettext_lazy("Fairly stable"),
    "loosely": gettext_lazy("Loosely drawn"),
}
FOLLOWS: dict[str, Words] = {
    "hardly": gettext_lazy("Hardly. A person’s role tells little about how they voted."),
    "partly": gettext_lazy("Partly. A person’s role tells something about how they voted, but not all."),
    "mostly": gettext_lazy("Mostly. A person’s role tells much about how they voted."),
    "unknown": gettext_lazy("We cannot tell. Too few people of each role took part, or roles are not known."),
}
MISSING: dict[str, Words] = {
    "nobody": gettext_lazy("Nobody is here yet."),
    "unasked": gettext_lazy("This conversation did not ask them."),
    "few": gettext_lazy("Fewer than five took part."),
    "unknown": gettext_lazy("We do not know whether they took part."),
}
TITLES: dict[str, Words] = {
    "shared": gettext_lazy("What people share"),
    "divides": gettext_lazy("What divides"),
    "unclear": gettext_lazy("What is unclear"),
}
GROUP_TITLES: dict[str, Words] = {**TITLES, "shared": gettext_lazy("What all groups share")}
EXPLAINED: dict[str, Words] = {
    "shared": gettext_lazy("Here most people answer alike, for or against."),
    "divides": gettext_lazy("Here people answer most differently."),
    "unclear": gettext_lazy("Here it cannot be told whether most people agree or disagree."),
}
GROUP_EXPLAINED: dict[str, Words] = {
    **EXPLAINED,
    "shared": gettext_lazy("Here most people of every group answer alike, for or against."),
    "divides": gettext_lazy("Here the groups answer most differently."),
}
AGREES: dict[str, Words] = {
    "few": gettext_lazy("How many agree"),
    "none": gettext_lazy("How many agree"),
    "divide": gettext_lazy("How much of each end agrees"),
    "spectrum": gettext_lazy("How much of each end agrees"),
    "groups": gettext_lazy("How much of each group agrees"),
}
LIES: dict[str, Words] = {
    "left": gettext_lazy("%(group)s lies to the left."),
    "right": gettext_lazy("%(group)s lies to the right."),
    "above": gettext_lazy("%(group)s lies above."),
    "below": gettext_lazy("%(group)s lies below."),
    "middle": gettext_lazy("%(group)s lies in the middle."),
}
PEAKS: dict[str, Words] = {
    "left": gettext_lazy("The shape is highest towards the left end."),
    "middle": gettext_lazy("The shape is highest in the middle."),
    "right": gettext_lazy("The shape is highest towards the right end."),
    "ends": gettext_lazy("The shape is high towards both ends and lower in the middle."),
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, in the form in which the gate lets it out. Only a rounded one is a figure."""

    form: str
    value: int | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether not even a word may be said."""
        return self.form == "hidden"

    @property
    def words(self) -> str:
        """For people: "about 35", "few", "nearly all"."""
        if self.form == "rounded" and self.value is not None:
            return _("about %(number)s") % {"number": self.figure}
        return str(FORMS[self.form])

    @property
    def code(self) -> str | int:
        """For a file: the figure, or the form's own name."""
        return self.value if self.form == "rounded" and self.value is not None else self.form

    @property
    def figure(self) -> str:
        """The rounded figure as the reader writes it."""
        return number_format(self.value or 0, force_grouping=True)


def headline(verdict: str, *, groups: int, stability: str | None, second_line: bool) -> str:
    """What there is, in one sentence."""
    if verdict == "groups":
        return str(GROUPS[groups, stability or "loosely"])
    return str(MORE_LINES if verdict == "spectrum" and second_line else HEADLINES[verdict])


def took_part(people: Count) -> str:
    """How many people this is about."""
    if people.form == "rounded" and people.value is not None:
        words = ngettext("About %(number)s person took part.", "About %(number)s people took part.", people.value)
        return words % {"number": people.figure}
    if people.form == "few":
        return _("Fewer than five people took part.")
    return _("How many people took part is not shown.")


def statements(shown: int, left_out: int) -> str:
    """How many statements this is about, how many it is not, and why."""
    said = ngettext("They voted on %(number)s statement.", "They voted on %(number)s statements.", shown)
    more = ngettext(
        "%(number)s more is not shown: moderators left it out, or it has no words.",
        "%(number)s more are not shown: moderators left them out, or they have no words.",
        left_out,
    )
    return f"{said % {'number': shown}} {more % {'number': left_out} if left_out else ''}".strip()


def rests_on(kept: int, shown: int) -> str:
    """What the picture rests on. How many people that leaves is one more figure to compare, so it is not said."""
    if kept >= shown:
        words = ngettext(
            "It rests on %(number)s statement and on everybody who voted on at least five.",
            "It rests on %(number)s statements and on everybody who voted on at least five.",
            shown,
        )
        return words % {"number": shown}
    words = ngettext(
        "It rests on %(kept)s of %(shown)s statement and on everybody who voted on at least five.",
        "It rests on %(kept)s of %(shown)s statements and on everybody who voted on at least five.",
        shown,
    )
    rest = ngettext(
        "The other %(number)s tells nobody apart: fewer than five agreed or disagreed, or all of them alike.",
        "The other %(number)s tell nobody apart: fewer than five agreed or disagreed, or all of them alike.",
        shown - kept,
    )
    return f"{words % {'kept': kept, 'shown': shown}} {rest % {'number': shown - kept}}"


MARKS = (
    (r"!?\[([^\]]+)\]\(\s*<?([^\s)>]+)>?[^)]*\)", r"\1 (\2)"),  # a link or a picture: its words, then its address
    (r"<([^\s<>]+[:@][^\s<>]+)>", r"\1"),  # a bare address
    (r"(?m)^ {0,3}(?:#{1,6} +|> ?)", ""),  # a heading, a quotation
    (r"(?m)^ {0,3}[*+-] +", "• "),  # a list
    (r"(?<!\w)(\*{1,3}|_{1,3}|`+)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2"),  # strong, stressed, code
)


def unmarked(text: str) -> str:
    """Markdown as people read it in a letter: without its marks, each link followed by its address."""
    for mark, words in MARKS:
        text = re.sub(mark, words, text)
    return text


def letter_of(key: str) -> str:
    """The letter on a knob: a group's own, or the one of an end."""
    ends = {"left": pgettext("one letter: the left end", "L"), "right": pgettext("one letter: the right end", "R")}
    return "" if key == "all" else ends.get(key, key)


def name_of(key: str) -> str:
    """What a group or an end is called."""
    if key in {"left", "right", "all"}:
        return {"left": _("Left end"), "right": _("Right end"), "all": _("Everybody")}[key]
    return _("Group %(letter)s") % {"letter": key}
