"""What every form here is built on, forms that two people may have open at once, and the form of samples."""

from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

GOT_LOST = _("Something on this page got lost on the way. Open the page anew and send it once more.")
TOO_LONG = ngettext_lazy(
    "Only one character fits here; there are %(show_value)d. Make it shorter.",
    "At most %(limit_value)d characters fit here; there are %(show_value)d. Make it shorter.",
    "limit_value",
)
TOO_SHORT = ngettext_lazy(
    "Write at least one character.",
    "Write at least %(limit_value)d characters; there are %(show_value)d.",
    "limit_value",
)
# What a field says where its form has no better sentence. A kind of field adds to what the kind above it says.
WORDS: dict[type[forms.Field], dict[str, Any]] = {
    forms.Field: {"required": _("Write something here."), "invalid": _("This cannot be read. Write it anew.")},
    forms.CharField: {
        "max_length": TOO_LONG,
        "min_length": TOO_SHORT,
        "null_characters_not_allowed": _("There is a character here that cannot be kept. Write this anew."),
    },
    forms.EmailField: {"invalid": _("This is not a whole e-mail address. It looks like anna@example.org.")},
    forms.IntegerField: {
        "required": _("Write a number."),
        "invalid": _("Write a whole number, in figures."),
        "min_value": _("Write %(limit_value)s or a larger number."),
        "max_value": _("Write %(limit_value)s or a smaller number."),
    },
    forms.BooleanField: {"required": _("Tick this to go on.")},
    forms.ChoiceField: {"required": _("Choose one."), "invalid_choice": _("Choose one of those that stand here.")},
    forms.MultipleChoiceField: {
        "required": _("Choose at least one."),
        "invalid_list": _("Choose from those that stand here."),
        "invalid_choice": _("Choose from those that stand here."),
    },
    forms.FileField: {
        "required": _("Choose a file."),
        "invalid": _("Choose the file anew."),
        "missing": _("Choose the file anew."),
        "empty": _("There is nothing in this file. Choose another one."),
    },
}


def words_of(field: forms.Field) -> dict[str, Any]:
    """What ``field`` says when something is wrong: its own sentences, and ours in place of Django's."""
    ours: dict[str, Any] = {}
    stock: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        ours |= WORDS.get(kind, {})
        if kind.__module__.startswith("django."):
            stock |= vars(kind).get("default_error_messages", {})
    if field.widget.is_hidden:
        ours = dict.fromkeys(stock | ours, GOT_LOST)
    own = {code: said for code, said in field.error_messages.items() if said is not stock.get(code)}
    return field.error_messages | ours | own


class OurWords(forms.BaseForm):
    """A form of somebody else's whose errors are said in our words. Ours are built on ``Form``."""

    def __getitem__(self, name: str) -> forms.BoundField:
        """A field as pages show it. A browser would cut what is pasted into a text at ``maxlength``, and not say so."""
        bound = super().__getitem__(name)
        if isinstance(bound.field.widget, forms.Textarea):
            bound.field.widget.attrs.pop("maxlength", None)
        return bound

    def full_clean(self) -> None:
        """Fields that a form makes as late as when it is built are heard too."""
        for field in self.fields.values():
            field.error_messages = words_of(field)
        super().full_clean()


class Form(OurWords, forms.Form):
    """What every form here is built on."""


class SharedForm(Form):
    """A form over something that others may change meanwhile. What stands now is ``initial``.

    Each field carries along how it stood when the page was opened. A field that was left alone takes what stands
    now; one that both have changed comes back with both texts, and pressing again keeps the one in the field.
    """

    clashes: tuple[str, ...] = ()

    def openings(self) -> SafeString:
        """Hidden fields that say how each field stood when the page was opened. The form's template shows them."""
        return mark_safe("".join(self.opening(field) for field in self))  # noqa: S308 - made by Django's own widgets

    def opening(self, bound: forms.BoundField) -> str:
        """One of them: as it was sent, never what was typed. After a clash what stands: the next press decides."""
        widget, name = bound.field.hidden_widget(), bound.html_initial_name
        stands = bound.field.prepare_value(self.initial.get(bound.name))
        if name in self.data and bound.name not in self.clashes:
            stands = widget.value_from_datadict(self.data, self.files, name)
        if isinstance(stands, list) and not any(stands):  # a list with nothing in it has to be told from no list
            return forms.HiddenInput().render(name, "")
        return widget.render(name, stands)

    def clean(self) -> dict[str, Any]:
        """Join what was changed here with what was changed meanwhile."""
        for name, given in list(self.cleaned_data.items()):
            stands, opened = self.initial.get(name), self.opened(name)
            if given == opened:
                self.cleaned_data[name] = stands
            elif stands not in (opened, given):
                self.clashes += (name,)
                said = _("Somebody has changed this since you opened the page. It now says: %(text)s")
                self.add_error(name, said % {"text": self.in_words(name, stands)})
        return self.cleaned_data

    def opened(self, name: str) -> Any:
        """How a field stood when the page was opened; what stands now, where the page did not say."""
        bound = self[name]
        if bound.html_initial_name not in self.data:
            return self.initial.get(name)
        widget = bound.field.hidden_widget()
        written = widget.value_from_datadict(self.data, self.files, bound.html_initial_name)
        try:
            opened = bound.field.to_python(written)
        except forms.ValidationError:
            return self.initial.get(name)
        return [one for one in opened if one] if isinstance(opened, list) else opened

    def in_words(self, name: str, value: Any) -> str:
        """A value as the reader of the page knows it."""
        labels = dict(getattr(self.fields[name], "choices", ()))
        if isinstance(value, date):
            return formats.date_format(value)
        values = value if isinstance(value, list) else [value]
        return ", ".join(str(labels.get(one, one)) for one in values) or str(_("nothing"))


class SampleForm(Form):
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
        self.add_error("date", _("Write a day, a month and a year, like 14.5.2027"))
        return self.cleaned_data
