"""Whether statements that say the same are found, and few others, on sentences as people write them."""

import csv
from itertools import combinations
from pathlib import Path

import pytest

from talkoo.config import server
from talkoo.conversations import queries
from talkoo.conversations.queries.likeness import MOST_ALIKE, Texts, alike, words_of
from tests.conversations.alike import ENGLISH, FINNISH, Same

POLIS = Path(__file__).parents[3] / "shared/data/polis"  # beside this repository, where it is at hand


def texts(sentences: list[str], language: str) -> dict[int, Texts]:
    """Sentences as they come from statements."""
    return {number: {language: sentence} for number, sentence in enumerate(sentences)}


def pairs(sentences: list[str], language: str) -> set[tuple[int, int]]:
    """Which two of them are likely the same."""
    found = alike(range(len(sentences)), range(len(sentences)), texts(sentences, language))
    return {(min(one, other), max(one, other)) for one, others in found.items() for other in others}


def found_and_wrong(same: Same, language: str) -> tuple[int, int]:
    """How many rewordings find the statement they repeat, and how many other statements they find."""
    said, again = same
    everything = texts([*said, *(words for words, _number in again)], language)
    found = alike(range(len(said), len(everything)), range(len(said)), everything)
    hits = [number in found[len(said) + at] for at, (_words, number) in enumerate(again)]
    return sum(hits), sum(map(len, found.values())) - sum(hits)


@pytest.mark.parametrize(("same", "language", "least"), [(ENGLISH, "en", 23), (FINNISH, "fi", 21)])
def test_rewording_finds_what_it_repeats_and_hardly_anything_else(same: Same, language: str, least: int) -> None:
    found, wrong = found_and_wrong(same, language)
    assert len(same[1]) == 24
    assert found >= least
    assert wrong <= 1


def test_finnish_without_basic_forms_finds_less_than_half() -> None:
    """The control: it is the dictionary that finds them."""
    assert found_and_wrong(FINNISH, "so")[0] < 12


@pytest.mark.parametrize(("same", "language"), [(ENGLISH, "en"), (FINNISH, "fi")])
def test_different_statements_are_hardly_ever_taken_for_the_same(same: Same, language: str) -> None:
    assert len(pairs(same[0], language)) <= 1


@pytest.mark.skipif(not POLIS.is_dir(), reason="the real conversations are not beside this repository")
@pytest.mark.parametrize(("name", "expected"), [("brexit-consensus", 4), ("scoop-hivemind.biodiversity", 1)])
def test_fifty_real_statements_have_few_pairs_and_the_near_ones_are_among_them(name: str, expected: int) -> None:
    with (POLIS / name / "comments.csv").open(encoding="utf-8") as file:
        said = [row["comment-body"] for row in csv.DictReader(file) if row["moderated"] != "-1"][:50]
    found = pairs(said, "en")
    assert len(said) == 50
    assert len(found) == expected
    near = {
        "brexit-consensus": "between Labour and the Tories on Brexit",
        "scoop-hivemind.biodiversity": "ame animals (deer, tahr, chamois",
    }[name]
    same = {(one, other) for one, other in combinations(range(50), 2) if near in said[one] and near in said[other]}
    assert len(same) == 1
    assert same <= found


def test_words_are_taken_as_they_are_where_no_dictionary_is_at_hand() -> None:
    assert words_of("Buuggaagta buugga", "so") == {"buuggaagta", "buugga"}
    assert words_of("Two words", "") == {"two", "words"}


def test_common_words_do_not_make_two_alike_unless_there_are_no_others() -> None:
    assert words_of("There should be a bus to the town", "en") == {"bus", "town"}
    assert words_of("It is what it is", "en") == {"it", "be", "what"}
    assert pairs(["It is what it is.", "It is what it is!", "The bus is late."], "en") == {(0, 1)}


@pytest.mark.parametrize("sentence", ["", "!!!", "\x00", "a", "🙂🙂", "word " * 1000])
def test_odd_sentences_are_like_nothing_and_break_nothing(sentence: str) -> None:
    assert pairs([sentence, "The bus is late.", "Letters are hard to read."], "en") == set()


def test_likest_come_first_and_three_at_most() -> None:
    said = ["Open the music room", "A music room in town", "Music on Friday", "The music room is open", "A music room"]
    found = alike([0], range(len(said)), texts([*said, *ENGLISH[0]], "en"))[0]
    assert len(found) == MOST_ALIKE
    assert found[0] == 3
    assert found[1] == 4
    assert 0 not in found


def test_translations_are_compared_too() -> None:
    written = {"a": {"fi": "Bussi on myöhässä.", "en": "The bus is late."}, "b": {"en": "A bus that is late"}}
    assert alike(["b"], ["a"], written | {"c": {"sv": "Bussen är sen."}}) == {"b": ["a"]}
    assert alike(["c"], ["b"], written | {"c": {"sv": "Bussen är sen."}}) == {"c": []}


def test_dictionaries_are_read_before_the_first_request(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(queries, "read_dictionaries", read.extend)
    server.when_ready(None)
    assert read == ["en", "fi"]
