"""What people may send about a space."""

import re
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import CARD_ROLES, INVITED_ROLES, Role
from talkoo.core.models import today
from talkoo.spaces.models import Space

DAY_LAST = re.compile(r"(\d{4})[-./ ]+(\d{1,2})[-./ ]+(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4})")
MOST_CARDS = 100


class DayField(forms.Field):
    """A day as people write it: 14 5 2027, 14.5.2027 or 2027-05-14."""

    widget = forms.TextInput(attrs={"class": "short", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Write a day, a month and a year, like 14 5 2027"),
        "invalid": _("Write a day, a month and a year, like 14 5 2027"),
    }

    def to_python(self, value: Any) -> date | None:
        """The day, or a sentence that says how to write one."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        written = str(value).strip().rstrip(".")
        first, last = DAY_FIRST.fullmatch(written), DAY_LAST.fullmatch(written)
        try:
            if first:
                return date(int(first[3]), int(first[2]), int(first[1]))
            if last:
                return date(int(last[1]), int(last[2]), int(last[3]))
        except ValueError:
            pass
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        """A stored day in the order in which people write it."""
        return f"{value.day} {value.month} {value.year}" if isinstance(value, date) else value


class SpaceForm(forms.Form):
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
        label=_("Until when?"), help_text=_("When the work should be done, like 14 5 2027. You can change it later.")
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


class SettingsForm(SpaceForm):
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


class CardsForm(forms.Form):
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


class LostCardForm(forms.Form):
    """A card that is lost, by what stands on its stub."""

    selector = forms.CharField(
        label=_("What stands on the stub?"),
        help_text=_("Eight signs, like K4QX 7R2M. Spaces and small letters do not matter."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Write the eight signs from the stub.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the new words"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        widget=forms.RadioSelect,
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class InviteForm(forms.Form):
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


class RoleForm(forms.Form):
    """Another named role for a member."""

    role = forms.ChoiceField(label=_("New role"))

    def __init__(self, given: Any = None, *, space: Space, role: str = "") -> None:
        super().__init__(given, initial={"role": role}, auto_id=False)
        self.fields["role"].choices = role_choices(space, INVITED_ROLES)  # type: ignore[attr-defined]


class OnceForm(forms.Form):
    """A button that does something once, however often it is pressed."""

    once = forms.UUIDField(widget=forms.HiddenInput)
