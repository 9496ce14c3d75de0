"""Opening a space, its settings, and the way to its end, as pages."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from talkoo.core.models import HistoryLine
from talkoo.spaces.forms import SettingsForm
from talkoo.spaces.models import Space
from tests.people import Cast

NEW = {
    "service": "Debt advice", "why": "Letters nobody opens.", "for_whom": "Whoever has debts", "languages": ["fi"],
    "until": "14.5.2070", "reading": "members",
}  # fmt: skip


def test_open_space_leads_to_its_home(cast: Cast) -> None:
    browser = cast.browser("leena")
    assert browser.get(reverse("open_space")).status_code == 200
    once = str(uuid4())

    answers = [browser.post(reverse("open_space"), NEW | {"once": once}) for _ in range(2)]

    space = Space.objects.get(service="Debt advice")
    assert [answer.headers["Location"] for answer in answers] == [reverse("space", args=[space.pk])] * 2
    assert (str(space.until), space.reading, space.languages) == ("2070-05-14", "members", ["fi"])
    assert "Debt" not in space.slug


def test_open_space_wrong_day_is_said_and_all_is_kept(cast: Cast) -> None:
    answer = cast.browser("leena").post(reverse("open_space"), NEW | {"once": str(uuid4()), "until": "14.5"})
    assert answer.status_code == 422
    assert b"Write a day, a month and a year, like 14.5.2027" in answer.content
    assert b"Letters nobody opens." in answer.content
    assert b'value="14.5"' in answer.content
    assert not Space.objects.filter(service="Debt advice").exists()


def test_open_space_nothing_sent_422(cast: Cast) -> None:
    assert cast.browser("leena").post(reverse("open_space")).status_code == 422


def test_settings_changed_are_seen_and_noted(cast: Cast) -> None:
    browser, address = cast.browser("leena"), reverse("space_settings", args=[cast.space.pk])
    page = browser.get(address)
    assert cast.space.slug.encode() in page.content

    answer = browser.post(
        address, NEW | {"contact_name": "Samuel", "contact_phone": "0055 501 42", "label_user": "Young people"}
    )

    assert answer.status_code == 302
    cast.space.refresh_from_db()
    assert (cast.space.service, cast.space.contact_name, cast.space.label("user")) == (
        "Debt advice", "Samuel", "Young people",
    )  # fmt: skip
    line = HistoryLine.objects.get(act="space changed")
    assert "Samuel" not in str(line.detail)


def opened(cast: Cast) -> dict[str, Any]:
    """What a browser sends back of the settings page when nothing was changed; the page holds all of it."""
    Space.objects.filter(pk=cast.space.pk, until=None).update(until="2070-05-14")
    page = cast.browser("leena").get(reverse("space_settings", args=[cast.space.pk])).content.decode()
    sent: dict[str, Any] = {}
    for field in SettingsForm(space=Space.objects.get(pk=cast.space.pk)):
        assert f'name="{field.html_initial_name}"' in page
        sent[field.html_name] = sent[field.html_initial_name] = field.value() or ""
    return sent


def test_settings_two_tabs_keep_what_each_changed(cast: Cast) -> None:
    browser, address = cast.browser("leena"), reverse("space_settings", args=[cast.space.pk])
    one, other = opened(cast), opened(cast)

    browser.post(address, one | {"service": "Debt advice", "label_user": "Young people"})
    answer = browser.post(address, other | {"contact_name": "Samuel"})

    assert answer.status_code == 302
    cast.space.refresh_from_db()
    assert (cast.space.service, cast.space.contact_name) == ("Debt advice", "Samuel")
    assert cast.space.label("user") == "Young people"


def test_settings_two_tabs_same_field_show_both_and_the_next_press_decides(cast: Cast) -> None:
    browser, address = cast.browser("leena"), reverse("space_settings", args=[cast.space.pk])
    one, other = opened(cast), opened(cast)
    browser.post(address, one | {"why": "Letters nobody opens.", "languages": ["fi"]})

    answer = browser.post(address, other | {"why": "Nobody picks up the phone."})

    assert answer.status_code == 409
    assert "It now says: Letters nobody opens." in answer.content.decode()
    assert "Nobody picks up the phone." in answer.content.decode()
    cast.space.refresh_from_db()
    assert cast.space.why == "Letters nobody opens."

    sent = opened(cast) | {"why": "Nobody picks up the phone."}
    assert f'name="initial-why" value="{sent["initial-why"]}"' in answer.content.decode()
    assert browser.post(address, sent).status_code == 302
    cast.space.refresh_from_db()
    assert (cast.space.why, cast.space.languages) == ("Nobody picks up the phone.", ["fi"])


def test_settings_wrong_phone_keeps_what_was_typed(cast: Cast) -> None:
    address = reverse("space_settings", args=[cast.space.pk])
    answer = cast.browser("leena").post(address, NEW | {"contact_phone": "call me"})
    assert answer.status_code == 422
    assert b'value="call me"' in answer.content


@pytest.mark.parametrize("states", [("closed", "open"), ("closed", "archived", "closed", "open")])
def test_state_every_step_and_back(cast: Cast, states: tuple[str, ...]) -> None:
    browser = cast.browser("leena")
    for state in states:
        answer = browser.post(reverse("move_space", args=[cast.space.pk]), {"to": state}, follow=True)
        assert answer.status_code == 200
        cast.space.refresh_from_db()
        assert cast.space.state == state


def test_state_pressed_twice_is_harmless(cast: Cast) -> None:
    browser, address = cast.browser("leena"), reverse("move_space", args=[cast.space.pk])
    assert [browser.post(address, {"to": "closed"}).status_code for _ in range(2)] == [302, 302]
    assert HistoryLine.objects.filter(act="space moved").count() == 1


@pytest.mark.parametrize(("to", "status"), [("archived", 403), ("gone", 400), ("", 400)])
def test_state_that_is_no_step_is_refused(cast: Cast, to: str, status: int) -> None:
    answer = cast.browser("leena").post(reverse("move_space", args=[cast.space.pk]), {"to": to})
    assert answer.status_code == status
    cast.space.refresh_from_db()
    assert cast.space.state == "open"


def test_archived_space_host_only_reads(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state="archived")
    browser, address = cast.browser("leena"), reverse("space_settings", args=[cast.space.pk])
    page = browser.get(address)
    assert page.status_code == 200
    assert b"Keep the changes" not in page.content
    assert b"Bring it back" in page.content
    assert browser.post(address, NEW).status_code == 403


def test_closed_space_says_so_on_its_home(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state="closed")
    for name in ("mira", "tomi", "leena"):
        page = cast.browser(name).get(reverse("space", args=[cast.space.pk]))
        assert b"This space is closed." in page.content
