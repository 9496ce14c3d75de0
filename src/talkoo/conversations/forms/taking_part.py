"""What people may say in a conversation, and how it is put into other languages."""

from typing import Any
from unicodedata import category, normalize
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from talkoo.conversations.models import Statement
from talkoo.core.forms import Form, SharedForm
from talkoo.core.text import plain
from talkoo.spaces.models import Space

LONGEST = 280
LONGEST_TRANSLATION = 560  # some languages need more room


class SentenceField(forms.CharField):
    """One sentence: composed signs, single spaces, no line breaks; counted as people count."""

    widget = forms.Textarea(attrs={"class": "few"})

    def to_python(self, value: Any) -> str:
        """The sentence as it is kept. Signs that nobody sees are not words."""
        spaced = " ".join(normalize("NFC", super().to_python(value) or "").split())
        kept = "".join(sign for sign in spaced if category(sign) != "Cc")
        return kept if plain(kept) else ""


class SayForm(Form):
    """A statement of one's own."""

    text = SentenceField(
        label=_("Your own sentence"),
        help_text=_("One thought, at most 280 characters. Others will answer it, so leave out names and places."),
        max_length=LONGEST,
    )


class RewordForm(SayForm):
    """Other words for a statement of one's own."""

    def __init__(self, *args: Any, statement: Statement, author: UUID | None) -> None:
        """Start from the words as they are."""
        super().__init__(*args)
        self.initial = {"text": statement.text}
        self.statement, self.author = statement, author

    def clean_text(self) -> str:
        """Words that are new: neither the ones that were sent back nor those of another statement of mine."""
        text: str = self.cleaned_data["text"]
        if text == self.statement.text and self.statement.state == Statement.State.REWORD:
            raise forms.ValidationError(_("These are the same words as before. Change them a little."))
        mine = self.statement.conversation.statements.filter(author=self.author, text=text)
        if self.author and mine.exclude(pk=self.statement.pk).exists():
            raise forms.ValidationError(_("You have said this already. It stands further down on your page."))
        return text


def name_of_language(code: str) -> str:
    """A language by its own name."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def languages_for(space: Space, statement: Statement) -> list[str]:
    """The languages that people here read: the space's and the pages', without the statement's own."""
    wanted = dict.fromkeys([*space.languages, *(code for code, _name in settings.LANGUAGES)])
    return [code for code in wanted if code != statement.language]


class TranslateForm(SharedForm):
    """A statement in every other language of the space, one field each. An empty field is no translation."""

    def __init__(self, *args: Any, languages: list[str], **more: Any) -> None:
        """One field a language."""
        super().__init__(*args, **more)
        for code in languages:
            self.fields[code] = SentenceField(
                label=name_of_language(code),
                max_length=LONGEST_TRANSLATION,
                required=False,
                widget=forms.Textarea(attrs={"class": "few", "lang": code, "dir": "auto"}),
            )
