"""One more person moves nothing that is public before the next release, and no public file has a row for a person.

The single-dot test and the join test (TRUST.md, A14 and A3), over every public format of a result.
"""

import csv
import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from django.urls import reverse

from talkoo.conversations.actions import cast_vote
from talkoo.conversations.models import Conversation, Vote
from talkoo.releases.actions import publish
from talkoo.releases.models import Release
from tests.conversations.results import PAGES
from tests.conversations.test_picture import come, hold_one, made
from tests.people import Cast

SEEN_BY = ("mira", "tomi", "ritva", "iida")


def lengths(value: Any, where: str = "") -> Iterator[tuple[str, int]]:
    """How long every list of a release is, and where it stands; ids are left out of the place."""
    if isinstance(value, dict):
        for name, inside in value.items():
            yield from lengths(inside, where if re.fullmatch(r"[0-9a-f-]{36}", name) else f"{where}.{name}")
    elif isinstance(value, list):
        yield where, len(value)
        for inside in value:
            yield from lengths(inside, f"{where}[]")


def released(conversation: Conversation) -> Release:
    """The next result, published."""
    release = made(conversation)
    publish(release, actor=None)
    return release


def all_pages(cast: Cast, conversation: Conversation) -> dict[tuple[str, str], bytes]:
    """Every public format as several people get it; what a page knows of its reader's visit is taken out."""
    pages = {}
    for name in SEEN_BY:
        browser = cast.browser(name)
        for view in (*PAGES, "conversation", "conversations"):
            args = [cast.space.pk] if view == "conversations" else [cast.space.pk, conversation.pk]
            answer = browser.get(reverse(view, args=args))
            assert answer.status_code == 200
            pages[name, view] = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    return pages


def without_pdf(pages: dict[tuple[str, str], bytes]) -> dict[tuple[str, str], bytes]:
    """A PDF carries its own making in its bytes; what it says is the print page's."""
    return {key: content for key, content in pages.items() if key[1] != "map_pdf"}


def test_release_no_list_tracks_the_number_of_people(cast: Cast) -> None:
    found = []
    for people in (23, 31):
        conversation = hold_one(cast, state="open")
        come(conversation, "user", people)
        come(conversation, "professional", people - 4)
        release = made(conversation)
        found.append((people, dict(lengths(release.tables))))
        for where, length in lengths(release.tables):
            assert length not in {people, people - 4, 2 * people - 4}, where
    (_, small), (_, large) = found
    of_people = [where for where in small if small[where] != large.get(where)]
    assert all(
        where.endswith((".shared", ".divides", ".unclear", ".stands_for", ".left", ".right")) for where in of_people
    )


def test_one_more_person_changes_no_byte_before_the_next_release(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 18)
    come(conversation, "professional", 12)
    released(conversation)
    before = without_pdf(all_pages(cast, conversation))

    come(conversation, "user", 1, camp=0, seed=99)
    vote = Vote.objects.filter(statement__conversation=conversation).first()
    assert vote is not None
    cast_vote(vote.participant, vote.statement, -vote.choice or 1)

    assert without_pdf(all_pages(cast, conversation)) == before


def test_two_who_know_their_own_votes_see_no_difference_either(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 18)
    come(conversation, "professional", 12)
    released(conversation)
    before = without_pdf(all_pages(cast, conversation))
    come(conversation, "user", 2, camp=1, seed=7)
    assert without_pdf(all_pages(cast, conversation)) == before


@pytest.mark.parametrize("state", ["open", "closed"])
def test_files_have_no_row_for_a_person_and_join_to_none(cast: Cast, state: str) -> None:
    """In every file and for every set of columns without the words themselves, no row stands for one person."""
    conversation = hold_one(cast, state=state)
    come(conversation, "user", 18)
    come(conversation, "professional", 12)
    released(conversation)
    text = cast.browser("iida").get(reverse("map_counts", args=[cast.space.pk, conversation.pk])).content.decode()
    head, *rows = csv.reader(text.splitlines())
    assert len(rows) == conversation.statements.count() * 3  # a row is a statement and a part of the people
    people = {str(key) for key in Vote.objects.values_list("participant", flat=True)}
    assert not people & {cell for row in rows for cell in row}
    figures = [head.index(name) for name in ("voted", "agree", "disagree", "unsure")]
    words = {"few", "nearly_all", "hidden", "fewer_than_half", "about_half", "more_than_half"}
    for row in rows:
        assert all(row[at] in words or int(row[at]) % 5 == 0 for at in figures)


def test_formats_say_the_same_of_every_cell(cast: Cast) -> None:
    """A figure that differed between two formats would be drawn twice, and two draws tell more than one."""
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 18)
    come(conversation, "professional", 12)
    release = released(conversation)
    browser, args = cast.browser("mira"), [cast.space.pk, conversation.pk]
    first, second = (browser.get(reverse("map_counts", args=args)).content.decode().splitlines() for _ in range(2))
    assert first == second
    told = Counter(
        str(cell[answer]["value"] if cell[answer]["form"] == "rounded" else cell[answer]["form"])
        for one in release.tables["statements"].values()
        for cell in one["cells"]
        for answer in ("asked", "agree", "disagree", "pass")
    )
    assert Counter(value for row in csv.reader(first[1:]) for value in row[7:11]) == told
    screen, paper = (
        Counter(re.findall(r"(?i)about (\d+)", html.unescape(browser.get(reverse(view, args=args)).content.decode())))
        for view in ("map", "map_print")
    )
    rounded = {value for value in told if value.isdigit()}
    assert set(screen) <= rounded | {str(release.tables["people"]["value"])} | sizes(release)
    assert set(paper) <= rounded | {str(release.tables["people"]["value"])} | sizes(release)


def sizes(release: Release) -> set[str]:
    """The rounded sizes of the parts."""
    return {str(cell["size"]["value"]) for cell in release.tables["cells"]}


def test_figures_of_a_part_that_is_too_small_stand_in_no_format(cast: Cast) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 18)
    come(conversation, "professional", 14)
    come(conversation, "manager", 3)
    release = released(conversation)
    hidden = [cell for cell in release.tables["cells"] if "manager" in cell["roles"]]
    assert [cell["size"]["form"] for cell in hidden] == ["hidden"]
    shown = [cell for cell in release.tables["cells"] if cell["size"]["form"] == "hidden"]
    assert len(shown) != 1  # never the only one: a total would give it away


@pytest.mark.parametrize("pair", list(combinations(PAGES, 2)))
def test_two_formats_together_hold_no_id_of_anybody(cast: Cast, pair: tuple[str, str]) -> None:
    conversation = hold_one(cast, state="open")
    come(conversation, "user", 18)
    come(conversation, "professional", 12)
    released(conversation)
    people = [str(key).encode() for key in Vote.objects.values_list("participant", flat=True).distinct()]
    for view in pair:
        content = cast.browser("iida").get(reverse(view, args=[cast.space.pk, conversation.pk])).content
        assert not [key for key in people if key in content]
