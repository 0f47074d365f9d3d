"""Which single-byte encoding a short text is in, by the letters and the words of languages.

Every such encoding makes a text of any bytes. The right one makes one whose letters beyond ASCII
are those of one language, whose small words are that language's, and whose words do not change
from small letters to capitals in their midst. Detectors that count letter frequencies need more
text than an agency's flash has.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

_SAMPLE = 4_096
"""Bytes that are looked at."""

# In the order in which they are believed where they read a text alike.
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1254", "cp1257", "cp1253", "iso8859-15", "iso8859-2"),
    *("iso8859-9", "iso8859-13", "iso8859-16", "iso8859-4", "iso8859-3", "iso8859-10", "iso8859-7"),
    *("koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "mac-roman", "mac-latin2"),
    *("cp852", "cp850", "cp1255", "cp1256", "iso8859-6"),
)
_OFTEN_CYRILLIC = "оеаинтсрві"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


@dataclass(frozen=True)
class _Language:
    letters: frozenset[str]
    """Its letters beyond ASCII, small ones and capitals."""
    words: frozenset[str]
    """Small words that stand in nearly every text."""
    common: frozenset[str]
    """Of an alphabet of its own: the letters that make more than half of any text."""


def _language(letters: str, words: str, common: str = "") -> _Language:
    return _Language(
        frozenset(letters + letters.upper()), frozenset(words.split()), frozenset(common)
    )


_LANGUAGES = (
    _language("éèêëïöüçôœ", "the of to and in a is for that on with was said by at it he"),
    _language("äöüß", "der die das und ist in den von mit für auf nicht eine im dem zu"),
    _language("àâçèéêëîïôœùûüÿ", "le la les et des du un une est dans que pour à par sur a"),
    _language("áéíñóúüªº", "el la los las de que en y un una por con para se del al"),
    _language("àèéìíîòóùú", "il la che di e un una per con non del della è sono i le"),
    _language("àáâãçéêíóôõú", "o a os as de que e um uma do da em para com não no"),
    _language("àçèéíïòóúü·", "el la els les de que i un una per amb del és no"),
    _language("éëïöüóèáêíú", "de het een en van is dat op te in voor met zijn niet"),
    _language("åäöé", "och att det som en på är av för med den till inte ja on ei oli se että"),
    _language("æøåéòôü", "og det at en er til på som med for av den de ikke"),
    _language("áðéíóúýþæö", "og að er sem á við um það til en ekki var"),
    _language("áéíóöőúüű", "a az és hogy nem egy is meg van volt ki el ezt mondta"),
    _language("ąćęłńóśźż", "i w z na się nie do że jest po o od za że oraz przez"),
    _language("áčďéěíňóřšťúůýž", "a v na se je že s o do z za pro ve po ale jsou"),
    _language("áäčďéíĺľňóôŕšťúýž", "a v na sa je že s o do z za pre vo po ale sú"),
    _language("čćđšž", "i u je na se da za od su s o a ne će sa iz u koji"),
    _language("čšžćđ", "in v je na se da za od so s o ne bo pa ki z"),
    _language("ăâîșțşţ", "de și în a la cu pe nu că o din este care un pentru si"),
    _language("çë", "të e dhe në i që me për një nga u se do ka më është"),
    _language("çğıöşüâîû", "ve bir bu da de için ile olarak çok daha en ne sonra"),
    _language("ąčęėįšųūž", "ir į iš kad su yra tai o buvo ne po dėl už sakė vėl"),
    _language("āčēģīķļņōŗšūž", "un ir ka no ar uz par kas tas bija arī lai pēc"),
    _language("äõöüšž", "ja on et ei ta see oli kui ka oma mis aga"),
    _language("ċġħżàèìòù", "u li ta fil il ma hu kien dan"),
    _language(_CYRILLIC + "ё", "и в не на что с он по как это к но из у за от", _OFTEN_CYRILLIC),
    _language(_CYRILLIC + "іїєґ’", "і в не на що з та до у за від як це про", _OFTEN_CYRILLIC),
    _language(_CYRILLIC + "", "и в на да не се за от с по е са че като", _OFTEN_CYRILLIC),
    _language(_CYRILLIC + "ђјљњћџ", "и у је на се да за од су не са из који", _OFTEN_CYRILLIC),
    _language(_CYRILLIC + "ѓѕјљњќџ", "и во на да не се за од со е што ќе", _OFTEN_CYRILLIC),
    _language(_CYRILLIC + "ўіё", "і ў не на што з да у за як гэта", _OFTEN_CYRILLIC),
    _language(
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ", "και το η ο της την να με του για από", "αοιετσνηυρ"
    ),
    _language("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "של את על לא הוא כי עם זה גם", "יוהלאתרםבשמ"),
    _language("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ", "في من على أن إلى عن مع لا و", "اليمنوترعبة"),
)

_FOREIGN = 1.0
"""What a letter of another language counts against a reading."""
_RARE = 1.5
"""The same of a letter, or of a sign, that hardly any text has."""
_UNPRINTABLE = 3.0
_MARK = 0.1
"""What a quotation mark or a dash counts, for the wrong reading makes some of them as well."""
_CAPITAL_INSIDE = 1.0
_WORD = 0.35
"""What a small word of the language counts for it."""
_MOST_COST = 0.3
"""For each character beyond ASCII; a reading that costs more is not believed."""
_LEAST_COMMON = 0.4
"""The share of the letters of an alphabet that its common ones make at least."""
_UNCOMMON = 0.5
_MIXED_ALPHABETS = 2.0
_COMMON_MARKS = frozenset("£“”„‚‘’‹›«»–—…€\u00a0\u00ad§°·•©®№¿¡")
_RARE_LETTERS = frozenset("ŕŔĺĹðÐþÞæÆ")

_LONGEST_SMALL_WORD = 8
_WORDS = re.compile(r"[^\W\d_]+")


def single_byte_encoding(raw: bytes) -> str | None:
    """Return the encoding in which ``raw`` reads like a language, ``None`` where there is none."""
    sample = raw[:_SAMPLE]
    best: tuple[float, str] | None = None
    for encoding in _ENCODINGS:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        if (cost := _cost(text)) is not None and (best is None or cost < best[0]):
            best = cost, encoding
    return best[1] if best else None


def _cost(text: str) -> float | None:
    """Return how much speaks against a reading, for its best language; lower is better.

    ``None`` where it does not read like any language.
    """
    beyond = Counter(character for character in text if character > "\x7f")
    words = _WORDS.findall(text)
    present = Counter(word.lower() for word in words if len(word) <= _LONGEST_SMALL_WORD)
    broken = sum(map(_has_capital_inside, words)) * _CAPITAL_INSIDE
    broken += sum(map(_mixes_alphabets, words)) * _MIXED_ALPHABETS
    of_words = _WORD / max(1, len(words)) * beyond.total()
    costs = (
        sum(count * _against(character, language) for character, count in beyond.items())
        - of_words * sum(present[word] for word in language.words)
        + _uncommonness(beyond, language)
        for language in _LANGUAGES
    )
    cost = min(costs) + broken
    return cost if cost <= _MOST_COST * beyond.total() else None


def _against(character: str, language: _Language) -> float:
    if character in language.letters:
        return 0.0
    if character in _COMMON_MARKS:
        return _MARK
    if character.isalpha() and character not in _RARE_LETTERS:
        return _FOREIGN
    return _RARE if character.isprintable() else _UNPRINTABLE


def _uncommonness(beyond: Counter[str], language: _Language) -> float:
    """Return what it costs that the common letters of an alphabet are rare in a text."""
    if not language.common:
        return 0.0
    letters = sum(count for character, count in beyond.items() if character.isalpha())
    common = sum(count for each, count in beyond.items() if each.lower() in language.common)
    return 0.0 if common >= _LEAST_COMMON * letters else _UNCOMMON * letters


def _mixes_alphabets(word: str) -> bool:
    """Return whether a word has letters of ASCII, and of an alphabet that is not Latin."""
    return any(each > "\u036f" for each in word) and any(each < "\x80" for each in word)


def _has_capital_inside(word: str) -> bool:
    """Return whether a word has a capital beyond ASCII behind a small letter."""
    return any(
        before.islower() and after.isupper() and max(before, after) > "\x7f"
        for before, after in pairwise(word)
    )
