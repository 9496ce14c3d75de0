"""What a bad day does to the house: everybody at once, the same again, a full disk, and forms full of nonsense."""

import inspect
import random
import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest
from django import forms
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkoo.conversations.actions import cast_vote, take_vote_back
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.access import routes
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Space
from tests.nonsense import BODIES, MANY_DOORS, NONSENSE
from tests.people import CAST, Cast
from tests.test_routes import World, sent_to, world

__all__ = ["world"]  # the fixture of the table of routes: one of everything

AT_ONCE = 200
AT_ONCE_POSTGRES = 1_000
POSTS, POSTS_POSTGRES = 5_000, 1_000
SEED = 20_261_125


# ------------------------------------------------------------------------------------------ everybody at once


@pytest.fixture
def on_disk(transactional_db: None, cast: Cast, tmp_path: Path) -> Iterator[Cast]:
    """The cast in a database as an installation has it: a file of SQLite with our own settings, or PostgreSQL."""
    if connection.vendor != "sqlite":
        yield cast
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    name = in_memory.settings_dict["NAME"]
    file = tmp_path / "talkoo.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        in_memory.connection.backup(copy)
    in_a_file = in_memory.copy()
    in_memory.settings_dict["NAME"] = in_a_file.settings_dict["NAME"] = str(file)  # the first is read by new threads
    connections["default"] = in_a_file
    try:
        yield cast
    finally:
        in_a_file.close()
        in_memory.settings_dict["NAME"] = name
        connections["default"] = in_memory


@pytest.fixture
def statement(cast: Cast) -> Statement:
    """One that everybody may vote on."""
    conversation = Conversation.objects.create(
        space=cast.space, question="What would help?", who=["user"], ends_on=today() + timedelta(days=9)
    )
    return Statement.objects.create(
        conversation=conversation, number=1, text="One person.", state=Statement.State.SHOWN
    )


def at_once(acts: list[Callable[[], bool]], *, most: int) -> list[bool]:
    """What came of all acts, begun together in threads, each with a connection of its own."""
    begin = threading.Barrier(min(most, len(acts)))

    def one(number: int) -> bool:
        if number < begin.parties:
            begin.wait(timeout=60)
        try:
            return acts[number]()
        finally:
            connection.close()

    with ThreadPoolExecutor(begin.parties) as pool:
        return list(pool.map(one, range(len(acts))))


def how_many() -> tuple[int, int]:
    """As many threads as make sense here: SQLite has one writer, PostgreSQL takes a hundred connections."""
    return (AT_ONCE, AT_ONCE) if connection.vendor == "sqlite" else (AT_ONCE_POSTGRES, 40)


def acts_noted() -> Counter[str]:
    """The lines of the history, by act."""
    return Counter(HistoryLine.objects.values_list("act", flat=True))


@pytest.mark.django_db(transaction=True)
def test_vote_many_times_at_once_is_one_row_and_one_line(statement: Statement, on_disk: Cast) -> None:
    card = on_disk.person("mira").card
    assert card
    assert card.participant
    mira, (votes, threads) = card.participant, how_many()

    changed = at_once([lambda: cast_vote(mira, statement, Vote.Choice.AGREE)] * votes, most=threads)

    assert Counter(changed) == {True: 1, False: votes - 1}
    assert Vote.objects.get().choice == Vote.Choice.AGREE
    assert acts_noted() == {"voted": 1}


@pytest.mark.django_db(transaction=True)
def test_vote_this_and_that_at_once_is_one_row_and_a_line_a_change(statement: Statement, on_disk: Cast) -> None:
    card = on_disk.person("mira").card
    assert card
    assert card.participant
    mira = card.participant
    acts = [lambda choice=choice: cast_vote(mira, statement, choice) for choice in (1, -1, 0) * 20]
    acts += [lambda: take_vote_back(mira, statement)] * 20

    changed = at_once(acts, most=20)

    noted = acts_noted()
    assert noted.total() == sum(changed)
    assert Vote.objects.count() == noted["voted"] - noted["vote taken back"]


def test_vote_unchanged_writes_nothing(statement: Statement, cast: Cast) -> None:
    card = cast.person("mira").card
    assert card
    assert card.participant
    assert cast_vote(card.participant, statement, -1)

    with CaptureQueriesContext(connection) as asked:
        assert not cast_vote(card.participant, statement, -1)

    written = [query["sql"] for query in asked if re.match(r"(INSERT|UPDATE|DELETE|REPLACE)", query["sql"])]
    assert written == []
    assert acts_noted() == {"voted": 1}


# ----------------------------------------------------------------------------------------------- a full disk


@contextmanager
def full_disk() -> Iterator[None]:
    """The database grows no further: SQLite is stopped at its present size, PostgreSQL answers as on a full disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            most = int(cursor.execute("PRAGMA max_page_count").fetchone()[0])
            cursor.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size instead
            use_up_what_room_is_left()
            free = [f"PRAGMA max_page_count = {most}"]
        else:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN RAISE 'no space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'CREATE TRIGGER no_room BEFORE INSERT ON "{table}" EXECUTE FUNCTION no_room()')
            free = ["DROP FUNCTION no_room() CASCADE"]
        try:
            yield
        finally:
            for words in free:
                cursor.execute(words)


def use_up_what_room_is_left() -> None:
    """Some pages of a file of SQLite may have been given back."""
    refused = 0
    while refused < 60:  # ids are drawn, so that one may still find a page with room where another did not
        try:
            HistoryLine.objects.create(act="filled")
        except OperationalError as full:
            assert "full" in str(full)  # noqa: PT017 - what else fails is not what is tested here
            refused += 1


@pytest.mark.django_db(transaction=True)
def test_full_disk_says_so_keeps_nothing_and_takes_it_when_sent_again(on_disk: Cast) -> None:
    browser = on_disk.browser("leena", raise_request_exception=False)
    typed = {
        "service": "Night buses", "why": "They stop at ten.", "for_whom": "All", "languages": ["en"],
        "until": "14.5.2070", "reading": "cards", "once": str(uuid4()),
    }  # fmt: skip
    before = Space.objects.count()

    with full_disk():
        lines = HistoryLine.objects.count()

        answer = browser.post(reverse("open_space"), typed)

        assert answer.status_code == 503
        assert "no room left" in answer.content.decode()
        assert (Space.objects.count(), HistoryLine.objects.count()) == (before, lines)
        assert browser.get(reverse("now")).status_code in {200, 503}  # it can still be read, or says why not

    for _ in range(2):
        assert browser.post(reverse("open_space"), typed).status_code == 302
    assert Space.objects.count() == before + 1


# ------------------------------------------------------------------------------------------ forms of nonsense

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

    posts = POSTS if connection.vendor == "sqlite" else POSTS_POSTGRES
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
