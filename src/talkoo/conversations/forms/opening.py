"""What a host may send to prepare a conversation, and to move its last day."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from talkoo.accounts.models import CARD_ROLES
from talkoo.conversations.forms.taking_part import LONGEST, SentenceField
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.queries.opening import bare, seeds_of
from talkoo.core.forms import Form, SharedForm
from talkoo.core.models import today
from talkoo.spaces.forms import DayField, role_choices

LONGEST_WHY = 2000
MOST_OF_A_ROLE = 10_000
TOO_LONG_LINES = ngettext_lazy(
    "One line is longer than 280 characters. Say it shorter, or as two: “%(line)s”",
    "%(n)d lines are longer than 280 characters. Say them shorter, or as two each. The first one: “%(line)s”",
    "n",
)


class WordsField(forms.CharField):
    """Some sentences, whose line breaks are the same whichever browser sent them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=LONGEST_WHY, widget=forms.Textarea(attrs={"class": "few", "rows": 4}), **more)

    def to_python(self, value: Any) -> str:
        """The words with plain line breaks."""
        return "\n".join((super().to_python(value) or "").splitlines())


class QuestionForm(Form):
    """What a conversation says about itself."""

    question = SentenceField(
        label=_("What do you ask?"),
        help_text=_("One open question in plain words, about something that can change."),
        max_length=300,
        error_messages={"required": _("Write the question. It can be changed until the conversation opens.")},
    )
    why = WordsField(
        label=_("Why do you ask?"),
        help_text=_("What made you ask now. People read it before they answer."),
        error_messages={"required": _("Write one sentence that says why you ask.")},
    )
    can_change = WordsField(
        label=_("What can change because of it?"),
        help_text=_("Who decides, by when, and what cannot change whatever people say."),
        error_messages={"required": _("Write what can change. If nothing can, do not ask yet.")},
    )


class BeginForm(QuestionForm):
    """A new conversation. ``once`` is the same when the form is sent twice."""

    once = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)


class PrepareForm(SharedForm, QuestionForm):
    """All that a draft says about itself. Who may take part and the last day may wait until it opens."""

    who = forms.MultipleChoiceField(
        label=_("Who may take part?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Choose from those that stand here.")},
    )
    begins_on = DayField(
        label=_("First day"),
        help_text=_("Like 14.5.2027. Left empty, it is the day on which you open the conversation."),
        required=False,
    )
    ends_on = DayField(
        label=_("Last day"),
        help_text=_("The last day on which people vote. Two to four weeks are enough for most."),
        required=False,
    )
    adds = forms.TypedChoiceField(
        label=_("May people add statements of their own?"),
        help_text=_("Until about the last fifth of the time, so that everybody can still answer each of them."),
        choices=[("yes", _("Yes")), ("no", _("No, they only vote"))],
        widget=forms.RadioSelect,
    )
    checking = forms.ChoiceField(
        label=_("When are new statements checked?"),
        help_text=_("Whichever you choose, a person looks at each one, by ground rules that everybody can read."),
        choices=Conversation.Checking,
        widget=forms.RadioSelect,
    )

    def __init__(self, given: Any = None, *, conversation: Conversation) -> None:
        """Start from the draft as it stands."""
        names = ("question", "why", "can_change", "who", "begins_on", "ends_on", "checking")
        facts = {name: getattr(conversation, name) for name in names}
        facts["adds"] = "yes" if conversation.adds else "no"
        facts |= {f"expected_{role}": conversation.expected.get(role) for role in CARD_ROLES}
        super().__init__(given, initial=facts)
        labels = dict(role_choices(conversation.space, CARD_ROLES))
        self.fields["who"].choices = list(labels.items())  # type: ignore[attr-defined]
        for role in CARD_ROLES:
            self.fields[f"expected_{role}"] = forms.IntegerField(
                label=_("How many do you expect: %(role)s") % {"role": labels[role]},
                min_value=0,
                max_value=MOST_OF_A_ROLE,
                required=False,
                widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
            )

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """For each role, whether it may take part and how many are expected."""
        return [(option, self[f"expected_{option.data['value']}"]) for option in self["who"]]

    def clean_who(self) -> list[str]:
        """In the order in which roles always stand."""
        given = self.cleaned_data["who"]
        return [str(role) for role in CARD_ROLES if role in given]

    def clean(self) -> dict[str, Any]:
        """The last day is to come and after the first one."""
        super().clean()
        begins, ends = self.cleaned_data.get("begins_on"), self.cleaned_data.get("ends_on")
        if begins and begins < today() and begins != self.initial["begins_on"]:
            self.add_error("begins_on", _("This day has passed. Leave it empty to begin on the day you open it."))
        if ends and ends <= today() and ends != self.initial["ends_on"]:
            self.add_error("ends_on", _("This day has passed or is today. Write a day to come."))
        elif begins and ends and ends <= begins:
            self.add_error("ends_on", _("The last day is before the first, or the same. Write a later one."))
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What is to be kept, by the names of the record."""
        given = dict(self.cleaned_data)
        numbers = {str(role): given.pop(f"expected_{role}") for role in CARD_ROLES}
        return given | {
            "adds": given["adds"] == "yes",
            "expected": {role: number for role, number in numbers.items() if number is not None},
        }


class SeedsForm(Form):
    """New seed statements, one a line."""

    lines = forms.CharField(
        label=_("New statements"),
        help_text=_("One a line. Several at once are fine."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write at least one statement.")},
    )

    def clean_lines(self) -> list[str]:
        """The lines that say something, as they are kept."""
        sentence = SentenceField(required=False)
        lines = [text for line in str(self.cleaned_data["lines"]).splitlines() if (text := sentence.clean(line))]
        too_long = [line for line in lines if len(line) > LONGEST]
        if too_long:
            facts = {"n": len(too_long), "line": f"{too_long[0][:60]}…"}
            raise forms.ValidationError(TOO_LONG_LINES, params=facts)
        if not lines:
            raise forms.ValidationError(self.fields["lines"].error_messages["required"])
        return lines


class SeedForm(SharedForm):
    """Other words for one seed statement, on a page that has many."""

    text = SentenceField(
        label=_("Statement"), max_length=LONGEST, error_messages={"required": _("Write the statement, or remove it.")}
    )

    def __init__(self, given: Any = None, *, seed: Statement) -> None:
        """Start from the words as they are."""
        super().__init__(given, initial={"text": seed.text}, auto_id=f"s{seed.number}-%s")
        self.seed = seed

    def clean_text(self) -> str:
        """Words that say what no other seed statement says."""
        text: str = self.cleaned_data["text"]
        others = seeds_of(self.seed.conversation).exclude(pk=self.seed.pk).values_list("text", flat=True)
        said = _("“%(other)s” says this already. Change one of the two, or remove it.")
        for other in others:
            if bare(other) == bare(text):
                raise forms.ValidationError(said, params={"other": other})
        return text


class LastDayForm(Form):
    """Another last day for a conversation that is open."""

    ends_on = DayField(
        label=_("New last day"), help_text=_("The last day on which people vote: today or later, like 14.5.2027.")
    )

    def __init__(self, given: Any = None, *, conversation: Conversation) -> None:
        """Start from the last day as it is."""
        super().__init__(given, initial={"ends_on": conversation.ends_on})
        self.conversation = conversation

    def clean_ends_on(self) -> Any:
        """Not before today, and not before people could vote at all."""
        ends_on, begins = self.cleaned_data["ends_on"], self.conversation.begins_on
        if ends_on < today():
            raise forms.ValidationError(_("This day has passed. Write today or a day to come."))
        if begins and ends_on <= begins and begins > today():
            raise forms.ValidationError(_("This is not after the first day. Write a later one."))
        return ends_on
