"""A room that people join by one code: opening it, and coming in."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.conversations.forms.paper import CodeField
from talkoo.core.forms import Form

SHORTEST, LONGEST_ROOM = 15, 180  # minutes
MOST_PEOPLE = 500


class RoomForm(Form):
    """A new room."""

    role = forms.ChoiceField(label=_("Who is in the room?"), widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label=_("For how many minutes?"),
        initial=60,
        min_value=SHORTEST,
        max_value=LONGEST_ROOM,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many minutes, from 15 to 180."),
            "invalid": _("Write a number from 15 to 180."),
            "min_value": _("Write a number from 15 to 180."),
            "max_value": _("Write a number from 15 to 180."),
        },
    )
    most = forms.IntegerField(
        label=_("For how many people at most?"),
        help_text=_("Count the people in the room. So nobody outside can fill it with the code."),
        initial=30,
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={
            "required": _("Write how many people, from 1 to 500."),
            "invalid": _("Write a number from 1 to 500."),
            "min_value": _("Write a number from 1 to 500."),
            "max_value": _("Write a number from 1 to 500."),
        },
    )
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, given: Any = None, *, roles: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(given)
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0][0]


class JoinForm(Form):
    """The code of a room."""

    code = CodeField(label=_("The code on the wall"))
    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
