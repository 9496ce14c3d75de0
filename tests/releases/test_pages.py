"""The page on which host and go-between look at a release, and the three acts on it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from talkoo.releases.actions import hold, publish
from talkoo.releases.models import Release
from talkoo.spaces.models import Space
from tests.people import Cast
from tests.releases.made import ready

GET = {"leena": 200, "samuel": 200, "tomi": 403, "iida": 403, "mira": 404, "jere": 404, "paula": 404, "stranger": 302}


def address(name: str, release: Release) -> str:
    return reverse(name, args=[release.space_id, release.pk])


@pytest.mark.parametrize("name", GET)
def test_page_for_host_and_go_between_only(cast: Cast, name: str) -> None:
    assert cast.browser(name).get(address("release", ready(cast.space))).status_code == GET[name]


@pytest.mark.parametrize("act", ["publish_release", "hold_release", "let_go_release"])
@pytest.mark.parametrize("name", GET)
def test_act_by_anybody_else_changes_nothing(cast: Cast, name: str, act: str) -> None:
    release = ready(cast.space)
    allowed = {"publish_release": "leena", "hold_release": "samuel", "let_go_release": "samuel"}[act]
    answer = cast.browser(name).post(address(act, release), {"reason": "Wait."})
    release.refresh_from_db()
    if name == allowed:
        assert answer.status_code == 302
    else:
        assert answer.status_code == (403 if GET[name] == 200 else GET[name])
        assert release.state == Release.State.PREPARED


def test_page_of_another_space_404(cast: Cast) -> None:
    release = ready(cast.other_space)
    leena = cast.browser("leena")
    assert leena.get(reverse("release", args=[cast.space.pk, release.pk])).status_code == 404
    assert leena.post(reverse("publish_release", args=[cast.space.pk, release.pk])).status_code == 404
    assert leena.get(reverse("release", args=[cast.space.pk, uuid4()])).status_code == 404


def test_page_says_what_is_hidden_and_why(cast: Cast) -> None:
    page = cast.browser("leena").get(address("release", ready(cast.space, 30, 13, 3))).content.decode()
    assert "Managers: 1 statement is not shown, because fewer than five of them answered it." in page
    assert "Front-line staff: 1 statement is not shown, because together with it a smaller group could be" in page
    assert "If nobody does anything, it becomes public by itself on" in page


def test_publish_by_the_host_is_told_and_harmless_to_repeat(cast: Cast) -> None:
    release, leena = ready(cast.space), cast.browser("leena")
    for _ in range(2):
        answer = leena.post(address("publish_release", release), follow=True)
        assert answer.redirect_chain == [(address("release", release), 302)]
        assert "This is public" in answer.content.decode()
    assert Release.objects.get(pk=release.pk).state == Release.State.PUBLISHED


def test_publish_while_held_409(cast: Cast) -> None:
    release = ready(cast.space)
    hold(release, reason="It names the street of a family.", actor=None)
    answer = cast.browser("leena").post(address("publish_release", release))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Talk to each other first." in page
    assert "It names the street of a family." in page
    assert address("publish_release", release) not in page


def test_hold_without_a_reason_422(cast: Cast) -> None:
    release = ready(cast.space)
    for reason in ("", "  ", "x" * 301):
        answer = cast.browser("samuel").post(address("hold_release", release), {"reason": reason})
        assert answer.status_code == 422
    assert "x" * 301 in answer.content.decode()
    assert Release.objects.get(pk=release.pk).state == Release.State.PREPARED


def test_hold_too_late_409(cast: Cast) -> None:
    release = ready(cast.space)
    publish(release, actor=None)
    answer = cast.browser("samuel").post(address("hold_release", release), {"reason": "Wait."})
    assert answer.status_code == 409
    assert "It is public already." in answer.content.decode()


def test_let_go_gives_the_button_back_to_the_host(cast: Cast) -> None:
    release = ready(cast.space)
    samuel, leena = cast.browser("samuel"), cast.browser("leena")
    samuel.post(address("hold_release", release), {"reason": "Wait."})
    assert address("publish_release", release) not in leena.get(address("release", release)).content.decode()
    assert samuel.post(address("let_go_release", release)).status_code == 302
    assert address("publish_release", release) in leena.get(address("release", release)).content.decode()


def test_archived_space_nothing_moves(cast: Cast) -> None:
    release = ready(cast.space)
    Space.objects.filter(pk=cast.space.pk).update(state=Space.State.ARCHIVED)
    assert cast.browser("leena").post(address("publish_release", release)).status_code == 403
    assert cast.browser("samuel").post(address("hold_release", release), {"reason": "x"}).status_code == 403


def test_acts_are_not_for_get(cast: Cast) -> None:
    release = ready(cast.space)
    for name in ("publish_release", "hold_release", "let_go_release"):
        assert cast.browser("leena").get(address(name, release)).status_code == 405


@pytest.mark.parametrize(("band", "left_out", "said"), [
    ("hidden", 0, "For 1 statement a part of the people is not shown"),
    ("about_half", 2, "2 statements were left out of the conversation"),
])  # fmt: skip
def test_release_page_says_what_else_is_not_shown(cast: Cast, band: str, left_out: int, said: str) -> None:
    release = ready(cast.space)
    for one in release.tables["statements"].values():
        one["groups"] = {"A": "about_half"}
    next(iter(release.tables["statements"].values()))["groups"]["B"] = band
    release.tables["statements_left_out"] = left_out
    release.save()
    page = cast.browser("leena").get(f"/spaces/{cast.space.pk}/releases/{release.pk}").content.decode()
    assert said in page
    assert ("Nothing had to be hidden." in page) == (band != "hidden" and not release.hidden)
