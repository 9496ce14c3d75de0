"""The five verbs of the work: what lives in each, and what will."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from talkoo.conversations.models import Conversation
from talkoo.spaces.models import Space

KEYS = ("prepare", "listen", "make-sense", "decide", "answer")


@dataclass(frozen=True, slots=True)
class Verb:
    """One step of the loop: its name, a few words of what is in it, and what will be."""

    key: str
    name: str
    note: str
    address: str
    about: str
    will_be: tuple[str, ...]


def verbs_of(space: Space, conversations: list[Conversation], *, answers: int = 0) -> list[Verb]:
    """All five in their order; ``answers`` is how many were given."""
    held = len(conversations)
    results = sum(bool(one.is_published) for one in conversations)  # type: ignore[attr-defined]
    texts = {
        "prepare": (
            _("Prepare"),
            _("why, people, time"),
            _("Before people are asked anything: why we do this, who is in, and how long we have."),
            (
                _("The mandate: what may change, by whom, until when, with what money"),
                _("Ground rules that we wrote together"),
                _("Who is affected, and who is missing"),
                _("How ready we are, as each role sees it"),
            ),
        ),
        "listen": (
            _("Listen"),
            ngettext("%(n)s conversation", "%(n)s conversations", held) % {"n": held} if held else _("nothing yet"),
            _("What people say, in their own words."),
            (_("Stories, on the teller's terms"), _("Meetings and visits, with what they cost to come to")),
        ),
        "make-sense": (
            _("Make sense"),
            ngettext("%(n)s result", "%(n)s results", results) % {"n": results} if results else _("nothing yet"),
            _("What it means: where people agree, where they differ, and what we make of it."),
            (
                _("What we understood, with what speaks for it and against it"),
                _("Words that mean different things to each side"),
                _("What people say, beside what the record shows"),
            ),
        ),
        "decide": (
            _("Decide"),
            _("nothing yet"),
            _("What is asked of those who decide, and what they decided."),
            (
                _("Questions to people who decide, with the days counted until they answer"),
                _("Ways to do it, compared as each role sees them"),
                _("Decisions with their reasons, also those not to do something"),
                _("Who promised what, and small trials with an end"),
            ),
        ),
        "answer": (
            _("Answer"),
            ngettext("%(n)s answer", "%(n)s answers", answers) % {"n": answers} if answers else _("nothing yet"),
            _("What came of it. Everything said gets an answer."),
            (
                _("What we learned, and what we stopped doing"),
                _("Who has had an answer, and who still waits for one"),
            ),
        ),
    }
    return [Verb(key, *texts[key][:2], reverse("verb", args=[space.pk, key]), *texts[key][2:]) for key in KEYS]


def where_now(conversations: list[Conversation]) -> str:
    """Where the work stands, from what there is. It says nothing about what is better."""
    if any(one.is_published for one in conversations):  # type: ignore[attr-defined]
        return "make-sense"
    return "listen" if conversations else "prepare"
