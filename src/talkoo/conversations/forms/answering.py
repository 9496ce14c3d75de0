"""Promising an answer, moving it, writing it, and closing a conversation."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talkoo.conversations.models import Answer, Conversation, Statement
from talkoo.conversations.queries import without_promise
from talkoo.core.forms import Form, SharedForm
from talkoo.core.models import today
from talkoo.spaces.forms import DayField
from talkoo.spaces.models import Membership, Space
from talkoo.spaces.queries import members_of

A_SENTENCE = 20
LONGEST = timedelta(days=730)  # until an answer at most
WHOLE = "whole"  # what is chosen where an answer is owed to the whole conversation


class ParagraphsField(forms.CharField):
    """A longer text. Lines end alike wherever it was written, so that two versions can be compared."""

    def to_python(self, value: Any) -> str:
        """With the ends of lines as we keep them."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def short_text(label: Any, hint: Any, missing: Any, **more: Any) -> forms.CharField:
    """A reason, as it stands in the record."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=300,
        widget=forms.Textarea(attrs={"class": "few", "rows": 3}),
        error_messages={"required": missing, "min_length": missing},
        **more,
    )


class OwedForm(Form):
    """Who owes an answer, and until which day."""

    owner = forms.ChoiceField(
        label=_("Who answers?"),
        help_text=_("Somebody with a named role here. Their name stands beside the promise."),
        error_messages={"required": _("Choose who answers.")},
    )
    due_on = DayField(
        label=_("Until which day?"),
        help_text=_("Like 14.5.2027. Everybody who reads here sees it, and the days are counted."),
    )

    def __init__(self, given: Any = None, *, space: Space, **more: Any) -> None:
        super().__init__(given, **more)
        self.members: dict[str, Membership] = {str(row.pk): row for row in members_of(space)}
        choices = [(key, f"{row.user.name}, {space.label(row.role)}") for key, row in self.members.items()]
        self.fields["owner"].choices = [("", _("Choose a person")), *choices]  # type: ignore[attr-defined]

    def clean_owner(self) -> Membership:
        """The person behind the choice."""
        return self.members[self.cleaned_data["owner"]]

    def clean_due_on(self) -> date:
        """A day to come, or the one that stands."""
        due_on: date = self.cleaned_data["due_on"]
        if due_on < today() and due_on != self.initial.get("due_on"):
            raise forms.ValidationError(_("This day has passed. Write a day to come."))
        if due_on > today() + LONGEST and due_on != self.initial.get("due_on"):
            raise forms.ValidationError(_("Nobody can wait that long. Write a day within two years."))
        return due_on


class PromiseForm(OwedForm):
    """A new promise, to the whole conversation or to one statement. It stays, so nothing is chosen beforehand."""

    statement = forms.ChoiceField(
        label=_("What is answered?"),
        error_messages={"required": _("Choose what is answered.")},
    )
    field_order = ("statement", "owner", "due_on")

    def __init__(self, given: Any = None, *, conversation: Conversation, has_whole: bool, **more: Any) -> None:
        super().__init__(given, space=conversation.space, **more)
        self.statements: dict[str, Statement] = {str(one.pk): one for one in without_promise(conversation)}
        whole = [] if has_whole else [(WHOLE, _("The whole conversation"))]
        each = [(key, one.text) for key, one in self.statements.items()]
        self.fields["statement"].choices = [("", _("Choose what is answered")), *whole, *each]  # type: ignore[attr-defined]
        if has_whole:
            self.fields["statement"].help_text = _("The answer to the whole conversation is promised already.")

    def clean_statement(self) -> Statement | None:
        """The statement behind the choice; None is the whole conversation."""
        return self.statements.get(self.cleaned_data["statement"])


class MoveForm(OwedForm):
    """Another day or another person, and why."""

    reason = short_text(
        _("Why does it move?"),
        _("Everybody reads this beside the day that was promised first."),
        _("Write a sentence that says why."),
    )

    def __init__(self, given: Any = None, *, answer: Answer, space: Space) -> None:
        initial = {"owner": str(answer.owner_id), "due_on": answer.due_on}
        super().__init__(given, space=space, initial=initial, auto_id="move_%s")

    def clean(self) -> dict[str, Any]:
        """Something has to move."""
        given = super().clean() or self.cleaned_data
        if (
            not self.errors
            and given["due_on"] == self.initial["due_on"]
            and str(given["owner"].pk) == self.initial["owner"]
        ):
            self.add_error("due_on", _("This is how it stands. Write another day, or choose another person."))
        return given


def part(label: Any, hint: Any) -> ParagraphsField:
    """One of the three parts of an answer."""
    return ParagraphsField(label=label, help_text=hint, max_length=4000, required=False, widget=forms.Textarea)


class AnswerForm(SharedForm):
    """You said, we did, we did not because. It may be kept half written; given it is whole."""

    said = part(_("You said"), _("What you heard from people, in words they would know again."))
    did = part(_("We did"), _("What has changed, or will and until when."))
    did_not = part(_("We did not, because"), _("What stays as it is, and the honest reason."))

    def __init__(self, given: Any = None, *, answer: Answer, is_given: bool = False) -> None:
        super().__init__(given, initial={"said": answer.said, "did": answer.did, "did_not": answer.did_not})
        self.is_given = is_given
        for field in self.fields.values():
            field.is_asked_later = True  # type: ignore[attr-defined]  # half written it may be kept without, not given

    def clean(self) -> dict[str, Any]:
        """Before it is given: what was heard, and at least one of what was done and what was not."""
        given = super().clean()
        if self.is_given and not self.errors:
            if not given["said"]:
                self.add_error("said", _("Write what you heard. People should see that it is about what they said."))
            if not given["did"] and not given["did_not"]:
                self.add_error("did", _("Write what you did, or below what you did not and why."))
        return given


class CloseForm(Form):
    """Why a conversation is closed although an answer is owed."""

    reason = short_text(
        _("Why is it closed all the same?"),
        _("Everybody who may read here reads this, for as long as the conversation stands."),
        _("Write at least one whole sentence. Those who wait for an answer will read it."),
        min_length=A_SENTENCE,
    )
