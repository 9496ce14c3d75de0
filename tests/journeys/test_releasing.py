"""A result from the worker to everybody: published by the host, or held by the go-between with a reason and let go."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.conversations.actions import prepare_picture
from talkoo.conversations.models import Conversation
from talkoo.releases.models import Release
from tests.browser import come_in, touch

REASON = "Two of the young people are easily known from the answers about the workshop."
State = Release.State


def prepared() -> tuple[Release, str]:
    """The second result, as the worker prepares it; and where the conversation is."""
    conversation = Conversation.objects.get()
    release = prepare_picture(conversation)
    assert release
    assert release.state == State.PREPARED
    assert release.number == 2
    return release, f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "width", "dark"), [("en", 320, True), ("fi", 1280, False)])
def test_release_published_by_the_host_is_read_by_everybody(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    language: str,
    width: int,
    dark: bool,
) -> None:
    release, talk = prepared()
    reader = open_browser(width=320, dark=dark, script=False)
    come_in(reader, "Somebody with a card")
    refused = reader.goto(f"{talk}/map?release={release.pk}&l={language}")
    assert refused
    assert refused.status == 404, "nobody sees it before it is public"

    page = open_browser(width=width, dark=dark)
    come_in(page, "Leena Aho")
    page.goto(f"{talk}?l={language}")
    touch(page, f'a[href$="/releases/{release.pk}"]')
    axe_says_nothing(page)
    touch(page, 'main a[href*="/map"]')
    axe_says_nothing(page)
    page.go_back()
    touch(page, 'form[action$="/publish"] button')
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
    axe_says_nothing(page)

    reader.goto(talk)
    touch(reader, 'main a[href$="/map"]')
    axe_says_nothing(reader)


@pytest.mark.usefixtures("rautavesi")
def test_release_held_with_a_reason_and_let_go(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None]
) -> None:
    release, talk = prepared()
    between = open_browser(width=320)
    come_in(between, "Samuel Okoro")
    between.goto(talk)
    touch(between, f'a[href$="/releases/{release.pk}"]')
    axe_says_nothing(between)
    touch(between, 'form[action$="/hold"] button')
    release.refresh_from_db()
    assert release.state == State.PREPARED, "not without a reason"
    axe_says_nothing(between)
    between.locator('[name="reason"]').fill(REASON)
    touch(between, 'form[action$="/hold"] button')
    release.refresh_from_db()
    assert release.state == State.HELD

    host = open_browser(dark=True)
    come_in(host, "Leena Aho")
    host.goto(talk)
    touch(host, f'a[href$="/releases/{release.pk}"]')
    assert REASON in host.inner_text("main")
    assert host.locator('form[action$="/publish"]').count() == 0
    axe_says_nothing(host)

    between.goto(talk)
    touch(between, f'a[href$="/releases/{release.pk}"]')
    axe_says_nothing(between)
    touch(between, 'form[action$="/let-go"] button')
    host.reload()
    touch(host, 'form[action$="/publish"] button')
    release.refresh_from_db()
    assert release.state == State.PUBLISHED
