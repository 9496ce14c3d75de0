"""What people may change about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.forms import NameField, OwnEmailField
from talkoo.accounts.models import User
from talkoo.core.forms import Form

WRONG = _("This is not your password. Nothing was changed.")


class PasswordAskedForm(Form):
    """Something that only the person themself may do: the password once more."""

    password = forms.CharField(
        label=_("Your password now"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Write your password: it shows that it is you.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, given: Any = None, *, user: User, **more: Any) -> None:
        super().__init__(given, **more)
        self.user = user

    def needs_password(self) -> bool:
        """Whether this very change asks for it."""
        return True

    def clean_password(self) -> str:
        """Compared only where it is needed."""
        password: str = self.cleaned_data["password"]
        if self.needs_password() and not self.user.check_password(password):
            raise forms.ValidationError(WRONG if password else _("Write your password: it shows that it is you."))
        return password


class OwnFactsForm(PasswordAskedForm):
    """Name and address. The password is asked for where the address changes."""

    name = NameField()
    email = OwnEmailField(
        help_text=_("You sign in with it. Nobody else is shown it. To change it, write your password too.")
    )
    field_order = ("name", "email", "password")

    def __init__(self, given: Any = None, *, user: User) -> None:
        super().__init__(given, user=user, initial={"name": user.name, "email": user.email})
        self.fields["password"].required = False

    def clean_email(self) -> str:
        """As it is kept."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """One sign-in an address; told only to whoever has shown that it is they."""
        given = super().clean() or self.cleaned_data
        if not self.errors and User.objects.filter(email=given["email"]).exclude(pk=self.user.pk).exists():
            self.add_error("email", _("There is another sign-in with this address. Choose another one."))
        return given

    def needs_password(self) -> bool:
        """The address is the way in, so nobody else may move it."""
        return bool(self.cleaned_data.get("email", self.user.email) != self.user.email)
