"""The people of a space as a page: who is named there, who is not, and what the host can do."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from talkoo.accounts.actions import invite
from talkoo.accounts.models import Invitation, Role, User
from talkoo.spaces.models import Membership, Space
from tests.people import CAST, Cast, make_card


def people_of(cast: Cast) -> str:
    """The page's address."""
    return reverse("space_people", args=[cast.space.pk])


def member(cast: Cast, name: str) -> Membership:
    """The membership of one of the cast."""
    return Membership.objects.get(space=cast.space, user=cast.person(name).user, ended_on=None)


def test_people_named_roles_are_seen_by_everybody_here(cast: Cast) -> None:
    for name in ("mira", "tomi", "samuel", "leena"):
        page = cast.browser(name).get(people_of(cast))
        assert page.status_code == 200
        assert b"Hannele" in page.content
        assert b"@" not in page.content.split(b"<main")[1], "no address is shown"


def test_people_reader_from_outside_403(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(reading="everybody")
    assert cast.browser("paula").get(people_of(cast)).status_code == 403


def test_people_no_card_holder_is_on_any_list(cast: Cast) -> None:
    for number in range(12):
        make_card(cast.space, f"AAAA22{number:02}")
    for name in CAST:
        page = cast.browser(name).get(people_of(cast)).content
        assert b"AAAA22" not in page
        assert b"MRA4" not in page.split(b"</main>")[0].split(b"<main")[-1] or name == "mira"


@pytest.mark.parametrize("name", ["mira", "tomi", "hannele", "samuel", "leena"])
def test_people_counts_only_for_host_and_go_between(cast: Cast, name: str) -> None:
    page = cast.browser(name).get(people_of(cast)).content
    assert (b"fewer than five" in page) is (name in {"samuel", "leena"})


def test_people_fixed_number_of_queries(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    leena = cast.person("leena").user
    browser = cast.browser("leena")
    browser.get(people_of(cast))
    counted = []
    for rows in (1, 3):
        for number in range(rows):
            user = User.objects.create_user(f"n{rows}{number}@talkoo.example", f"N{rows}{number}")
            Membership.objects.create(space=cast.space, user=user, role=Role.PARTNER)
            make_card(cast.space, f"AAA{rows}222{number}", Role.CARER)
            invite(cast.space.pk, Role.MANAGER, made_by=leena, note=f"note {rows}{number}")
        with django_assert_num_queries(12, exact=False) as seen:
            browser.get(people_of(cast))
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_invite_link_is_shown_once_made_and_lets_one_in(cast: Cast) -> None:
    browser, once = cast.browser("leena"), str(uuid4())
    sent = {"role": "manager", "note": "the new head", "once": once}

    answers = [browser.post(reverse("invite", args=[cast.space.pk]), sent) for _ in range(2)]

    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Invitation.objects.count() == 1
    page = browser.get(answers[0].headers["Location"])
    assert re.search(rb"http://testserver/invitation/[\w-]{32}", page.content)
    assert b"the new head" in browser.get(people_of(cast)).content


def test_invite_link_is_for_this_browser_and_space_only(cast: Cast) -> None:
    leena = cast.person("leena").user
    assert leena
    made = cast.browser("leena").post(
        reverse("invite", args=[cast.space.pk]), {"role": "manager", "once": str(uuid4())}
    )
    sheet = made.headers["Location"]
    assert b"/invitation/" not in cast.browser("leena").get(sheet).content
    assert cast.browser("leena").get(sheet).status_code == 404


def test_invite_wrong_role_422_and_nothing_made(cast: Cast) -> None:
    answer = cast.browser("leena").post(
        reverse("invite", args=[cast.space.pk]), {"role": "user", "note": "kept words", "once": str(uuid4())}
    )
    assert answer.status_code == 422
    assert b"kept words" in answer.content
    assert not Invitation.objects.exists()


def test_invite_by_mail_letter_tells_nothing(cast: Cast, settings: Settings) -> None:
    settings.MAIL_IS_SET_UP = True
    cast.browser("leena").post(
        reverse("invite", args=[cast.space.pk]),
        {"role": "manager", "email": "new@talkoo.example", "once": str(uuid4())},
    )
    [letter] = mail.outbox
    assert letter.to == ["new@talkoo.example"]
    assert "/invitation/" in letter.body
    for word in ("young", "school", "Leena", "manager"):
        assert word not in (letter.subject + letter.body).lower()


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_invite_space_not_open_403(cast: Cast, state: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=state)
    answer = cast.browser("leena").post(
        reverse("invite", args=[cast.space.pk]), {"role": "manager", "once": str(uuid4())}
    )
    assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_end_invitation_link_does_nothing_more(cast: Cast) -> None:
    invitation, secret = invite(cast.space.pk, Role.MANAGER, made_by=cast.person("leena").user)
    browser, address = cast.browser("leena"), reverse("end_invitation", args=[cast.space.pk, invitation.pk])
    assert [browser.post(address).status_code for _ in range(2)] == [302, 302]
    assert cast.browser("stranger").get(f"/invitation/{secret}", follow=True).status_code == 404


def test_end_invitation_of_another_space_is_left_alone(cast: Cast) -> None:
    invitation, _ = invite(cast.other_space.pk, Role.MANAGER, made_by=None)
    cast.browser("leena").post(reverse("end_invitation", args=[cast.space.pk, invitation.pk]))
    invitation.refresh_from_db()
    assert invitation.ended_at is None


def test_change_role_member_has_the_new_one(cast: Cast) -> None:
    address = reverse("change_role", args=[cast.space.pk, member(cast, "tomi").pk])
    assert cast.browser("leena").post(address, {"role": "manager"}).status_code == 302
    assert member(cast, "tomi").role == "manager"


@pytest.mark.parametrize("role", ["user", "king", ""])
def test_change_role_that_nobody_has_400(cast: Cast, role: str) -> None:
    address = reverse("change_role", args=[cast.space.pk, member(cast, "tomi").pk])
    assert cast.browser("leena").post(address, {"role": role}).status_code == 400


def test_end_membership_person_is_out_at_once(cast: Cast) -> None:
    tomi = cast.browser("tomi")
    home = reverse("space", args=[cast.space.pk])
    assert tomi.get(home).status_code == 200
    address = reverse("end_membership", args=[cast.space.pk, member(cast, "tomi").pk])
    assert [cast.browser("leena").post(address).status_code for _ in range(2)] == [302, 302]
    assert tomi.get(home).status_code == 404


@pytest.mark.parametrize(("view", "sent"), [("end_membership", {}), ("change_role", {"role": "manager"})])
def test_last_host_stays_and_is_told_why(cast: Cast, view: str, sent: dict[str, str]) -> None:
    answer = cast.browser("leena").post(reverse(view, args=[cast.space.pk, member(cast, "leena").pk]), sent)
    assert answer.status_code == 409
    assert b"A space needs a host." in answer.content
    assert member(cast, "leena").role == "host"


def test_member_of_another_space_404(cast: Cast) -> None:
    row = Membership.objects.get(space=cast.other_space)
    for view in ("change_role", "end_membership", "new_member_password"):
        assert cast.browser("leena").post(reverse(view, args=[cast.space.pk, row.pk])).status_code == 404


def test_password_link_works_for_the_member(cast: Cast) -> None:
    browser = cast.browser("leena")
    address = reverse("new_member_password", args=[cast.space.pk, member(cast, "tomi").pk])
    answer = browser.post(address, {"once": str(uuid4())})
    page = browser.get(answer.headers["Location"]).content.decode()
    assert "Tomi" in page
    link = re.search(r"http://testserver(/sign-in/new-password/[^\s\"<]+)", page)
    assert link
    assert cast.browser("stranger").get(link[1], follow=True).status_code == 200


def test_password_link_opens_more_than_the_host_runs_403(cast: Cast) -> None:
    Membership.objects.create(space=cast.other_space, user=cast.person("tomi").user, role=Role.PARTNER)
    address = reverse("new_member_password", args=[cast.space.pk, member(cast, "tomi").pk])
    answer = cast.browser("leena").post(address, {"once": str(uuid4())})
    assert answer.status_code == 403
    assert b"what you do not run" in answer.content
    assert b"/sign-in/new-password/" not in answer.content


def test_password_link_of_an_ended_member_400(cast: Cast) -> None:
    row = member(cast, "tomi")
    Membership.objects.filter(pk=row.pk).update(ended_on="2026-01-01")
    address = reverse("new_member_password", args=[cast.space.pk, row.pk])
    assert cast.browser("leena").post(address, {"once": str(uuid4())}).status_code == 400
