"""The queue of what people have said: each decision, its undoing, and what everybody can read about it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.conversations.models import Conversation, Statement
from talkoo.demo.load import read
from tests.browser import come_in, touch

State = Statement.State


def at(statement: Statement) -> str:
    """Where one statement stands in the queue."""
    return f"#s{statement.number}"


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1280, False), ("fi", 320, True)])
def test_checking_every_decision_is_done_undone_and_told(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    language: str,
    width: int,
    dark: bool,
) -> None:
    page = open_browser(width=width, dark=dark, script=False)
    come_in(page, "Samuel Okoro")
    conversation = Conversation.objects.get()
    rings, evenings, fridays = Statement.objects.filter(state=State.WAITING).order_by("number")
    target = Statement.objects.get(text=read("conversation")["statement"][2]["text"])
    home = f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"

    def state_of(statement: Statement) -> str:
        statement.refresh_from_db()
        return statement.state

    page.goto(f"/now?l={language}")
    touch(page, '.turn a[href$="/check"]')
    assert evenings.text in page.inner_text("main")
    axe_says_nothing(page)

    assert target.text in page.inner_text(at(evenings)), "what probably says the same stands beside it"
    touch(page, f'{at(evenings)} form[action$="/merge"]:has(input[value="{target.number}"]) button')
    assert state_of(evenings) == State.MERGED
    assert evenings.merged_into_id == target.pk
    touch(page, f'{at(rings)} form[action$="/accept"] button')
    assert state_of(rings) == State.SHOWN

    page.locator(f"{at(fridays)} details summary").first.click()
    touch(page, f'{at(fridays)} form[action$="/send-back"] button')
    assert state_of(fridays) == State.WAITING, "not without a ground rule"
    axe_says_nothing(page)
    choose_ground(page)
    page.locator('form[action$="/send-back"] textarea').first.fill("A question cannot be agreed with.")
    touch(page, 'form[action$="/send-back"] button')
    assert state_of(fridays) == State.REWORD
    axe_says_nothing(page)

    touch(page, f'form[action*="{fridays.pk}/undo"] button')
    assert state_of(fridays) == State.WAITING
    page.goto(f"{home}/check")
    page.locator(f"{at(fridays)} details summary").first.click()
    choose_ground(page)
    touch(page, f'{at(fridays)} button[formaction$="/leave-out"]')
    assert state_of(fridays) == State.LEFT_OUT
    touch(page, ".ways li:last-child a")
    assert page.locator('form[action$="/undo"]').count() >= 3
    axe_says_nothing(page)

    reader = open_browser(width=width, dark=dark, script=False)
    come_in(reader, "Somebody with a card")
    reader.goto(f"{home}?l={language}")
    touch(reader, 'a[href$="/log"]')
    told = reader.inner_text("main")
    assert reader.locator("#decisions ~ div li").count() >= 5
    assert not [one.text for one in (rings, evenings, fridays) if one.text in told], "reasons, without the words"
    axe_says_nothing(reader)


def choose_ground(page: Page) -> None:
    """The first ground rule that is offered."""
    page.locator('details[open] input[name$="ground"]').first.check()
