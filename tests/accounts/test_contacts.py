"""How we reach somebody: nothing by default, sealed, changed, deleted, and seen by nobody else."""

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


def test_card_page_needs_no_address_and_keeps_none(browser: Client) -> None:
    assert browser.post(NEWS, CALL | {"way": "card"}).status_code == 302
    assert kept() == ("answered", "card", "")


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
        ({"address": "call Mum"}, "This is not a whole number."),
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
