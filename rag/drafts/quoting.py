"""Quotations of a draft: where an article has the words, or how its words differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index.articles import Article
from index.text.sentences import Span
from index.text.words import fold, stem
from rag.language.words.lexicon import NEGATIONS
from rag.language.words.stopwords import STOPWORDS
from rag.quotes.marks import quoted

ENOUGH = 3
"""Words from which on a quotation is more than a name or a word in marks."""
_NEARLY = 0.6
"""Share of a quotation's words, in order, from which on an article's words are meant."""
_GAP = 14
"""Words that may be left out between two words that are quoted."""
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_LEFT_OUT = re.compile(r"\[[^\]]*\]|…|\.\s?\.\s?\.")
"""What says that words were left out, or put in by the writer: an ellipsis, brackets."""
_ENDS = re.compile(r"[,;:]?\s*[”“»«\"’‹›」]|\s*[.!?…]|:\s+[A-Z]|\s*(?:\n|\Z)|''")
_SENTENCE_BEFORE = re.compile(r"(?:[.!?…:][”»\"’)]*\s*|[“„«\"‘「]\s*|\n\s*|\A\s*)$")


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A quotation beside an article's words."""

    article: Article
    start: int
    end: int
    exact: bool
    share: float
    """Of the quotation's words, how many the article has in this order."""
    left_out: bool = False
    """The quotation has only some of the words, and nothing says so."""
    altered: bool = False
    """It has words of meaning that the article does not have there."""

    @property
    def words(self) -> str:
        """The article's words."""
        return self.article.text[self.start : self.end]


def compare(quotation: str, text: Span, article: Article) -> Likeness | None:
    """Return how a stretch of an article has the words of a quotation, without its marks.

    ``None`` where it has too few of them.
    """
    pieces = [piece for piece in _LEFT_OUT.split(quotation) if _WORD.search(piece)]
    if not pieces:
        return None
    found: list[Likeness] = []
    start = text[0]
    for piece in pieces:
        likeness = _compare_piece(piece, (start, text[1]), article)
        if likeness is None:
            return None
        found.append(likeness)
        start = likeness.end
    return Likeness(
        article=article,
        start=found[0].start,
        end=found[-1].end,
        exact=all(one.exact for one in found),
        share=min(one.share for one in found),
        left_out=any(one.left_out for one in found),
        altered=any(one.altered for one in found),
    )


def is_cut(quotation: str, likeness: Likeness) -> bool:
    """Whether exact words that stand as a whole sentence are only the beginning of one.

    A quotation of a few words within the writer's own sentence is none, nor is one whose end says
    that it is cut.
    """
    words = quotation.strip()
    if not words[:1].isupper() or words.endswith(("…", "...", "—", "–", "-", "]")):
        return False
    text = likeness.article.text
    if not _SENTENCE_BEFORE.search(text[max(0, likeness.start - 12) : likeness.start]):
        sentence = max(text.rfind(mark, 0, likeness.start) for mark in '.!?\n“"')
        before = re.findall(r"[\w’']+", text[sentence + 1 : likeness.start].lower())
        return any(word in NEGATIONS or word.endswith(("n't", "n’t")) for word in before)
    return not _ENDS.match(text, likeness.end)


def whole_sentence(likeness: Likeness) -> Span:
    """Return the sentences that a quotation is cut from, without quotation marks around them."""
    text = likeness.article.text
    start = max(text.rfind(mark, 0, likeness.start) for mark in '\n“"„«') + 1
    start = max(start, *(match.end() for match in _stops(text, start, likeness.start)), start)
    behind = re.compile(r"[.!?…]|[,;]?[”»\"]|\n|\Z").search(text, likeness.end)
    end = (
        behind.end() if behind and behind[0] in ".!?…" else behind.start() if behind else len(text)
    )
    return min(start, likeness.start), end


def _stops(text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    return re.compile(r"[.!?…][”»\"’)]*\s+").finditer(text, start, end)


def is_in_marks(likeness: Likeness) -> bool:
    """Whether the article itself has the words between quotation marks."""
    return any(one.start <= likeness.start < one.end for one in quoted(likeness.article.text))


def _compare_piece(piece: str, text: Span, article: Article) -> Likeness | None:
    wanted = [_key(match[0]) for match in _WORD.finditer(piece)]
    places = list(_WORD.finditer(article.text, *text))
    keys = [_key(match[0]) for match in places]
    if len(set(wanted) & set(keys)) < _NEARLY * len(set(wanted)):
        return None
    region = _region(wanted, keys)
    if region is None:
        return None
    first, last = region
    stretch = keys[first : last + 1]
    exact = stretch == wanted
    codes = SequenceMatcher(None, wanted, stretch, autojunk=False).get_opcodes()
    matched = sum(b - a for kind, a, b, _, _ in codes if kind == "equal")
    share = matched / len(wanted)
    if share < _NEARLY:
        return None
    other = [code for code in codes if code[0] != "equal"]
    return Likeness(
        article=article,
        start=places[first].start(),
        end=places[last].end(),
        exact=exact,
        share=share,
        left_out=bool(other) and all(kind == "insert" for kind, *_ in other),
        altered=any(_alters(wanted[a:b], stretch[c:d]) for _, a, b, c, d in other),
    )


def _alters(said: Sequence[str], stands: Sequence[str]) -> bool:
    """Whether words put in the place of others are more than a slip of the pen."""
    own, theirs = set(_telling(said)), set(_telling(stands))
    denies = bool(NEGATIONS.intersection(said)) != bool(NEGATIONS.intersection(stands))
    return bool(own - theirs) or denies


def _telling(words: Iterable[str]) -> Iterator[str]:
    return (stem(word) for word in words if word not in STOPWORDS)


def _region(wanted: Sequence[str], keys: Sequence[str]) -> Span | None:
    """Return the first and the last word of the stretch that has most of a quotation's words."""
    length = len(wanted)
    for first in range(len(keys) - length + 1):
        if keys[first] == wanted[0] and keys[first : first + length] == list(wanted):
            return first, first + length - 1
    blocks = SequenceMatcher(None, wanted, keys, autojunk=False).get_matching_blocks()[:-1]
    if not blocks:
        return None
    groups = [[blocks[0]]]
    for block in blocks[1:]:
        before = groups[-1][-1]
        if block.b - (before.b + before.size) > _GAP:
            groups.append([])
        groups[-1].append(block)
    best = max(groups, key=lambda group: sum(block.size for block in group))
    return best[0].b, best[-1].b + best[-1].size - 1


def _key(word: str) -> str:
    return fold(word).replace("’", "'").replace("-", "")
