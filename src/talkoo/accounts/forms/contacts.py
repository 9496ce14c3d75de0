"""When somebody wants to hear from us, and how."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Contact
from talkoo.accounts.vault import open_address
from talkoo.core.forms import Form

FEWEST_FIGURES = 5
# What is missing, for each way that needs to know where.
MISSING = {
    Contact.Way.MAIL: _("Write your e-mail address, so that we can write to you."),
    Contact.Way.TEXT: _("Write the number that we may send a text message to."),
    Contact.Way.PHONE: _("Write the number that we may call."),
    Contact.Way.LETTER: _("Write the name and address that should stand on the letter."),
    Contact.Way.VISIT: _("Write where we meet you, or by which name the go-between knows you."),
}


class ContactForm(Form):
    """One setting with three values, and a way. Nothing is where everybody starts."""

    news = forms.ChoiceField(
        label=_("When should we tell you something?"),
        choices=Contact.News,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “Nothing” is fine.")},
    )
    way = forms.ChoiceField(
        label=_("How?"),
        help_text=_("Only if you want to be told."),
        choices=Contact.Way,
        widget=forms.RadioSelect,
    )
    address = forms.CharField(
        label=_("Where do we find you?"),
        help_text=_(
            "Your e-mail address, your phone number, the address for a letter, or where the go-between meets you. "
            "For your card’s page we need nothing."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"class": "few", "rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, given: Any = None, *, contact: Contact | None) -> None:
        kept = contact or Contact()
        super().__init__(given, initial={"news": kept.news, "way": kept.way, "address": open_address(kept) or ""})
        if not settings.MAIL_IS_SET_UP and kept.way != Contact.Way.MAIL:
            ways = [(way, words) for way, words in Contact.Way.choices if way != Contact.Way.MAIL]
            self.fields["way"].choices = ways  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the address only where one is needed, and keep none where it is not."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        way = Contact.Way(given["way"])
        given["way"] = Contact.Way.CARD if given["news"] == Contact.News.NOTHING else way
        if given["way"] not in MISSING:
            given["address"] = ""
        elif not given["address"]:
            self.add_error("address", MISSING[way])
        elif way == Contact.Way.MAIL:
            self.look_at_mail(given["address"])
        elif way in {Contact.Way.TEXT, Contact.Way.PHONE} and len(re.findall(r"\d", given["address"])) < FEWEST_FIGURES:
            self.add_error("address", _("This is not a whole number. Write it in figures, like 0055 501 42."))
        return given

    def look_at_mail(self, address: str) -> None:
        """Say so where it cannot be an address."""
        try:
            validate_email(address)
        except ValidationError:
            self.add_error("address", _("This is not a whole e-mail address. It looks like anna@example.org."))
