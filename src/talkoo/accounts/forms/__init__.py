"""What people may send at the door."""

from talkoo.accounts.forms.contacts import ContactForm
from talkoo.accounts.forms.factors import (
    AppForm,
    CodeForm,
    CodeOnceMoreForm,
    PasskeyAgainForm,
    PasskeyAloneForm,
    PasskeyForm,
    PasskeyStepForm,
)
from talkoo.accounts.forms.fields import CardNumberField, NameField, OwnEmailField
from talkoo.accounts.forms.people import (
    AddressForm,
    CardForm,
    NewPasswordForm,
    NewUserForm,
    PasswordAgainForm,
    SignInForm,
)

__all__ = [
    "AddressForm",
    "AppForm",
    "CardForm",
    "CardNumberField",
    "CodeForm",
    "CodeOnceMoreForm",
    "ContactForm",
    "NameField",
    "NewPasswordForm",
    "NewUserForm",
    "OwnEmailField",
    "PasskeyAgainForm",
    "PasskeyAloneForm",
    "PasskeyForm",
    "PasskeyStepForm",
    "PasswordAgainForm",
    "SignInForm",
]
