"""The command that moves a conversation out: good, refused, with no room."""

import errno
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from talkoo.conversations.actions import bring_in
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions import FILES, read_export
from talkoo.core.models import HistoryLine
from tests.conversations.exports import files
from tests.people import Cast


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    """A small one, brought in."""
    return bring_in(cast.space, read_export(files()), title="", actor=None).conversation


def refused(conversation_id: object, folder: Path) -> str:
    """What it says when it ends with 2 and nothing was written or noted."""
    with pytest.raises(CommandError) as ended:
        call_command("export_conversation", str(conversation_id), str(folder))
    assert ended.value.returncode == 2
    assert not HistoryLine.objects.filter(act="conversation exported").exists()
    return str(ended.value)


@pytest.mark.parametrize("is_there", [False, True])
def test_export_new_or_empty_folder_is_written(
    conversation: Conversation, tmp_path: Path, capsys: pytest.CaptureFixture[str], is_there: bool
) -> None:
    folder = tmp_path / "out"
    if is_there:
        folder.mkdir()
    conversation.statements.filter(number=0).update(state=Statement.State.WAITING)

    call_command("export_conversation", str(conversation.pk), str(folder))

    out, err = capsys.readouterr()
    assert {file.name for file in folder.iterdir()} == set(FILES)
    assert {file.name for file in tmp_path.iterdir()} == {"out"}
    assert out.startswith(f"Written: What would help?\n4 statements, 5 votes, 2 people in {folder}.\n")
    assert "delete it when it has arrived" in out
    assert "Not checked yet, and whoever reads these files may show them: 1 statements." in out
    assert "5 of 5 votes" in err


@pytest.mark.parametrize("given", ["7", "youth", "", UUID(int=5)])
def test_export_unknown_id_refused(db: None, tmp_path: Path, given: object) -> None:
    assert refused(given, tmp_path / "out") == (
        f"There is no conversation with the id '{given}'. Its id is the last part of its address. Nothing was written."
    )
    assert list(tmp_path.iterdir()) == []


def test_export_folder_with_something_in_it_refused(conversation: Conversation, tmp_path: Path) -> None:
    (tmp_path / "votes.csv").write_text("mine")
    assert "is not an empty folder" in refused(conversation.pk, tmp_path)
    assert "is not an empty folder" in refused(conversation.pk, tmp_path / "votes.csv")
    assert (tmp_path / "votes.csv").read_text() == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["votes.csv"]


def test_export_nowhere_to_put_it_refused(conversation: Conversation, tmp_path: Path) -> None:
    said = refused(conversation.pk, tmp_path / "gone/out")
    assert said == f"{tmp_path}/gone/out cannot be written: No such file or directory. Nothing was written."


def test_export_full_disk_refused(conversation: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*args: Any, **more: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("talkoo.conversations.opinions.going_out.comment_rows", no_room)
    assert "cannot be written: No space left on device." in refused(conversation.pk, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_export_database_away_refused(
    conversation: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **more: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("talkoo.conversations.actions.moving_out.record", away)
    assert "cannot note it in the history" in refused(conversation.pk, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
