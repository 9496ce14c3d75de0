"""Sealing: only the right key, row, purpose and person open it."""

from uuid import uuid4

import pytest
import time_machine

from talkoo.accounts import actions
from talkoo.accounts.models import Sealed
from talkoo.accounts.queries import old_seals
from talkoo.accounts.vault import bound_to, key_from, new_browser_key, open_content, seal_content

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
POST, SHEET = Sealed.Purpose.POST, Sealed.Purpose.SHEET


def test_browser_key_is_new_each_time_and_read_back() -> None:
    one, two = new_browser_key(), new_browser_key()
    assert one != two
    assert len(key_from(one) or b"") == 32


@pytest.mark.parametrize("cookie", ["", "x", "ä", "AAAA", "=" * 50])
def test_key_from_rubbish_is_none(cookie: str) -> None:
    assert key_from(cookie) is None


@pytest.mark.parametrize("flipped", [0, 12, -1])
def test_seal_tampered_with_does_not_open(flipped: int) -> None:
    bound = bound_to("post", uuid4(), "who")
    sealed = bytearray(seal_content(KEY, {"text": "kissa"}, bound=bound))
    assert b"kissa" not in sealed
    sealed[flipped] ^= 1
    assert open_content(KEY, bytes(sealed), bound=bound) is None


def test_seal_opens_for_its_key_row_purpose_and_person_alone(db: None) -> None:
    sealed_id = actions.seal(POST, {"text": "kissa"}, who="mira", key=KEY)
    assert actions.unseal(sealed_id, POST, who="mira", key=KEY) == {"text": "kissa"}
    assert actions.unseal(sealed_id, POST, who="mira", key=OTHER_KEY) is None
    assert actions.unseal(sealed_id, POST, who="jere", key=KEY) is None
    assert actions.unseal(sealed_id, SHEET, who="mira", key=KEY) is None
    assert actions.unseal(uuid4(), POST, who="mira", key=KEY) is None


@pytest.mark.parametrize("change", [{"who": "jere"}, {"purpose": SHEET}, {"id": uuid4()}])
def test_seal_moved_in_the_database_does_not_open(db: None, change: dict[str, str]) -> None:
    sealed_id = actions.seal(POST, {"text": "kissa"}, who="mira", key=KEY)
    row = Sealed.objects.get(pk=sealed_id)
    for name, value in change.items():
        setattr(row, name, value)
    row.save()
    assert actions.unseal(row.pk, Sealed.Purpose(row.purpose), who=row.who, key=KEY) is None


def test_seal_after_half_an_hour_is_gone(db: None) -> None:
    with time_machine.travel("2026-11-24 10:00Z", tick=False) as clock:
        sealed_id = actions.seal(POST, {}, who="mira", key=KEY)
        clock.shift(29 * 60)
        assert actions.unseal(sealed_id, POST, who="mira", key=KEY) == {}
        assert not old_seals().exists()
        clock.shift(60)
        assert actions.unseal(sealed_id, POST, who="mira", key=KEY) is None
        actions.forget_old_seals()
    assert not Sealed.objects.exists()


def test_throw_oldest_seals_leaves_the_newest(db: None) -> None:
    with time_machine.travel("2026-11-24 10:00Z", tick=False) as clock:
        for number in range(4):
            actions.seal(POST, {"number": number}, who="mira", key=KEY)
            clock.shift(1)
        sheet = actions.seal(SHEET, {}, who="mira", key=KEY)
        actions.throw_oldest_seals("mira", POST, leave=2)
        kept = [actions.unseal(row.pk, POST, who="mira", key=KEY) for row in Sealed.objects.filter(purpose=POST)]
    assert sorted(str(found) for found in kept) == ["{'number': 2}", "{'number': 3}"]
    assert Sealed.objects.filter(pk=sheet).exists()
