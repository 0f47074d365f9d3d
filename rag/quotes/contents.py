"""Contents: from where to where what a cue introduces stands in its sentence."""

from __future__ import annotations

import re

from index.text.sentences import Span
from rag.quotes.cast import NAME
from rag.quotes.cues import Cue, cues
from rag.quotes.marks import Quoted

TRAILING = re.compile(
    r"\s*(?:[,.;:!?)]|$|(?:in|on|at|during|to|after|before|last|this|earlier|later|from|via|by|while|when|as|"
    r"about|of|with|so|and|but|again|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|yesterday|today)\b)"
)
"""What behind a verb of saying says that what is said stands before it."""
_ADJUNCT = re.compile(
    r"\s+(?:today|yesterday|tonight|once|in|on|at|during|from|via|by|while|when|as|about|of|with|so|after|before|last|earlier|later|this\s+week)\b"
)
_THAT = re.compile(r"(?P<between>[^“”\"«»:;]{0,110}?)\bthat\b\s*,?\s+")
_ASIDE = re.compile(r"\s*,\s*(?:[a-z]+ly\s+)?[a-z]+ing\b")
"""What behind a quotation tells of its speaker: “Et tu?”, alluding to a play."""
_COLON = re.compile(r"[^“”\"«»:;.]{0,80}:\s*")
_TO_QUOTE = re.compile(r"[^“”\"«»„:;]{0,110}?(?=[“\"«„‘»]|'')")
_TURN = re.compile(
    r"(?:,|(?<=[”\"»]))\s+(?:but|while|whereas|and|yet|though|although)\s+(?=\S*$|[^,]*$)"
)
_CLAUSE = re.compile(
    r"(?<=\s)(?:he|she|they|it|there|we|I)\s+(?:would|will|had|has|have|was|were|is|are|could|can|did"
    r"|does|do|[a-z]+ed)\b"
)
"""What begins what is said before the words of it that are quoted: "they would “keep” on"."""
_DAY = re.compile(
    r"\s+(?:today|yesterday|tonight|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)\s+(?=\S)"
)
_NEARBY = 60
_THEN_QUOTE = re.compile(r":\s*(?=[“\"«„])")
_OPENS_CLAUSE = re.compile(r"\b(?:that|where|and|but|while|because)\s*,?\s*$")
_AND = re.compile(r",?\s+(?:and|but|while)\s+$")
_QUOTES = re.compile(r"[^“”\"«»;.]{0,40}[:,]\s*[“\"„«]")
_OBJECT = frozenset(
    ["tell", "warn", "inform", "assure", "remind", "ask", "urge", "reassure", "advise", "instruct"]
)
_WITH_THAT = frozenset(
    [
        "anticipate",
        "maintain",
        "think",
        "declare",
        "speculate",
        "muse",
        "continue",
        "post",
        "shout",
        "chant",
    ]
)
_SAID_TO_BE = re.compile(r"\s+to\s+(?:have|be)\b")
"""What others say: "stars said to have stayed there"."""
_FOR_THINGS = frozenset(["call", "criticise", "criticize", "demand", "praise", "reject", "request"])
"""Verbs of what is wanted or judged, behind which ", but" goes on with the writer's words."""
_WRITER_GOES_ON = re.compile(r",\s+(?:but|although|though|while)\s")
_LABEL = re.compile(r"(?:[A-Z][\w.’'-]+\s){0,2}[A-Z][\w.’'-]+:\s+(?=[A-Z])")
"""Where it is from, at the head of an item: "Phoenix: The state can"."""
_OF_THINGS = frozenset(["affirm", "ask", "post", "refer", "write"])
"""Verbs of things as well: "asked questions", "wrote the opinion"."""
_SAYS_SO = re.compile(
    r"[^“”\"«»„;.]{0,60}[:,]?\s*(?:[“\"„«‘]|'')|[^.;]{0,60}\bthat\b"
    r"|\s*(?:(?:him|her|them|me|us|[A-Z]\w+)\s+)?"
    r"(?:whether|if|why|how|what|who|when|where|for|to|he|she|they|it|there|we|I)\b"
)
"""What follows on such a verb where it is one of saying."""
_HEARD = re.compile(
    rf"\s+(?:{NAME}|him|her|them|me|us|reporters|journalists|lawmakers)\s+"
    r"(?:(?:on\s+)?(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day\s+"
    r"(?:(?:morning|afternoon|evening|night)\s+)?)?"
    r"(?=(?:he|she|they|it|there|we|I|an?|the|his|her|their|its)\b)"
)
"""Who hears it: "told CNN they were barred"."""
_MADE = re.compile(
    r"\s*,\s+(?:published|conducted|released|posted|commissioned|obtained|issued|carried)\b[^,]*,"
)
"""What was done with the source: "according to a survey, published in May,"."""
_WITH_QUOTE = frozenset(["brand", "dub", "label", "liken", "read", "yell"])
"""Verbs that tell of what is said only before a quotation, or behind one."""
_GOES_ON = re.compile(r",\s+(?![a-z]+ing\b|who\b|which\b|according\b)")
_FEW_BETWEEN = 4
"""Words between such a verb and its quotation: "labelled the attack “abominable”"."""
_MOST_BETWEEN = 10
"""Words between a verb and "that": who hears it, when and where."""
_BEGINS = re.compile(r"(?:,?\s+that\b|[^“”\"«»„;.]{0,60}[:,]?\s*(?:[“\"„«‘]|''))")
"""What follows on a verb that is of saying only before "that" or a quotation."""
_GOES_ON_SAYING = frozenset(
    ["add", "say", "state", "stress", "insist", "note", "emphasise", "emphasize"]
)
"""Verbs behind a mere "and" of whoever goes on: "said he was safe and added that"."""
_CALLING = frozenset(
    [
        *("call", "brand", "condemn", "criticise", "criticize", "denounce", "describe", "dub"),
        *("hail", "label", "praise"),
    ]
)
_LONG = 8
"""Words from which on a quotation behind "called it" is a remark of its own."""
_FEWEST = 2
"""Words that somebody says at least."""
_ANY_MARK = "“”„«»\"‘’'"


class Contents:
    """What an article's cues introduce; ``masked`` is its text with what it quotes masked."""

    def __init__(self, text: str, masked: str) -> None:
        self._text = text
        self._masked = masked

    def is_behind(self, one: Quoted, cue: Cue) -> bool:
        """Whether a cue follows at once on a quotation and begins no sentence of its own."""
        if one.end > cue.start or self._masked[one.end : cue.start].strip(" ,.\n—–-"):
            return False
        ended = self._text[one.start : one.end].rstrip(_ANY_MARK).endswith(".")
        opens = self._text[cue.start : cue.start + 1].isupper()
        trailing = TRAILING.match(self._masked, cue.end)
        introduces = _COLON.match(self._masked, cue.end) and trailing
        return not (ended and opens) or bool(trailing and not introduces)

    def of(self, cue: Cue, sentence: Span, inside: list[Quoted], others: list[Cue]) -> Span | None:
        """Return from where to where what a cue says is said stands."""
        start, end = sentence
        if cue.is_source:
            return self._around(cue, sentence)
        behind = next((one for one in reversed(inside) if self.is_behind(one, cue)), None)
        if behind and not cue.is_gerund:
            following = next((one for one in inside if one.start >= cue.end), None)
            broken = self._masked[cue.end : following.start].rstrip() if following else ""
            if (
                following
                and self._text[behind.start : behind.end].rstrip(_ANY_MARK).endswith(",")
                and broken.endswith(",")
                and len(broken) < 60
            ):
                return behind.start, following.end
            return self._with_clause(behind, sentence)
        rest_start = cue.end
        if cue.base in _WITH_THAT and self._masked.startswith(" to ", cue.end):
            return None  # "the rate has continued to decline"
        if cue.base == "say" and _SAID_TO_BE.match(self._masked, cue.end):
            return None
        if cue.base in _OF_THINGS and cue.is_inverted and not self._is_named(cue):
            return None  # "Sheppard, of the team, posted the findings"
        stop = self._stop(cue, sentence, others)
        lead = cue.start > start and self._masked[start : cue.start].rstrip().endswith(",")
        told = lead and cue.base == "tell" and not self._has_that(cue, rest_start, stop)
        if (
            cue.is_inverted
            or told
            or (
                lead
                and not cue.is_gerund
                and TRAILING.match(self._masked, rest_start, end)
                and not self._has_that(cue, rest_start, stop)
                and not _TO_QUOTE.match(self._masked, rest_start, stop)
                and not _COLON.match(self._masked, rest_start, stop)
            )
        ):
            return self._clause_before(cue, sentence, stop) if lead else None
        return self._following(cue, rest_start, stop, inside)

    def _is_named(self, cue: Cue) -> bool:
        return cue.who is not None and any(map(str.isupper, self._text[slice(*cue.who)]))

    def _with_clause(self, one: Quoted, sentence: Span) -> Span:
        """Return a quotation, with the clause it ends: "It is “a mistake,” he said"."""
        lead = self._masked[sentence[0] : one.start]
        words = lead.split()
        if (
            0 < len(words) <= 25
            and not re.search(r"[.:!?”\"]\s*$", lead)
            and not list(cues(self._masked, sentence[0], one.start))
        ):
            return sentence[0], one.end
        return one.start, one.end

    def _around(self, cue: Cue, sentence: Span) -> Span | None:
        start, end = sentence
        before = self._masked[start : cue.start]
        if not before.strip():
            made = _MADE.match(self._masked, cue.end, end)
            return self.trimmed(made.end() if made else cue.end, end)
        if before.rstrip().endswith(("(", "—")):
            return None
        if _OPENS_CLAUSE.search(before):
            return self.trimmed(cue.end, end)
        return self.trimmed(start, cue.start)

    def _stop(self, cue: Cue, sentence: Span, others: list[Cue]) -> int:
        """Return where what follows a cue ends: before ", adding that" or ", according to"."""
        for other in sorted(others, key=lambda one: one.start):
            comma = self._masked[: other.start].rstrip().endswith((",", "and"))
            if other.start <= cue.end:
                continue
            if (comma or other.verb == "saying") and (other.is_gerund or other.is_source):
                return other.start
            joined = _AND.search(self._masked, cue.end, other.start)
            if joined and (other.who or _QUOTES.match(self._masked, other.end)):
                return joined.start()
            if joined and (joined[0].strip() != "and" or other.base in _GOES_ON_SAYING):
                return joined.start()
            turn = _TURN.search(self._masked, cue.end, other.start)
            if turn and other.who and not self._masked[turn.end() : other.start].strip():
                return turn.start()
        return sentence[1]

    def _clause_before(self, cue: Cue, sentence: Span, stop: int) -> Span | None:
        """Return the clause that a cue ends, or the sentence in the midst of which it stands."""
        rest = self._masked[cue.end : stop]
        goes_on = stop == sentence[1] and _GOES_ON.match(rest) and len(rest.split()) > _FEWEST
        return self.trimmed(sentence[0], stop if goes_on else cue.start)

    def _following(self, cue: Cue, start: int, stop: int, inside: list[Quoted]) -> Span | None:
        text = self._masked
        if cue.base in _WITH_THAT and (
            not _BEGINS.match(text, start, stop) or text[start:stop].lstrip().startswith("to ")
        ):
            return None
        if cue.base in _OF_THINGS and not _SAYS_SO.match(text, start, stop):
            return None
        if cue.verb == "called" and cue.who is None:
            return None  # "a path called a skip"
        if cue.base in _WITH_QUOTE:
            named = next((one for one in inside if start <= one.start < stop), None)
            near = named and len(text[start : named.start].split()) <= _FEW_BETWEEN
            return (named.start, named.end) if named and near else None
        colon = _COLON.match(text, start, stop)
        led_in = bool(colon and text[colon.end() : stop].strip())
        first = colon.end() if colon and led_in else self._begins(cue, start, stop)
        if first is None:
            return None
        if (told := self._told_of(cue, first, inside)) and told.end <= stop:
            return told.start, told.end
        quote = _THEN_QUOTE.search(text, first, stop)
        if quote and text[first : quote.start()].strip():
            stop = quote.start()  # "he said it failed: “...”": the quotation is a second remark
        opening = next((one for one in inside if one.start == first), None)
        if opening and (led_in or self._ends_behind(opening, stop)):
            return opening.start, opening.end
        goes_on = _WRITER_GOES_ON.search(text, first, stop)
        if goes_on and cue.base in _FOR_THINGS and not self._has_that(cue, start, stop):
            stop = goes_on.start()
        return self.trimmed(first, stop)

    def _ends_behind(self, opening: Quoted, stop: int) -> bool:
        """Whether what is said ends with a quotation, behind which the writer goes on."""
        rest = self._masked[opening.end : stop]
        inner = self._text[opening.start : opening.end].rstrip(_ANY_MARK)
        alone = not any(mark in self._text[opening.end : stop] for mark in '“"„«')
        return _ends_there(rest) or (
            alone and inner.endswith(",") and bool(_AND.match(f"{rest[:5].rstrip()} "))
        )

    def _begins(self, cue: Cue, start: int, stop: int) -> int | None:
        """Return where what is said begins behind a verb: with "that", a quotation or a clause."""
        text = self._masked
        if that := self._has_that(cue, start, stop):
            return that.end()
        if (lead := _TO_QUOTE.match(text, start, stop)) and self._leads_to_quote(cue, lead[0]):
            if begins := _CLAUSE.search(text, start, lead.end()):
                return begins.start()
            day = _DAY.match(text, start, lead.end())
            return day.end() if day else lead.end()
        if adjunct := _ADJUNCT.match(text, start, stop):
            begins = _CLAUSE.search(text, adjunct.end(), min(stop, start + _NEARBY))
            return begins.start() if begins else None
        if cue.base in _OBJECT and (heard := _HEARD.match(text, start, stop)):
            return heard.end()
        return start

    def _told_of(self, cue: Cue, first: int, inside: list[Quoted]) -> Quoted | None:
        """Return a long quotation behind whom or what somebody calls so."""
        if cue.base not in _CALLING:
            return None
        quote = next((one for one in inside if one.start >= first), None)
        if quote is None or len(self._text[quote.start : quote.end].split()) < _LONG:
            return None
        return quote if len(self._masked[first : quote.start].split()) <= _FEW_BETWEEN else None

    def _has_that(self, cue: Cue, start: int, stop: int) -> re.Match[str] | None:
        that = _THAT.match(self._masked, start, stop)
        return that if that and self._joins(cue, that["between"]) else None

    def _joins(self, cue: Cue, between: str) -> bool:
        """Whether "that" behind a verb begins what is said: only an object or a time between."""
        words = between.split()
        if not words:
            return True
        joined = "and" in words and cue.base not in _OBJECT
        if joined or between.rstrip().endswith("and") or len(words) > _MOST_BETWEEN:
            return False
        if cue.base in _OBJECT:
            return True
        return bool(
            _ADJUNCT.match(f" {words[0]} ")
            or words[0]
            in {
                "to",
                "Sunday",
                "Monday",
                "Tuesday",
                "Wednesday",
                "Thursday",
                "Friday",
                "Saturday",
                "again",
                "once",
                ",",
            }
            or between.lstrip().startswith(",")
        )

    def _leads_to_quote(self, cue: Cue, between: str) -> bool:
        words = between.replace(",", " ").split()
        if not words:
            return True
        return (
            between.rstrip().endswith((",", " saying"))
            or (bool(_ADJUNCT.match(f" {words[0]} ")) and len(words) < 10)
            or (cue.base in _OBJECT and len(words) <= 3)
        )

    def _opens_line(self, at: int) -> bool:
        return not self._text[:at].rpartition("\n")[2].strip()

    def trimmed(self, start: int, end: int) -> Span | None:
        """Return a stretch without what only joins it to the rest; ``None`` for next to nothing."""
        while start < end and (self._text[start].isspace() or self._text[start] in ",;:—–"):
            start += 1
        if (label := _LABEL.match(self._masked, start, end)) and self._opens_line(start):
            start = label.end()
        piece = self._text[start:end].rstrip(" \n\t,;:—–")
        inner = piece.rstrip(".")
        if not piece.endswith("...") and inner.count("“") == inner.count("”"):
            piece = inner
        piece = re.sub(r"[,\s]+(?:and|but)$", "", piece)
        if len(piece.split()) < _FEWEST:
            return None
        return start, start + len(piece)


def _ends_there(rest: str) -> bool:
    return not rest.strip(" .,;\n") or bool(_ASIDE.match(rest))
