"""A host sets up a passkey on this device, signs in with it alone, and uses it as the second step."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from talkoo.accounts.models import User

PASSWORD = "three calm birch trees"


@pytest.fixture
def host(transactional_db: None) -> Iterator[User]:
    """Somebody with a sign-in; passkeys need the name localhost, not a number."""
    cache.clear()
    yield User.objects.create_user("leena@talkoo.example", "Leena", PASSWORD)
    cache.clear()


def give_device(page: Page) -> None:
    """A device that can make passkeys and always says that it is its owner."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in(page: Page, home: str) -> None:
    """Address and password."""
    page.goto(f"{home}/sign-in")
    page.get_by_label("Your e-mail").fill("leena@talkoo.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


@pytest.mark.usefixtures("host")
def test_passkey_set_up_signs_in_alone_and_as_second_step(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None], live_server: object
) -> None:
    home = str(live_server).replace("127.0.0.1", "localhost")
    page = open_browser(width=320)
    give_device(page)
    sign_in(page, home)
    page.goto(f"{home}/sign-in/second-factor")
    axe_says_nothing(page)
    page.get_by_role("link", name="Set up a passkey").click()
    axe_says_nothing(page)
    page.get_by_label("What to call it").fill("work laptop")
    page.get_by_role("button", name="Set it up on this device").click()
    page.wait_for_url("**/sign-in/second-factor/codes")
    assert page.locator(".codes li").count() == 10
    axe_says_nothing(page)
    page.get_by_role("link", name="I have kept them").click()
    assert "work laptop" in page.inner_text("main")
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{home}/sign-in")
    axe_says_nothing(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/now")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, home)
    assert page.url.endswith("/sign-in/second-step")
    axe_says_nothing(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/now")
    assert "Leena" in page.inner_text("header")
