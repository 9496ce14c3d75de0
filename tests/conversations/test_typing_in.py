"""A sheet that is typed in: once, for whom, undone, and counted like all else."""

import re
from random import Random
from uuid import UUID, uuid4

import numpy as np
import pytest

from talkoo.accounts.actions import make_cards, sign_in_card
from talkoo.accounts.models import Participant, Role
from talkoo.conversations import actions
from talkoo.conversations.models import Conversation, Entered, Statement, Vote, VotingSheet
from talkoo.conversations.opinions import picture_of
from talkoo.conversations.rules import may_undo_sheet
from talkoo.core.models import HistoryLine
from talkoo.spaces.queries import place_of
from tests.conversations.papers import ASKED, as_rows, ask, at, by_phone, mira_in, on_paper, one_sheet, typed, votes_on
from tests.people import CAST, Cast, make_card


def test_sheet_typed_in_before_is_refused_with_the_earlier_entry(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, -1, None]))
    before = votes_on(found)
    answer = cast.browser("leena").post(at(found, "sheet_entry", sheet.code.lower()), typed(sheet, [-1, -1, -1]))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "typed in before" in page
    assert "by Samuel" in page
    assert votes_on(found) == before


def test_sheet_with_a_card_votes_for_its_person_who_can_change_it(cast: Cast) -> None:
    found = ask(cast)
    made = make_cards(cast.space.pk, Role.CARER, 1, "en", actor=None, once=uuid4())[0]
    sheet = one_sheet(found)
    spaced = f" {made.selector[:4].lower()} {made.selector[4:]}"
    sent = typed(sheet, [1, None, None], card=spaced, role="")
    assert cast.browser("leena").post(at(found, "sheet_entry", sheet.code), sent).status_code == 302

    vote = Vote.objects.get()
    assert vote.participant.role == Role.CARER
    card = sign_in_card(made.selector, " ".join(made.words)).card
    assert card
    assert card.participant == vote.participant
    assert actions.cast_vote(vote.participant, vote.statement, -1)
    assert votes_on(found) == [(vote.statement.number, -1, Entered.SELF)]


def test_sheet_leaves_what_the_person_voted_with_their_own_hand(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    own, helped = (Statement.objects.get(pk=pk) for pk in sheet.statements[:2])
    actions.cast_vote(mira, own, -1)
    actions.cast_vote(mira, helped, -1, entered=Entered.HELPER)
    sent, browser = typed(sheet, [1, 1, 1], card=card.selector), cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), sent)

    kept = {vote.statement_id: (vote.choice, vote.entered) for vote in Vote.objects.filter(participant=mira)}
    assert kept[own.pk] == (-1, Entered.SELF)
    assert kept[helped.pk] == (1, Entered.HELPER)
    assert len(kept) == 3
    address = at(found, "sheet_entry", sheet.code)
    assert "where its holder has voted with their own hand, that stands" in browser.get(address).content.decode()
    assert "left as it was" not in cast.browser("leena").get(address).content.decode(), "only for who typed it in"


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"card": "ABCD EFGH"}, "No card in use here"),
        ({"card": "JRE8N2WP"}, "No card in use here"),  # of another space
        ({"card": "ABC"}, "eight characters"),
        ({"card": "RTV4K7QX"}, "whom this conversation does not ask"),
        ({"role": ""}, "nobody can count this"),
        ({"role": "host"}, "Choose one of those"),
        ({"row_1": "7"}, "Choose one of those"),
        ({"said": "x" * 281}, "At most 280"),
    ],
)
def test_sheet_wrong_in_one_place_is_told_and_nothing_lost_or_kept(cast: Cast, more: dict[str, str], word: str) -> None:
    found = ask(cast)
    make_card(cast.space, "RTV4K7QX", Role.PARTNER)
    sheet = one_sheet(found)
    people = Participant.objects.count()
    sent = typed(sheet, [1, -1, 0], said="Still here.") | more
    answer = cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert word in page
    assert sent["said"] in page
    assert page.count("checked") == len(
        [key for key in ("role", "row_1", "row_2", "row_3") if sent[key] not in {"", "7", "host"}]
    )
    assert (Vote.objects.count(), Participant.objects.count()) == (0, people)
    sheet.refresh_from_db()
    assert sheet.entered_on is None


def test_sheet_that_came_back_empty_is_not_typed_in(cast: Cast) -> None:
    found, mira = ask(cast), mira_in(cast)[1]
    sheet = one_sheet(found)
    browser, where, people = cast.browser("samuel"), at(found, "sheet_entry", sheet.code), Participant.objects.count()
    for more in ({}, {"said": "  "}, {"card": mira.selector, "role": ""}):
        answer = browser.post(where, typed(sheet, [None, None, None], **more))
        assert answer.status_code == 422
        assert "A sheet that came back empty is not typed in." in answer.content.decode()
    sheet.refresh_from_db()
    assert (sheet.entered_on, Participant.objects.count()) == (None, people)
    assert browser.post(where, typed(sheet, [None, None, None], said="Only this.")).status_code == 302
    assert Statement.objects.get(text="Only this.").entered == Entered.HELPER


def test_sheet_says_that_the_role_may_be_left_empty_only_where_it_may(cast: Cast) -> None:
    found, card = ask(cast), mira_in(cast)[1]
    sheet = one_sheet(found)
    browser, where = cast.browser("samuel"), at(found, "sheet_entry", sheet.code)

    def role_part(html: str) -> str:
        return html.rsplit("Which role is ticked?", maxsplit=1)[-1].split("</fieldset>", maxsplit=1)[0]

    assert "(you can leave this empty)" not in role_part(browser.get(where).content.decode())
    refused = browser.post(where, typed(sheet, [1], role="")).content.decode()
    assert "(you can leave this empty)" not in role_part(refused)
    assert "nobody can count this" in role_part(refused)
    too_long = {"role": "", "card": card.selector, "said": "x" * 281}
    assert "(you can leave this empty)" in role_part(
        browser.post(where, typed(sheet, [1], **too_long)).content.decode()
    )


def test_typing_begins_at_the_code_and_then_in_the_first_row(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    browser = cast.browser("samuel")

    def focused(where: str, **sent: str) -> list[str]:
        html = (browser.post(where, sent) if sent else browser.get(where)).content.decode()
        return [re.sub(r'.*name="(\w+)".*', r"\1", tag) for tag in re.findall(r"<[^>]+ autofocus[^>]*>", html)]

    assert focused(at(found, "enter_sheet")) == ["code"]
    assert focused(at(found, "sheet_entry", sheet.code)) == ["row_1"]
    assert len(focused(at(found, "enter_sheet"), code="nothing")) == 1, "what is wrong, and no field beside it"
    assert "row_1" not in focused(at(found, "sheet_entry", sheet.code), row_1="1")
    rows = browser.get(at(found, "sheet_entry", sheet.code)).content.decode().split("data-row")
    assert not [part for part in rows[1:-1] if 'name="role"' in part], "figures tick rows and never a role"
    assert 'name="role"' not in rows[-1].split("</ol>")[0]


def test_sheet_row_left_out_since_is_told_and_counts_nothing(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    Statement.objects.filter(pk=sheet.statements[1]).update(state="left_out", text="")
    browser = cast.browser("samuel")
    page = browser.get(at(found, "sheet_entry", sheet.code)).content.decode()
    assert "left out or taken back" in page
    assert "row_2" not in page
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1]))
    assert Vote.objects.count() == 2


def test_sheet_of_another_conversation_is_not_found(cast: Cast) -> None:
    found, other = ask(cast), ask(cast)
    sheet = one_sheet(other)
    browser = cast.browser("samuel")
    assert browser.get(at(found, "sheet_entry", sheet.code)).status_code == 404
    answer = browser.post(at(found, "enter_sheet"), {"code": sheet.code})
    assert answer.status_code == 422
    assert "No sheet of this conversation" in answer.content.decode()


@pytest.mark.parametrize("change", [{"state": "ended"}, {"state": "closed"}])
def test_sheet_after_the_end_is_nobodys_to_type_in(cast: Cast, change: dict[str, str]) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    Conversation.objects.filter(pk=found.pk).update(**change)
    for name in ("samuel", "leena"):
        answer = cast.browser(name).post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
        assert answer.status_code == 403
    assert not Vote.objects.exists()


def test_undo_leaves_everything_as_before_and_the_sheet_can_be_typed_in_anew(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    own, helped = (Statement.objects.get(pk=pk) for pk in sheet.statements[:2])
    actions.cast_vote(mira, own, -1)
    actions.cast_vote(mira, helped, 0, entered=Entered.HELPER)
    before, people = votes_on(found), Participant.objects.count()
    browser, address = cast.browser("samuel"), at(found, "sheet_entry", sheet.code)
    for more in ({"card": card.selector}, {"said": "Of nobody."}):
        browser.post(address, typed(sheet, [1, 1, 1], **more))
        assert votes_on(found) != before
        assert browser.post(at(found, "undo_sheet", sheet.code)).status_code == 302
        assert votes_on(found) == before
        assert Participant.objects.count() == people
        assert not Statement.objects.filter(text="Of nobody.").exists()
        assert browser.get(address).status_code == 200
    assert browser.post(at(found, "undo_sheet", sheet.code)).status_code == 302, "harmless once more"
    assert HistoryLine.objects.filter(act="took back a voting sheet").count() == 2


def test_undo_leaves_what_the_person_changed_since(cast: Cast) -> None:
    found, mira, card = ask(cast), *mira_in(cast)
    sheet = one_sheet(found)
    browser = cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1], card=card.selector))
    changed = Statement.objects.get(pk=sheet.statements[0])
    actions.cast_vote(mira, changed, -1)
    browser.post(at(found, "undo_sheet", sheet.code))
    assert votes_on(found) == [(changed.number, -1, Entered.SELF)]


@pytest.mark.parametrize("name", CAST)
def test_undo_is_for_whoever_typed_it_in_on_that_day(cast: Cast, name: str) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
    cast.browser(name).post(at(found, "undo_sheet", sheet.code))
    assert Vote.objects.exists() == (name != "samuel")


def test_undo_on_another_day_is_refused(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    cast.browser("samuel").post(at(found, "sheet_entry", sheet.code), typed(sheet, [1]))
    VotingSheet.objects.update(entered_on="2026-01-05")
    sheet.refresh_from_db()
    assert not may_undo_sheet(place_of(cast.person("samuel"), cast.space.pk), found, sheet)
    assert cast.browser("samuel").post(at(found, "undo_sheet", sheet.code)).status_code == 403


def test_sheet_of_somebody_who_took_all_back_shows_nothing_of_it(cast: Cast) -> None:
    found = ask(cast)
    sheet = one_sheet(found)
    browser = cast.browser("samuel")
    browser.post(at(found, "sheet_entry", sheet.code), typed(sheet, [1, 1, 1], said="Mine."))
    sheet.refresh_from_db()
    actions.take_back(UUID(str(sheet.participant_id)))
    page = browser.get(at(found, "sheet_entry", sheet.code)).content.decode()
    assert "taken everything back" in page
    assert "Mine." not in page
    assert "Sentence 1." not in page


@pytest.mark.parametrize("seed", range(3))
def test_paper_helper_and_phone_count_the_same(cast: Cast, seed: int) -> None:
    draw = Random(seed)
    ways = ["phone", "helper", "paper", "paper with card"]
    opinions = [
        (
            draw.choice(ASKED),
            {number: draw.choice((1, -1, 0)) for number in range(1, 7) if draw.random() < 0.8} or {1: 1},
        )
        for _ in range(12)
    ]
    results = []
    for way in [*ways, "mixed"]:
        found = ask(cast, statements=6)
        found.shown_roles = [[role] for role in ASKED]
        found.save()
        keys = dict(found.statements.values_list("number", "pk"))
        for place, (role, opinion) in enumerate(opinions):
            card = make_card(cast.space, f"{uuid4().hex[:8].upper()}", role)
            votes = {keys[number]: choice for number, choice in opinion.items()}
            match ways[place % 4] if way == "mixed" else way:
                case "phone":
                    by_phone(cast, found, card, votes)
                case "helper":
                    by_phone(cast, found, card, votes, helped="yes")
                case "paper":
                    on_paper(cast, found, card, votes)
                case _:
                    on_paper(cast, found, card, votes, card=card.selector)
        hands = set(Vote.objects.filter(statement__conversation=found).values_list("entered", flat=True))
        assert hands == ({"self"} if way == "phone" else {"self", "helper"} if way == "mixed" else {"helper"})
        counts = picture_of(found).counts
        tables = {number: np.asarray(counts.rows[str(pk)]).tolist() for number, pk in keys.items()}
        results.append((as_rows(found), list(counts.people), tables))
    assert all(result == results[0] for result in results)
    assert sum(results[0][1]) == 12
