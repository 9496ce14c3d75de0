"""Icons bring their symbols along, and lists show few numbers."""

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory

from talkoo.core.tags import ROLE_MARKS, all_symbols, beside, is_among, numbers


def drawn(template: str, address: str = "/", **facts: object) -> str:
    """What a template says."""
    return Template(template).render(RequestContext(RequestFactory().get(address), facts))


def test_symbols_used_twice_come_once() -> None:
    page = drawn('{% icon "leave" "icon--turns" %}{% icon "leave" %}{% mark "host" %}{% symbols %}')

    assert page.count('<symbol id="i-leave"') == 1
    assert page.count('<symbol id="m-host"') == 1
    assert page.count("<symbol ") == 2
    assert 'class="icon icon--turns" aria-hidden="true"' in page


def test_sign_is_read_aloud_and_escaped() -> None:
    page = drawn('{% sign "mark" name %}', name='"><script>')

    assert 'role="img"' in page
    assert "<script>" not in page


def test_icon_not_in_the_file_says_so() -> None:
    with pytest.raises(TemplateSyntaxError, match="no symbol 'i-unicorn'"):
        drawn('{% icon "unicorn" %}')


def test_icon_without_the_request_says_so() -> None:
    with pytest.raises(TemplateSyntaxError, match="need the request"):
        Template('{% icon "leave" %}').render(Context())


def test_marks_of_roles_are_all_drawn() -> None:
    assert set(ROLE_MARKS.values()) <= set(all_symbols())


def test_mark_of_an_unknown_role_is_the_plain_one() -> None:
    assert 'href="#m-user"' in drawn('{% mark "" %}')


def test_in_language_keeps_what_was_asked_for() -> None:
    assert drawn('{% in_language "fi" %}', "/a?page=2&l=en") == "?page=2&amp;l=fi"


@pytest.mark.parametrize(
    ("pages", "here", "shown"),
    [
        (1, 1, [1]),
        (7, 4, [1, 2, 3, 4, 5, 6, 7]),
        (8, 1, [1, 2, 3, 4, 5, None, 8]),
        (8, 4, [1, 2, 3, 4, 5, None, 8]),
        (8, 5, [1, None, 4, 5, 6, 7, 8]),
        (20, 10, [1, None, 9, 10, 11, None, 20]),
        (20, 20, [1, None, 16, 17, 18, 19, 20]),
    ],
)
def test_numbers_long_list_seven_at_most(pages: int, here: int, shown: list[int | None]) -> None:
    assert numbers(Paginator(range(pages), 1).page(here)) == shown


def test_beside_row_of_another_length_is_refused() -> None:
    assert beside([1, 2], ["a", "b"]) == [(1, "a"), (2, "b")]
    with pytest.raises(ValueError, match="zip"):
        beside([1], ["a", "b"])


def test_is_among_reads_a_line_of_numbers() -> None:
    assert [number for number in range(13) if is_among(number, "1 12")] == [1, 12]
    assert not is_among(1, "")
