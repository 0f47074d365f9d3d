"""True statements and lies about passages, made by rule from the passages' own sentences.

Each maker takes a sentence and returns what it becomes, or ``None`` where it does not lend itself.
What is made is not always English as one would write it, and a few lies come out true by accident.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from index.text.words import stem
from rag.language.names import Name, names
from rag.language.words import thesaurus
from rag.language.words.stopwords import STOPWORDS

_WORD = re.compile(r"(?<![\w'’-])[a-z]{5,}(?![\w'’-])")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20[0-2]\d)\b")
_FIGURE = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w,.-]*\d)")
_ENDING = re.compile(r"(?:ing|ed|tions?|ments?|ness|ity|ly|able|al|ous|ive|ers?|s|)$")
_NOT = re.compile(r"\b(was|were|is|are|has|have|had|can|could|will|would|may|must)\b(?! not)")
_DENIED = re.compile(r"\b(was|were|is|are|has|have|had|can|could|will|would|did|does|do) not\b")
_LIST = re.compile(r"\s*(?:,|and|or|&|,\s*and|/|-|–|with)\s*")
_LEAD_IN = re.compile(r"^((?:In|On|At|After|During|By|Since)\b[^,;]{3,60}), (\w)")
_ASIDE = re.compile(r" \([^()]*\)|, (?:which|who)\b[^,;]*(?:, |(?=\.$))")
_REWORDED = {
    r"\bhowever, ": "", r"\bbegan\b": "started", r"\bbecause\b": "since",
    r"\bpurchased\b": "bought",
    r"\bapproximately\b": "about", r"\bmany\b": "a lot of", r"\bprior to\b": "before",
    r"\blarge\b": "big", r"\bshowed\b": "demonstrated", r"\bbuilt\b": "constructed",
    r"\bpercent\b": "%", r"%": " percent", r"\bhelp(ed)?\b": r"assist\1", r"\balmost\b": "nearly",
    r"(?<!-)\btwo\b": "2", r"(?<!-)\bfive\b": "5", r"(?<!-)\bten\b": "10",
    r"\bcity\b": "town", r"\bused\b": "employed", r"\bstates that\b": "says that",
    r"\bin order to\b": "to", r"\bfamous\b": "well-known", r"\bimportant\b": "significant",
    r"\bfounded\b": "set up", r"\bobtained\b": "got", r"\bchildren\b": "kids",
    r"\bdied\b": "passed away",
    r"\bas well as\b": "and", r"\bcreated\b": "made", r"\brapidly\b": "quickly", r"\balso\b ": "",
}  # fmt: skip
_AUXILIARY = frozenset(["did", "need", "used"])
_ASKING = re.compile(r"^(?:Who|What(?: \w+){0,2}?|Which(?: \w+){1,3}?) (\w+) (.+)\?$")


@dataclass
class Vocabulary:
    """The words of many passages, to take a wrong word from."""

    words: dict[str, list[str]] = field(default_factory=dict)
    """By ending."""
    by_stem: dict[str, Counter[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, texts: list[str]) -> Vocabulary:
        """Gather the words of ``texts``, those that occur more often than once."""
        counted = Counter(word for text in texts for word in _WORD.findall(text))
        found = cls()
        for word, count in counted.items():
            if word not in STOPWORDS and count > 1:
                found.words.setdefault(_ending(word), []).append(word)
                found.by_stem.setdefault(stem(word), Counter())[word] = count
        return found

    def like(self, stems: frozenset[str], word: str) -> list[str]:
        """Return words of ``stems`` with the ending of ``word``."""
        forms = (form for one in sorted(stems) for form in self.by_stem.get(one, ()))
        return [form for form in forms if _ending(form) == _ending(word)]


@dataclass(frozen=True)
class Maker:
    """Makes statements of one passage."""

    rng: random.Random
    vocabulary: Vocabulary
    passage: str
    elsewhere: list[Name]
    """Names of other articles."""

    def lies(self, sentence: str) -> Iterator[tuple[str, str]]:
        """Yield kind and words of each lie that ``sentence`` lends itself to."""
        makers: dict[str, Callable[[str], str | None]] = {
            "number": self.number, "date": self.date, "new name": self.new_name,
            "roles": self.roles, "negation": self.negation, "opposite": self.opposite,
            "sibling word": self.sibling, "other word": self.other_word,
            "quotation": self.quotation,
        }  # fmt: skip
        for kind, make in makers.items():
            made = make(sentence)
            if made and made != sentence:
                yield kind, made

    def truths(self, sentence: str) -> Iterator[tuple[str, str]]:
        """Yield kind and words of true statements made of ``sentence``."""
        yield "verbatim", sentence
        short = _ASIDE.sub(lambda match: "" if match[0][1] == "(" else " ", sentence)
        if short != sentence and short.count("(") == short.count(")"):
            yield "shortened", " ".join(short.split()).replace(" .", ".")
        lead = _LEAD_IN.match(sentence)
        if lead and sentence.endswith("."):
            rest = sentence[lead.end() - 1 : -1]
            rest = (
                rest
                if names(rest)[:1] and names(rest)[0].start == 0
                else rest[0].upper() + rest[1:]
            )
            yield "reordered", f"{rest} {lead[1][0].lower()}{lead[1][1:]}."
        worded = sentence
        for pattern, new in _REWORDED.items():
            worded = re.sub(pattern, new, worded)
        if worded != sentence:
            yield "reworded", worded

    def number(self, sentence: str) -> str | None:
        """Change a figure that is no year."""
        found = [one for one in _FIGURE.finditer(sentence) if not _YEAR.fullmatch(one[0])]
        if not found:
            return None
        match = self.rng.choice(found)
        digits = list(match[0])
        at = self.rng.choice([place for place, char in enumerate(digits) if char.isdigit()])
        digits[at] = self.rng.choice([one for one in "123456789" if one != digits[at]])
        return _put(sentence, match, "".join(digits), self.passage)

    def date(self, sentence: str) -> str | None:
        """Change a year."""
        found = list(_YEAR.finditer(sentence))
        if not found:
            return None
        match = self.rng.choice(found)
        year = int(match[0]) + self.rng.choice([-30, -11, -7, -3, -1, 1, 2, 5, 10, 20])
        return _put(sentence, match, str(year), self.passage)

    def new_name(self, sentence: str) -> str | None:
        """Put a name from another article in place of one."""
        own = [one for one in names(sentence) if one.certain]
        new = self.rng.choice(self.elsewhere)
        if not own or set(new.tokens) & set(self.passage.lower().split()):
            return None
        name = self.rng.choice(own)
        return sentence[: name.start] + new.text + sentence[name.end :]

    def roles(self, sentence: str) -> str | None:
        """Let two names change places, unless they are of one list."""
        own = [one for one in names(sentence) if one.certain]
        pairs = [
            (left, right)
            for left, right in pairwise(own)
            if len(sentence[left.end : right.start].split()) > 1
            and not _LIST.fullmatch(sentence[left.end : right.start])
            and "between" not in sentence[: left.start].split()[-2:]
        ]
        if not pairs:
            return None
        left, right = self.rng.choice(pairs)
        middle = sentence[left.end : right.start]
        return sentence[: left.start] + right.text + middle + left.text + sentence[right.end :]

    def negation(self, sentence: str) -> str | None:
        """Deny the sentence, or take its denial away."""
        if _DENIED.search(sentence):
            return _DENIED.sub(r"\1", sentence, count=1)
        return _NOT.sub(r"\1 not", sentence, count=1)

    def opposite(self, sentence: str) -> str | None:
        """Put a word's contrary in its place."""

        def _contrary(word: str) -> list[str]:
            own = stem(word)
            found = (one for one in self.vocabulary.by_stem if thesaurus.contrary(own, one))
            return self.vocabulary.like(frozenset(found), word)

        return self._replaced(sentence, _contrary)

    def sibling(self, sentence: str) -> str | None:
        """Put in place of a word another one under the same wider word."""
        return self._replaced(
            sentence, lambda word: self.vocabulary.like(_siblings(stem(word)), word)
        )

    def other_word(self, sentence: str) -> str | None:
        """Put any other word with the same ending in place of one."""
        return self._replaced(sentence, lambda word: self.vocabulary.words.get(_ending(word), []))

    def quotation(self, sentence: str) -> str | None:
        """Put words of the sentence into quotation marks with others among them."""
        tokens = sentence.rstrip(".").split()
        if len(tokens) < 12 or '"' in sentence or "“" in sentence:
            return None
        middle = tokens[4:10]
        for place in (1, 3, 4):
            middle[place] = self.rng.choice(self.vocabulary.words[""])
        return " ".join([*tokens[:4], f"“{' '.join(middle)}”", *tokens[10:]]) + "."

    def _replaced(self, sentence: str, choices: Callable[[str], list[str]]) -> str | None:
        matches = [one for one in _WORD.finditer(sentence) if one[0] not in STOPWORDS]
        self.rng.shuffle(matches)
        lowered = self.passage.lower()
        for match in matches:
            own = stem(match[0])
            found = [
                word
                for word in choices(match[0])
                if word not in lowered
                and not thesaurus.alike(stem(word), own)
                and not thesaurus.alike(own, stem(word))
            ]
            if found:
                return sentence[: match.start()] + self.rng.choice(found) + sentence[match.end() :]
        return None


@cache
def _siblings(own: str) -> frozenset[str]:
    """Return the stems that share a wider word with ``own``, such as ``armi`` with ``polic``."""
    wider = _wider().get(own, frozenset())
    return frozenset(one for one, theirs in _wider().items() if wider & theirs) - {own}


@cache
def _wider() -> dict[str, frozenset[str]]:
    text = Path(thesaurus.__file__).with_suffix(".txt").read_text(encoding="ascii")
    found = {}
    for line in text.splitlines():
        own = re.split(r"[~!=>]", line, maxsplit=1)[0]
        found[own] = frozenset(line.partition(">")[2].split())
    return found


def declared(question: str, answer: str) -> str | None:
    """Return a question about its subject as a statement: ``Who founded it?`` and the answer."""
    asked = _ASKING.match(question.strip())
    if asked is None or asked[1] in _AUXILIARY or not asked[1].endswith("ed"):
        return None
    return f"{answer[0].upper()}{answer[1:]} {asked[1]} {asked[2]}."


def _put(sentence: str, match: re.Match[str], new: str, passage: str) -> str | None:
    return None if new in passage else sentence[: match.start()] + new + sentence[match.end() :]


def _ending(word: str) -> str:
    match = _ENDING.search(word)
    return match[0] if match else ""
