"""The command that brings a conversation in: good, bad, repeated."""

from pathlib import Path

import pytest
from django.core.management import call_command

from talkoo.conversations.models import Conversation
from talkoo.spaces.models import Space
from tests.conversations.exports import VOTES, folder
from tests.people import Cast


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What it says on stderr when it ends with 2."""
    with pytest.raises(SystemExit) as ended:
        call_command("import_conversation", *map(str, arguments))
    assert ended.value.code == 2
    assert Conversation.objects.count() == 0
    return capsys.readouterr().err


def test_import_good_folder_says_where_to_see_it(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for first in ("Brought in", "Nothing new in"):
        call_command("import_conversation", str(folder(tmp_path)), "--space", "youth")
        conversation = Conversation.objects.get()
        out, err = capsys.readouterr()
        assert out.startswith(f"{first}: What would help?\n4 statements, 5 votes, 2 people.\n")
        assert f"/spaces/{cast.space.pk}/conversations/{conversation.pk}" in out
        assert "Read 5 votes of 2 people." in err
        assert ("5 of 5 votes" in err) == (first == "Brought in")


def test_import_title_wins(cast: Cast, tmp_path: Path) -> None:
    call_command("import_conversation", str(folder(tmp_path)), "--space", "youth", "--title", "In our words")
    assert Conversation.objects.get().question == "In our words"


def test_import_unknown_space_lists_those_there_are(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, folder(tmp_path), "--space", "yuoth")
    assert said == "There is no space with the short name 'yuoth'. There are: buses, youth.\n"


def test_import_no_space_yet_says_so(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "There is none yet" in refused(capsys, folder(tmp_path), "--space", "youth")


def test_import_closed_space_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Space.objects.filter(slug="youth").update(state=Space.State.CLOSED)
    assert "is closed" in refused(capsys, folder(tmp_path), "--space", "youth")


def test_import_broken_row_names_file_line_and_fault(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, folder(tmp_path, votes=VOTES.replace(",7,-1\n", ",7,3\n")), "--space", "youth")
    assert said == "votes.csv, line 3: expected a vote of 1, 0 or -1, found '3'. Nothing was written.\n"


def test_import_no_folder_or_no_votes_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not a folder" in refused(capsys, tmp_path / "nowhere", "--space", "youth")
    assert "There is no votes.csv" in refused(capsys, tmp_path, "--space", "youth")


def test_import_without_a_question_asks_for_a_title(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--title" in refused(capsys, folder(tmp_path, summary=None), "--space", "youth")


def test_import_link_that_leads_nowhere_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "votes.csv").symlink_to(tmp_path / "gone")
    assert "There is no votes.csv" in refused(capsys, tmp_path, "--space", "youth")
