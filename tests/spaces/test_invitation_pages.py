"""Coming in by invitation: the first hop, the form, somebody who is here already, and links that do nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from talkoo.accounts.actions import invite
from talkoo.accounts.models import Invitation, Role, User
from talkoo.spaces.models import Membership, Space
from tests.people import Cast

NEW = {"name": "Petri", "email": "petri@talkoo.example", "password": "four words that I like"}


def invitation_to(cast: Cast, role: Role = Role.MANAGER) -> tuple[Invitation, str]:
    """Leena invites; the invitation and the address in the letter."""
    invitation, secret = invite(cast.space.pk, role, made_by=cast.person("leena").user)
    return invitation, reverse("open_invitation", args=[secret])


def test_link_first_hop_takes_the_secret_out_of_the_address(cast: Cast) -> None:
    _, link = invitation_to(cast)
    answer = cast.browser("stranger").get(link)
    assert answer.headers["Location"] == reverse("invitation")


def test_link_page_says_who_invites_to_what_and_changes_nothing(cast: Cast) -> None:
    invitation, link = invitation_to(cast)
    page = cast.browser("stranger").get(link, follow=True)
    assert page.status_code == 200
    for words in (b"Leena", b"young people who left school", b"Managers"):
        assert words in page.content
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_newcomer_has_sign_in_and_role_and_is_in(cast: Cast) -> None:
    _, link = invitation_to(cast)
    browser = cast.browser("stranger")
    browser.get(link)

    answer = browser.post(reverse("invitation"), NEW)

    assert answer.headers["Location"] == reverse("now")
    user = User.objects.get(email="petri@talkoo.example")
    assert Membership.objects.get(user=user, space=cast.space).role == Role.MANAGER
    assert b"Hello, Petri." in browser.get(reverse("now")).content
    assert cast.browser("stranger").get(link, follow=True).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("email", "petri"), ("email", "tomi@talkoo.example"), ("password", "short")]
)
def test_newcomer_wrong_field_422_and_nothing_written(cast: Cast, field: str, value: str) -> None:
    invitation, link = invitation_to(cast)
    browser = cast.browser("stranger")
    browser.get(link)
    users = User.objects.count()

    answer = browser.post(reverse("invitation"), NEW | {field: value})

    assert answer.status_code == 422
    assert User.objects.count() == users
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_user_takes_the_role_with_one_press(cast: Cast) -> None:
    _, link = invitation_to(cast)
    browser = cast.browser("paula")
    assert b"Take this role" in browser.get(link, follow=True).content
    assert browser.post(reverse("invitation")).status_code == 302
    assert Membership.objects.get(user=cast.person("paula").user, space=cast.space).role == Role.MANAGER


def test_member_with_a_role_keeps_it_and_leaves_the_invitation(cast: Cast) -> None:
    invitation, link = invitation_to(cast)
    browser = cast.browser("tomi")
    browser.get(link)
    page = browser.post(reverse("invitation"))
    assert b"You have a role here already" in page.content
    invitation.refresh_from_db()
    assert invitation.used_at is None
    assert Membership.objects.get(user=cast.person("tomi").user).role == Role.PROFESSIONAL


def test_invitation_without_space_lets_a_first_host_open_one(cast: Cast) -> None:
    _, secret = invite(None, Role.HOST, made_by=None)
    browser = cast.browser("stranger")
    browser.get(reverse("open_invitation", args=[secret]))
    assert browser.post(reverse("invitation"), NEW).status_code == 302
    assert User.objects.get(email=NEW["email"]).may_open_spaces
    assert browser.get(reverse("open_space")).status_code == 200


@pytest.mark.parametrize("why", ["used", "ended", "old", "unknown", "none", "closed"])
def test_link_that_does_nothing_answers_alike(cast: Cast, why: str) -> None:
    invitation, link = invitation_to(cast)
    now = timezone.now()
    if why in {"used", "ended"}:
        Invitation.objects.filter(pk=invitation.pk).update(**{f"{why}_at": now})
    if why == "closed":
        Space.objects.filter(pk=cast.space.pk).update(state="closed")
    if why == "unknown":
        link = reverse("open_invitation", args=["no-such-link"])
    if why == "none":
        link = reverse("invitation")
    with time_machine.travel(now + timedelta(days=15 if why == "old" else 0)):
        browser = cast.browser("stranger")
        seen = browser.get(link, follow=True)
        sent = browser.post(reverse("invitation"), NEW)

    assert (seen.status_code, sent.status_code) == (404, 404)
    assert b"We do not say which." in seen.content
    assert b"young people" not in seen.content
    assert not User.objects.filter(email=NEW["email"]).exists()
