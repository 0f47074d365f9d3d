"""Subjects: where a sentence names who does what a verb says, before it or behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.text.words import fold, listed
from rag.language.people import is_person
from rag.language.words.lexicon import ORDINARY_OPENERS
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import Form, finite
from rag.quotes.cast import NAME, TOKEN, split_office
from rag.quotes.office_names import is_office

_BOUNDARY = re.compile(
    r"[“”„«»\";:()—–]|--|''|\b(?:but|while|when|because|although|though|if|after|before|"
    r"where|until|so|than|whether|provided)\s",
)
_INNER = re.compile(r"\b(?:and|as|that|which|since|then|however|meanwhile)\s+", re.I)
PRONOUN = re.compile(r"(?:he|she|they|it|we|I|you|who|one)\b", re.I)
_ORGANISED = re.compile(r"(?:[a-z]+\s+){0,5}?[a-z]+(?:s|men|women|people|police)\b")
_DETERMINED = re.compile(
    r"(?:the|an?|one|another|some|many|several|two|three|four|most|both|his|her|its|their|my|our|this|"
    r"that|these|those|other|each|no|all|few|any)\b",
    re.I,
)
_PREPOSITION = re.compile(
    r"(?:in|on|at|by|with|for|from|to|during|after|before|about|under|over|of|speaking|asked|"
    r"last|next|earlier|later|since|amid|despite|following|like|through|until|according)\b",
    re.I,
)
_SPEAKER_END = re.compile(
    r"[,.;:?!()“”„«»\"—–\n]|\s(?:in|on|at|during|after|before|when|as|while|who|to|about|last|this|"
    r"that|said|adding|according|by|with|earlier|yesterday|today|and|but|into|because|through|"
    r"Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday)\b"
)
OF = rf"(?:\s+(?:of|from|at)\s+(?:the\s+)?{NAME})*"
_DESCRIBED = re.compile(rf"(?:[a-z0-9][\w/-]*\s+){{1,5}}{NAME}{OF}")
"""A name with what somebody is in lower case: "former governor Jim Doyle"."""
_GROUPS = listed(
    "police officials critics experts analysts voters residents people officers members"
    " government parliament many some others both"
)
_LONGEST = 16
"""Words that name a speaker, with an office and where it is."""
_RELATIVE = re.compile(r"\s+who$")
_ADVERB = re.compile(r"[A-Z]?[a-z]+ly\b")
_SUFFIX = re.compile(r",?\s+(?:I{2,3}|IV|[JS]r\.?)$")
JOINED = re.compile(r"\b(?:and|but|or)$")
_OPENER = re.compile(
    r"(?:When|While|But|Yet|As|Although|Though|And|So|If|Since|After|Because|Still|Then|Instead|Nonetheless"
    r"|Nevertheless|Meanwhile|However|Later|Earlier|Today|Yesterday|Tonight|Again|Once|Moreover|Furthermore"
    r"|Also|Now|Here|There|Elsewhere|Afterwards|Recently|Finally)"
    r"\s+(?=\S)"
)
_DAYS = listed("Sunday Monday Tuesday Wednesday Thursday Friday Saturday")
FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|can|could|to)\b")


def who_before(text: str, start: int, verb_start: int) -> tuple[int, int] | None:
    """Return where the subject of a verb is named before it."""
    first = start
    for match in _BOUNDARY.finditer(text, start, verb_start):
        first = match.end()
    pieces = _pieces(text, first, verb_start)
    if not pieces:
        return None
    left, right = pieces[-1]
    last = text[left:right].strip()
    if last and last != "who":
        if JOINED.search(last):
            return None
        return _described_behind(text, pieces) or speaker_in(text, left, right)
    # "Rutte, the chief, said" and "Brown, a lawyer who said": the name stands before the aside.
    earlier = pieces[:-1][::-1]
    if person := _person_among(text, earlier):
        return person
    candidates = earlier if last == "who" else [*earlier[1:], *earlier[:1]]
    return next((who for left, right in candidates if (who := speaker_in(text, left, right))), None)


def _described_behind(text: str, pieces: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the name alone before the last piece, which says what somebody is.

    "Ann Brown, the head of the board told us": its second comma is missing.
    """
    if len(pieces) != 2 or not _DETERMINED.match(text[slice(*pieces[1])].strip()):
        return None
    return _person_among(text, pieces[:1])


def _person_among(text: str, pieces: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the nearest piece that is somebody's name, with only what they are behind it.

    "A spokesman, Ann Brown, said", "Ann Brown, a member of the party, the largest, said".
    """
    for left, right in pieces:
        words = text[left:right].strip()
        if re.fullmatch(NAME, words) and is_person(_SUFFIX.sub("", split_office(words)[1])):
            first = left + text[left:right].index(words)
            return first, first + len(words)
        if not (_DETERMINED.match(words) or words[:1].islower() or is_office(words)):
            return None
    return None


def _pieces(text: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches between commas; the last one may be empty."""
    cuts = [
        first,
        *(match.end() for match in re.compile(",").finditer(text, first, last)),
        last + 1,
    ]
    return [(left, right - 1) for left, right in pairwise(cuts)]


def speaker_in(text: str, left: int, right: int) -> tuple[int, int] | None:
    """Return from where to where a stretch before a verb names who speaks."""
    left, right = _without_openers(text, left, right)
    words = text[left:right]
    if not words or len(words.split()) > _LONGEST:
        return None
    if relative := _RELATIVE.search(words):
        right = left + relative.start()
        words = text[left:right]
    if PRONOUN.fullmatch(words):
        return left, right
    if (
        FINITE.search(words)
        or _is_clause(words)
        or _PREPOSITION.match(words)
        or _ADVERB.match(words)
    ):
        return _name_at_end(text, left, right)
    if words in _DAYS or _opens_only(words):
        return None
    forms = (re.compile(TOKEN).match, _ORGANISED.fullmatch, _DESCRIBED.fullmatch)
    described = _DETERMINED.match(words) and len(words.split()) > 1
    if described or any(form(words) for form in forms):
        return left, right
    return _name_at_end(text, left, right)


def _is_clause(words: str) -> bool:
    """Whether a verb follows on a name: "Kosovo holds an election"."""
    verbs = (finite(word) for word in words.split()[1:-1])
    return words[0].isupper() and any(verb and verb.form is not Form.PLURAL for verb in verbs)


def _without_openers(text: str, left: int, right: int) -> tuple[int, int]:
    """Return the stretch without what joins its clause to the one before, and without spaces."""
    for match in _INNER.finditer(text, left, right):
        if text[match.end() : right].strip():
            left = match.end()
    words = text[left:right]
    left += len(words) - len(words.lstrip())
    right -= len(words) - len(words.rstrip())
    if opener := _OPENER.match(text, left, right):
        left = opener.end()
    return left, max(left, right)


def _opens_only(words: str) -> bool:
    """Whether it is a word that begins sentences and names nobody: "However"."""
    if (opener := _OPENER.match(f"{words} x")) and opener.end() > len(words):
        return True
    opens = fold(words) in STOPWORDS | ORDINARY_OPENERS and words.lower() not in _GROUPS
    return opens or (words.endswith("ed") and finite(words.lower()) is not None)  # "Described as"


def _name_at_end(text: str, left: int, right: int) -> tuple[int, int] | None:
    found = re.search(
        rf"\b(?:he|she|they)$|(?:\b(?:the|a|an)\s+(?:[\w’-]+\s+){{0,4}})?{NAME}$",
        text[left:right],
    )
    if not found or _PREPOSITION.match(found[0]):
        return None
    return left + found.start(), right


def without_points(text: str) -> str:
    """Return a text, as long as it was, without the points of titles and initials."""
    return re.sub(r"\b(Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|St|Jr|[A-Z])\.", r"\1_", text)


def who_behind(text: str, first: int, end: int) -> tuple[int, int] | None:
    """Return where the subject is named behind a verb: "said the head of the alliance"."""
    gap = re.compile(r"\s+").match(text, first, end)
    if not gap:
        return None
    left = gap.end()
    stop = _SPEAKER_END.search(without_points(text[left:end]))
    right = left + stop.start() if stop else end
    words = text[left:right].strip()
    right = left + len(words)
    if not words or len(words.split()) > 14 or words.split()[0] in _DAYS:
        return None
    if re.match(r"(?:he|she|they|I|we)\b", words):
        return left, left + len(words.split()[0])
    if _DESCRIBED.fullmatch(words) and not _PREPOSITION.match(words):
        return left, right
    if re.match(TOKEN, words) or (
        _DETERMINED.match(words)
        and len(words.split()) > 1
        and not re.match(r"th(?:is|at)\b", words)
    ):
        return left, right
    return None
