"""Whatever is sent to whichever form: the answer is a sentence of our own, never Django's or allauth's."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

import allauth
import django
import polib
import pytest
from allauth.core.context import request_context
from django import forms
from django.contrib.sessions.backends.cache import SessionStore
from django.core.cache import cache as tries
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils import translation

import talkoo
from talkoo.conversations.models import Answer, Conversation
from talkoo.spaces.models import Membership
from tests.people import Cast

HOUSE = Path(talkoo.__file__).parent
MARKS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLACE = re.compile(r"%\(\w+\)[sd]|%[sd]")
TAKES_USER = {  # forms of allauth take whatever is given; these need to know whose they are
    "AppForm", "CodeForm", "CodeOnceMoreForm", "NewPasswordForm", "OwnFactsForm", "PasskeyAgainForm", "PasskeyForm",
    "PasskeyStepForm", "PasswordAgainForm", "PasswordAskedForm",
}  # fmt: skip
SENT = {"nothing": "", "far too long": "x" * 100_000, "rubbish": "\0-1?", "another": "99999999999"}


def all_forms() -> list[type[forms.Form]]:
    """Every form that stands in the house."""
    found: set[type[forms.Form]] = set()
    for path in HOUSE.rglob("*.py"):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        if "forms" in parts:
            things = vars(import_module(".".join(("talkoo", *parts)))).values()
            found |= {thing for thing in things if isinstance(thing, type) and issubclass(thing, forms.Form)}
    return sorted((form for form in found if form.__module__.startswith("talkoo.")), key=lambda form: form.__name__)


def as_pattern(sentence: str) -> str:
    """A sentence with something in its places."""
    return ".+".join(re.escape(piece) for piece in PLACE.split(sentence))


@cache
def our_sentences() -> re.Pattern[str]:
    """Every text of the house that is marked for translation and says more than what is put into it."""
    texts = [
        argument.value
        for path in HOUSE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    return re.compile("|".join(as_pattern(text) for text in texts if len(PLACE.sub("", text)) > 9), re.DOTALL)


@cache
def stock_sentences() -> re.Pattern[str]:
    """What Django and allauth would say."""
    catalogues = [
        Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po",
        Path(django.__file__).parent / "contrib/auth/locale/en/LC_MESSAGES/django.po",
        Path(allauth.__file__).parent / "locale/fi/LC_MESSAGES/django.po",
    ]
    entries = [entry for catalogue in catalogues for entry in polib.pofile(str(catalogue))]
    texts = [text.strip() for entry in entries for text in (entry.msgid, entry.msgid_plural)]
    return re.compile("|".join(as_pattern(text) for text in texts if len(PLACE.sub("", text)) > 9), re.DOTALL)


def built(kind: type[forms.Form], cast: Cast, sent: dict[str, Any], **more: Any) -> Any:
    """The form as its view builds it."""
    conversation = Conversation.objects.create(space=cast.space, question="?", ends_on="2070-05-14")
    statement = conversation.statements.create(number=1, text="A sentence.")
    owner = Membership.objects.get(space=cast.space, user=cast.person("hannele").user)
    facts: dict[str, Any] = {
        "answer": Answer(conversation=conversation, owner=owner, due_on=conversation.opened_on),
        "author": None,
        "contact": None,
        "conversation": conversation,
        "has_whole": False,
        "languages": ["fi"],
        "seed": statement,
        "space": cast.space,
        "statement": statement,
    }
    takes = {name for one in kind.__mro__ if one.__module__.startswith("talkoo.") for name in parameters(one)}
    given = {name: fact for name, fact in facts.items() if name in takes}
    if "conversation" in given:  # it tells the form its space
        given.pop("space", None)
    user = {"user": cast.person("leena").user} if kind.__name__ in TAKES_USER else {}
    return kind(sent, **given, **user, **more)


def parameters(kind: type) -> tuple[str, ...]:
    """What a class of the house is built with, if it says so itself."""
    return tuple(signature(vars(kind)["__init__"]).parameters) if "__init__" in vars(kind) else ()


@pytest.fixture
def at_the_door(cast: Cast) -> Iterator[Cast]:
    """allauth's forms look at the request that they came with, and count tries in the cache."""
    request = RequestFactory().post("/")
    request.session = SessionStore()
    tries.clear()
    with request_context(request):
        yield cast
    tries.clear()


def test_forms_of_the_house_are_all_found() -> None:
    names = {form.__name__ for form in all_forms()}
    assert {"CardForm", "SettingsForm", "BringInForm", "HoldForm", "OwnFactsForm", "PasskeyForm", "SampleForm"} <= names


@pytest.mark.parametrize("kind", all_forms(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("how", SENT)
def test_form_wrong_input_is_answered_in_our_words(at_the_door: Cast, kind: type[forms.Form], how: str) -> None:
    ours, stock = our_sentences(), stock_sentences()
    with translation.override("en"):
        form = built(kind, at_the_door, {})
        names = list(form.fields)
        for name in names:  # one wrong field at a time, so that each gets as far as it can
            sent = dict.fromkeys(names, "x") | {name: SENT[how]}
            upload = {name: SimpleUploadedFile("x.csv", SENT[how].encode())}
            with_files = {"files": upload} if any(f.widget.needs_multipart_form for f in form.fields.values()) else {}
            said = [text for texts in built(kind, at_the_door, sent, **with_files).errors.values() for text in texts]
            assert [text for text in said if not ours.fullmatch(text) or stock.fullmatch(text)] == []
