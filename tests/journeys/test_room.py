"""A room: the facilitator opens it, somebody joins by its code and votes, and the wall shows only what is published."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from talkoo.conversations.models import Conversation, Entered, Room, Vote
from talkoo.conversations.queries import people_in
from tests.browser import come_in, touch

AGREE = 'button[name="choice"][value="1"]'
CM = 96 / 2.54  # in the pixels of a page


def side(code: Locator) -> float:
    """How large a QR code is without the white edge around it."""
    box = code.locator("path").bounding_box()
    assert box
    return min(box["width"], box["height"])


def said_on(wall: Page) -> str:
    """What stands on the wall, without the minutes that are left."""
    wall.reload()
    return "".join(wall.locator("h1, .way-in, .wall-so-far").all_inner_texts())


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1280, False), ("fi", 320, True)])
def test_room_from_the_facilitators_page_to_a_vote_that_counts(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    language: str,
    width: int,
    dark: bool,
) -> None:
    wall = open_browser(width=width, height=720, dark=dark, language=language)
    come_in(wall, "Leena Aho")
    conversation = Conversation.objects.get()
    home = f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"
    wall.goto(f"{home}?l={language}")
    touch(wall, 'a[href$="/room"]')
    wall.locator('[name="role"]').first.check()
    wall.fill('[name="minutes"]', "90")
    touch(wall, "main form button")
    room = Room.objects.get()
    axe_says_nothing(wall)
    touch(wall, 'a[href$="/room/screen"]')
    axe_says_nothing(wall)
    before = said_on(wall)
    assert f"{room.code[:4]} {room.code[4:]}" in before

    phone = open_browser(width=320, height=640, script=False, dark=dark, language=language)
    phone.goto(f"/join/{room.code.lower()}")
    touch(phone, "main form button")
    touch(phone, "main .act")  # "not now": words to come back with are offered, and not asked for
    touch(phone, 'a[href="?begin=yes"]')
    votes, people = list(Vote.objects.values_list("pk", flat=True)), people_in(conversation)
    touch(phone, AGREE)
    vote = Vote.objects.select_related("participant").exclude(pk__in=votes).get()
    assert people_in(conversation) == people + 1
    room.refresh_from_db()
    assert (room.joined, vote.participant.role, vote.entered) == (1, room.role, Entered.SELF)
    assert said_on(wall) == before, "nobody sees a vote arrive"


@pytest.mark.usefixtures("rautavesi")
def test_room_code_is_large_enough_for_the_back_row_and_for_paper(open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=1280, height=720)
    come_in(page, "Samuel Okoro")
    conversation = Conversation.objects.get()
    page.goto(f"/spaces/{conversation.space_id}/conversations/{conversation.pk}/room")
    page.locator('[name="role"]').first.check()
    touch(page, "main form button")
    for end in ("", "/screen"):
        page.goto(f"{page.url.removesuffix('/screen')}{end}")
        box = page.locator(".qr").bounding_box()
        assert box
        if end:
            assert side(page.locator(".qr")) >= 720 / 3
            assert box["y"] + box["height"] < 720, "as a whole, without scrolling"
        page.emulate_media(media="print")
        assert side(page.locator(".qr")) >= 12 * CM
        page.emulate_media(media="screen")
