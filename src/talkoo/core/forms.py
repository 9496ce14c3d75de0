"""The form on the page of components."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One of every kind of field."""

    shows = forms.CharField(label=_("What shows it?"), help_text=_("For example the rota or an agreement"))
    date = forms.CharField(label=_("Date on the document"), widget=forms.TextInput(attrs={"class": "short"}))
    language = forms.ChoiceField(
        label=_("Language of the visit"),
        choices=[("fi", "Suomi"), ("sv", "Svenska"), ("so", "Soomaali")],
    )
    story = forms.CharField(
        label=_("What happened?"),
        help_text=_("Start anywhere. Spelling does not matter."),
        required=False,
        widget=forms.Textarea(attrs={"class": "few"}),
    )
    answer = forms.ChoiceField(
        label=_("Are the right people there?"),
        choices=[("no", _("No")), ("mostly", _("Mostly")), ("unsure", _("I don’t know"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"),
        choices=[("tue", _("Tuesday")), ("thu", _("Thursday"))],
        widget=forms.CheckboxSelectMultiple,
    )
    quote = forms.BooleanField(
        label=_("A few lines may be shown, without any name"),
        help_text=_("You see the lines first."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The sample is always wrong in one place."""
        self.add_error("date", _("Write a day, a month and a year, like 14 5 2026"))
        return self.cleaned_data
