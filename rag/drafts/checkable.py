"""What of a draft can be checked: not questions, opinions, plans of the writer, or mere headings.

The rules look at what stands outside of quotation marks: what somebody is quoted as asking or
thinking can be checked, for the articles say whether they said so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.text.words import listed, stem
from rag.drafts.draft import BlockKind, Sentence
from rag.language.dates import dates
from rag.language.names import names
from rag.language.nations import nation_of
from rag.language.numbers import numbers
from rag.language.speech import quoted_spans
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.thesaurus import knows
from rag.language.words.verbs import Form, finite

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OF_WRITER = re.compile(
    r"(?:^|[^\w\s]\s*|\b[a-z]\w*\s|^(?:And|As|But|Here|If|Now|So|Still|Then|Today|When|Yesterday|Yet)\s)"
    r"I(?=\s+[a-z]|['’])|\b(?:[Ww]e|me|[Mm]y|[Oo]urs?|us|[Ll]et['’]s|[Ll]et\s+me)\b"
)
_WRITING = (
    r"(?:article|piece|report|story|text|draft|post|column|essay|section|chapter|analysis|briefing"
    r"|newsletter|overview|summary|page|paper|note)"
)
_ABOUT_ITSELF = re.compile(
    rf"^(?:(?:in\s+)?(?:this|the\s+following|the\s+present)\s+{_WRITING}\b(?:,|\s+(?:\w+\s+)?"
    r"(?:looks?|will|examines?|explains?|describes?|covers?|deals?|asks?|tries|aims|is|was|gives?"
    r"|summari[sz]es|draws|discusses|shows|presents|considers|explores|traces|has|contains))"
    r"|here\s+(?:is|are|['’]s)\b|here['’]s\b|below\b|what\s+follows|in\s+what\s+follows"
    r"|as\s+(?:described|mentioned|noted|explained)\s+(?:above|below|earlier)"
    r"|(?:read|see|click|subscribe|sign\s+up|watch|listen|remember|imagine|consider)\s"
    r"|(?:photo|picture|image|sources?|editor['’]s\s+note|correction|update|note|tk|todo)\s*:)",
    re.IGNORECASE,
)
_REPORTED_QUESTION = re.compile(r"\bwhether\s[^,;]*", re.IGNORECASE)
"""What somebody asks is not what the writer holds."""
_BYLINE = re.compile(r"^By\s+(?:[A-Z][\w’'.-]*\s*){1,4}(?:[,|].*)?$")
_OPINION = re.compile(
    r"^(?:frankly|honestly|sadly|arguably|admittedly|regrettably)\b|\b(?:should(?:n['’]t)?|ought|had\s+better|deserves?|hopefully|in\s+(?:my|our)\s+(?:view|opinion|eyes)"
    r"|time\s+will\s+tell|remains\s+to\s+be\s+seen|needless\s+to\s+say|to\s+be\s+(?:honest|frank)"
    r"|makes?\s+no\s+sense|makes?\s+one\s+wonder|one\s+(?:might|may|could|wonders?|can\s+only)"
    r"|who\s+knows|no\s+doubt|what\s+an?\b|how\s+(?:sad|good|nice|terrible|wonderful)\b"
    r"|would\s+(?:surely|certainly|probably|be\s+(?:wise|foolish|better|best|a\s+mistake))"
    r"|(?:is|are|was|were|seems?|looks?|feels?|sounds?)\s+(?:\w+\s+){0,2}?(?:a\s+|an\s+|the\s+)?(?:\w+\s+)?"
    r"(?:shame|disgrace|tragedy|farce|scandal|pity|joke|mistake|absurd|ridiculous|outrageous|shameful"
    r"|disgraceful|sad|wonderful|beautiful|brilliant|terrible|awful|horrible|unfair|fair|wise|foolish"
    r"|stupid|naive|naïve|cynical|pathetic|laughable|regrettable|deplorable|admirable|obvious|worth"
    r"|fascinating|boring|disappointing|unacceptable|intolerable|overdue|hard\s+to\s+\w+))\b",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"\b(?:will|won['’]t|is\s+going\s+to|are\s+going\s+to)\s+(?:\w+\s+)?(?:surely|certainly|probably|likely"
    r"|soon|never|always|eventually|undoubtedly|inevitably|decide|show|tell|judge|remember)\b"
    r"|\b(?:surely|undoubtedly|inevitably|sooner\s+or\s+later)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"\b(?:secretly|deep\s+down|in\s+(?:his|her|their)\s+hearts?|privately\s+(?:thinks?|hopes?|feels?))\b",
    re.IGNORECASE,
)
_AUXILIARY = listed(
    "is are was were am be been has have had does do did will would can could may might must shall"
)
_FEWEST = 3
"""A heading with fewer words is a label."""


def reason_not_to_check(sentence: Sentence, *, said: Sequence[str]) -> str | None:
    """Return why a sentence is not checked, in a clause; ``None`` where it is.

    ``said`` are those parts of it that somebody is named as saying: their "we" is not the writer's.
    """
    attributed = bool(said)
    outside = _REPORTED_QUESTION.sub("", without_quotations(sentence.shown))
    for words in said:
        outside = outside.replace(words, "")
    telling = bool(numbers(sentence.shown) or dates(sentence.shown) or quoted_spans(sentence.shown))
    for asks, reason, holds in _RULES:
        # What somebody said, with when and how much, can be looked up whatever the tone.
        if asks(outside) and not (holds and (attributed or telling)):
            return reason
    if not _WORD.search(outside) and not attributed:
        return "it says nothing"
    if not states(sentence):
        return "it is no whole sentence"
    return None


def _asks(outside: str) -> bool:
    return outside.rstrip(" \"”’'»)*_").endswith("?")


_RULES: tuple[tuple[Callable[[str], object], str, bool], ...] = (
    (_asks, "it is a question", False),
    (_BYLINE.search, "it names the writer", False),
    (_ABOUT_ITSELF.search, "it is about the draft itself", False),
    (_OF_WRITER.search, "it is the writer's own", False),
    (lambda outside: outside.rstrip().endswith("!"), "it is an exclamation", True),
    (_OPINION.search, "it is an opinion", True),
    (_COMING.search, "it tells what is to come", True),
    (_HIDDEN.search, "no article could know it", False),
)
"""What makes a sentence one that is not checked, why, and whether facts in it speak against it."""


def states(sentence: Sentence) -> bool:
    """Whether a sentence states something: it has a verb, or at least a figure with a name."""
    shown = sentence.shown
    words = _WORD.findall(shown)
    verb = any(word.lower() in _AUXILIARY or _is_verb(word) for word in words)
    figure = bool(numbers(shown) or dates(shown))
    if sentence.kind is BlockKind.HEADING and len(words) < _FEWEST:
        return False
    if sentence.kind in {BlockKind.HEADING, BlockKind.ITEM}:
        return verb or (figure and bool(names(shown)))
    return verb or figure or bool(quoted_spans(shown)) or _has_telling_words(words)


def is_general(text: str) -> bool:
    """Whether a sentence names nothing and tells of no time: "Peace is better than war"."""
    past = any(_is_past(word) for word in _WORD.findall(text))
    definite = re.search(
        r"\b(?:was|were|had|did|the|this|that|these|those|his|her|their)\b", text, re.I
    )
    named = any(
        # A common word may owe its capital to the sentence that it opens.
        name.start > 0
        or len(name.tokens) > 1
        or name.tokens[0] in nation_of()
        or not knows(stem(name.tokens[0]))
        for name in names(text)
    )
    return not (past or definite or named or numbers(text) or dates(text))


def without_quotations(text: str) -> str:
    """Return a sentence with what it quotes left out."""
    pieces, position = [], 0
    for start, end in quoted_spans(text):
        pieces.append(text[position:start])
        position = end
    return "".join([*pieces, text[position:]])


def _is_past(word: str) -> bool:
    verb = finite(word.lower())
    if verb is not None:
        return verb.form is Form.PAST
    return word.endswith("ed") and not word.endswith("eed")


def _is_verb(word: str) -> bool:
    return word.islower() and word not in STOPWORDS and finite(word) is not None


def _has_telling_words(words: list[str]) -> bool:
    return sum(word.lower() not in STOPWORDS for word in words) >= _FEWEST
