"""A conversation held elsewhere comes in whole, once, and with nobody's number."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkoo.accounts.models import Participant
from talkoo.conversations.actions import Brought, bring_in, bringing_in, prepare_picture, remove_brought_in
from talkoo.conversations.models import Conversation, Statement, Vote
from talkoo.conversations.opinions import BrokenExport, read_export
from talkoo.core.models import HistoryLine
from talkoo.releases.actions import HeldBackError, hold, publish
from talkoo.releases.models import Release
from tests.conversations.exports import COMMENTS, SUMMARY, VOTES, comments_for, files, two_camps
from tests.people import Cast


def brought(cast: Cast, *, title: str = "", **parts: Any) -> Brought:
    return bring_in(cast.space, read_export(files(**parts)), title=title, actor=None)


def everything() -> list[Any]:
    """All that bringing in may write, to see that nothing changed."""
    models = (Conversation, Statement, Vote, Participant, HistoryLine, Release)
    return [sorted(model.objects.values_list(), key=str) for model in models]  # type: ignore[attr-defined]


def test_export_new_comes_in_whole(cast: Cast) -> None:
    came = brought(cast)
    assert (came.is_new, came.changed, came.statements, came.votes, came.people) == (True, True, 4, 5, 2)
    conversation = came.conversation
    assert (conversation.question, conversation.why) == ("What would help?", "Asked in spring.")
    assert (conversation.state, conversation.is_brought_in) == (Conversation.State.CLOSED, True)
    assert conversation.ended_on is not None
    states = dict(conversation.statements.values_list("number", "state"))
    assert states == {0: "shown", 1: "shown", 2: "left_out", 5: "left_out"}
    assert conversation.statements.get(number=0).text == 'One person, "who" sticks with me'
    votes = Vote.objects.filter(statement__conversation=conversation)
    assert sorted(votes.values_list("statement__number", "choice")) == [(0, 0), (0, 1), (1, -1), (2, 1), (5, 1)]
    assert set(votes.values_list("participant__role", "participant__space")) == {("", cast.space.pk)}
    line = HistoryLine.objects.get(act="conversation brought in")
    assert (line.subject, line.actor, line.detail) == (conversation.pk, None, {})


def test_numbers_brought_in_begin_at_0_and_pages_say_whose_they_are(cast: Cast) -> None:
    conversation = brought(cast, votes=two_camps(60), comments=comments_for(16)).conversation
    made = prepare_picture(conversation)
    assert made is not None
    publish(made, actor=None)
    args, host = [cast.space.pk, conversation.pk], cast.browser("leena")
    first = conversation.statements.get(number=0)
    page = host.get(reverse("statement", args=[*args, first.pk])).content.decode()
    assert "It had the number 0 where it was held." in page
    for address in (reverse("map", args=args), reverse("map", args=args) + "?page=1", reverse("map_print", args=args)):
        page = host.get(address).content.decode()
        assert ">0. " in page
        assert "The statements keep the numbers that they had there, from 0 on." in page


def test_export_again_changes_nothing(cast: Cast) -> None:
    first = brought(cast)
    prepare_picture(first.conversation)
    before = everything()
    again = brought(cast, votes=VOTES.replace("\n", "\r\n"))
    assert (again.is_new, again.changed, again.conversation) == (False, False, first.conversation)
    assert everything() == before


def test_export_newer_takes_the_place_of_the_older(cast: Cast) -> None:
    first = brought(cast)
    kept = dict(first.conversation.statements.values_list("number", "pk"))
    people = set(Participant.objects.filter(role="").values_list("pk", flat=True))
    waiting = prepare_picture(first.conversation)
    assert waiting is not None
    newer = VOTES.replace("1500000000003,Fri,0,9,0\n", "") + "1500000000009,Fri,0,11,-1\n"
    came = brought(cast, votes=newer, comments=COMMENTS.replace("Äiti", "Isä"))
    assert (came.is_new, came.changed, came.conversation) == (False, True, first.conversation)
    assert Conversation.objects.filter(space=cast.space).count() == 1
    statements = {one.number: one for one in came.conversation.statements.all()}
    assert {number: one.pk for number, one in statements.items()} == kept
    assert statements[1].text == "Isä saa tulla mukaan"
    votes = Vote.objects.filter(statement__conversation=came.conversation)
    assert sorted(votes.values_list("statement__number", "choice")) == [(0, -1), (0, 1), (1, -1), (2, 1), (5, 1)]
    now = set(Participant.objects.filter(role="").values_list("pk", flat=True))
    assert people < now
    assert len(now) == 3
    assert not Release.objects.filter(pk=waiting.pk).exists()  # made from votes that are gone


def test_export_newer_forgets_who_is_not_in_it(cast: Cast) -> None:
    brought(cast)
    brought(cast, votes="\n".join(line for line in VOTES.splitlines() if ",9," not in line))
    assert Participant.objects.filter(role="").count() == 1


def test_export_with_title_keeps_it(cast: Cast) -> None:
    assert brought(cast, title="In our words").conversation.question == "In our words"
    assert brought(cast).conversation.question == "In our words"
    renamed = brought(cast, title="Other words")
    assert (renamed.is_new, renamed.changed, renamed.conversation.question) == (False, True, "Other words")


def test_export_newer_deletes_old_votes_without_comparing_each_with_each(cast: Cast) -> None:
    """A join with itself took PostgreSQL minutes for fifty thousand votes that it had not counted yet."""
    brought(cast)
    with CaptureQueriesContext(connection) as asked:
        brought(cast, votes=VOTES + "1500000000009,Fri,0,11,-1\n")
    deleted = [one["sql"] for one in asked if one["sql"].startswith('DELETE FROM "talkoo_vote"')]
    assert len(deleted) == 1
    assert "SELECT" not in deleted[0]


def test_export_without_summary_is_known_again_by_its_votes(cast: Cast) -> None:
    first = brought(cast, summary=None, title="What?")
    again = brought(cast, summary=None, title="What?")
    assert (again.changed, again.conversation) == (False, first.conversation)


def test_export_that_has_lost_its_summary_is_known_again_and_keeps_why_it_was_asked(cast: Cast) -> None:
    first = brought(cast)
    again = brought(cast, summary=None, title="In our words")
    assert (again.is_new, again.conversation.pk) == (False, first.conversation.pk)
    assert (again.conversation.question, again.conversation.why) == ("In our words", "Asked in spring.")


def test_export_in_two_spaces_has_two_unlinkable_people(cast: Cast) -> None:
    brought(cast)
    bring_in(cast.other_space, read_export(files()), title="", actor=None)
    people = Participant.objects.filter(role="")
    assert people.count() == 4
    assert all(one.pk.version == 4 for one in people)


def test_export_newer_while_the_go_between_holds_is_refused_and_writes_nothing(cast: Cast) -> None:
    conversation = brought(cast, votes=two_camps(30), comments=comments_for(16)).conversation
    release = prepare_picture(conversation)
    assert release
    hold(release, reason="Two people could be found.", actor=None)
    before = everything()
    with pytest.raises(HeldBackError):
        brought(cast, votes=two_camps(31), comments=comments_for(16))
    assert everything() == before
    release.refresh_from_db()
    assert release.state == Release.State.HELD


def test_export_interrupted_writes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def breaks(*_: object, **__: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(bringing_in, "record", breaks)
    with pytest.raises(DatabaseError):
        brought(cast)
    assert everything() == before


def test_export_long_words_are_cut_not_refused(cast: Cast) -> None:
    summary = SUMMARY.replace("What would help?", "What " * 100).replace("abc", "a" * 300)
    conversation = brought(cast, summary=summary).conversation
    assert (len(conversation.question), len(conversation.source)) == (300, 200)


def test_export_large_numbers_stay_out_of_the_database(cast: Cast) -> None:
    brought(cast, votes=two_camps(12, first=918273000), comments=comments_for(16))
    assert "918273" not in repr(everything())


HEAD = "comment-id,voter-id,vote\n"
FAULTS = [
    ({"votes": ""}, "votes.csv", 1, "empty"),
    ({"votes": HEAD}, "votes.csv", 1, "empty"),
    ({"votes": "comment-id,vote\n0,1\n"}, "votes.csv", 1, "column-missing"),
    ({"votes": "vote,comment-id,voter-id,vote\n1,0,1,1\n"}, "votes.csv", 1, "column-twice"),
    ({"votes": HEAD + "0,1,1\n0,1\n"}, "votes.csv", 3, "row-length"),
    ({"votes": HEAD + "0,x,1\n"}, "votes.csv", 2, "not-a-number"),
    ({"votes": HEAD + "0,1,2\n"}, "votes.csv", 2, "not-a-vote"),
    ({"votes": HEAD + "0,1,1\n9999999999,1,1\n"}, "votes.csv", 3, "not-a-number"),
    ({"votes": HEAD + "-4,1,1\n"}, "votes.csv", 2, "not-a-number"),
    ({"votes": HEAD + '0,"1,1\n'}, "votes.csv", 2, "broken-csv"),
    ({"votes": HEAD + "0,1,1\n0,\0,1\n"}, "votes.csv", 3, "not-utf-8"),
    ({"comments": "comment-id,comment-body,moderated\n0,a,4\n"}, "comments.csv", 2, "not-a-moderation"),
    ({"comments": "comment-id,comment-body\n0,a\n0,b\n"}, "comments.csv", 3, "statement-twice"),
]


@pytest.mark.parametrize(
    ("parts", "file", "line", "fault"), FAULTS, ids=[f"{f[1]}-{f[3]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_export_broken_names_file_line_and_fault(parts: dict[str, str], file: str, line: int, fault: str) -> None:
    with pytest.raises(BrokenExport) as caught:
        read_export(files(**parts))
    assert (caught.value.file, caught.value.line, caught.value.fault) == (file, line, fault)


def test_export_spreadsheet_is_no_text() -> None:
    with pytest.raises(BrokenExport) as caught:
        read_export({"votes.csv": b"PK\x03\x04\n\xff\xfe\x00"})
    assert (caught.value.line, caught.value.fault) == (2, "not-utf-8")


def test_brought_in_by_mistake_can_be_removed_with_everybody_in_it(cast: Cast) -> None:
    before = everything()
    conversation = brought(cast).conversation
    prepare_picture(conversation)
    assert remove_brought_in(conversation, actor=None)
    assert everything()[:4] == before[:4]
    assert not Release.objects.exists()


def test_brought_in_and_public_stays(cast: Cast) -> None:
    conversation = brought(cast).conversation
    release = prepare_picture(conversation)
    assert release is not None
    publish(release, actor=None)
    assert not remove_brought_in(conversation, actor=None)
    assert Conversation.objects.filter(pk=conversation.pk).exists()


def test_brought_in_and_held_back_stays(cast: Cast) -> None:
    conversation = brought(cast).conversation
    release = prepare_picture(conversation)
    assert release is not None
    hold(release, reason="Names a street.", actor=None)
    with pytest.raises(HeldBackError):
        remove_brought_in(conversation, actor=None)
    assert Conversation.objects.filter(pk=conversation.pk).exists()
