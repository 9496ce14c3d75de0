"""The pages on which a conversation comes in: what they say, to whom, and what they answer to bad files."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talkoo.conversations.actions import bring_in, prepare_picture
from talkoo.conversations.forms import bringing_in as forms
from talkoo.conversations.models import Conversation, Statement
from talkoo.conversations.opinions import read_export
from talkoo.releases.actions import hold, publish
from talkoo.spaces.models import Space
from tests.conversations.exports import COMMENTS, VOTES, comments_for, files, two_camps
from tests.people import Cast


def uploads(**parts: str | None) -> dict[str, Any]:
    return {
        name.removesuffix(".csv"): SimpleUploadedFile(name, content, "text/csv")
        for name, content in files(**parts).items()
    }


@pytest.fixture
def here(cast: Cast) -> Conversation:
    """A conversation that was brought in, without a picture yet."""
    export = read_export(files(votes=two_camps(30), comments=comments_for(16)))
    return bring_in(cast.space, export, title="", actor=None).conversation


def address(name: str, cast: Cast, *more: object) -> str:
    return reverse(name, args=[cast.space.pk, *more])


def test_list_few_and_many_same_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    leena, taken = cast.browser("leena"), 0
    for rows in (1, 3):
        for number in range(rows):
            made = Conversation.objects.create(space=cast.space, question=f"Question {rows}{number}?")
            Statement.objects.create(conversation=made, number=0, text="a", state=Statement.State.SHOWN)
        with CaptureQueriesContext(connection) if not taken else django_assert_num_queries(taken) as queries:
            page = leena.get(address("conversations", cast)).content.decode()
        taken = len(queries)
    assert page.count("1 statement<") + page.count("1 statement ") == 4


def test_list_empty_says_what_starts_it(cast: Cast) -> None:
    assert address("bring_in", cast) in cast.browser("leena").get(address("conversations", cast)).content.decode()
    page = cast.browser("mira").get(address("conversations", cast)).content.decode()
    assert "No conversations yet." in page
    assert address("bring_in", cast) not in page


def test_page_in_preparation_answers_202_to_host_and_go_between(cast: Cast, here: Conversation) -> None:
    for name, status in (("leena", 202), ("samuel", 202), ("mira", 200), ("tomi", 200)):
        answer = cast.browser(name).get(address("conversation", cast, here.pk))
        assert answer.status_code == status
        assert ("coming.js" in answer.content.decode()) == (status == 202)


def test_page_prepared_is_asked_of_the_host(cast: Cast, here: Conversation) -> None:
    release = prepare_picture(here)
    assert release is not None
    link = reverse("release", args=[cast.space.pk, release.pk])
    for name, is_asked in (("leena", True), ("samuel", True), ("mira", False), ("hannele", False)):
        answer = cast.browser(name).get(address("conversation", cast, here.pk))
        assert answer.status_code == 200
        assert (link in answer.content.decode()) == is_asked


def test_page_held_tells_the_host_where_to_read_why(cast: Cast, here: Conversation) -> None:
    release = prepare_picture(here)
    assert release is not None
    hold(release, reason="Names a street.", actor=None)
    assert (
        "holds the new picture back"
        in cast.browser("leena").get(address("conversation", cast, here.pk)).content.decode()
    )


def test_page_published_leads_everybody_to_the_map(cast: Cast, here: Conversation) -> None:
    release = prepare_picture(here)
    assert release is not None
    publish(release, actor=None)
    for name in ("mira", "leena", "iida"):
        page = cast.browser(name).get(address("conversation", cast, here.pk)).content.decode()
        assert address("map", cast, here.pk) in page


@pytest.mark.parametrize("name", ["stranger", "jere", "paula"])
def test_page_outsider_404(cast: Cast, here: Conversation, name: str) -> None:
    assert cast.browser(name).get(address("conversation", cast, here.pk)).status_code == 404
    assert cast.browser(name).get(address("conversations", cast)).status_code == 404


def test_page_of_another_space_404(cast: Cast, here: Conversation) -> None:
    paula = cast.browser("paula")
    assert paula.get(reverse("conversation", args=[cast.other_space.pk, here.pk])).status_code == 404
    assert cast.browser("leena").get(address("conversation", cast, uuid4())).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("leena", 200), ("samuel", 403), ("tomi", 403), ("mira", 404), ("jere", 404), ("paula", 404), ("stranger", 302)],
)
def test_bring_in_page_for_the_host_only(cast: Cast, name: str, status: int) -> None:
    browser = cast.browser(name)
    assert browser.get(address("bring_in", cast)).status_code == status
    assert browser.post(address("bring_in", cast), uploads()).status_code == (302 if name == "leena" else status)
    assert Conversation.objects.count() == (name == "leena")


def test_bring_in_closed_space_403(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.CLOSED)
    assert cast.browser("leena").post(address("bring_in", cast), uploads()).status_code == 403


def test_bring_in_good_files_leads_to_the_conversation(cast: Cast) -> None:
    leena = cast.browser("leena")
    answer = leena.post(address("bring_in", cast), uploads(), follow=True)
    conversation = Conversation.objects.get()
    assert answer.redirect_chain == [(address("conversation", cast, conversation.pk), 302)]
    assert "Brought in 5 votes." in answer.content.decode()
    again = leena.post(address("bring_in", cast), uploads(), follow=True)
    assert "Nothing was changed." in again.content.decode()
    assert Conversation.objects.count() == 1


BROKEN = [
    ({"votes": VOTES.replace(",7,1\n", ",7,4\n")}, "votes.csv: Line 2: a vote is 1, 0 or -1, but it says “4”."),
    ({"votes": "a,b\n1,2\n"}, "votes.csv: Line 1: a column is missing. There should be one named voter-id"),
    ({"votes": ""}, "votes.csv: Line 1: there is nothing to read."),
    ({"votes": "\x00"}, "votes.csv: Line 1: this is not a text file."),
    ({"votes": VOTES + "1,2\n"}, "votes.csv: Line 8: this line has 2 columns, unlike the first line."),
    ({"comments": COMMENTS.replace(",0,1,0,Ä", ",0,1,5,Ä")}, "comments.csv: Line 3: “moderated” is 1, 0 or -1"),
    ({"comments": COMMENTS + "1,Fri,0,7,1,0,1,b\n"}, "comments.csv: Line 6: the statement 0 is there twice."),
    ({"comments": None}, "Choose this file."),
    ({"votes": None}, "Choose this file."),
]


@pytest.mark.parametrize(("parts", "sentence"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_bring_in_broken_files_422_with_a_sentence(cast: Cast, parts: dict[str, Any], sentence: str) -> None:
    answer = cast.browser("leena").post(address("bring_in", cast), {**uploads(**parts), "title": "In our own words"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="In our own words"' in page
    assert Conversation.objects.count() == 0


def test_bring_in_without_a_question_asks_for_one(cast: Cast) -> None:
    answer = cast.browser("leena").post(address("bring_in", cast), uploads(summary=None))
    assert answer.status_code == 422
    assert "We found no question in the files. Write it here." in answer.content.decode()
    given = cast.browser("leena").post(address("bring_in", cast), {**uploads(summary=None), "title": "What helps?"})
    assert given.status_code == 302


def test_bring_in_too_large_413(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST", 100)
    answer = cast.browser("leena").post(address("bring_in", cast), uploads())
    assert answer.status_code == 413
    assert "larger than 20 MB" in answer.content.decode()
    assert Conversation.objects.count() == 0


def test_remove_what_was_brought_in_asks_first_and_leads_to_the_list(cast: Cast, here: Conversation) -> None:
    leena = cast.browser("leena")
    page = leena.get(address("conversation", cast, here.pk)).content.decode()
    assert address("remove_conversation", cast, here.pk) in page
    assert "remove-it" not in cast.browser("samuel").get(address("conversation", cast, here.pk)).content.decode()
    answer = leena.post(address("remove_conversation", cast, here.pk), follow=True)
    assert "Nothing of it is left here." in answer.content.decode()
    assert not Conversation.objects.filter(pk=here.pk).exists()


def test_bring_in_files_that_do_not_belong_together_is_said(cast: Cast) -> None:
    sent = uploads(comments=comments_for(40)) | {"title": "What helps?"}
    answer = cast.browser("leena").post(address("bring_in", cast), sent, follow=True)
    assert "Do the files belong together?" in answer.content.decode()
