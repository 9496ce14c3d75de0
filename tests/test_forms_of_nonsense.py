"""Forms full of nonsense are all answered, five thousand of them in the long form: none breaks the house."""

import inspect
import random
import re
from collections import Counter
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from talkoo.core.access import routes
from tests.long_form import IS_LONG
from tests.nonsense import BODIES, MANY_DOORS, NONSENSE
from tests.people import CAST
from tests.test_routes import World, sent_to, world

__all__ = ["world"]  # the fixture of the table of routes: one of everything

POSTS, POSTS_LONG = 1_000, 5_000
SEED = 20_261_125
NAMED = re.compile(r"""(?:POST|FILES)(?:\.get(?:list)?\(|\[)\s*["'](\w+)["']""")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fields_of(module: ModuleType | None) -> list[str]:
    """The names of everything that the views of a module read from a form."""
    if module is None:
        return []
    given = [value for value in vars(module).values() if inspect.isclass(value) and issubclass(value, forms.BaseForm)]
    return sorted({name for form in given for name in form.base_fields} | set(NAMED.findall(inspect.getsource(module))))


class Nonsense:
    """Draws forms, the same ones each time."""

    def __init__(self, world: World, seed: int) -> None:
        self.dice = random.Random(seed)
        self.world = world
        self.right = sent_to(world)
        objects = (world.conversation, world.waiting, world.held, world.invitation, world.member, world.cast.space)
        self.ids = [str(thing.pk) for thing in objects] + [str(UUID(int=7))]
        self.ids += [str(pk) for pk in world.conversation.statements.values_list("pk", flat=True)[:3]]
        self.doors = {
            str(pattern.name): fields_of(inspect.getmodule(inspect.unwrap(pattern.callback)))
            for _, pattern in routes()
            if takes_posts(world, str(pattern.name))
        }

    def word(self) -> Any:
        """One value, now and then a file."""
        if self.dice.random() < 0.04:
            return SimpleUploadedFile("votes.csv", self.dice.randbytes(self.dice.choice((0, 10, 3_000))))
        return self.dice.choice(self.ids) if self.dice.random() < 0.2 else self.dice.choice(NONSENSE)

    def form(self, name: str) -> dict[str, Any]:
        """A form for a route: nearly right, or right names with wrong values, or anything."""
        sent = {key: value for key, value in self.right.get(name, {}).items() if self.dice.random() < 0.8}
        known = [*sent, *self.doors[name]] or ["text"]
        for field in self.dice.choices(known, k=self.dice.randint(1, 6)):
            sent[field] = [self.word() for _ in range(self.dice.choice((1, 1, 1, 2)))]
        if self.dice.random() < 0.1:
            sent[self.dice.choice(("csrfmiddlewaretoken", "kept_id", "next", "x" * 300, "\x00"))] = self.word()
        return sent

    def address(self, name: str) -> str:
        """Where it goes: mostly where it should, else to something of another kind or to nothing."""
        address = self.world.address(name)
        if self.dice.random() < 0.15:
            address = IDS.sub(lambda found: self.dice.choice([found[0], *self.ids]), address)
        return address + ("?next=//evil.example&page=-1" if self.dice.random() < 0.05 else "")

    def send(self, browser: Client, name: str) -> Any:
        """One form on its way."""
        if self.dice.random() < 0.04:
            kind, body = self.dice.choice(BODIES)
            return browser.generic("POST", self.address(name), body, content_type=kind)
        return browser.post(self.address(name), self.form(name))


def takes_posts(world: World, name: str) -> bool:
    """Whether a route takes forms, from anybody."""
    found = set()
    for who in ("leena", "mira"):
        with transaction.atomic():
            found.add(world.cast.browser(who).post(world.address(name)).status_code)
            transaction.set_rollback(True)
    return 405 not in found


def test_forms_of_nonsense_are_all_answered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    nonsense = Nonsense(world, SEED)
    people = {who: world.cast.browser(who, raise_request_exception=False) for who in CAST}
    cookies = {who: browser.cookies.output(header="") for who, browser in people.items()}
    faults: Counter[str] = Counter()
    answered: Counter[int] = Counter()
    names = sorted(nonsense.doors)
    assert len(names) > 25

    posts = POSTS_LONG if IS_LONG and connection.vendor == "sqlite" else POSTS
    for number in range(posts):
        name, who = names[number % len(names)], nonsense.dice.choice(CAST + MANY_DOORS * 3)
        browser = people[who]
        cache.clear()  # allauth counts tries there
        with transaction.atomic():
            answer = nonsense.send(browser, name)
            transaction.set_rollback(True)
        browser.cookies.clear()
        browser.cookies.load(cookies[who])
        answered[answer.status_code] += 1
        if answer.status_code >= 500 or b"Traceback" in answer.content:
            cause = answer.exc_info[1] if answer.exc_info else ""
            faults[f"{name}: {answer.status_code} {cause!r:.200}"] += 1

    assert faults == {}
    assert answered[200] + answered[302] + answered[422] > posts / 4, answered
