"""Which statements probably say the same. Words are compared by their basic forms, so that inflection hides nothing.

How good it is, and what was tried: docs/decisions/011-likely-duplicates.md.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from math import log, sqrt

import simplemma

ALIKE = 0.35  # from here on (0: no word in common, 1: the same words) two are shown side by side
MOST_ALIKE = 3
WORD = re.compile(r"[^\W_]{2,}")
# Basic forms that stand in every other statement, whatever it is about. In other languages the weights must do.
ENGLISH = """
about after all also an and another any as at be before but by can could do each every for from get have he her here
his how if in into it its just let make many may me might more most much must my need no not of on one only or other
our out over own people same shall she should so some such than that the their them then there these they this those
to too under up us very want we what when where which who why will with would you your
"""
FINNISH = """
aina ei että haluta hän itse ja jo joka jokainen joku jokin jos kaikki koska kuin kuka kukaan kun me mikä mikään miksi
minä missä miten mitä muu mutta myös niin nyt nämä ne oma olla pitää saada sama se sekä siitä siksi sinä tai tarvita te
tulla tuo tämä täytyä vaan vaikka vain voida yksi
"""
COMMON = {"en": frozenset(ENGLISH.split()), "fi": frozenset(FINNISH.split())}

type Texts = Mapping[str, str]  # of one statement, by language: its own and its translations
type Words = frozenset[str]


def words_of(text: str, language: str) -> Words:
    """What a text speaks of: the basic forms of its words without the common ones, unless it has no other.

    Where no dictionary is at hand for a language, the words are taken as they are.
    """
    words = frozenset(WORD.findall(text.casefold()))
    try:
        words = frozenset(simplemma.lemmatize(word, lang=language, low_memory=True).casefold() for word in words)
    except ValueError:
        return words
    return words - COMMON.get(language, frozenset()) or words


def read_dictionaries(languages: Iterable[str]) -> None:
    """Read them now; otherwise the first words in each language do, which takes up to two seconds."""
    for language in languages:
        words_of("word", language)


def likeness(one: Words, other: Words, weight: Mapping[str, float]) -> float:
    """The cosine of two texts. The fewer statements a word stands in, the more it weighs."""
    shared, all_of = weigh(one & other, weight), weigh(one, weight) * weigh(other, weight)
    return shared / sqrt(all_of) if all_of else 0.0


def weigh(words: Words, weight: Mapping[str, float]) -> float:
    """How much words tell together."""
    return sum(weight[word] ** 2 for word in words)


def weights_of(texts: Collection[Words]) -> dict[str, float]:
    """How much each word tells: the more, the fewer texts it stands in."""
    found = Counter(word for words in texts for word in words)
    return {word: log(1 + len(texts) / count) for word, count in found.items()}


def alike[Key](wanted: Iterable[Key], among: Collection[Key], texts: Mapping[Key, Texts]) -> dict[Key, list[Key]]:
    """For each ``wanted`` statement those ``among`` others that probably say the same, the likest first.

    ``texts`` has every statement of the conversation that counts: from them is known which words are common there.
    Two are compared in each language that both have, and are as alike as they are in the likest.
    """
    words = {key: {code: words_of(text, code) for code, text in of.items()} for key, of in texts.items()}
    codes = {code for of in words.values() for code in of}
    weights = {code: weights_of([of[code] for of in words.values() if code in of]) for code in codes}

    def between(one: Key, other: Key) -> float:
        shared = words[one].keys() & words[other].keys()
        return max((likeness(words[one][code], words[other][code], weights[code]) for code in shared), default=0.0)

    found = {}
    for key in wanted:
        near = {other: between(key, other) for other in among if other != key}
        likest = sorted(near, key=near.__getitem__, reverse=True)[:MOST_ALIKE]
        found[key] = [other for other in likest if near[other] >= ALIKE]
    return found
