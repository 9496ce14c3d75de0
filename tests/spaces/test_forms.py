"""What people may write about a space."""

from datetime import date

import pytest
import time_machine
from django import forms
from django.utils import translation

from talkoo.spaces.forms import CardsForm, DayField, InviteForm, OpenSpaceForm, SettingsForm, month_of
from tests.people import Cast

TODAY = "2026-11-24 08:00Z"


@pytest.mark.parametrize(
    "written",
    ["14.5.2027", "14 5 2027", "14. 5. 2027", "14/5/2027", "2027-05-14", " 14.05.2027. ", "2027 5 14", "14 May 2027",
     "14 MAY 2027", "May 14, 2027", "14. toukokuuta 2027", "14 touko 2027", "14. Toukokuu 2027", "2027 tou 14"],
)  # fmt: skip
def test_day_written_as_people_do_is_read(written: str) -> None:
    with time_machine.travel(TODAY), translation.override("fi"):
        assert DayField().clean(written) == date(2027, 5, 14)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        *((written, "Write a day, a month and a year, like 14.5.2027") for written in (
            "", "tomorrow", "14.5", "x" * 999, "1" * 999, "14.5." + "1" * 999, "14 ma 2027", "14 toukokuuta 2027",
            "14 mayflower 2027", "14 May", "14.5.²027", "14..", "14.+5.2027", "\0",
        )),
        ("14.5.27", "Write all four figures of the year"),
        ("14 May 27", "Write all four figures of the year"),
        ("31.2.2027", "There is no 31.2.2027. Look at the day and the month."),
        ("29 February 2027", "There is no 29.2.2027."),
        ("0.5.2027", "There is no 0.5.2027."),
        ("5/14/2027", "There is no month 14. Write the day, then the month"),
        ("2027-14-05", "There is no month 14."),
        ("1.1.9999", "This is more than 50 years from now. Look at the year."),
        ("1.1.0000", "Look at the year."),
        ("14.5.1027", "Look at the year."),
    ],
)  # fmt: skip
def test_day_not_readable_says_what_to_look_at(written: str, sentence: str) -> None:
    with time_machine.travel(TODAY), pytest.raises(forms.ValidationError) as wrong:
        DayField().clean(written)
    assert sentence in wrong.value.messages[0]


@pytest.mark.parametrize(("language", "month"), [("en", 3), ("fi", None)])
def test_month_that_two_languages_begin_alike_is_not_guessed(language: str, month: int | None) -> None:
    with translation.override(language):
        assert month_of("mar") == month


def test_day_in_the_form_can_be_sent_back() -> None:
    field = DayField()
    assert field.prepare_value(date(2027, 5, 4)) == "4.5.2027"
    assert field.clean(field.prepare_value(date(2027, 5, 4))) == date(2027, 5, 4)


def given(**more: object) -> dict[str, object]:
    """A form that is right, but for ``more``."""
    return {
        "once": "6f1f3f0a-3f44-4f0e-9f3a-5ab0bb0f0c11", "service": "Youth", "why": "Too many workers", "for_whom": "Us",
        "languages": ["en"], "until": "14.5.2070", "reading": "cards",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("service", " ", "Write the name of the service."),
        ("service", "x" * 121, "At most 120 characters fit here; there are 121."),
        ("why", "", "Write one sentence that says why."),
        ("for_whom", "", "Write who the service is for."),
        ("languages", [], "Choose at least one language."),
        ("languages", ["xx"], "Choose from those that stand here."),
        ("until", "14 5 2020", "This day has passed. Write a day to come."),
        ("reading", "all", "Choose one of those that stand here."),
        ("once", "1", "Open the page anew"),
    ],
)
def test_new_space_wrong_field_says_what_to_do(field: str, value: object, sentence: str) -> None:
    form = OpenSpaceForm(given(**{field: value}))
    assert list(form.errors) == [field]
    assert sentence in str(form.errors[field])


def test_settings_day_that_has_passed_stays_where_it_stood(cast: Cast) -> None:
    cast.space.until = date(2020, 5, 14)
    assert SettingsForm(given(until="14.5.2020"), space=cast.space).is_valid()
    assert not SettingsForm(given(until="15.5.2020"), space=cast.space).is_valid()


def test_settings_labels_kept_only_where_given(cast: Cast) -> None:
    form = SettingsForm(given(label_user="Young people"), space=cast.space)
    assert form.is_valid()
    assert form.facts()["labels"] == {"user": "Young people"}


@pytest.mark.parametrize("phone", ["javascript:x", "<b>", "0055 501 42 call"])
def test_settings_phone_that_is_none_is_refused(cast: Cast, phone: str) -> None:
    assert list(SettingsForm(given(contact_phone=phone), space=cast.space).errors) == ["contact_phone"]


@pytest.mark.parametrize("count", ["0", "101", "", "ten", "-1", "1e9"])
def test_cards_count_out_of_range_says_which(cast: Cast, count: str) -> None:
    form = CardsForm(given(role="user", count=count, language="en"), space=cast.space)
    assert list(form.errors) == ["count"]
    assert "from 1 to 100" in str(form.errors["count"])


@pytest.mark.parametrize("role", ["host", "between", "researcher", "", "king"])
def test_cards_role_that_never_comes_by_card_is_refused(cast: Cast, role: str) -> None:
    form = CardsForm(given(role=role, count="10", language="en"), space=cast.space)
    assert list(form.errors) == ["role"]


@pytest.mark.parametrize("role", ["user", "carer"])
def test_invitation_for_users_is_refused(cast: Cast, role: str) -> None:
    assert list(InviteForm(given(role=role), space=cast.space).errors) == ["role"]


def test_invitation_without_mail_server_asks_no_address(cast: Cast) -> None:
    assert "email" not in InviteForm(space=cast.space).fields
