"""Cards: made, shown, waited for, given new words, replaced, ended."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import override_settings

from talkoo.accounts import actions
from talkoo.accounts.actions import cards as cards_module
from talkoo.accounts.actions.cards import SIGNS, nobodys_digest
from talkoo.accounts.models import CARD_ROLES, Card, CardTry, Participant, Role
from talkoo.accounts.queries import all_words, unknown_words, words_in
from talkoo.core.models import HistoryLine
from talkoo.core.text import plain
from tests.people import Cast

NOON = "2026-11-24 12:00Z"


def make_one(cast: Cast, *, role: Role = Role.USER, language: str = "en") -> actions.MadeCard:
    """A fresh card."""
    return actions.make_cards(cast.space.pk, role, 1, language, actor=None, once=uuid4())[0]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("language", ["en", "fi"])
def test_words_list_has_1296_plain_different_words(language: str) -> None:
    words = words_in(language)
    assert len(words) == len({plain(word) for word in words}) == 1296
    assert all(" " not in plain(word) for word in words)


def test_words_of_a_language_without_a_list_are_english() -> None:
    assert words_in("sv") == words_in("en")


def test_selector_signs_have_none_that_look_alike() -> None:
    assert not set("01OILU") & set(SIGNS)


@pytest.mark.parametrize("role", CARD_ROLES)
def test_make_cards_keeps_nothing_but_the_digest(cast: Cast, role: Role) -> None:
    made = actions.make_cards(cast.space.pk, role, 3, "fi", actor=None, once=uuid4())
    assert len({card.selector for card in made}) == 3
    for card in made:
        kept = Card.objects.get(selector=card.selector)
        assert (kept.role, kept.state, kept.space_id, kept.participant) == (role, "printed", cast.space.pk, None)
        assert len(card.words) == 5
        assert set(card.words) <= set(words_in("fi"))
        stored = " ".join(str(value) for name, value in vars(kept).items() if name not in {"_state", "words_hash"})
        assert not set(card.words) & set(re.findall(r"\w+", stored))
        assert not any(re.search(rf"\b{word}\b", kept.words_hash.split("$")[0]) for word in card.words)
        assert card.fragment == f"{card.selector}.{'-'.join(card.words)}"
    line = HistoryLine.objects.get(act="made cards")
    assert line.detail == {"role": role, "count": 3}


@pytest.mark.parametrize(
    ("role", "count"), [(Role.USER, 0), (Role.USER, 101), (Role.HOST, 1), (Role.BETWEEN, 1), (Role.RESEARCHER, 1)]
)
def test_make_cards_wrong_count_or_role_writes_nothing(cast: Cast, role: Role, count: int) -> None:
    before = Card.objects.count()
    with pytest.raises(ValueError, match="One to 100"):
        actions.make_cards(cast.space.pk, role, count, "en", actor=None, once=uuid4())
    assert Card.objects.count() == before


def test_make_cards_sent_twice_makes_them_once(cast: Cast) -> None:
    once = uuid4()
    assert len(actions.make_cards(cast.space.pk, Role.USER, 2, "en", actor=None, once=once)) == 2
    assert actions.make_cards(cast.space.pk, Role.USER, 2, "en", actor=None, once=once) == []
    assert Card.objects.filter(state="printed").count() == 2
    assert len(actions.make_cards(cast.other_space.pk, Role.USER, 2, "en", actor=None, once=once)) == 2


def test_make_cards_sent_twice_at_once_makes_them_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    once, real, seen = uuid4(), cards_module.new_selector, []

    def meanwhile() -> str:
        if not seen:
            seen.append(1)
            assert len(actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=once)) == 1
        return real()

    monkeypatch.setattr(cards_module, "new_selector", meanwhile)
    assert actions.make_cards(cast.space.pk, Role.USER, 1, "en", actor=None, once=once) == []
    assert Card.objects.filter(state="printed").count() == 1


def test_sign_in_first_use_makes_the_participant(cast: Cast) -> None:
    made = make_one(cast, role=Role.CARER)
    first = actions.sign_in_card(made.selector, " ".join(made.words))
    assert first.card is not None
    assert first.is_first_use
    assert first.card.participant is not None
    assert (first.card.participant.role, first.card.participant.space_id) == (Role.CARER, cast.space.pk)
    line = HistoryLine.objects.get(act="used a card for the first time")
    assert (line.actor, line.subject, line.detail) == (None, None, {})
    again = actions.sign_in_card(made.selector, " ".join(made.words))
    assert again.card == first.card
    assert not again.is_first_use
    assert Participant.objects.filter(role=Role.CARER).count() == 1


@pytest.mark.parametrize(
    "mangle",
    [str.upper, str.title, lambda words: f"  {words.replace(' ', '   ')} ", lambda words: words.replace(" ", "-"),
     lambda words: words.replace(" ", ", "), lambda words: words.replace("ä", "a").replace("ö", "o"),
     lambda words: words.replace(" ", "\n")],
    ids=["upper", "title", "spaces", "hyphens", "commas", "no accents", "lines"],
)  # fmt: skip
def test_sign_in_forgives_case_accents_and_spaces(cast: Cast, mangle: object) -> None:
    made = make_one(cast, language="fi")
    assert callable(mangle)
    selector = f" {made.selector[:4].lower()}-{made.selector[4:]} "
    assert actions.sign_in_card(selector, mangle(" ".join(made.words))).card is not None


@pytest.mark.parametrize("known", [True, False])
def test_sign_in_wait_grows_alike_for_known_and_unknown(cast: Cast, clock: time_machine.Traveller, known: bool) -> None:
    selector = make_one(cast).selector if known else "22222222"
    waits = []
    for _ in range(9):
        answer = actions.sign_in_card(selector, "wrong words that are five")
        assert answer == actions.CardAnswer(wait=answer.wait)
        waits.append(answer.wait)
        clock.shift(answer.wait)
    assert waits == [1, 2, 4, 8, 16, 32, 42, 42, 42]


def test_sign_in_right_words_open_during_the_wait_whoever_keeps_it_up(cast: Cast) -> None:
    made = make_one(cast)
    for _ in range(20):
        actions.sign_in_card(made.selector, "wrong")
    assert actions.sign_in_card(made.selector, "wrong").came_early
    assert actions.sign_in_card(made.selector, " ".join(made.words)).card is not None
    assert not CardTry.objects.exists()


def test_sign_in_trying_during_the_wait_does_not_lengthen_it(cast: Cast, clock: time_machine.Traveller) -> None:
    actions.sign_in_card("22222222", "wrong")
    for _ in range(20):
        assert actions.sign_in_card("22222222", "wrong") == actions.CardAnswer(wait=1, came_early=True)
    clock.shift(1)
    assert actions.sign_in_card("22222222", "wrong").wait == 2


def test_sign_in_many_at_once_count_as_one_try(
    cast: Cast, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real, seen = make_one(cast), cards_module.check_password, []

    def slow(words: str, kept: str, preferred: str) -> bool:
        seen.append(words)
        if len(seen) == 1:  # somebody else tries while the first words are being compared
            actions.sign_in_card(made.selector, "wrong")
        return bool(real(words, kept, preferred=preferred))

    monkeypatch.setattr(cards_module, "check_password", slow)
    outer = actions.sign_in_card(made.selector, "wrong")
    assert [outer.wait, outer.came_early] == [1, True]
    assert CardTry.objects.get().failures == 1


def test_sign_in_tries_hold_nothing_personal(cast: Cast) -> None:
    selector = make_one(cast).selector
    actions.sign_in_card(selector, "wrong words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM talkoo_cardtry")
        assert selector not in str(cursor.fetchall())


@pytest.mark.parametrize("state", ["unknown", "printed", "used", "ended"])
def test_sign_in_costs_one_digest_whatever_the_card_is(cast: Cast, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    nobodys_digest()
    made = make_one(cast)
    Card.objects.filter(selector=made.selector).update(state=state)
    digests, real = [], MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        digests.append(password)
        return str(real(self, password, salt))

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    actions.sign_in_card("22222222" if state == "unknown" else made.selector, "wrong words")
    assert digests == ["wrong words"]


def test_sign_in_ended_card_right_words_stays_out(cast: Cast) -> None:
    made = make_one(cast)
    actions.end_card(Card.objects.get(selector=made.selector))
    assert actions.sign_in_card(made.selector, " ".join(made.words)).card is None


@pytest.mark.parametrize(
    ("typed", "places"),
    [("", []), ("zzzz", [1]), ("{0} zzzz {1} {2} qqqq", [2, 5]), ("{0}-{1}, {2}", []), ("ÄÄKKÖS zzz", [1, 2])],
)
def test_unknown_words_are_told_from_the_lists_alone(typed: str, places: list[int]) -> None:
    known = sorted(all_words())
    assert unknown_words(typed.format(*known)) == places


def test_words_digest_of_a_real_installation_is_argon2id_for_known_and_unknown(cast: Cast) -> None:
    nobodys_digest.cache_clear()
    hashers = ["django.contrib.auth.hashers.Argon2PasswordHasher", "talkoo.accounts.vault.CardHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, CARD_HASHER="argon2_card"):
        made = make_one(cast)
        card = Card.objects.get(selector=made.selector)
        for kept in (card.words_hash, nobodys_digest()):
            assert kept.startswith("argon2_card$argon2id$v=19$m=19456,t=2,p=1$")
        assert actions.sign_in_card(made.selector, "wrong words").card is None
        assert actions.sign_in_card("22222222", "wrong words").card is None
        CardTry.objects.all().delete()
        assert actions.sign_in_card(made.selector, " ".join(made.words)).card == card
    nobodys_digest.cache_clear()


def test_sign_in_words_renewed_while_they_are_compared_stay_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made, real = make_one(cast), cards_module.check_password

    def slow(words: str, kept: str, preferred: str) -> bool:
        actions.give_own_words(Card.objects.get(selector=made.selector), ("a", "b", "c", "d", "e"))
        return bool(real(words, kept, preferred=preferred))

    monkeypatch.setattr(cards_module, "check_password", slow)
    assert actions.sign_in_card(made.selector, " ".join(made.words)).card is None
