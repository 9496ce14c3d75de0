"""How we reach somebody: nothing by default, sealed, changed, deleted, and seen by nobody else."""

import re

import pytest
from django.db import connection
from django.test import Client

from talkoo.accounts import actions
from talkoo.accounts.models import Contact, Participant, Role
from talkoo.accounts.queries import participants_of
from talkoo.accounts.vault import open_address, seal_address
from talkoo.core.models import HistoryLine, today
from tests.people import Cast

NEWS = "/news"
CALL = {"news": "answered", "way": "phone", "address": "0055 501 42"}


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser("mira")


def kept() -> tuple[str, str, str | None]:
    contact = Contact.objects.get()
    return contact.news, contact.way, open_address(contact)


def test_nothing_is_where_everybody_starts(browser: Client) -> None:
    page = browser.get(NEWS).content.decode()
    assert 'value="nothing"' in page.split("checked")[0].rsplit("<input", maxsplit=1)[1]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("way", "address"),
    [
        ("phone", "0055 501 42"),
        ("text", "+358 55 501"),
        ("phone", "+358 (0)55-501 42"),
        ("letter", "M. Virta\nRantatie 4"),
        ("visit", "Tue, by the lake"),
    ],
)
def test_way_and_address_are_kept_sealed(browser: Client, way: str, address: str) -> None:
    assert browser.post(NEWS, CALL | {"way": way, "address": address}).status_code == 302
    assert kept() == ("answered", way, address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address FROM talkoo_contact")
        assert address.encode() not in bytes(cursor.fetchone()[0])
    assert address.split("\n", maxsplit=1)[0] in browser.get(NEWS).content.decode()


def test_mail_is_offered_where_the_machine_can_send(browser: Client, settings: object) -> None:
    mail = {"news": "weekly", "way": "mail", "address": "mira@example.org"}
    assert browser.post(NEWS, mail).status_code == 422
    settings.MAIL_IS_SET_UP = True  # type: ignore[attr-defined]
    assert browser.post(NEWS, mail).status_code == 302
    assert kept() == ("weekly", "mail", "mira@example.org")


def words_of(browser: Client, address: str = NEWS) -> str:
    """What a page says to whoever reads it."""
    return " ".join(re.sub(r"<[^>]+>", " ", browser.get(address).content.decode().split("<main")[1]).split()).lower()


@pytest.mark.parametrize("way", ["card", "phone", "mail"])
@pytest.mark.parametrize("news", ["nothing", "weekly", "answered"])
@pytest.mark.parametrize("sends", [True, False])
def test_pages_speak_of_mail_only_where_the_machine_can_send_it(
    browser: Client, settings: object, news: str, way: str, *, sends: bool
) -> None:
    settings.MAIL_IS_SET_UP = True  # type: ignore[attr-defined]
    browser.post(
        NEWS, CALL | {"news": news, "way": way, "address": "mira@example.org" if way == "mail" else "0055 501"}
    )
    settings.MAIL_IS_SET_UP = sends  # type: ignore[attr-defined]
    keeps = way == "mail" and news != "nothing"
    page = words_of(browser)
    assert ("mail" in page) == (sends or keeps)
    assert ("by e-mail, written by the go-between" in page) == (keeps and not sends)
    about = words_of(browser, "/about-me")
    assert ("mail" in about) == keeps
    assert ("the machine sends the mail" in about) == (keeps and sends)


def test_card_page_needs_no_address_and_keeps_none(browser: Client) -> None:
    assert "On my page here only. Nothing is sent to me." in browser.get(NEWS).content.decode()
    sent = browser.post(NEWS, CALL | {"way": "card"}, follow=True)
    assert "We send you nothing, and keep no address of yours." in sent.content.decode()
    assert kept() == ("answered", "card", "")
    assert "on your page here only. nothing is sent to you" in words_of(browser, "/about-me")


@pytest.mark.parametrize("page", ["/about-me", "/now"])
@pytest.mark.parametrize("name", ["mira", "tomi", "samuel", "leena"])
def test_how_we_reach_you_is_found_from_ones_own_pages(cast: Cast, name: str, page: str) -> None:
    assert f'href="{NEWS}"' in cast.browser(name).get(page).content.decode().split("<main")[1]


def test_nothing_deletes_all_that_was_kept(browser: Client) -> None:
    browser.post(NEWS, CALL)
    assert browser.post(NEWS, CALL | {"news": "nothing"}).status_code == 302
    assert not Contact.objects.exists()
    assert set(HistoryLine.objects.values_list("actor", "subject")) == {(None, None)}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"news": ""}, "Choose one."),
        ({"news": "often"}, "Choose one of those that stand here."),
        ({"way": "pigeon"}, "Choose one of those that stand here."),
        ({"address": ""}, "Write the number that we may call."),
        ({"address": "call Mum"}, "This is no phone number yet. Write all of it, like 0055 501 42 or +358 55 501 42."),
        ({"way": "text", "address": "+358"}, "This is no phone number yet."),
        ({"way": "letter", "address": ""}, "Write the name and address"),
        ({"way": "visit", "address": ""}, "Write where we meet you"),
        ({"way": "mail", "address": "mira"}, "This is not a whole e-mail address."),
        ({"address": "0" * 301}, "At most 300 characters fit here"),
    ],
)
def test_wrong_says_what_to_do_and_what_was_typed_stays(
    browser: Client, settings: object, wrong: dict[str, str], words: str
) -> None:
    settings.MAIL_IS_SET_UP = True  # type: ignore[attr-defined]
    sent = CALL | wrong
    got = browser.post(NEWS, sent)
    assert got.status_code == 422
    assert words in got.content.decode()
    assert sent["address"] in got.content.decode()
    assert not Contact.objects.exists()


def test_same_again_writes_nothing_and_a_change_keeps_the_week(browser: Client) -> None:
    for _ in range(2):
        browser.post(NEWS, CALL)
    assert HistoryLine.objects.filter(act="said how to be reached").count() == 1
    before = today().replace(year=2020)
    Contact.objects.update(told_on=before)
    browser.post(NEWS, CALL | {"address": "0055 501 43"})
    assert Contact.objects.get().told_on == before
    browser.post(NEWS, CALL | {"news": "weekly"})
    assert Contact.objects.get().told_on == today()


def test_staff_are_reached_where_they_have_spoken(cast: Cast) -> None:
    browser = cast.browser("tomi")
    assert "You have not said or voted anything yet." in browser.get(NEWS).content.decode()
    assert browser.post(NEWS, CALL).status_code == 409
    assert not Participant.objects.filter(role=Role.PROFESSIONAL).exists()
    mine = actions.participant_for(cast.person("tomi"), cast.space.pk, Role.PROFESSIONAL)
    assert participants_of(cast.person("tomi")) == [mine]
    assert participants_of(cast.person("hannele")) == []
    assert browser.post(NEWS, CALL).status_code == 302
    assert Contact.objects.get().participant_id == mine.pk


def test_nobody_else_sees_it(cast: Cast, browser: Client) -> None:
    browser.post(NEWS, CALL)
    for name in ("jere", "leena", "samuel", "paula"):
        assert "501 42" not in cast.browser(name).get(NEWS).content.decode()


def test_address_opens_for_its_participant_and_key_alone(cast: Cast, settings: object) -> None:
    mira, jere = cast.person("mira").card, cast.person("jere").card
    assert mira
    assert jere
    assert mira.participant_id
    contact = Contact(participant_id=mira.participant_id, address=seal_address("home", mira.participant_id))
    assert open_address(contact) == "home"
    contact.participant_id = jere.participant_id  # type: ignore[assignment]
    assert open_address(contact) is None
    contact.participant_id = mira.participant_id
    settings.VAULT_KEY = "another"  # type: ignore[attr-defined]
    assert open_address(contact) is None
