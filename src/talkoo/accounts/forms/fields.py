"""Fields that stand in more than one form, each with its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from talkoo.accounts.actions.cards import as_selector

# A phone's keyboard must neither correct nor remember what stands on a card.
AS_TYPED = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
NUMBER_LENGTH = 8

WHAT_THE_METER_SAYS = {
    "data-strength": "",
    "data-too-short": _("Shorter than 12 characters."),
    "data-weak": _("Easy to guess. Add another word."),
    "data-fair": _("Not bad. One more word makes it good."),
    "data-good": _("Hard to guess."),
}


class CardNumberField(forms.CharField):
    """The number of a card, however it is spaced. Its length is looked at here: that tells nothing about any card."""

    default_error_messages = {
        "length": ngettext_lazy(
            "The number has eight characters; there is one here.",
            "The number has eight characters; there are %(count)d here.",
            "count",
        )
    }

    def validate(self, value: str) -> None:
        """Eight characters, or how many there are."""
        super().validate(value)
        count = len(as_selector(value))
        if value and count != NUMBER_LENGTH:
            raise forms.ValidationError(self.error_messages["length"], code="length", params={"count": count})


class PasswordField(forms.CharField):
    """A new password, with its rules in words and a meter where there is script."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Password"),
            help_text=_(
                "At least 12 characters. Three or four words that you like are good, and easy to keep in mind."
            ),
            strip=False,
            max_length=200,
            error_messages={"required": _("Write a password.")},
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"} | WHAT_THE_METER_SAYS),
            **more,
        )


class NameField(forms.CharField):
    """The name that a user stands here with."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Your name"),
            help_text=_("Others see it beside what you do in your role."),
            max_length=80,
            error_messages={"required": _("Write the name that others know you by.")},
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            **more,
        )


class OwnEmailField(forms.EmailField):
    """The address that a user signs in with."""

    def __init__(self, *, help_text: Any = "", **more: Any) -> None:
        super().__init__(
            label=_("Your e-mail"),
            help_text=help_text or _("You sign in with it. Nobody else is shown it."),
            max_length=254,
            error_messages={
                "required": _("Write your e-mail address."),
                "invalid": _("This is not a whole e-mail address. It looks like anna@example.org."),
            },
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            **more,
        )


def existing_password() -> forms.CharField:
    """The field for a password that somebody has."""
    return forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def code_field(label: Any, hint: Any) -> forms.CharField:
    """The field for a code: one field, pasting allowed, spaces forgiven."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=40,
        error_messages={"required": _("Write the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "class": "short", "spellcheck": "false"}),
    )
