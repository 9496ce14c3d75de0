"""A conversation is not closed while an answer is owed: it is promised, written, given, read, and then closed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from talkoo.conversations.models import Answer, Conversation
from talkoo.core.models import today
from tests.browser import come_in, touch

WORDS = {"said": "You want one person who stays.", "did": "From May each of you has one.", "did_not": ""}
REASON = "The municipality was merged with another one, and nobody is left who could answer."
State = Conversation.State


def ended() -> tuple[Conversation, str]:
    """The conversation of the demo after its last day; and where it is."""
    conversation = Conversation.objects.get()
    conversation.ends_on, conversation.ended_on, conversation.state = today() - timedelta(days=1), today(), State.ENDED
    conversation.save()
    return conversation, f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "width", "dark"), [("en", 320, False), ("fi", 1280, True)])
def test_closing_is_refused_then_answered_read_and_closed(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    language: str,
    width: int,
    dark: bool,
) -> None:
    conversation, talk = ended()
    Answer.objects.filter(statement=None).delete()  # nobody has promised the answer to the whole yet
    page = open_browser(width=width, dark=dark)
    come_in(page, "Leena Aho")
    page.goto(f"{talk}?l={language}")
    touch(page, 'a[href$="/close"]')
    assert page.locator('section[aria-labelledby="owed"] li').count() == 2
    axe_says_nothing(page)
    touch(page, "main form button")
    conversation.refresh_from_db()
    assert conversation.state == State.ENDED, "neither without an answer nor without a reason"
    axe_says_nothing(page)

    touch(page, 'a[href$="/answers/new"]')
    page.locator('select[name="statement"]').select_option("whole")
    owner, day = page.locator('select[name="owner"]'), today() + timedelta(days=20)
    owner.select_option(owner.locator("option", has_text="Outi Salmela").get_attribute("value"))
    page.locator('[name="due_on"]').fill(f"{day.day}.{day.month}.{day.year}")
    axe_says_nothing(page)
    touch(page, "main form button")
    whole = Answer.objects.get(statement=None)
    assert whole.owner.user.name == "Outi Salmela"

    for answer in Answer.objects.filter(given_on=None):
        page.goto(f"{talk}/close")
        touch(page, f'a[href$="/answers/{answer.pk}"]')
        for name, words in WORDS.items():
            page.locator(f'textarea[name="{name}"]').fill(words)
        axe_says_nothing(page)
        touch(page, "main button:not([formaction])")
        answer.refresh_from_db()
        assert (answer.said, answer.given_on) == (WORDS["said"], None), "kept, and not given yet"
        page.goto(f"{talk}/answers/{answer.pk}")
        touch(page, 'button[formaction$="/give"]')
        answer.refresh_from_db()
        assert answer.given_on == today()

    reader = open_browser(width=320, dark=dark, script=False)
    come_in(reader, "Somebody with a card")
    reader.goto(f"/now?l={language}")
    touch(reader, '.turn a[href$="/answer"]')
    assert WORDS["did"] in reader.inner_text("main")
    axe_says_nothing(reader)
    touch(reader, 'form[action$="/answer/read"] button')
    assert whole.tellings.count() == 1
    assert reader.locator('form[action$="/answer/read"]').count() == 0
    axe_says_nothing(reader)

    page.goto(f"{talk}/close")
    axe_says_nothing(page)
    touch(page, "main form button")
    conversation.refresh_from_db()
    assert conversation.state == State.CLOSED
    reader.goto(talk)
    assert reader.locator('main a[href$="/take-part"]').count() == 0
    axe_says_nothing(reader)


@pytest.mark.usefixtures("rautavesi")
def test_closing_without_an_answer_needs_a_reason_that_everybody_reads(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None]
) -> None:
    conversation, talk = ended()
    page = open_browser(script=False)
    come_in(page, "Leena Aho")
    page.goto(f"{talk}/close")
    touch(page, "main form button.button--stop")
    conversation.refresh_from_db()
    assert conversation.state == State.ENDED
    page.locator('[name="reason"]').fill(REASON)
    touch(page, "main form button.button--stop")
    conversation.refresh_from_db()
    assert (conversation.state, conversation.overruled) == (State.CLOSED, REASON)
    reader = open_browser(width=320, dark=True, script=False)
    come_in(reader, "Somebody with a card")
    reader.goto(talk)
    assert REASON in reader.inner_text("main")
    axe_says_nothing(reader)
