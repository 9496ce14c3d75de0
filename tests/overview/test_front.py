"""The first page and the demo's list of people."""

from django.urls import reverse
from pytest_django import Settings

from tests.people import CAST, Cast


def test_front_two_doors_and_in_the_demo_a_third(cast: Cast, settings: Settings) -> None:
    browser = cast.browser("stranger")
    page = browser.get("/").content.decode()
    doors = [reverse(name) for name in ("card", "sign_in", "demo")]
    assert [f'href="{door}"' in page for door in doors] == [True, True, True]
    settings.DEMO = False
    page = browser.get("/").content.decode()
    assert [f'href="{door}"' in page for door in doors] == [True, True, False]


def test_demo_everybody_can_be_chosen_and_is_in_at_once(cast: Cast) -> None:
    page = cast.browser("stranger").get(reverse("demo")).content.decode()
    for name in CAST:
        person = cast.person(name)
        who = person.user or person.card
        if who is None:
            continue
        browser = cast.browser("stranger")
        assert f'value="{who.pk}"' in page, name
        assert browser.post(reverse("demo"), {"who": str(who.pk)}).headers["Location"] == reverse("now")
        assert browser.get(reverse("now")).status_code == 200


def test_demo_nobody_of_that_name_400(cast: Cast) -> None:
    for who in ("", "x", str(cast.space.pk)):
        assert cast.browser("stranger").post(reverse("demo"), {"who": who}).status_code == 400


def test_demo_switched_off_404(cast: Cast, settings: Settings) -> None:
    settings.DEMO = False
    tomi = cast.person("tomi").user
    assert tomi
    browser = cast.browser("stranger")
    assert browser.get(reverse("demo")).status_code == 404
    assert browser.post(reverse("demo"), {"who": str(tomi.pk)}).status_code == 404
    assert browser.get(reverse("now")).status_code == 302
