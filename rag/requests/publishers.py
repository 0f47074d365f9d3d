"""Publishers of the library that a question names as where it wants its answer from.

"What did CNN report about the fee?" asks for articles of CNN, "Who owns CNN?" asks about it: the
construction decides, not the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.words import listed
from rag.language.words.stopwords import STOPWORDS

_WORD = re.compile(r"[^\W_][\w.&’'/-]*")
_LONGEST = 6
"""Words of a publisher's name, at most."""
_SHORTEST = 3
"""Letters of initials or of a name's beginning, at least."""
_NOT_LETTERS = re.compile(r"[\W_]+")
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?([^\s/]+\.[a-z]{2,})(?:/\S*)?", re.IGNORECASE)
_ENDINGS = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "news", "info"})
_COMMON = STOPWORDS | listed(
    """
    daily express globe guardian herald independent local mail metro mirror nation nature news
    observer online people post press record science spectator star sun time times today week
    weekly world
    """
)
"""Names that are words, too: where nobody "says" anything, a publisher's needs its capital."""

_SAY = (
    r"(?:say|said|says|saying|report|reports|reported|reporting|write|writes|wrote|written"
    r"|publish|publishes|published|cover|covers|covered|mention|mentions|mentioned|claim|claims"
    r"|claimed|note|noted|have to say|print|printed|tell us|tell|described?|run|ran|carry|carried)"
)
_AFTER = r"(?:also |ever |actually |really |itself |already )?"
_ACCORDING = r"(?:,\s*)?\b(?:according to|as reported by|(?:as )?per)\s+(?:the\s+)?$"
_ASKS = r"\b(?P<verb>did|does|do|has|have|had|is|was|are|were|would)\s+(?:the\s+)?$"
_WHAT = r"\b(?:what|how|whether|if|that|when|where|why|as|and)\s+(?:else\s+)?(?:the\s+)?$"
_SAYS = rf"^\s+{_AFTER}{_SAY}\b"
_ITS_ARTICLES = (
    r"^(?:['’]s?)?\s+(?:articles?|reports?|coverage|stories|story|pieces?|reporting|texts?"
    r"|headlines)\b"
)
_PUBLISHED_BY = (
    r"\b(?:articles?|reports?|stories|story|coverage|pieces?|reporting|written|published|reported"
    r"|said|appeared|carried|printed|read|news|headlines|mentioned|covered|wr[io]te?|sa[iy]d?)\b.*?"
    r"\s(?P<by>(?:by|in|from|on|at)\s+(?:the\s+)?)$"
)
_JOINED = r"\s*(?:,|and|or|&)\s*(?:the\s+)?"
_ARTICLE = r"\bthe\s+$"


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where a question names publishers: several where they stand in a row."""

    sources: tuple[str, ...]
    start: int
    end: int
    is_whole: bool
    """Whether the whole name stands there, and with a capital if it is a word as well."""
    is_distinct: bool = False
    """Whether it does, and the name is none of those that are words: Post, Times."""


@dataclass(frozen=True, kw_only=True)
class Attributed:
    """A question, and the publishers that it wants its answer from."""

    question: str
    """Without their names: "What did the articles report about the fee?"."""
    sources: tuple[str, ...]


def attributed(question: str, sources: Sequence[str]) -> Attributed | None:
    """Return ``question`` without the publishers it wants to hear; ``None`` if it names none."""
    every: list[str] = []
    position = 0
    while mention := next(
        (one for one in mentions(question, sources) if one.start >= position), None
    ):
        rest = _without(question, mention)
        if rest is None:
            position = mention.end
            continue
        question, position = rest, 0
        every += mention.sources
    return Attributed(question=question, sources=tuple(dict.fromkeys(every))) if every else None


def mentions(question: str, sources: Sequence[str]) -> list[Mention]:
    """Return where ``question`` has names of publishers, those in a row as one."""
    known, beginnings = _forms(sources)
    found: list[Mention] = []
    end = 0
    for match in _WORD.finditer(question):
        if match.start() < end:
            continue
        mention = _longest(question, match.start(), known, beginnings)
        if mention is None:
            continue
        end = mention.end
        if found and re.fullmatch(_JOINED, question[found[-1].end : mention.start], re.I):
            mention = Mention(
                sources=(*found[-1].sources, *mention.sources),
                start=found[-1].start,
                end=mention.end,
                is_whole=found[-1].is_whole and mention.is_whole,
                is_distinct=found[-1].is_distinct and mention.is_distinct,
            )
            found.pop()
        found.append(mention)
    return found


def _longest(
    question: str,
    start: int,
    known: dict[str, tuple[str, ...]],
    beginnings: dict[str, tuple[str, ...]],
) -> Mention | None:
    ends = [word.end() for word in _WORD.finditer(question, start)][:_LONGEST]
    for forms, is_whole in ((known, True), (beginnings, False)):
        for end in reversed(ends):
            name = re.sub(r"(?:['’]s?|[.’'-]+)$", "", question[start:end])
            meant = forms.get(squashed(name))
            if meant is None or name.lower() in STOPWORDS:
                continue
            is_word = name.islower() and name in _COMMON
            return Mention(
                sources=meant,
                start=start,
                end=start + len(name),
                is_whole=is_whole and not is_word,
                is_distinct=is_whole and not name.islower() and squashed(name) not in _COMMON,
            )
    return None


def _without(question: str, mention: Mention) -> str | None:
    """Return ``question`` without the publisher; ``None`` where it is about it."""
    before, after = question[: mention.start], question[mention.end :]
    if according := re.search(_ACCORDING, before, re.I):
        kept = before[: according.start()]
        return _joined(kept, after.lstrip(", ") if not kept.strip() else after)
    if asks := re.search(_ASKS, before, re.I):
        if not re.match(_SAYS, after, re.I):
            return None
        verb = {"does": "do", "has": "have", "is": "are", "was": "were"}.get(
            asks["verb"].lower(), asks["verb"]
        )
        return _joined(f"{before[: asks.start()]}{verb} the articles", after)
    if re.search(_WHAT, before, re.I) and re.match(_SAYS, after, re.I):
        return _joined(f"{re.sub(_ARTICLE, '', before, flags=re.I)}the articles", after)
    if not mention.is_whole:
        return None
    if re.match(_ITS_ARTICLES, after, re.I):
        return _joined(before, re.sub(r"^['’]s?", "", after))
    if by := re.search(_PUBLISHED_BY, before, re.I):
        return _joined(before[: by.start("by")].rstrip(), after)
    return None


def _joined(before: str, after: str) -> str:
    text = " ".join(f"{before}{after}".split())
    return re.sub(r"\s+([?.!,;:])", r"\1", text)


def squashed(name: str) -> str:
    """Return the letters of a publisher's name or address: "usatoday" for both."""
    address = _ADDRESS.fullmatch(name.strip())
    if address:
        labels = address[1].lower().split(".")[:-1]
        kept = [label for label in labels if label not in _ENDINGS] or labels
        name = max(kept, key=len)
    return _NOT_LETTERS.sub("", re.sub(r"^the\s+", "", name.strip(), flags=re.I)).casefold()


def _forms(sources: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Return the publishers by the squashed forms of their names, and by how these begin."""
    known: dict[str, dict[str, None]] = {}
    beginnings: dict[str, dict[str, None]] = {}
    for source in sources:
        for form in _whole_forms(source):
            known.setdefault(form, {})[source] = None
        words = _words_of(source)
        for length in range(1, len(words)):
            begun = "".join(words[:length])
            if len(begun) >= _SHORTEST:
                beginnings.setdefault(begun, {})[source] = None
    return _frozen(known), _frozen(beginnings)


def _frozen(forms: dict[str, dict[str, None]]) -> dict[str, tuple[str, ...]]:
    return {form: tuple(sources) for form, sources in forms.items()}


def _whole_forms(source: str) -> Iterator[str]:
    """Yield "newyorktimes", "nyt" and "nytimes" for The New York Times."""
    whole = squashed(source)
    yield whole
    if whole.startswith("the") and _ADDRESS.fullmatch(source):
        yield whole.removeprefix("the")
    words = _words_of(source)
    initials = "".join(word[0] for word in words)
    if len(initials) >= _SHORTEST and initials not in STOPWORDS:
        yield initials
    if len(words) > 2:
        yield initials[:-1] + words[-1]


def _words_of(source: str) -> list[str]:
    """Return the words of a name, folded; an address has one."""
    if _ADDRESS.fullmatch(source.strip()):
        return [squashed(source)]
    every = [_NOT_LETTERS.sub("", word).casefold() for word in source.split()]
    return [word for word in every if word not in {"", "the"}]
