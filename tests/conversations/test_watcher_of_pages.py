"""The adversary of the gate, reading what everybody can read: stories are played in the house, act by act.

What stands in every public format is taken; ``tests/releases/test_adversary.py`` asks the same of the gate alone,
many more times.
"""

import csv
import html
import re
from io import BytesIO

import numpy as np
import pytest
from django.urls import reverse
from pypdf import PdfReader

from talkoo.accounts.models import Participant
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.queries import ballots_of
from talkoo.core.paper import pdf_maker
from talkoo.releases.actions import publish
from talkoo.releases.models import Release
from talkoo_sense.privacy import FIRST, Form
from talkoo_sense.watcher import Figure, likelihood
from tests.long_form import IS_LONG
from tests.people import Cast
from tests.releases.adversary import Fits, Ints, Memory, Story, certain_votes, raw, told

PEOPLE = 25
CHOICES = (Vote.Choice.AGREE, Vote.Choice.DISAGREE, Vote.Choice.PASS)


class House:
    """One conversation with one statement, in which a story is played as far as the adversary has come."""

    def __init__(self, cast: Cast, story: Story) -> None:
        self.cast, self.story, self.done = cast, story, 0
        self.conversation = Conversation.objects.create(
            space=cast.space, question="What helps?", who=["user"], shown_roles=[["user"]]
        )
        self.statement = Statement.objects.create(
            conversation=self.conversation, number=1, text="A bus at night.", state=Statement.State.SHOWN
        )
        self.people: dict[int, Participant] = {}
        self.cast_by: dict[int, int] = {}
        self.n_read = 0
        self.known: set[str] = set()  # every figure told so far: a page compares with the result before

    def play(self, end: int) -> None:
        """What people do, by the actions that their pages call."""
        for act in self.story.acts[self.done : end]:
            if act.kind == "join":
                self.people[act.person] = Participant.objects.create(space=self.cast.space, role="user")
                continue
            who = self.people[act.person]
            if act.kind in {"vote", "change"}:
                n = self.cast_by[act.person] = self.cast_by.get(act.person, -1) + 1
                actions.cast_vote(who, self.statement, CHOICES[self.story.votes[act.person][n]])
            elif act.kind == "take back":
                actions.take_vote_back(who, self.statement)
            else:
                actions.take_back(who.pk)
                who.delete()
        self.done = end

    def __call__(self, counts: Ints, _people: int, _memory: Memory, end: int, /) -> Fits | None:
        """The next result as it is published: which counts can stand behind what all formats say of it."""
        self.play(end)
        choice = ballots_of(self.conversation).choice
        assert [int((choice == one).sum()) for one in CHOICES] == counts.tolist()
        release = actions.prepare_picture(self.conversation)
        if release is None:
            return None
        publish(release, actor=None)
        written = self.read()
        cell = release.tables["statements"][str(self.statement.pk)]["cells"][0]
        if "since" in cell or written[0] == "hidden":
            return None
        behind, moved = release.counted["rows"][str(self.statement.pk)][0]
        figures = [figure_of(word, max(behind + moved[-1], FIRST)) for word in written[1:]]
        possible = range(int(counts.sum()) + 1)
        self.n_read += 1
        return tuple(  # type: ignore[return-value]
            np.array([likelihood([figure], [count]) > 0 for count in possible]) for figure in figures
        )

    def read(self) -> list[str]:
        """How many voted, and each answer, as the file says; no page has a figure that no file or size has told."""
        browser, args = self.cast.browser("iida"), [self.cast.space.pk, self.conversation.pk]
        rows = csv.DictReader(browser.get(reverse("map_counts", args=args)).content.decode().splitlines())
        row = next(row for row in rows if row["number"] == "1")
        written = [row[name] for name in ("voted", "agree", "disagree", "unsure")]
        newest = Release.objects.filter(subject=self.conversation.pk).latest("number")
        self.known |= {word for word in written if word.isdigit()}
        self.known |= {str(one["value"]) for one in (newest.tables["people"], newest.tables["cells"][0]["size"])}
        for view in ("map", "map_print", "map_pdf", "statement"):
            place = [*args, self.statement.pk] if view == "statement" else args
            answer = browser.get(reverse(view, args=place))
            assert answer.status_code == 200
            is_pdf = answer.headers["Content-Type"] == "application/pdf"
            pages = PdfReader(BytesIO(answer.content)).pages if is_pdf else ()
            text = " ".join(page.extract_text() for page in pages) if is_pdf else html.unescape(answer.content.decode())
            read = set(re.findall(r"about (\d+)", text, re.IGNORECASE))
            assert read <= self.known, view
            assert read, f"{view} says nothing"
        return written


def figure_of(word: str, of: int) -> Figure:
    """A figure as the file writes it: a number, or a word."""
    if word.isdigit():
        return Form.ROUNDED.value, int(word), of
    return Form[word.upper()].value, -1, of


def a_story(seed: int) -> Story:
    """One in which people join, vote, change, take back and leave."""
    return told(np.random.default_rng([5, seed]), PEOPLE, (0.9, 0.06, 0.04))


@pytest.mark.skipif(pdf_maker() is None, reason="this machine has no Pango, so it makes no PDF")
@pytest.mark.parametrize("seed", range(12 if IS_LONG else 3))
def test_who_reads_every_format_is_certain_of_no_vote(cast: Cast, seed: int) -> None:
    house = House(cast, a_story(seed))
    certain, others = certain_votes(house.story, house, own=8, seed=0)
    assert house.n_read, "the adversary read nothing"
    assert certain == 0
    assert others > 10


def test_who_reads_counts_as_they_are_is_certain_of_some() -> None:
    assert sum(certain_votes(a_story(seed), raw, own=8, seed=0)[0] for seed in range(3)) > 0


def test_stories_hold_every_act() -> None:
    assert {act.kind for seed in range(3) for act in a_story(seed).acts} == {
        "join", "vote", "change", "take back", "leave",
    }  # fmt: skip
