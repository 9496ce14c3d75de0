"""What host and go-between may send about a statement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.conversations.models import Statement
from talkoo.conversations.queries.checking import shown_with_number
from talkoo.core.forms import Form

# For one that says the same as another one there is merging, which keeps its votes.
GROUNDS = [(value, label) for value, label in Statement.Ground.choices if value != Statement.Ground.SAME]


class CheckForm(Form):
    """A decision about one statement, and how it was when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)


class GroundForm(CheckForm):
    """Why one is sent back or left out: by which ground rule, and what whoever wrote it should know."""

    ground = forms.ChoiceField(
        label=_("The ground rule it is about"),
        choices=GROUNDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the ground rules.")},
    )
    note = forms.CharField(
        label=_("A few words to whoever wrote it"),
        help_text=_("Only they read this. Say what would help."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "few"}),
    )


class MergeForm(CheckForm):
    """With which shown statement it is merged."""

    into = forms.IntegerField(
        label=_("Number of the other statement"),
        min_value=0,
        max_value=2**31 - 1,
        error_messages={
            "required": _("Write the number that stands beside the other statement."),
            "min_value": _("No statement with this number is shown. Look at the number once more."),
            "max_value": _("No statement with this number is shown. Look at the number once more."),
        },
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *given: Any, statement: Statement, **more: Any) -> None:
        super().__init__(*given, **more)
        self.statement = statement

    def clean_into(self) -> Statement:
        """The statement itself."""
        found = shown_with_number(self.statement.conversation, self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(_("No statement with this number is shown. Look at the number once more."))
        if found.pk == self.statement.pk:
            raise forms.ValidationError(_("This is the statement itself. Write the number of the other one."))
        return found
