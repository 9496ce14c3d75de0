"""``make docs``: the pictures of the README and the docs, made anew from the demo in a real browser."""

import re
from pathlib import Path

from playwright.sync_api import Page
from tests.browser import come_in

from bench.weight import browser, demo

PICTURES = Path(__file__).parent.parent / "docs/pictures"


def take(page: Page, name: str, *, height: int | None = None) -> None:
    """One picture, as high as the window or as asked."""
    size = page.viewport_size or {"width": 1280, "height": 900}
    clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
    page.screenshot(path=PICTURES / f"{name}.png", clip=clip, full_page=True)  # type: ignore[arg-type]
    print(f"docs/pictures/{name}.png")


def main() -> None:
    """All of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demo() as address, browser() as chrome:
        wide = chrome.new_context(base_url=address, viewport={"width": 1120, "height": 760}, reduced_motion="reduce")
        phone = chrome.new_context(base_url=address, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
        holder = phone.new_page()
        holder.goto("/card")
        take(holder, "card")
        come_in(holder, "Somebody with a card")
        take(holder, "now-on-a-phone")
        holder.get_by_role("link", name="Say what I think").click()
        take(holder, "vote")
        holder.get_by_role("link", name="Stop here").click()
        holder.goto(f"{holder.url}/answer")
        take(holder, "answer")
        host = wide.new_page()
        come_in(host, "Leena Aho")
        host.get_by_role("link", name=re.compile("Support for young people")).first.click()
        take(host, "space", height=820)
        home = host.url
        host.goto(f"{home}/cards")
        host.get_by_role("button", name="Make the cards").click()
        host.locator(".cards").first.screenshot(path=PICTURES / "cards.png")
        host.goto(f"{home}/make-sense")
        host.get_by_role("link", name=re.compile("What would make it easier")).click()
        take(host, "map", height=1500)


if __name__ == "__main__":
    main()
