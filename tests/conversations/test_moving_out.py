"""What leaves comes in again whole: every vote of every person, and nothing that says who they were."""

import csv
import errno
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from talkoo.accounts.models import Participant
from talkoo.conversations.actions import bring_in, move_out
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.opinions import FILES, read_export
from talkoo.conversations.queries import ballots_of
from talkoo.core.access import routes
from talkoo.core.models import HistoryLine
from talkoo.spaces.models import Space
from tests.conversations.exports import files
from tests.people import Cast

SHARED = Path(__file__).parents[3] / "shared/data/polis"
SRC = Path(__file__).parents[2] / "src/talkoo"
real_ones = pytest.mark.skipif(not SHARED.is_dir(), reason="the real conversations are not beside this repository")

type Said = Counter[frozenset[tuple[int, int]]]


def written(folder: Path) -> dict[str, bytes]:
    """What stands in a folder, by the names of its files."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def said_in(conversation: Conversation) -> Said:
    """What each person voted, without the person."""
    rows = Vote.objects.filter(statement__conversation=conversation).values_list(
        "participant_id", "statement__number", "choice"
    )
    people: dict[Any, set[tuple[int, int]]] = {}
    for who, number, choice in rows:
        people.setdefault(who, set()).add((number, choice))
    return Counter(map(frozenset, people.values()))


def statements_in(conversation: Conversation) -> list[tuple[int, str, str]]:
    """Numbers, texts and states."""
    return list(conversation.statements.order_by("number").values_list("number", "text", "state"))


def moved_into(space: Space, conversation: Conversation, folder: Path) -> Conversation:
    """Move it out and into another space."""
    move_out(conversation, folder)
    return bring_in(space, read_export(written(folder)), title="", actor=None).conversation


def counted_in(conversation: Conversation, number: int) -> Counter[int]:
    """How many said what of one statement, as the picture counts them."""
    ballots = ballots_of(conversation)
    column = [statement.number for statement in ballots.statements].index(number)
    return Counter(ballots.choice[ballots.statement == column].tolist())


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a file."""
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.fixture
def held_here(cast: Cast) -> Conversation:
    """A conversation with every kind of statement, and people who voted on both of two that were merged."""
    conversation = Conversation.objects.create(
        space=cast.space, question='What, "if anything",\nwould help?', why="Äiti asked.", begins_on=date(2026, 9, 1)
    )
    states = Statement.State
    made = [
        Statement.objects.create(conversation=conversation, number=number, text=text, state=state)
        for number, text, state in (
            (1, "One person, always the same", states.SHOWN),
            (2, "The same one, always", states.MERGED),
            (3, "=1+1", states.WAITING),
            (4, "N. should go", states.LEFT_OUT),
            (7, 'Two "ideas"\nand more', states.REWORD),
            (9, "", states.LEFT_OUT),
        )
    ]
    Statement.objects.filter(pk=made[1].pk).update(merged_into=made[0])
    votes: list[dict[int, int]] = [{0: 1, 1: -1, 2: 0}, {1: -1}, {1: 1, 3: 1}, {0: 0, 5: 1}, {4: -1}]
    for choices in votes:
        person = Participant.objects.create(space=cast.space, role="user")
        for at, choice in choices.items():
            Vote.objects.create(statement=made[at], participant=person, choice=choice)
    return conversation


@real_ones
@pytest.mark.parametrize("name", ["brexit-consensus", "scoop-hivemind.biodiversity", "vtaiwan.uberx"])
def test_moving_real_conversation_loses_nothing(cast: Cast, tmp_path: Path, name: str) -> None:
    given = {file: (SHARED / name / file).read_bytes() for file in FILES}
    first = bring_in(cast.space, read_export(given), title="", actor=None).conversation

    second = moved_into(cast.other_space, first, tmp_path / "out")

    assert said_in(second) == said_in(first)
    assert said_in(second).total() > 200
    assert statements_in(second) == statements_in(first)
    assert (second.question, second.why, second.source) == (first.question, first.why, first.source)


def test_moving_small_export_twice_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    first = bring_in(cast.space, read_export(files()), title="", actor=None).conversation
    second = moved_into(cast.other_space, first, tmp_path / "once")
    third = moved_into(cast.space, second, tmp_path / "twice")

    assert third == first  # known again by its address
    third.refresh_from_db()
    assert said_in(third) == said_in(second)
    assert statements_in(third) == statements_in(second)
    assert {n: text for n, text, _ in statements_in(third)}[0] == 'One person, "who" sticks with me'


def test_moving_merged_votes_count_as_before_and_none_is_lost(
    cast: Cast, tmp_path: Path, held_here: Conversation
) -> None:
    cast_here, counted = said_in(held_here), counted_in(held_here, 1)

    second = moved_into(cast.other_space, held_here, tmp_path / "out")

    everywhere = said_in(second)
    assert everywhere == Counter(
        map(frozenset, ({(1, 1), (2, -1), (3, 0)}, {(1, -1), (2, -1)}, {(1, 1), (2, 1), (4, 1)}, {(1, 0), (9, 1)},
                        {(7, -1)}))
    )  # fmt: skip
    assert all(any(own <= whole for whole in everywhere) for own in cast_here)
    assert counted_in(second, 1) == counted == {1: 2, -1: 1, 0: 1}
    assert said_in(moved_into(cast.other_space, second, tmp_path / "again")) == everywhere


def test_moving_writes_state_and_day_and_no_author(tmp_path: Path, held_here: Conversation) -> None:
    moved = move_out(held_here, tmp_path / "out")

    rows = rows_of(tmp_path / "out/comments.csv")
    assert (moved.statements, moved.votes, moved.people, moved.waiting) == (6, 11, 5, 1)
    assert {row["comment-id"]: row["moderated"] for row in rows} == {
        "1": "1", "2": "-1", "3": "0", "4": "-1", "7": "-1", "9": "-1",
    }  # fmt: skip
    assert [(row["agrees"], row["disagrees"]) for row in rows[:2]] == [("2", "1"), ("1", "2")]
    assert {row["author-id"] for row in rows} == {"-1"}
    votes = rows_of(tmp_path / "out/votes.csv")
    assert {(row["timestamp"], row["datetime"]) for row in votes + rows} == {
        ("1788220800000", "Tue Sep 01 00:00:00 UTC 2026")
    }
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_moving_numbers_are_fresh_each_time(cast: Cast, tmp_path: Path) -> None:
    conversation = Conversation.objects.create(space=cast.space, question="What would help?")
    statements = [Statement.objects.create(conversation=conversation, number=n, text="A") for n in range(40)]
    for at in range(40):  # each person is known by the one statement they voted on
        person = Participant.objects.create(space=cast.space)
        Vote.objects.create(statement=statements[at], participant=person, choice=1)

    numbers = []
    for name in ("a", "b"):
        move_out(conversation, tmp_path / name)
        numbers.append([int(row["voter-id"]) for row in rows_of(tmp_path / name / "votes.csv")])

    assert [sorted(some) for some in numbers] == [list(range(40))] * 2
    assert numbers[0] != numbers[1]


def test_moving_is_noted_without_an_actor(tmp_path: Path, held_here: Conversation) -> None:
    move_out(held_here, tmp_path / "out")

    line = HistoryLine.objects.get(act="conversation exported")
    assert (line.actor, line.subject, line.space_id, line.detail) == (None, held_here.pk, held_here.space_id, {})


@pytest.mark.parametrize("file", FILES)
def test_moving_full_disk_leaves_nothing_behind(
    tmp_path: Path, held_here: Conversation, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    whole: Callable[..., Any] = Path.open

    def no_room(self: Path, *args: Any, **more: Any) -> Any:
        if self.name == file:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(self, *args, **more)

    monkeypatch.setattr(Path, "open", no_room)
    with pytest.raises(OSError, match="No space left"):
        move_out(held_here, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []
    assert not HistoryLine.objects.filter(act="conversation exported").exists()


def test_moving_not_noted_does_not_leave(
    tmp_path: Path, held_here: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*args: Any, **more: Any) -> None:
        raise OSError(errno.EIO, "no history today")

    monkeypatch.setattr("talkoo.conversations.actions.moving_out.record", refuses)
    with pytest.raises(OSError, match="no history today"):
        move_out(held_here, tmp_path / "out")

    assert list(tmp_path.iterdir()) == []


def test_moving_asks_as_much_for_many_as_for_few(
    tmp_path: Path, held_here: Conversation, django_assert_num_queries: Any
) -> None:
    asked = 8  # lock, votes, statements, history; four begin and end the two transactions
    with django_assert_num_queries(asked):
        move_out(held_here, tmp_path / "few")
    person = Participant.objects.create(space=held_here.space)
    for statement in held_here.statements.all():
        Vote.objects.create(statement=statement, participant=person, choice=1)
    with django_assert_num_queries(asked):
        move_out(held_here, tmp_path / "many")


def test_moving_out_has_no_address_and_no_page() -> None:
    assert [address for address, pattern in routes() if "export" in f"{address} {pattern.name}".lower()] == []
    knows = {
        str(file.relative_to(SRC))
        for file in SRC.rglob("*.py")
        if "move_out" in file.read_text(encoding="utf-8") or "write_export" in file.read_text(encoding="utf-8")
    }
    assert knows == {
        "conversations/actions/__init__.py",
        "conversations/actions/moving_out.py",
        "conversations/opinions/__init__.py",
        "conversations/opinions/going_out.py",
        "management/commands/export_conversation.py",
    }
