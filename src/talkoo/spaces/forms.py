"""What people may send about a space."""

import re
from calendar import monthrange
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_ALT
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.forms import CardNumberField
from talkoo.accounts.models import CARD_ROLES, INVITED_ROLES, Role
from talkoo.core.forms import Form, SharedForm
from talkoo.core.models import today
from talkoo.spaces.models import Space

MOST_CARDS = 100
FAR_OFF = 50


def month_of(word: str) -> int | None:
    """The month that ``word`` names or begins to name, in the language of the page or in English."""
    found = set()
    for language in {get_language() or "en", "en"}:
        with override(language):
            for names in (MONTHS, MONTHS_ALT):
                found |= {month for month, name in names.items() if str(name).casefold().startswith(word)}
    return found.pop() if len(word) >= 3 and len(found) == 1 else None  # mar may be March, or marraskuu


class DayField(forms.Field):
    """A day as people write it: 14.5.2027, 14 May 2027 or 2027-05-14."""

    widget = forms.TextInput(attrs={"class": "short", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Write a day, a month and a year, like 14.5.2027"),
        "invalid": _("Write a day, a month and a year, like 14.5.2027"),
        "short_year": _("Write all four figures of the year, like 14.5.2027"),
        "no_month": _("There is no month %(month)d. Write the day, then the month, like 14.5.2027"),
        "no_day": _("There is no %(day)d.%(month)d.%(year)d. Look at the day and the month."),
        "far_off": _("This is more than 50 years from now. Look at the year."),
    }

    def to_python(self, value: Any) -> date | None:
        """The day, or a sentence that says what is wrong with it."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        day, month, year = self.parts_of(str(value))
        if abs(year - today().year) > FAR_OFF:
            raise self.wrong("far_off")
        if not 1 <= month <= 12:
            raise self.wrong("no_month", month=month)
        if not 1 <= day <= monthrange(year, month)[1]:
            raise self.wrong("no_day", day=day, month=month, year=year)
        return date(year, month, day)

    def parts_of(self, written: str) -> tuple[int, int, int]:
        """Day, month and year in figures, whichever comes first and whatever stands between."""
        parts = re.split(r"[-./,\s]+", written.strip(" .").casefold())
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        elif len(parts) == 3 and parts[0].isalpha():
            parts[:2] = parts[1::-1]
        if len(parts) == 3 and parts[1].isalpha():
            parts[1] = str(month_of(parts[1]) or "")
        if len(parts) != 3 or not all(re.fullmatch(r"\d{1,4}", part) for part in parts) or len(parts[1]) > 2:
            raise self.wrong("invalid")
        if len(parts[2]) < 4:
            raise self.wrong("short_year")
        return int(parts[0]), int(parts[1]), int(parts[2])

    def wrong(self, code: str, **facts: int) -> forms.ValidationError:
        """What is wrong, in a sentence."""
        return forms.ValidationError(self.error_messages[code], code=code, params=facts)

    def prepare_value(self, value: Any) -> Any:
        """A stored day as it can be sent back."""
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, date) else value


class SpaceForm(Form):
    """What a space says about itself."""

    service = forms.CharField(
        label=_("Which service is this about?"),
        help_text=_("The name that people know it by."),
        max_length=120,
        error_messages={"required": _("Write the name of the service.")},
    )
    why = forms.CharField(
        label=_("Why now?"),
        help_text=_("One plain sentence: what should change. It stands at the top of the space."),
        max_length=300,
        widget=forms.Textarea(attrs={"class": "few", "rows": 3}),
        error_messages={"required": _("Write one sentence that says why.")},
    )
    for_whom = forms.CharField(
        label=_("For whom?"),
        help_text=_("Who uses the service, in words they would use themselves."),
        max_length=300,
        error_messages={"required": _("Write who the service is for.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("In which languages do you work?"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language.")},
    )
    until = DayField(
        label=_("Until when?"), help_text=_("When the work should be done, like 14.5.2027. You can change it later.")
    )
    reading = forms.ChoiceField(
        label=_("Who may read what is published here?"),
        help_text=_("What people said stands here only in figures and words about five people or more."),
        choices=Space.Reading,
        initial=Space.Reading.CARDS,
        widget=forms.RadioSelect,
    )

    def clean_until(self) -> date | None:
        """A day that has passed is kept where it stood already, and asked for again where it is new."""
        until: date | None = self.cleaned_data["until"]
        if until and until < today() and until != self.initial.get("until"):
            raise forms.ValidationError(_("This day has passed. Write a day to come."))
        return until


class OpenSpaceForm(SpaceForm):
    """A new space. ``once`` is the same when the form is sent twice."""

    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class SettingsForm(SharedForm, SpaceForm):
    """The settings of a space: what it says, whom to talk to, and what it calls each role."""

    contact_name = forms.CharField(label=_("Name"), max_length=80, required=False)
    contact_phone = forms.RegexField(
        r"^[+0-9 ()-]*$",
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "short"}),
        error_messages={"invalid": _("Write the number with figures and spaces, like 0055 501 42.")},
    )
    contact_note = forms.CharField(
        label=_("For whom they work, and when they can be reached"),
        help_text=_("For example: works for the association Silta. Monday to Friday 10 to 18."),
        max_length=200,
        required=False,
    )

    def __init__(self, given: Any = None, *, space: Space) -> None:
        names = ("service", "why", "for_whom", "languages", "until", "reading",
                 "contact_name", "contact_phone", "contact_note")  # fmt: skip
        facts = {name: getattr(space, name) for name in names}
        facts |= {f"label_{role}": space.labels.get(role, "") for role in Role}
        super().__init__(given, initial=facts)
        for role in Role:
            self.fields[f"label_{role}"] = forms.CharField(label=role.label, max_length=40, required=False)

    def role_names(self) -> list[forms.BoundField]:
        """The fields for what each role is called."""
        return [self[f"label_{role}"] for role in Role]

    def facts(self) -> dict[str, Any]:
        """What is to be kept, by the names of the record."""
        given = dict(self.cleaned_data)
        labels = {str(role): name for role in Role if (name := given.pop(f"label_{role}"))}
        return given | {"labels": labels}


def role_choices(space: Space, roles: tuple[Role, ...]) -> list[tuple[str, str]]:
    """Roles by the names that this space gives them."""
    return [(str(role), space.label(role)) for role in roles]


class CardsForm(Form):
    """A sheet of new cards."""

    role = forms.ChoiceField(label=_("For whom are they?"), widget=forms.RadioSelect)
    count = forms.IntegerField(
        label=_("How many?"),
        help_text=_("Ten stand on a page."),
        initial=10,
        min_value=1,
        max_value=MOST_CARDS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many cards, from 1 to 100."),
            "invalid": _("Write a number from 1 to 100."),
            "min_value": _("Write a number from 1 to 100."),
            "max_value": _("Write a number from 1 to 100. Print more sheets for more."),
        },
    )
    language = forms.ChoiceField(label=_("Language of the words"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, given: Any = None, *, space: Space) -> None:
        super().__init__(given)
        self.fields["role"].choices = role_choices(space, CARD_ROLES)  # type: ignore[attr-defined]
        self.fields["role"].initial = Role.USER
        spoken = [code for code in dict(settings.LANGUAGES) if code in space.languages]
        self.fields["language"].initial = spoken[0] if spoken else settings.LANGUAGE_CODE


class LostCardForm(Form):
    """A card that is lost, by what stands on its stub."""

    selector = CardNumberField(
        label=_("What stands on the stub?"),
        help_text=_("Eight characters, like K4QX 7R2M. Spaces and small letters do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Write the eight characters from the stub.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the new words"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        widget=forms.RadioSelect,
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class InviteForm(Form):
    """One person who comes with a named role."""

    role = forms.ChoiceField(label=_("As what?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("A word for yourself"),
        help_text=_("So that you know later whom you asked. Only hosts see it."),
        max_length=60,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("We send the link there. Leave it empty to copy or print the link yourself."),
        required=False,
        error_messages={"invalid": _("Write an e-mail address, like name@example.org.")},
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, given: Any = None, *, space: Space) -> None:
        super().__init__(given)
        self.fields["role"].choices = role_choices(space, INVITED_ROLES)  # type: ignore[attr-defined]
        if not settings.MAIL_IS_SET_UP:
            del self.fields["email"]


class RoleForm(Form):
    """Another named role for a member."""

    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, given: Any = None, *, space: Space, role: str = "") -> None:
        super().__init__(given, initial={"role": role}, auto_id=False)
        self.fields["role"].choices = role_choices(space, INVITED_ROLES)  # type: ignore[attr-defined]


class OnceForm(Form):
    """A button that does something once, however often it is pressed."""

    once = forms.UUIDField(widget=forms.HiddenInput)
