"""A person with a keyboard: Tab until it is there, then press. Nothing is clicked."""

from playwright.sync_api import Page

from talkoo.accounts.models import Card
from talkoo.demo.load import read

NAME = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  const label = here.labels && here.labels.length ? here.labels[0].innerText : "";
  const inside = here.querySelector("[aria-label]")?.getAttribute("aria-label");
  return (here.getAttribute("aria-label") || label || here.innerText || inside || "").trim();
}"""
SEEN = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect();
  const shown = e.type === "radio" || e.type === "checkbox" || r.width > 1;
  return shown && r.bottom > 0 && r.top < innerHeight;
}"""


def reach(page: Page, name: str, *, most: int = 90) -> None:
    """Tab forward until ``name`` has the focus and can be seen; fails if it cannot be reached."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(NAME)
        if here.startswith(name):
            assert page.evaluate(SEEN), f"'{name}' has the focus but cannot be seen"
            return
        passed.append(here)
    raise AssertionError(f"'{name}' was not reached by Tab on {page.url}; passed: {passed}")


def press(page: Page, name: str, *, leads_on: bool = True) -> None:
    """Reach it and press Enter; by default wait for the next page."""
    reach(page, name)
    if not leads_on:
        page.keyboard.press("Enter")
        return
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Reach a field and write in it."""
    reach(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def reach_one(page: Page, selector: str, *, most: int = 90) -> None:
    """The same by a selector, where the words depend on the language."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate(SEEN), f"'{selector}' has the focus but cannot be seen"
            return
    raise AssertionError(f"'{selector}' was not reached by Tab on {page.url}")


def press_one(page: Page, selector: str) -> None:
    """Reach it, press Enter and wait for the next page."""
    reach_one(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def walk_in(page: Page, language: str) -> Card:
    """Through the door for cards, with the card of the demo that can be tried by hand."""
    to_try = read("space")["cards"]["to_try"]
    page.goto(f"/card?l={language}")
    for name, text in (("selector", to_try["selector"]), ("words", to_try["words"])):
        reach_one(page, f'[name="{name}"]')
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return Card.objects.select_related("participant").get(selector=to_try["selector"])
