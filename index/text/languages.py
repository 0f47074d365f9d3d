"""Languages: their letters beyond ASCII, and the small words that stand in nearly every text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_OFTEN_CYRILLIC = "оеаинтсрві"
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


@dataclass(frozen=True)
class Language:
    """A language, as far as a few words of it tell it from others."""

    name: str
    """Its English name, in small letters."""
    letters: frozenset[str]
    """Its letters beyond ASCII, small ones and capitals."""
    words: frozenset[str]
    """Small words that stand in nearly every text."""
    common: frozenset[str]
    """Of an alphabet of its own: the letters that make more than half of any text."""


def _language(name: str, letters: str, words: str, common: str = "") -> Language:
    return Language(
        name, frozenset(letters + letters.upper()), frozenset(words.split()), frozenset(common)
    )


LANGUAGES = (
    _language(
        "english", "éèêëïöüçôœ", "the of to and in a is for that on with was said by at it he"
    ),
    _language("german", "äöüß", "der die das und ist in den von mit für auf nicht eine im dem zu"),
    _language(
        "french", "àâçèéêëîïôœùûüÿ", "le la les et des du un une est dans que pour à par sur a"
    ),
    _language("spanish", "áéíñóúüªº", "el la los las de que en y un una por con para se del al"),
    _language("italian", "àèéìíîòóùú", "il la che di e un una per con non del della è sono i le"),
    _language("portuguese", "àáâãçéêíóôõú", "o a os as de que e um uma do da em para com não no"),
    _language("catalan", "àçèéíïòóúü·", "el la els les de que i un una per amb del és no"),
    _language("dutch", "éëïöüóèáêíú", "de het een en van is dat op te in voor met zijn niet"),
    _language(
        "swedish", "åäöé", "och att det som en på är av för med den till inte ja on ei oli se että"
    ),
    _language("danish", "æøåéòôü", "og det at en er til på som med for av den de ikke"),
    _language("icelandic", "áðéíóúýþæö", "og að er sem á við um það til en ekki var"),
    _language("hungarian", "áéíóöőúüű", "a az és hogy nem egy is meg van volt ki el ezt mondta"),
    _language("polish", "ąćęłńóśźż", "i w z na się nie do że jest po o od za że oraz przez"),
    _language("czech", "áčďéěíňóřšťúůýž", "a v na se je že s o do z za pro ve po ale jsou"),
    _language("slovak", "áäčďéíĺľňóôŕšťúýž", "a v na sa je že s o do z za pre vo po ale sú"),
    _language("serbian", "čćđšž", "i u je na se da za od su s o a ne će sa iz u koji"),
    _language("slovene", "čšžćđ", "in v je na se da za od so s o ne bo pa ki z"),
    _language("romanian", "ăâîșțşţ", "de și în a la cu pe nu că o din este care un pentru si"),
    _language("albanian", "çë", "të e dhe në i që me për një nga u se do ka më është"),
    _language("turkish", "çğıöşüâîû", "ve bir bu da de için ile olarak çok daha en ne sonra"),
    _language("lithuanian", "ąčęėįšųūž", "ir į iš kad su yra tai o buvo ne po dėl už sakė vėl"),
    _language("latvian", "āčēģīķļņōŗšūž", "un ir ka no ar uz par kas tas bija arī lai pēc"),
    _language("estonian", "äõöüšž", "ja on et ei ta see oli kui ka oma mis aga"),
    _language("maltese", "ċġħżàèìòù", "u li ta fil il ma hu kien dan"),
    _language(
        "russian", _CYRILLIC + "ё", "и в не на что с он по как это к но из у за от", _OFTEN_CYRILLIC
    ),
    _language(
        "ukrainian", _CYRILLIC + "іїєґ’", "і в не на що з та до у за від як це про", _OFTEN_CYRILLIC
    ),
    _language(
        "bulgarian", _CYRILLIC + "", "и в на да не се за от с по е са че като", _OFTEN_CYRILLIC
    ),
    _language(
        "serbian", _CYRILLIC + "ђјљњћџ", "и у је на се да за од су не са из који", _OFTEN_CYRILLIC
    ),
    _language(
        "macedonian", _CYRILLIC + "ѓѕјљњќџ", "и во на да не се за од со е што ќе", _OFTEN_CYRILLIC
    ),
    _language("belarusian", _CYRILLIC + "ўіё", "і ў не на што з да у за як гэта", _OFTEN_CYRILLIC),
    _language(
        "greek",
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
        "και το η ο της την να με του για από",
        "αοιετσνηυρ",
    ),
    _language(
        "hebrew", "אבגדהוזחטיכךלמםנןסעפףצץקרשת", "של את על לא הוא כי עם זה גם", "יוהלאתרםבשמ"
    ),
    _language(
        "arabic",
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيًٌٍَُِّْ",
        "في من على أن إلى عن مع لا و",
        "اليمنوترعبة",
    ),
)


_WORDS = re.compile(r"[^\W\d_]+")
_ASKED = {
    "english": (
        "who what when where why how which did does do has have are were can will about i my me you"
        " we give tell list find show all any this that there am not from many much"
    ),
    "german": (
        "was wer wann warum wie welche wieviel viel viele hat haben sind wird wurde wurden gibt"
        " sagt sagte kostet zur zum"
    ),
    "french": "qui que quoi quand où pourquoi comment combien quel quelle est sont ont au aux",
    "spanish": "quién qué cuándo dónde cómo cuánto cuántos cuál fue han",
    "italian": "chi cosa quando dove perché quanto quanti quale hanno dei delle degli",
    "portuguese": "quem onde quanto quantos são foi",
    "albanian": "kush kur ku sa çfarë pse cili cila është janë kanë për të",
    "serbian": "ko šta kada gde zašto kako koliko koja је ко шта када где зашто колико",
    "arabic": "من ما ماذا متى أين لماذا كيف كم هل",
    "russian": "кто что когда где почему как сколько какой",
    "turkish": "kim zaman nerede neden nasıl kaç hangi",
    "polish": "kto kiedy gdzie dlaczego jak ile który",
    "dutch": "wat wanneer waar waarom hoe hoeveel welke",
}
"""Words that ask, and others of questions."""


_LEAST_WORDS = 2
"""Small words that make sure of a language; one may be part of a name, as in "Le Pen"."""


def small_words(language: str | None) -> frozenset[str]:
    """Return the small words of a language by its name, none of one that is not known."""
    of_it = (each.words for each in LANGUAGES if each.name == language)
    return frozenset().union(*of_it, _ASKED.get(language or "", "").split())


def language_of(question: str) -> str | None:
    """Return the name of the language of a question, ``None`` where its words do not tell.

    A word that is in two languages counts for both, and English is believed where two are alike.
    """
    words = (word.lower() for word in _WORDS.findall(question))
    # A single Latin letter is a word of too many languages.
    present = Counter(word for word in words if len(word) > 1 or word in _CYRILLIC)
    beyond = {character for character in question if character > "\x7f" and character.isalpha()}
    of_script = {each.name for each in LANGUAGES if each.common and beyond & each.letters}
    best, most = None, 0.0
    for language in LANGUAGES:
        asked = set(_ASKED.get(language.name, "").split())
        found = sum(present[word] for word in language.words | asked)
        sure = found >= _LEAST_WORDS or any(present[word] for word in asked)
        if language.name == "english":
            count = found + 0.5 if found else 0.0
        elif not beyond <= language.letters:
            continue
        elif language.name in of_script:
            count = found + 0.1
        else:
            count = float(found) if sure else 0.0
        if count > most:
            best, most = language.name, count
    return best
