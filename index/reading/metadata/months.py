"""The names of months and weekdays in the languages that articles are written in, from CLDR.

English names cost nothing; the first name that is none of them has Babel read the others, which
takes about half a second.
"""

from __future__ import annotations

from functools import cache

from index.errors import importing
from index.text.words import fold

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_ENGLISH_MONTHS = {
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, 1)},
    "sept": 9,
}
_ENGLISH_WEEKDAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon"),
        *("tue", "tues", "wed", "wednes", "thu", "thur", "thurs", "fri", "sat", "sun"),
    )
)

# Where two languages give one name to two months, the first of them is believed.
_LOCALES = (
    *("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "sq", "sr", "sr_Latn", "bs", "mk"),
    *("hr", "sl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "az", "sv", "da", "nb", "nn", "fi"),
    *("et", "lv", "lt", "is", "fo", "ga", "cy", "ca", "gl", "eu", "oc", "mt", "lb", "af", "be"),
    *("ar", "ar_LB", "ar_DZ", "ar_MA", "he", "fa", "ur", "ps", "hi", "bn", "mr", "gu", "pa", "ta"),
    *("te", "kn", "ml", "ne", "si", "th", "vi", "id", "ms", "fil", "sw", "am", "ka", "hy", "kk"),
    *("ky", "uz", "mn", "my", "km", "lo"),
)
_OTHER_NAMES = {
    # What CLDR lacks: genitives of Serbian and Bosnian in both scripts, and other spellings.
    "januara": 1,
    "februara": 2,
    "marta": 3,
    "aprila": 4,
    "maja": 5,
    "juna": 6,
    "jula": 7,
    "avgusta": 8,
    "augusta": 8,
    "septembra": 9,
    "oktobra": 10,
    "novembra": 11,
    "decembra": 12,
    "јануара": 1,
    "фебруара": 2,
    "марта": 3,
    "априла": 4,
    "маја": 5,
    "јуна": 6,
    "јула": 7,
    "августа": 8,
    "септембра": 9,
    "октобра": 10,
    "новембра": 11,
    "децембра": 12,
    "juni": 6,
    "juli": 7,
    "јуни": 6,
    "јули": 7,
    "setiembre": 9,
    "maret": 3,
}
_AFTER_A_DOT = {"listopada": 10}
"""Croatian puts a point behind the day, and gives some Polish and Czech names to other months."""


def month_of(name: str, *, after_dot: bool = False) -> int | None:
    """Return the month, 1 to 12, that ``name`` is the name of in some language, in any case.

    ``after_dot`` tells whether the day before it has a point.
    """
    name = fold(name).strip(".’' ")
    if not name or name.isdigit():
        return None
    if name in _ENGLISH_MONTHS:
        return _ENGLISH_MONTHS[name]
    if after_dot and name in _AFTER_A_DOT:
        return _AFTER_A_DOT[name]
    months = _months()
    # Hebrew and Arabic write "in" and "the" as a letter before the name.
    return months.get(name) or months.get(name.removeprefix("ב"))


def is_weekday(word: str) -> bool:
    """Return whether ``word`` is the name of a weekday, or its abbreviation, in some language."""
    word = fold(word).strip(".,’' ")
    return word in _ENGLISH_WEEKDAYS or word in _weekdays()


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = dict(_OTHER_NAMES)
    for by_context in _names("months"):
        for number, name in by_context.items():
            months.setdefault(fold(name).strip(". "), number)
    return {name: number for name, number in months.items() if not name.isdigit()}


@cache
def _weekdays() -> frozenset[str]:
    names = (name for by_day in _names("days") for name in by_day.values())
    # "e hënë": an article of Albanian, a preposition or "day" may stand beside the name.
    return frozenset(word for name in names for word in (fold(name), *fold(name).split())) - {""}


def _names(kind: str) -> list[dict[int, str]]:
    """Return the names of ``"months"`` or ``"days"`` by their numbers, language by language."""
    with importing("babel"):
        from babel import Locale

    found = []
    for code in _LOCALES:
        names = getattr(Locale.parse(code), kind)
        for context in ("format", "stand-alone"):
            found += [names[context][width] for width in ("wide", "abbreviated")]
    return found
