"""What a bad day does to the house: everybody at once, the same again, and a full disk."""

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkoo.conversations.actions import cast_vote, take_vote_back
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.core.models import HistoryLine, today
from talkoo.spaces.models import Space
from tests.people import Cast

AT_ONCE = 200
AT_ONCE_POSTGRES = 1_000


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


@pytest.mark.django_db
def test_nobody_waits_for_a_lock_longer_than_ten_seconds() -> None:
    with connection.cursor() as cursor:
        asked = "PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout"
        cursor.execute(asked)
        assert cursor.fetchone()[0] in {10_000, "10s"}


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
