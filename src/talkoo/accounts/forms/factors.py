"""The second step of a sign-in: a code or a passkey."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.forms.fields import code_field
from talkoo.core.forms import OurWords

NO_FIT = _("This passkey does not fit. Try once more, or choose another way.")


class CodeForm(OurWords, AuthenticateForm):  # type: ignore[misc]
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


class AppForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]
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


class UsePasskey(OurWords):
    """What a device said when a passkey was used."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["credential"].error_messages.update(required=NO_FIT, invalid=NO_FIT)

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


class PasskeyForm(OurWords, AddWebAuthnForm):  # type: ignore[misc]
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

    def clean_credential(self) -> dict[str, Any]:
        """An answer is never empty: allauth would keep an empty one without looking at it."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict) or not credential:
            raise forms.ValidationError(NO_FIT)
        return credential

    def clean(self) -> dict[str, Any]:
        """The device has to have answered our question."""
        with only_what_fits():
            return dict(super().clean() or {})
