"""How a question's words are found in a text: themselves, or others that say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache

from index.text.words import stem, stems
from rag.language.nations import nation_of
from rag.language.offices import EXACT_STEMS, LEADING, LED_BY, SAME_OFFICE
from rag.language.words.stopwords import in_one_word
from rag.language.words.thesaurus import Groups, alike, knows

SYNONYM, WIDER = 0.8, 0.5
"""What a word counts for that a synonym stands in for, or what the thesaurus thinks related."""

_SHORTEST = 3
"""Letters of a stem that may have synonyms; shorter ones mean too many things."""

_SAME_LETTERS = 5
"""Words that begin alike are either one stem or false friends: current and currency."""

LIGHT = frozenset(
    stem(word)
    for word in """
    said say says tell told speak spoke talk happen take took place get got give gave given go went
    come came make made according use used kind type way thing exactly currently current now still
    today ever actually mention describe recent recently latest last part accord about stand mean
    not
    """.split()  # noqa: SIM905 - a list of 50 quoted words is harder to read
)
"""Stems of words that a question needs and an answer tells in many ways."""

_OF_LIGHT = 0.3
"""What such a word weighs beside others."""


def weights_of(wanted: Iterable[str], rarity: Callable[[str], float]) -> dict[str, float]:
    """Return what each of the question's stems weighs that an answer should have."""
    return {one: rarity(one) * (_OF_LIGHT if one in LIGHT else 1.0) for one in wanted}


@lru_cache(maxsize=1_000)  # of a candidate they are asked for several times: 2 MB
def held_stems(text: str) -> frozenset[str]:
    """Return the stems that a text holds, in which "us" and "used" are no country."""
    plain = in_one_word(text)
    return frozenset(stems(_PRONOUN.sub("", plain) if "us" in plain else plain))


_PRONOUN = re.compile(r"\bus\b")


@lru_cache(maxsize=5_000)
def found(wanted: str, present: frozenset[str]) -> float:
    """Return how well a stem is found among those of a text, between 0 and 1."""
    if wanted in present or _SPELT_OUT.get(_nation(wanted), present) < present:
        return 1.0
    if (
        len(wanted) < _SHORTEST
        or wanted.isdigit()
        or (wanted in EXACT_STEMS and not any(wanted in group for group in SAME_OFFICE))
    ):
        return 0.0
    return max((same(wanted, one) for one in present), default=0.0)


@lru_cache(maxsize=20_000)  # a question with the words of its passages: 5 MB
def same(wanted: str, other: str) -> float:
    """Return how surely a text's stem says what a question's does, between 0 and 1."""
    if wanted == other or _nation(wanted) == _nation(other):
        return 1.0
    if _SAME_OFFICE.hold(wanted, other):
        return 1.0
    if _american(wanted) == _american(other):
        return 1.0
    if wanted in LEADING and other in LED_BY:
        return SYNONYM
    if not EXACT_STEMS.isdisjoint((wanted, other)) or len(other) < _SHORTEST:
        return 0.0
    if _is_one_name(wanted, other):
        return SYNONYM
    if other.startswith(wanted[:_SAME_LETTERS]):
        return 0.0
    # "Gets ready" wins nothing: what a light word does depends on what stands beside it.
    if other in LIGHT and wanted not in LIGHT:
        return 0.0
    if _NEWS.hold(wanted, other):
        return SYNONYM
    return WIDER if alike(wanted, other) else 0.0


def _is_one_name(wanted: str, other: str) -> bool:
    """Whether two stems that are no words are one name in two spellings: Radojičić, Radoičić."""
    if min(len(wanted), len(other)) < _SHORTEST_NAME or wanted[0] != other[0]:
        return False
    matcher = SequenceMatcher(None, wanted, other)
    alike = matcher.quick_ratio() >= _ONE_NAME and matcher.ratio() >= _ONE_NAME
    return alike and not (knows(wanted) or knows(other))


def _american(own: str) -> str:
    """Return a stem as American English spells it: defens for defenc, labor for labour."""
    if len(own) > _SAME_LETTERS:
        own = own.replace("our", "or").removesuffix("is")  # the stem of organize is organ
    return f"{own[:-1]}s" if own.endswith("enc") else own


_SAME_OFFICE = Groups(SAME_OFFICE)
_SHORTEST_NAME = 6
_ONE_NAME = 0.9
"""Likeness of two spellings of a name of so many letters."""

_AMERICA = stem("america")
_SPELT_OUT = {
    _AMERICA: frozenset({"unit", "state"}),
    "uk": frozenset({"unit", "kingdom"}),
}
"""Stems of names of several words, by what ``nation_of`` calls the nation."""


def is_nation(own: str) -> bool:
    """Whether a stem is that of a country's name, or of its people's."""
    return own in _nations()


def _nation(own: str) -> str:
    return _nations().get(own, own)


@cache
def _nations() -> dict[str, str]:
    # "Us" is a pronoun, and the stem of "used".
    return {
        stems(form)[0]: _AMERICA if name == "us" else name
        for form, name in nation_of().items()
        if len(stems(form)) == 1 and form != "us"
    }


_NEWS = Groups(
    frozenset(stem(word) for word in group.split())
    for group in (
        "soldier troop peacekeeper",
        "attack assault raid",
        "attacker gunman gunmen assailant",
        "die died kill killed death dead lives",
        "explosion blast explode bomb",
        "speech address message remarks",
        "post publish release",
        "goal target aim",
        "reach achieve attain fulfil meet",
        "replace succeed successor",
        "ally allies member",
        "contribute send provide supply deploy",
        "increase rise grow strengthen",
        "trouble disturbance unrest disorder",
        "election vote poll ballot",
        "result outcome count",
        "warn caution warning",
        "blame accuse charge responsible",
        "hurt injure wound",
        "agree settle decide adopt",
        "win won receive get got obtain",
        "spend spending invest devote",
        "parliament assembly",
        "part share percent percentage",
        "tell say state",
        "lead leader chief head",
        "reinforcement reinforce additional extra",
        "classify regard consider call describe",
        "begin start launch",
        "end finish stop",
        "found establish set create",
        "country nation state",
        "citizen resident inhabitant people",
        "talk debate discuss discussion speak",
        "ask question",
        "frontier border",
        "reject deny refuse",
        "author write wrote by",
        "demand call require need",
    )
)
"""Stems of words that news uses for one another and the thesaurus keeps apart."""
