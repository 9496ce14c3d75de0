"""Voting on paper: how many sheets, which one is typed in, and what stood on it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from talkoo.accounts.actions import as_selector
from talkoo.accounts.forms import CardNumberField
from talkoo.conversations.forms.taking_part import LONGEST, SentenceField
from talkoo.conversations.models import Vote
from talkoo.conversations.queries import MOST_SHEETS, Row
from talkoo.core.forms import Form

AS_WRITTEN = {"autocomplete": "off", "autocapitalize": "characters", "autocorrect": "off", "spellcheck": "false"}
LENGTH = ngettext_lazy(
    "The code has eight characters; there is one here.",
    "The code has eight characters; there are %(count)d here.",
    "count",
)


class CodeField(CardNumberField):
    """The code of a sheet or a room: eight characters, however they are spaced."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            help_text=_("Eight letters and figures. Spaces and small letters do not matter."),
            max_length=40,
            widget=forms.TextInput(attrs=AS_WRITTEN | {"class": "short"}),
            error_messages={"required": _("Write the code."), "length": LENGTH},
            **more,
        )

    def clean(self, value: Any) -> str:
        """The code as it is kept."""
        return as_selector(super().clean(value))


class VotingSheetsForm(Form):
    """New voting sheets."""

    count = forms.IntegerField(
        label=_("How many sheets?"),
        help_text=_("One for each person. Every sheet has a code of its own."),
        initial=10,
        min_value=1,
        max_value=MOST_SHEETS,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many sheets, from 1 to 50."),
            "invalid": _("Write a number from 1 to 50."),
            "min_value": _("Write a number from 1 to 50."),
            "max_value": _("Write a number from 1 to 50. Make them once more for more."),
        },
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    size = forms.ChoiceField(
        label=_("How large?"),
        choices=[
            ("normal", _("Normal print")),
            ("large", _("Large print, for eyes that are tired or do not see well")),
        ],
        initial="normal",
        widget=forms.RadioSelect,
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, given: Any = None, *, languages: Sequence[str] = ()) -> None:
        super().__init__(given)
        spoken = [code for code in dict(settings.LANGUAGES) if code in languages]
        self.fields["language"].initial = spoken[0] if spoken else settings.LANGUAGE_CODE


class SheetCodeForm(Form):
    """Which sheet is to be typed in. The code is all that is asked, so it has the focus at once."""

    code = CodeField(label=_("Code of the sheet"))

    def __init__(self, given: Any = None) -> None:
        super().__init__(given)
        if not self.is_bound:
            self.fields["code"].widget.attrs["autofocus"] = True


class BoxesWidget(forms.RadioSelect):
    """Three boxes as they stand on the sheet, and one for a row without a tick. Each has a key."""

    keys: ClassVar[dict[str, str]] = {"1": "1", "-1": "2", "0": "3", "": "0"}
    has_focus = False  # whether typing begins in this row

    def create_option(self, *args: Any, **more: Any) -> dict[str, Any]:
        """The key stands on the box itself, where the page's script finds it."""
        option = super().create_option(*args, **more)
        option["attrs"]["data-key"] = self.keys.get(str(option["value"]), "")
        if self.has_focus and option["selected"]:
            option["attrs"]["autofocus"] = True
        return option


class SheetForm(Form):
    """What stood on a sheet. Empty and unreadable rows are left as they are; a card's number says more than a tick."""

    role = forms.ChoiceField(
        label=_("Which role is ticked?"),
        help_text=_("Only the number of a card, further down, can stand in for it."),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one, or write the number of the card. Without it nobody can count this."),
            "invalid_choice": _("Choose one of those that stand here."),
        },
    )
    said = SentenceField(
        label=_("I want to say something"),
        help_text=_("As it stands on the sheet. Leave out names of people."),
        max_length=LONGEST,
        required=False,
    )
    card = CardNumberField(
        label=_("Number of the card"),
        help_text=_(
            "If it stands on the sheet. Then the person finds these votes with their card and can change them."
        ),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=AS_WRITTEN | {"class": "short"}),
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(
        self,
        given: Any = None,
        *,
        rows: Sequence[Row] = (),
        roles: Sequence[tuple[str, str]] = (),
        takes_words: bool = True,
    ) -> None:
        super().__init__(given)
        self.rows = rows
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["role"].required = not self["card"].value()
        if not takes_words:
            del self.fields["said"]
        for row in rows:
            if row.text:
                self.fields[f"row_{row.number}"] = forms.TypedChoiceField(
                    label=row.text,
                    choices=[*Vote.Choice.choices, ("", _("nothing"))],
                    coerce=int,
                    empty_value=None,
                    required=False,
                    widget=BoxesWidget,
                )
        boxes = [field.widget for field in self.fields.values() if isinstance(field.widget, BoxesWidget)]
        if boxes and not self.is_bound:
            boxes[0].has_focus = True

    def boxes(self) -> list[tuple[Row, forms.BoundField | None]]:
        """Each row of the sheet with its boxes; without, where the statement was taken back."""
        return [(row, self[f"row_{row.number}"] if row.text else None) for row in self.rows]

    def clean(self) -> dict[str, Any]:
        """A sheet on which nothing stands is no voice, and nobody is made for it."""
        given = self.cleaned_data
        ticks = [given.get(f"row_{row.number}") for row in self.rows]
        if not self.errors and not given.get("said") and all(tick is None for tick in ticks):
            said = _("Nothing is ticked here and nothing is written. A sheet that came back empty is not typed in.")
            raise forms.ValidationError(said)
        return given

    def facts(self) -> dict[str, Any]:
        """What was read, by the names of ``actions.Read``."""
        given = self.cleaned_data
        votes = {row.statement: given.get(f"row_{row.number}") for row in self.rows}
        return {
            "votes": {pk: choice for pk, choice in votes.items() if choice is not None},
            "role": given["role"],
            "card": given["card"],
            "said": given.get("said", ""),
        }
