"""The first page comes up for a stranger."""

from tests.people import Cast


def test_front_stranger_200(cast: Cast) -> None:
    answer = cast.browser("stranger").get("/")
    assert answer.status_code == 200
    assert "Content-Security-Policy" in answer.headers


def test_space_cast_comes_in(cast: Cast) -> None:
    for name in ("mira", "leena"):
        request = cast.browser(name).get("/").wsgi_request
        assert request.person.is_signed_in
