"""Every page of a conversation, narrow and wide, light and dark, in both languages: axe says nothing, no scrolling."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from talkoo.conversations.actions import add_seeds, make_sheets, open_room, prepare_picture
from talkoo.conversations.models import Answer, Conversation, Statement, Vote, VotingSheet
from talkoo.core.models import today
from talkoo.demo.load import read
from talkoo.spaces.models import Space
from tests.browser import come_in
from tests.journeys.keyboard import walk_in

pytestmark = pytest.mark.looks
SPACE, DRAFT, TALK = "/spaces/{space}", "/spaces/{space}/conversations/{draft}", "/spaces/{space}/conversations/{talk}"
PAGES = {
    "nobody": ["/join", "/join/{room}"],
    "Somebody with a card": [
        "/news", f"{TALK}/take-part?begin=yes", f"{TALK}/say", f"{TALK}/mine", f"{TALK}/mine?show=answers",
        f"{TALK}/statements/{{statement}}", f"{TALK}/statements/{{sent_back}}/reword", f"{TALK}/log", f"{TALK}/answer",
    ],
    "Leena Aho": [
        f"{SPACE}/conversations/begin", f"{DRAFT}/prepare", f"{DRAFT}/seeds", f"{DRAFT}/preview", f"{TALK}/prepare",
        f"{TALK}/last-day", f"{TALK}/check", f"{TALK}/check?of=shown", f"{TALK}/check?of=decided", f"{TALK}/sheets",
        f"{TALK}/sheets/print/{{batch}}", f"{TALK}/sheets/enter", f"{TALK}/sheets/{{sheet}}", f"{TALK}/help-here",
        f"{TALK}/room", f"{TALK}/room/screen", f"{TALK}/answers/new", f"{TALK}/answers/{{owed}}", f"{TALK}/answer",
        f"{TALK}/statements/{{statement}}/translate", f"{SPACE}/releases/{{release}}",
    ],
    "Samuel Okoro": [f"{TALK}/tell", f"{TALK}/check", f"{TALK}/room"],
}  # fmt: skip


def filled(who: str) -> list[str]:
    """What somebody sees: a draft, a room, sheets and a result to come stand beside what the demo has."""
    space, conversation = Space.objects.get(slug="rautavesi"), Conversation.objects.get()
    mine = Statement.objects.get(state="reword")
    facts = {"space": space.pk, "talk": conversation.pk, "sent_back": mine.pk}
    facts["statement"] = Statement.objects.get(text=read("conversation")["translation"][0]["of"]).pk
    room = open_room(conversation, role="user", minutes=45, most=20, actor=None, once=uuid4())
    if who == "Leena Aho":
        known = {
            "question": "What would help at night?",
            "why": "Many wait.",
            "can_change": "The hours.",
            "who": ["user"],
        }
        draft = Conversation.objects.create(
            space=space, state="draft", expected={"user": 24}, ends_on=today() + timedelta(days=9), **known
        )
        add_seeds(draft, ["Buses should go at night.", "Taxis are enough."], language="en", actor=None)
        once, release = uuid4(), prepare_picture(conversation)
        make_sheets(conversation, count=2, language="en", large=False, actor=None, once=once)
        assert release
        facts |= {"draft": draft.pk, "batch": once, "release": release.pk}
        facts |= {"sheet": VotingSheet.objects.all()[0].code, "owed": Answer.objects.get(statement=None).pk}
    return [address.format(room=room.code, **facts) for address in PAGES[who]]


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("language", ["en", "fi"])
def test_conversation_pages_axe_says_nothing(
    open_browser: Callable[..., Page],
    axe_says_nothing_in_any_size_and_light: Callable[[Page], None],
    who: str,
    language: str,
) -> None:
    addresses = filled(who)
    page = open_browser(language=language)
    if who == "Somebody with a card":
        walk_in(page, language)
    elif who != "nobody":
        come_in(page, who)
        page.goto(f"/now?l={language}")
    for address in addresses:
        there = page.goto(address)
        assert there
        assert there.ok, f"{address}: {there.status}"
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1, address
        axe_says_nothing_in_any_size_and_light(page)


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize("language", ["en", "fi"])
def test_before_the_first_vote_and_after_the_last_day_axe_says_nothing(
    open_browser: Callable[..., Page], axe_says_nothing_in_any_size_and_light: Callable[[Page], None], language: str
) -> None:
    page = open_browser()
    Vote.objects.filter(participant=walk_in(page, language).participant).delete()
    conversation = Conversation.objects.get()
    address = f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"
    page.goto(f"{address}/take-part")
    assert page.locator('a[href="?begin=yes"]').count() == 1
    axe_says_nothing_in_any_size_and_light(page)
    Conversation.objects.update(ends_on=today() - timedelta(days=1))
    for end in ("take-part", "say", "mine", ""):
        page.goto(f"{address}/{end}".rstrip("/"))
        assert page.locator("form.stack--mid").count() == 0, "nobody votes any more"
        axe_says_nothing_in_any_size_and_light(page)
