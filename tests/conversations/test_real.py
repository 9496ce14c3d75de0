"""Three real conversations come in whole and get the picture that they should."""

from pathlib import Path

import pytest

from talkoo.conversations.actions import bring_in, prepare_picture
from talkoo.conversations.models import Vote
from talkoo.conversations.opinions import FILES, read_export
from tests.conversations.contract import check
from tests.people import Cast

SHARED = Path(__file__).parents[3] / "shared/data/polis"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real conversations are not beside this repository")

REAL = [
    ("brexit-consensus", 204, 50, 0, 5303, "spectrum"),
    ("scoop-hivemind.biodiversity", 536, 316, 162, 29719, "spectrum"),
    ("vtaiwan.uberx", 1921, 197, 78, 49443, None),
]


@pytest.mark.parametrize(("name", "people", "statements", "left_out", "votes", "verdict"), REAL)
def test_real_conversation_comes_in_whole(
    cast: Cast, name: str, people: int, statements: int, left_out: int, votes: int, verdict: str | None
) -> None:
    files = {file: (SHARED / name / file).read_bytes() for file in FILES}
    export = read_export(files)
    came = bring_in(cast.space, export, title="", actor=None)
    assert (came.people, came.statements, came.votes) == (people, statements, votes)
    assert Vote.objects.count() == votes
    assert came.conversation.statements.filter(state="left_out").count() == left_out
    assert bring_in(cast.space, export, title="", actor=None).changed is False
    if verdict:  # the third one takes long; its groups are tested where they are worked out
        release = prepare_picture(came.conversation)
        assert release is not None
        check(release.tables)
        assert (release.tables["verdict"], release.tables["second_line"]) == (verdict, True)
