"""A card, a new sign-in, a password."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.forms.fields import (
    AS_TYPED,
    CardNumberField,
    NameField,
    OwnEmailField,
    PasswordField,
    existing_password,
)
from talkoo.accounts.models import User
from talkoo.core.forms import Form, OurWords


class CardForm(Form):
    """A card: its number and its five words, in one field so that they can be pasted."""

    selector = CardNumberField(
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


class NewUserForm(Form):
    """Somebody who comes by invitation sets up a sign-in."""

    name = NameField()
    email = OwnEmailField()
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
    """Put what is wrong with a password beside its field: the first thing, for the others may go with it."""
    try:
        validate_password(password, user)
    except forms.ValidationError as wrong:
        form.add_error("password", wrong.error_list[0])


class NewPasswordForm(Form):
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


class AddressForm(Form):
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


class SignInForm(OurWords, LoginForm):  # type: ignore[misc]
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


class PasswordAgainForm(OurWords, ReauthenticateForm):  # type: ignore[misc]
    """allauth's form in our words."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["password"] = existing_password()
