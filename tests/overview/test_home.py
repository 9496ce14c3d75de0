"""A space's home and its five verbs, for everybody who may read it."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from talkoo.overview.views.verbs import KEYS
from talkoo.spaces.models import Space
from tests.overview.world import result_in
from tests.people import CAST, Cast

HERE = [name for name in CAST if name not in {"stranger", "jere", "paula"}]


@pytest.mark.parametrize("name", HERE)
def test_home_why_and_verbs_for_everybody_here(cast: Cast, name: str) -> None:
    page = cast.browser(name).get(reverse("space", args=[cast.space.pk])).content.decode()
    assert f"<h1>{cast.space.service}</h1>" in page
    assert cast.space.why in page
    for key in KEYS:
        assert f'href="{reverse("verb", args=[cast.space.pk, key])}"' in page


@pytest.mark.parametrize(
    ("name", "routes"),
    [
        ("mira", {"space_people"}),
        ("tomi", {"space_people"}),
        ("samuel", {"space_people", "cards", "lost_card"}),
        ("leena", {"space_people", "cards", "space_settings"}),
    ],
)
def test_home_offers_what_the_role_may_do_and_no_more(cast: Cast, name: str, routes: set[str]) -> None:
    page = cast.browser(name).get(reverse("space", args=[cast.space.pk])).content.decode()
    every = ("space_people", "cards", "lost_card", "space_settings")
    assert {route for route in every if f'href="{reverse(route, args=[cast.space.pk])}"' in page} == routes


def test_home_open_to_read_a_stranger_reads_and_is_offered_nothing(cast: Cast) -> None:
    Space.objects.filter(pk=cast.space.pk).update(reading="everybody")
    result_in(cast.space)
    page = cast.browser("stranger").get(reverse("space", args=[cast.space.pk])).content.decode()
    assert "Shared: What would help?" in page
    assert "Your next step" not in page
    assert reverse("space_people", args=[cast.space.pk]) not in page


@pytest.mark.parametrize("key", KEYS)
def test_verb_with_nothing_in_it_says_what_will_be(cast: Cast, key: str) -> None:
    page = cast.browser("tomi").get(reverse("verb", args=[cast.space.pk, key])).content.decode()
    assert "What will be here" in page
    assert 'aria-current="' in page


def test_verb_nobody_knows_404(cast: Cast) -> None:
    assert cast.browser("leena").get(f"/spaces/{cast.space.pk}/dream").status_code == 404


def test_loop_stands_where_the_work_is(cast: Cast) -> None:
    browser, address = cast.browser("tomi"), reverse("space", args=[cast.space.pk])

    def step() -> str:
        return browser.get(address).content.decode().split('aria-current="step"><span>')[1].split("<")[0]

    assert step() == "Prepare"
    result_in(cast.space, state="prepared")
    assert step() == "Listen"
    result_in(cast.space)
    assert step() == "Make sense"


def test_make_sense_lists_what_is_public_and_to_some_what_waits(cast: Cast) -> None:
    result_in(cast.space, "Public?")
    result_in(cast.space, "Waiting?", state="prepared")
    address = reverse("verb", args=[cast.space.pk, "make-sense"])
    for name, sees in (("mira", False), ("tomi", False), ("samuel", True), ("leena", True)):
        page = cast.browser(name).get(address).content.decode()
        assert "Public?" in page
        assert ("Waiting?" in page) is sees


@pytest.mark.parametrize("verb", ["", "listen", "make-sense"])
def test_home_fixed_number_of_queries(cast: Cast, verb: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    browser = cast.browser("leena")
    address = reverse("verb", args=[cast.space.pk, verb]) if verb else reverse("space", args=[cast.space.pk])
    counted = []
    for rows in (1, 3):
        for number in range(rows):
            result_in(cast.space, f"Question {rows}{number}?")
        with django_assert_num_queries(20, exact=False) as seen:
            assert browser.get(address).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1]
