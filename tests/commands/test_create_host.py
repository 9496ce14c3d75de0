"""`manage.py create_host`: the first person who may open spaces."""

import getpass
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from talkoo.accounts.models import User


def typed(monkeypatch: pytest.MonkeyPatch, *passwords: str) -> None:
    """Somebody at the keyboard."""
    waiting: Iterator[str] = iter(passwords)
    monkeypatch.setattr(getpass, "getpass", lambda _: next(waiting))


def test_create_host_with_a_link_sets_the_password_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_host", "--name", " Leena Aho ", "--email", "Leena@Talkoo.example", "--link")
    user = User.objects.get()
    assert (user.name, user.email, user.may_open_spaces) == ("Leena Aho", "leena@talkoo.example", True)
    assert not user.has_usable_password()
    link = capsys.readouterr().out.splitlines()[-1]
    path = link[link.index("/sign-in") :]
    browser = Client()
    assert browser.get(path).headers["Location"] == "/sign-in/new-password"
    browser.post("/sign-in/new-password", {"password": "three calm birch trees"})
    user.refresh_from_db()
    assert user.check_password("three calm birch trees")


def test_create_host_asks_for_a_password_twice(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "three calm birch trees", "three calm birch trees")
    call_command("create_host", "--name", "Leena", "--email", "leena@talkoo.example")
    assert User.objects.get().check_password("three calm birch trees")


@pytest.mark.parametrize(
    ("name", "email", "passwords", "said"),
    [
        ("Leena", "leena", (), "not a whole e-mail"),
        (" ", "leena@talkoo.example", (), "name is empty"),
        ("x" * 81, "leena@talkoo.example", (), "longer than 80"),
        ("Leena", "here@talkoo.example", (), "already"),
        ("Leena", "leena@talkoo.example", ("three calm birch trees", "other"), "did not match"),
        ("Leena", "leena@talkoo.example", ("short", "short"), "at least 12"),
    ],
)
def test_create_host_says_what_is_wrong_and_makes_nobody(
    db: None, monkeypatch: pytest.MonkeyPatch, name: str, email: str, passwords: tuple[str, ...], said: str
) -> None:
    User.objects.create_user("here@talkoo.example", "Here")
    typed(monkeypatch, *passwords)
    with pytest.raises(CommandError, match=said) as refused:
        call_command("create_host", "--name", name, "--email", email)
    assert refused.value.returncode == 1
    assert User.objects.count() == 1
