"""A person's own page: what is asked, what was said, and that nothing on it is a dead link."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from talkoo.accounts.models import Card, Role
from talkoo.conversations.models import Conversation, Statement
from talkoo.overview.views.verbs import KEYS
from talkoo.spaces.models import Membership, Space
from tests.overview.world import result_in, sentence_of
from tests.people import Cast, make_space

NOW = "/now"


def page_of(browser: Client, address: str = NOW) -> str:
    """The page as text."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def turns_in(page: str) -> list[str]:
    """What is asked, in order."""
    part = page.split('<ol class="turn"')
    return re.findall(r"<h3>(.*?)</h3>", part[1].split("</ol>")[0]) if len(part) > 1 else []


def links_in(page: str) -> set[str]:
    """Every link within the main part that stays in the house."""
    return set(re.findall(r'href="(/[^"#?]*)', page.split("<main")[1].split("</main>", maxsplit=1)[0]))


def test_card_holder_is_greeted_without_a_name_and_asked_for_own_words(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(contact_name="Samuel", contact_phone="0055 501 42")
    page = page_of(cast.browser("mira"))
    assert "<h1>Hello.</h1>" in page
    assert cast.space.service in page
    assert 'href="tel:005550142"' in page
    assert turns_in(page) == ["Get five words that only you know"]
    assert "Your support stays the same" in page


def test_card_holder_with_own_words_is_asked_nothing(cast: Cast) -> None:
    Card.objects.filter(space=cast.space).update(words_are_own=True)
    page = page_of(cast.browser("mira"))
    assert turns_in(page) == []
    assert "Nothing. When something waits for you, it stands here." in page


def test_new_host_is_asked_for_what_a_space_needs_three_at_most(cast: Cast) -> None:
    Card.objects.filter(space=cast.space).delete()
    assert turns_in(page_of(cast.browser("leena"))) == [
        "Say whom people can talk to", "Print the first cards", "Ask the first question",
    ]  # fmt: skip


def test_host_with_a_running_space_is_asked_to_lock_the_door(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(contact_name="Samuel")
    result_in(cast.space)
    assert turns_in(page_of(cast.browser("leena"))) == [
        "Lock your door better", "See where people agree and where they do not",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["leena", "samuel", "tomi", "mira"])
def test_waiting_result_is_first_for_those_who_may_look(cast: Cast, name: str) -> None:
    waiting = result_in(cast.space, state="prepared")
    page = page_of(cast.browser(name))
    may = name in {"leena", "samuel"}
    assert (turns_in(page)[:1] == ["Look at a result before everybody sees it"]) is may
    assert (reverse("release", args=[cast.space.pk, waiting.pk]) in page) is may
    assert "Shared: What would help?" not in page


def test_held_result_waits_for_nobody(cast: Cast) -> None:
    result_in(cast.space, state="held")
    assert "Look at a result before everybody sees it" not in page_of(cast.browser("leena"))


@pytest.mark.parametrize("state", ["closed", "archived"])
def test_space_that_has_ended_asks_its_host_for_nothing_new(cast: Cast, state: str) -> None:
    Space.objects.filter(pk=cast.space.pk).update(state=state, contact_name="Samuel")
    Card.objects.filter(space=cast.space).delete()
    assert turns_in(page_of(cast.browser("leena"))) == ["Lock your door better"]


def test_said_newest_published_results_in_peoples_words(cast: Cast) -> None:
    result_in(cast.space)
    for name in ("mira", "tomi"):
        assert "Shared: What would help?" in page_of(cast.browser(name))
    assert "Shared:" not in page_of(cast.browser("jere"))


@pytest.mark.parametrize(
    ("agree", "groups", "is_said"),
    [
        ("nearly_all", {}, True),
        ("nearly_none", {}, False),
        (None, {"A": "nearly_all", "B": "more_than_half"}, True),
        (None, {"A": "nearly_none", "B": "fewer_than_half"}, False),
        ("more_than_half", {"A": "nearly_all", "B": "about_half"}, False),
        (None, {"A": "hidden"}, False),
    ],
)
def test_said_what_most_disagree_with_is_not_said_as_theirs(
    cast: Cast, agree: str | None, groups: dict[str, str], is_said: bool
) -> None:
    release = result_in(cast.space)
    release.tables["statements"][str(sentence_of(release))] |= {"agree": agree, "groups": groups}
    release.save()
    assert ("Shared: What would help?" in page_of(cast.browser("mira"))) == is_said


def test_said_words_taken_back_are_gone_at_once(cast: Cast) -> None:
    release = result_in(cast.space)
    Statement.objects.filter(pk=sentence_of(release)).update(state="left_out")
    assert "Shared:" not in page_of(cast.browser("mira"))


def test_space_for_named_roles_only_leads_a_card_nowhere(cast: Cast) -> None:
    result_in(cast.space)
    Space.objects.filter(pk=cast.space.pk).update(reading="members")
    page = page_of(cast.browser("mira"))
    assert "Shared:" not in page
    assert str(cast.space.pk) not in page


def test_staff_of_two_spaces_sees_both(cast: Cast) -> None:
    Membership.objects.create(space=cast.other_space, user=cast.person("leena").user, role=Role.HOST)
    page = page_of(cast.browser("leena"))
    assert cast.space.service in page
    assert cast.other_space.service in page
    assert f"{cast.other_space.service}: " in page, "a turn says which space it is about"


def test_staff_without_any_space_are_told_what_helps(cast: Cast) -> None:
    Membership.objects.all().delete()
    assert "Somebody who runs one can invite you." in page_of(cast.browser("tomi"))
    assert turns_in(page_of(cast.browser("paula"))) == ["Open your first space"]


@pytest.mark.parametrize("name", ["mira", "tomi", "samuel", "leena", "iida"])
def test_no_link_is_dead(cast: Cast, name: str) -> None:
    result_in(cast.space, state="prepared")
    Conversation.objects.create(space=cast.space, question="Second?")
    browser = cast.browser(name)
    home = reverse("space", args=[cast.space.pk])
    verbs = [reverse("verb", args=[cast.space.pk, key]) for key in KEYS]
    seen = 0
    for page in (NOW, home, "/about-me", *verbs):
        for link in links_in(page_of(browser, page)):
            seen += 1
            assert browser.get(link).status_code in {200, 202}, (page, link)
    assert seen > 20


@pytest.mark.parametrize("name", ["mira", "leena"])
def test_now_fixed_number_of_queries(cast: Cast, name: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    browser = cast.browser(name)
    counted = []
    for rows in (1, 3):
        for number in range(rows):
            result_in(cast.space, f"Question {rows}{number}?")
            space = make_space(f"more-{rows}{number}", f"Service {rows}{number}")
            result_in(space, f"Elsewhere {rows}{number}?")
            Membership.objects.create(space=space, user=cast.person("leena").user, role=Role.HOST)
        with django_assert_num_queries(20, exact=False) as seen:
            page_of(browser)
        counted.append(len(seen))
    assert counted[0] == counted[1]
