"""The cast of an article: who is named in it, with what office, and who "he" or "the chief" is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.sentences import Span
from index.text.words import CAPITALISED, listed
from index.text.words import fold as fold_accents
from rag.language.nations import nation_of
from rag.language.offices import OFFICES
from rag.language.people import is_person
from rag.language.words.lexicon import ORDINARY_OPENERS
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import finite
from rag.quotes.office_names import GROUPS, OFFICE_WORDS, is_office, office_likeness, office_words

fold = lru_cache(maxsize=50_000)(fold_accents)
"""The same few thousand words again and again."""
_INITIAL = r"[A-Z]\.(?:[A-Z]\.)*"
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Prof|St|Rev|Capt|Maj|Adm|Sec)\."
TOKEN = rf"(?:{_TITLE}|{_INITIAL}|{CAPITALISED})"
"""A word of a name: capitalised, an initial, or a title with its point."""
_PARTICLES = r"(?:de|del|della|van|von|der|bin|al|el|la|le|da|di|dos)"
_SPACE = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*(?=\S))"
"""What stands between two words of a name: no blank line."""
NAME = rf"{TOKEN}(?:{_SPACE}(?:{_PARTICLES}\s+){{0,2}}{TOKEN})*"
_NAME = re.compile(NAME)
_LONG_OFFICE = re.compile(
    rf"(?:{TOKEN}\s+|[a-z]+[ -](?=general|minister))*(?:{TOKEN}|[a-z]+)"
    rf"(?:\s+(?:of|for|and|to|the)\s+(?:the\s+)?{TOKEN}(?:\s+{TOKEN})*)*\s+$"
)
_APPOSITION = re.compile(r",\s+(?P<office>[^,.;:“”\"()]{3,90}?)(?=\s*[,.;(]|$)")
_AS = re.compile(
    rf",\s+(?:who,?\s+)?as\s+(?:the\s+)?(?P<office>{TOKEN}(?:\s+{TOKEN}|\s+(?:of|for|and|to)\s+"
    rf"(?:the\s+)?{TOKEN})*)"
)
"""Behind a name: "James O'Brien, who as Assistant Secretary of State for the United States"."""
_FIELD = re.compile(
    rf"(?:{TOKEN}\s+)*(?:(?:foreign|policy|security|defen[cs]e|interior|finance|justice|energy|trade"
    r"|economic|health|climate|prime|deputy|vice|former|acting|army|police|military|party|rights"
    r"|affairs|human|national|state)\s+)+$"
)
"""Words in front of an office in lower case: "EU foreign policy" chief."""
_OWN_TITLES = listed(
    "mr mrs ms dr sen rep gov gen col lt sgt prof st rev capt maj adm sec sir lord"
)
_MATTERS = listed("Policy Foreign Security Defense Defence Affairs Relations Rights Trade Health")
"""Words of committees and departments, and of no person's name."""
_POSSESSED = re.compile(r"\s+[a-z]")
_PEOPLE_OF = re.compile(r"^(?:[a-z]+\s+)*(?:[A-Z]?[a-z]+s)\s+(?:of|for|to)\s+$")
_NEXT_WORD = re.compile(rf"{NAME}\s+([a-z]+)\b")
_PRONOUNS = listed("he she him her his hers himself herself")
_SKIP = (
    STOPWORDS
    | ORDINARY_OPENERS
    | listed("i we sunday monday tuesday wednesday thursday friday saturday")
)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who speaks: the name as the article gives it in full, and the office it gives."""

    name: str
    role: str | None = None
    is_person: bool = False


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Somebody who is named with an office, from ``start`` to ``end`` of the text."""

    start: int
    end: int
    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class _Mention:
    start: int
    end: int
    name: str
    role: str | None


class Cast:
    """The people of an article, found again by surname, office or pronoun."""

    def __init__(self, text: str, quotations: Sequence[Span] = ()) -> None:
        """``quotations`` are where the text quotes: who is named there is not "he" behind it."""
        self._text = text
        self._mentions = [
            mention for match in _NAME.finditer(text) if (mention := _person(text, match))
        ]
        self._by_surname: dict[str, list[_Mention]] = {}
        for mention in self._mentions:
            self._by_surname.setdefault(_surname(mention.name), []).append(mention)
        self._single = [
            (start, name)
            for start, name in _single_mentions(text, self._by_surname)
            if not any(first < start < last for first, last in quotations)
        ]
        self._places = [start for start, _ in self._single]

    @property
    def holders(self) -> tuple[Holder, ...]:
        """Those who are named in full and with an office, wherever the text does so."""
        return tuple(
            Holder(start=one.start, end=one.end, name=one.name, role=one.role)
            for one in self._mentions
            if one.role
        )

    def resolve(
        self, words: str, at: int, last: Speaker | None, *, since: int = 0
    ) -> Speaker | None:
        """Return who ``words`` at an offset are, where ``last`` spoke last, at ``since``.

        ``None`` for nobody certain.
        """
        plain = _without_article(words)
        if fold(plain) in _PRONOUNS:
            return self._he(at, last, since)
        if found := self._named(plain, at):
            return found
        if office := self._office_holder(plain, at):
            return office
        if fold(plain) in {"they", "it", "who", "one", "i", "we", "you"}:
            return last if last and not last.is_person else Speaker(name=fold(plain))
        return Speaker(name=plain)

    def _named(self, words: str, at: int) -> Speaker | None:
        """Return the person who is named at the end of a name, an office before it."""
        # Who has a full name is meant before the team that is named beside it.
        runs = sorted(_NAME.finditer(words), key=lambda run: " " not in split_office(run[0])[1])
        for run in runs:
            if _PEOPLE_OF.search(words, 0, run.start()):
                continue  # "opponents of Clark" are not Clark
            if _POSSESSED.match(words, run.end()) and run[0].endswith(("'s", "’s", "s'", "s’")):
                continue  # "Clark's lawyer" is not Clark
            office, name = split_office(run[0])
            if not name:
                continue
            known = self._by_surname.get(_surname(name), [])
            if known and (" " not in name or any(_fits(name, one.name) for one in known)):
                best = self._meant(name, known, at)
                return Speaker(name=best.name, role=self._role_of(best.name), is_person=True)
            if is_person(name) or (office and " " not in name and _is_of_a_person(office)):
                return Speaker(name=name, role=office, is_person=True)
        return None

    def _meant(self, name: str, known: list[_Mention], at: int) -> _Mention:
        fitting = [one for one in known if _fits(name, one.name)] or known
        before = [one for one in fitting if one.start <= at] or fitting[:1]
        latest = before[-1].name
        return max((one for one in known if _fits(latest, one.name)), key=lambda one: len(one.name))

    def _role_of(self, name: str) -> str | None:
        roles = [
            one.role
            for one in self._by_surname.get(_surname(name), [])
            if one.role and _fits(one.name, name)
        ]
        return max(roles, key=len, default=None)

    def _office_holder(self, words: str, at: int) -> Speaker | None:
        """Return whoever holds the office that ``words`` name: "the head of the alliance"."""
        if not is_office(words):
            return None
        best: tuple[float, int] | None = None
        holder: _Mention | None = None
        for order, mention in enumerate(self._mentions):
            if not mention.role or (best and holder and mention.name == holder.name):
                continue
            score = office_likeness(words, mention.role)
            place = order if mention.start <= at else -order
            if score > 0 and (best is None or (score, place) > best):
                best, holder = (score, place), mention
        if holder is None:
            return self._only_one(words, at)
        name = self._meant(holder.name, self._by_surname[_surname(holder.name)], at).name
        return Speaker(name=name, role=self._role_of(name) or holder.role, is_person=True)

    def _only_one(self, words: str, at: int) -> Speaker | None:
        """Return the one person who is named before an office that nobody is said to hold."""
        before = [one for one in self._mentions if one.start < at]
        names = {one.name for one in before}
        if len(names) != 1 or any(one.role for one in before):
            return None
        return Speaker(name=names.pop(), role=words, is_person=True)

    def _he(self, at: int, last: Speaker | None, since: int) -> Speaker | None:
        """Return the person who spoke last before an offset, or was introduced since."""
        place = bisect_right(self._places, at - 1)
        named = self._single[place - 1] if place else None
        may_be = last is not None and (last.is_person or _may_be_a_person(last.name))
        if last is not None and may_be and not (named and self._introduces(named, since)):
            return last
        if place == 0:
            return None
        name = self._single[place - 1][1]
        return Speaker(name=name, role=self._role_of(name), is_person=True)

    def acting_between(self, start: int, end: int) -> Speaker | None:
        """Return the one person of whom a verb is told in a stretch: "Clegg praised Reid; he"."""
        acting = {
            name
            for place, name in self._between(start, end)
            if (verb := _NEXT_WORD.match(self._text, place)) and finite(verb[1])
        }
        if len(acting) != 1:
            return None
        name = acting.pop()
        return Speaker(name=name, role=self._role_of(name), is_person=True)

    def surname_alone(self, words: str) -> Speaker | None:
        """Return whoever a text that has no full name calls by surname, more than once."""
        often = self._text.count(words) > 1
        return Speaker(name=words, is_person=True) if often and _may_be_a_person(words) else None

    def _introduces(self, named: tuple[int, str], since: int) -> bool:
        """Whether somebody is named for the first time, behind ``since``."""
        place, name = named
        return place > since and place == min(at for at, other in self._single if other == name)

    def named_between(self, start: int, end: int) -> list[str]:
        """Return the full names of those who are named in a stretch, in order."""
        return [name for _, name in self._between(start, end)]

    def _between(self, start: int, end: int) -> list[tuple[int, str]]:
        return self._single[bisect_left(self._places, start) : bisect_left(self._places, end)]


def _is_of_a_person(office: str) -> bool:
    words = {fold(word).rstrip(".") for word in office.split()}
    return not words.isdisjoint(_OWN_TITLES | OFFICES)


def _may_be_a_person(name: str) -> bool:
    """Whether a lone name, "Clark", may be a surname: it is no country's and no acronym."""
    plain = fold(name)
    return (
        name[:1].isupper()
        and " " not in name
        and not name.isupper()
        and plain not in nation_of()
        and plain not in GROUPS | _SKIP
    )


def _person(text: str, match: re.Match[str]) -> _Mention | None:
    if match[0].isalpha():  # one word, as most are
        return None
    office, name = split_office(match[0])
    parts = name.split()
    if len(parts) < 2 or fold(parts[0]) in _SKIP or not is_person(name):
        return None
    if not _MATTERS.isdisjoint(parts):
        return None
    start = match.end() - len(name)
    role = _role_before(text, start, office) or _role_behind(text, match.end())
    return _Mention(start=start, end=match.end(), name=name, role=role)


@lru_cache(maxsize=20_000)
def split_office(run: str) -> tuple[str | None, str]:
    """Part a run of capitalised words in the office before a name, and the name."""
    run = re.sub(r"['’]s?$", "", run)
    words = run.split()
    first = 0
    for at, word in enumerate(words):
        plain = fold(word).rstrip(".").removesuffix("'s").removesuffix("’s")
        titled = plain in OFFICE_WORDS or plain in _OWN_TITLES or word.endswith(("’s", "'s"))
        acronym = word.isupper() and len(word) > 2
        of_office = acronym or plain in nation_of() or plain in _SKIP or plain in _AFFAIRS
        if titled or (at == first and (of_office or "Affairs" in words[at:])):
            first = at + 1
    office = " ".join(words[:first])
    return office or None, " ".join(words[first:])


_AFFAIRS = listed(
    "affairs state defense defence justice interior campaign party former democratic republican"
    " commerce treasury labor labour education energy transportation agriculture homeland security"
    " health housing veterans"
)


def _role_before(text: str, start: int, office: str | None) -> str | None:
    """Return the whole office before a name, "Assistant Secretary of State for Affairs"."""
    if office and fold(office).rstrip(".") in _OWN_TITLES:
        return None
    before = text[max(0, start - 120) : start]
    line = before[before.rfind("\n") + 1 :]
    whole = _LONG_OFFICE.search(line)
    words = whole[0].strip() if whole else office or ""
    others, _, last = words.rpartition(" and ")
    if others and is_person(split_office(others)[1]):  # two people, each with an office
        words = last
    if words and (field := _FIELD.search(line[: len(line.rstrip()) - len(words)])):
        words = f"{field[0]}{words}"
    while words and (head := words.split()[0]) and fold(head) in _SKIP and not head.isupper():
        words = words.partition(" ")[2]
    if office_words(words) & OFFICE_WORDS:
        return words
    return office if office and office_words(office) & OFFICE_WORDS else None


def _role_behind(text: str, end: int) -> str | None:
    if held := _AS.match(text, end):
        return held["office"]
    if not (match := _APPOSITION.match(text, end)):
        return None
    words = match["office"].removeprefix("the ").removeprefix("a ").removeprefix("an ")
    if not office_words(words) & OFFICE_WORDS or re.match(r"(?:who|and|but|which|as|in)\b", words):
        return None
    return words.partition(" who ")[0]


def _single_mentions(text: str, known: dict[str, list[_Mention]]) -> list[tuple[int, str]]:
    """Return where somebody is named, in full or by surname, and their full name."""
    found: list[tuple[int, str]] = []
    for match in _NAME.finditer(text):
        _, name = split_office(match[0])
        if name and (people := known.get(_surname(name))):
            fitting = [one for one in people if _fits(name, one.name)]
            if fitting:
                found.append((match.end() - len(name), fitting[0].name))
    return found


@lru_cache(maxsize=20_000)
def _surname(name: str) -> str:
    words = [word for word in name.split() if fold(word).rstrip(".") not in {"jr", "sr", "iii"}]
    return fold((words or name.split())[-1]).replace("’", "'").removesuffix("'s").rstrip(".'")


@lru_cache(maxsize=20_000)
def _fits(short: str, full: str) -> bool:
    """Whether a name may be a shorter form of another: all of its words are there."""
    plain = [fold(word).replace("’", "'").removesuffix("'s") for word in short.split()]
    whole = {fold(word).replace("’", "'") for word in full.split()}
    return all(word in whole for word in plain)


def _without_article(words: str) -> str:
    return re.sub(r"^(?:the|The)\s+", "", " ".join(words.split())).strip(" ,")
