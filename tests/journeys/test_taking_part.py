"""A young person with a card, on a small phone without JavaScript: the first vote, the last, and what came of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.queries import next_for
from tests.browser import touch
from tests.journeys.keyboard import press_one, reach_one, walk_in

AGREE, DISAGREE, SKIP = 'button[name="choice"][value="1"]', 'button[name="choice"][value="-1"]', "button[formaction]"
SENTENCE = "Someone should meet me at the door on the first day."
OTHER_WORDS = "The letters should be shorter."


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "dark", "press"), [("en", False, press_one), ("fi", True, touch)])
def test_young_person_from_card_to_last_vote_and_taking_one_back(
    open_browser: Callable[..., Page],
    axe_says_nothing: Callable[[Page], None],
    language: str,
    dark: bool,
    press: Callable[[Page, str], None],
) -> None:
    page = open_browser(width=320, height=640, script=False, language=language, dark=dark)
    card = walk_in(page, language)
    Vote.objects.filter(participant=card.participant).delete()
    conversation = Conversation.objects.get()
    Statement.objects.filter(conversation=conversation, state="shown", number__gt=4).update(state="left_out")
    left = conversation.statements.filter(state="shown").count()

    page.goto("/now")
    press(page, '.turn a[href$="/take-part"]')
    axe_says_nothing(page)  # who sees what
    press(page, 'a[href="?begin=yes"]')
    axe_says_nothing(page)
    aside = page.locator("h1").inner_text()
    press(page, SKIP)
    assert page.locator("h1").inner_text() != aside
    for number in range(left - 1):
        press(page, AGREE if number % 2 else DISAGREE)
    assert page.locator("h1").inner_text() == aside, "what was put aside comes again, at the end"
    press(page, AGREE)
    assert Vote.objects.filter(participant=card.participant).count() == left
    assert next_for(card.participant.pk, conversation, language=language) is None
    assert page.locator(".thread li").count() >= 4, "what happens next, and when"
    axe_says_nothing(page)

    press(page, 'main a[href$="/say"]')
    axe_says_nothing(page)
    reach_one(page, "textarea")
    page.keyboard.type(SENTENCE)
    press(page, "main form button")
    said = Statement.objects.get(text=SENTENCE)
    assert (said.state, said.author_id) == (Statement.State.WAITING, card.participant_id)

    page.goto(f"{talk(conversation)}/mine")
    assert SENTENCE in page.inner_text("main")
    press(page, f'a[href="#{said.pk}"]')
    axe_says_nothing(page)
    press(page, f'form[action*="{said.pk}"] button')
    assert not Statement.objects.filter(text=SENTENCE).exists()

    press(page, '.ways a:not([aria-current="page"])')
    axe_says_nothing(page)
    address = page.locator("details form").first.get_attribute("action") or ""
    first = Vote.objects.get(statement=address.split("/")[-2], participant=card.participant)
    reach_one(page, "details:has(form) summary")
    page.keyboard.press("Enter")
    press(page, f'[open] button[value="{-first.choice}"]')
    assert Vote.objects.get(pk=first.pk).choice == -first.choice
    press(page, f'form[action*="{first.statement_id}/take-vote-back"] button')
    assert not Vote.objects.filter(pk=first.pk).exists()
    page.goto("/now")
    assert page.locator('.turn a[href$="/take-part"]').count() == 1, "the one that was taken back waits again"


def talk(conversation: Conversation) -> str:
    """Where it is."""
    return f"/spaces/{conversation.space_id}/conversations/{conversation.pk}"


@pytest.mark.usefixtures("rautavesi")
@pytest.mark.parametrize(("language", "dark"), [("en", True), ("fi", False)])
def test_author_reads_what_became_of_it_and_finds_other_words(
    open_browser: Callable[..., Page], axe_says_nothing: Callable[[Page], None], language: str, dark: bool
) -> None:
    page = open_browser(width=320, height=640, script=False, language=language, dark=dark)
    card = walk_in(page, language)
    conversation = Conversation.objects.get()
    merged, sent_back = (Statement.objects.get(author=card.participant, state=state) for state in ("merged", "reword"))
    page.goto(talk(conversation))
    press_one(page, 'main a[href$="/mine"]')
    axe_says_nothing(page)
    shown = page.inner_text("main")
    assert merged.merged_into
    assert merged.text in shown
    assert merged.merged_into.text in shown or language != "en"
    assert sent_back.note in shown

    press_one(page, f'a[href$="{sent_back.pk}/reword"]')
    axe_says_nothing(page)
    assert sent_back.note in page.inner_text("main"), "why it came back stands where the words are changed"
    press_one(page, "main form button")  # the same words again
    axe_says_nothing(page)
    sent_back.refresh_from_db()
    assert sent_back.state == Statement.State.REWORD
    reach_one(page, "textarea")
    page.keyboard.press("Control+A")
    page.keyboard.type(OTHER_WORDS)
    press_one(page, "main form button")
    sent_back.refresh_from_db()
    assert (sent_back.state, sent_back.text) == (Statement.State.WAITING, OTHER_WORDS)
    page.goto(f"{talk(conversation)}/mine")
    assert OTHER_WORDS in page.inner_text("main")
    axe_says_nothing(page)
