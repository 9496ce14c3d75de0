"""What people may send at the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import User

# A phone's keyboard must neither correct nor remember what stands on a card.
AS_TYPED = {"autocomplete": "off", "autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}

NO_FIT = _("This passkey does not fit. Try once more, or choose another way.")
WHAT_THE_METER_SAYS = {
    "data-strength": "",
    "data-too-short": _("Shorter than 12 signs."),
    "data-weak": _("Easy to guess. Add another word."),
    "data-fair": _("Not bad. One more word makes it good."),
    "data-good": _("Hard to guess."),
}


class CardForm(forms.Form):
    """A card: its number and its five words, in one field so that they can be pasted."""

    selector = forms.CharField(
        label=_("Number of the card"),
        help_text=_("Eight letters and figures. Spaces do not matter."),
        max_length=40,
        error_messages={"required": _("Write the number that stands on the card.")},
        widget=forms.TextInput(attrs=AS_TYPED | {"autocapitalize": "characters"}),
    )
    words = forms.CharField(
        label=_("The five words"),
        help_text=_("With spaces between them. Capital letters and accents do not matter."),
        max_length=200,
        error_messages={"required": _("Write the five words that stand on the card.")},
        widget=forms.TextInput(attrs=AS_TYPED),
    )
    shared = forms.BooleanField(
        label=_("Others use this device too"),
        help_text=_("Then your visit ends by itself after 20 minutes."),
        required=False,
    )


class PasswordField(forms.CharField):
    """A new password, with its rules in words and a meter where there is script."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            label=_("Password"),
            help_text=_("At least 12 signs. Three or four words that you like are good, and easy to keep in mind."),
            strip=False,
            max_length=200,
            error_messages={"required": _("Write a password.")},
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"} | WHAT_THE_METER_SAYS),
            **more,
        )


class NewUserForm(forms.Form):
    """Somebody who comes by invitation sets up a sign-in."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Others see it beside what you do in your role."),
        max_length=80,
        error_messages={"required": _("Write the name that others know you by.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("You sign in with it. Nobody else is shown it."),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. It looks like anna@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = PasswordField()

    def clean_email(self) -> str:
        """One sign-in an address."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(
                _("There is a sign-in with this address already. Sign in with it, then open the invitation again.")
            )
        return email

    def clean(self) -> dict[str, Any]:
        """The password is compared with name and address."""
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            check_password_of(self, password, User(name=cleaned.get("name", ""), email=cleaned.get("email", "")))
        return cleaned


def check_password_of(form: forms.Form, password: str, user: User) -> None:
    """Put what is wrong with a password beside its field."""
    try:
        validate_password(password, user)
    except forms.ValidationError as wrong:
        form.add_error("password", wrong)


class NewPasswordForm(forms.Form):
    """A new password for somebody we know."""

    password = PasswordField()

    def __init__(self, *args: Any, user: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """The password is compared with name and address."""
        cleaned = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            check_password_of(self, password, self.user)
        return cleaned


class AddressForm(forms.Form):
    """An address that a letter about a new password is sent to."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not a whole e-mail address. It looks like anna@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form in our words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["login"] = forms.EmailField(
            label=_("Your e-mail"),
            max_length=254,
            error_messages=AddressForm.base_fields["email"].error_messages,
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        )
        self.fields["password"] = existing_password()


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """allauth's form in our words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"] = existing_password()


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


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step by a code."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"] = code_field(
            _("Code"), _("The six figures that your app shows now, or one of your spare codes.")
        )

    def clean_code(self) -> str:
        """Spaces are forgiven."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return str(super().clean_code())


class CodeOnceMoreForm(CodeAgainForm, CodeForm):  # type: ignore[misc]
    """The same when it is asked for again."""


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app, which shows that it is set up."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["code"] = code_field(_("Code"), _("The six figures that the app shows now."))

    def clean_code(self) -> str:
        """Spaces are forgiven."""
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        return str(super().clean_code())


@contextmanager
def only_what_fits() -> Iterator[None]:
    """Whatever is wrong with what a device said, including rubbish that allauth lets fall through, is one sentence."""
    try:
        yield
    except forms.ValidationError as wrong:
        if wrong.code != "incorrect_code":
            raise
        raise forms.ValidationError(NO_FIT) from wrong
    except (AttributeError, InvalidSignature, LookupError, TypeError, ValueError) as wrong:
        raise forms.ValidationError(NO_FIT) from wrong


class UsePasskey:
    """What a device said when a passkey was used."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["credential"].error_messages.update(required=NO_FIT, invalid=NO_FIT)  # type: ignore[attr-defined]

    def clean_credential(self) -> Any:
        """It has to fit a passkey that we know."""
        with only_what_fits():
            return super().clean_credential()  # type: ignore[misc]


class PasskeyStepForm(UsePasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """As the second step."""


class PasskeyAloneForm(UsePasskey, LoginWebAuthnForm):  # type: ignore[misc]
    """Without a password."""


class PasskeyAgainForm(UsePasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """When it is asked for again."""


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey: what to call it, and what the device said. As it signs in alone, the device asks who is there."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["credential"].error_messages.update(required=NO_FIT, invalid=NO_FIT)
        self.fields["passwordless"] = forms.BooleanField(widget=forms.HiddenInput, initial=True)
        self.fields["name"] = forms.CharField(
            label=_("What to call it"),
            help_text=_("For example: work laptop"),
            max_length=40,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """The device has to have answered our question."""
        with only_what_fits():
            return dict(super().clean())
