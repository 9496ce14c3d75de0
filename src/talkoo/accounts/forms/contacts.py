"""When somebody wants to hear from us, and how."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from talkoo.accounts.models import Contact
from talkoo.accounts.vault import open_address
from talkoo.core.forms import Form
from talkoo.core.mail import can_send

FEWEST_FIGURES = 5
# What is missing, for each way that needs to know where.
MISSING = {
    Contact.Way.MAIL: _("Write your e-mail address, so that we can write to you."),
    Contact.Way.TEXT: _("Write the number that we may send a text message to."),
    Contact.Way.PHONE: _("Write the number that we may call."),
    Contact.Way.LETTER: _("Write the name and address that should stand on the letter."),
    Contact.Way.VISIT: _("Write where we meet you, or by which name the go-between knows you."),
}


def ways(kept: str) -> list[tuple[Any, Any]]:
    """The ways that this installation has, in words that say what each one sends; and the one that is ``kept``."""
    words = {
        Contact.Way.CARD: _("On my page here only. Nothing is sent to me."),
        Contact.Way.MAIL: Contact.Way.MAIL.label if can_send() else _("By e-mail, written by the go-between"),
    }
    offered = [way for way in Contact.Way if way != Contact.Way.MAIL or can_send() or kept == way]
    return [(way.value, words.get(way, way.label)) for way in offered]


class ContactForm(Form):
    """One setting with three values, and a way. Nothing is where everybody starts."""

    news = forms.ChoiceField(
        label=_("When should we tell you something?"),
        help_text=_("“Once a week” means: at most once, and only in a week in which there is something for you."),
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
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"class": "few", "rows": 3, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, given: Any = None, *, contact: Contact | None) -> None:
        kept = contact or Contact()
        super().__init__(given, initial={"news": kept.news, "way": kept.way, "address": open_address(kept) or ""})
        offered = ways(kept.way)
        self.fields["way"].choices = offered  # type: ignore[attr-defined]
        if Contact.Way.MAIL in dict(offered):
            self.fields["address"].help_text = _(
                "Your e-mail address, your phone number, the address for a letter, or where the go-between meets you. "
                "Where nothing is sent we need none."
            )
        else:
            self.fields["address"].help_text = _(
                "Your phone number, the address for a letter, or where the go-between meets you. "
                "Where nothing is sent we need none."
            )

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
            self.add_error(
                "address", _("This is no phone number yet. Write all of it, like 0055 501 42 or +358 55 501 42.")
            )
        return given

    def look_at_mail(self, address: str) -> None:
        """Say so where it cannot be an address."""
        try:
            validate_email(address)
        except ValidationError:
            self.add_error("address", _("This is not a whole e-mail address. It looks like anna@example.org."))
