"""Attributions: who is quoted as saying what in an article, word for word or in its own words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index.text.sentences import Span, sentence_spans
from rag.quotes.beside import beside_quote
from rag.quotes.cast import Cast, Speaker
from rag.quotes.contents import TRAILING, Contents
from rag.quotes.cues import Cue, cues
from rag.quotes.marks import Quoted, masked, quoted
from rag.quotes.occasions import NO_OCCASION, Occasion, occasion_of, referred_to
from rag.quotes.subjects import speaker_in


class Kind(StrEnum):
    """Whether the words are the speaker's own."""

    DIRECT = "direct"
    INDIRECT = "indirect"


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """Something said: ``text[start:end]`` of the article, marks included."""

    speaker: str
    role: str | None
    is_person: bool
    mention: Span
    """Where the article names who speaks, if only by a pronoun."""
    kind: Kind
    verb: str
    start: int
    end: int
    sentence: Span
    """The whole sentences that hold it and name who says it."""
    occasion: Occasion = NO_OCCASION

    @property
    def said_on(self) -> date | None:
        """The day on which it was said, where the article tells."""
        return self.occasion.day


_FEWEST = 2
_SUBJECT = re.compile(
    r"(?:[“\"]\s*)?(?:(?:In|On|At|During|After|As|Last|Speaking)\b[^,“”\"]{2,80},\s+"
    r"|[A-Z][a-z]+ly,\s+)?"
    r"(?P<who>(?:[Tt]he\s+)?(?:[A-Z][\w’'.-]*\s+)*[A-Z][\w’'-]*\b"
    r"|(?:The|An?|His|Her|Their|Its)\s+(?:[a-z-]+\s+){0,2}?[a-z-]+"
    r"(?=,|\s+(?:who|that|of|in|from|by|at|on|for|is|was|has|had|carried|went|[a-z]+ed)\b))"
)
"""Who a sentence begins with: a name, "the Turkish minister", "The statement from Ankara"."""
_MOST_BETWEEN = 6
"""Words between two pieces of what somebody says: who says it, to whom."""
_AROUND = 2
"""Sentences before and behind one that says when "these remarks" were made."""
_WHO = re.compile(r"\s+who\b")
_OWN = re.compile(r"\b(?:I|we|my|our|me|us)\b", re.I)
_MANY = 12
"""Words from which on a quotation in the first person is said by whoever its sentence names."""
_ANY_MARK = "“”„«»\"‘’'"


def attributions(text: str, *, published: date | None = None) -> list[Attribution]:
    """Return what ``text`` says that somebody said, in order.

    ``published`` is the day of the article, by which "on Wednesday" is a date.
    """
    return _Reading(text, published).attributions()


class _Reading:
    """One article being read from the beginning to the end."""

    def __init__(self, text: str, published: date | None) -> None:
        self._text = text
        self._published = published
        self._quoted = quoted(text)
        self._begun = [one.start for one in self._quoted]
        self._masked = masked(text, self._quoted)
        self._contents = Contents(text, self._masked)
        self._cast = Cast(text, [(one.start, one.end) for one in self._quoted])
        self._last: Attribution | None = None
        self._speaker: Speaker | None = None
        self._found: list[Attribution] = []

    def attributions(self) -> list[Attribution]:
        sentences = self._sentences()
        for at, sentence in enumerate(sentences):
            self._read(sentence, sentences[at - 1] if at else None)
        self._tell_occasions()
        for at, sentence in enumerate(sentences):
            told = referred_to(self._text[slice(*sentence)], self._published)
            if told:
                self._complete(told, sentences[max(0, at - _AROUND) : at + _AROUND + 1])
        return sorted(self._found, key=lambda one: (one.start, one.end))

    def _tell_occasions(self) -> None:
        """Say when and where each was said, by what its sentence says beside all that is said."""
        contents: dict[Span, list[Span]] = {}
        for one in self._found:
            contents.setdefault(one.sentence, []).append((one.start, one.end))
        told = {
            sentence: occasion_of(self._masked, sentence, spans, self._published)
            for sentence, spans in contents.items()
        }
        self._found = [replace(one, occasion=told[one.sentence]) for one in self._found]

    def _complete(self, told: Occasion, around: list[Span]) -> None:
        """Give the remarks around a sentence that refers to them the occasion that it tells."""
        self._found = [
            replace(one, occasion=one.occasion.completed(told)) if one.sentence in around else one
            for one in self._found
        ]

    def _sentences(self) -> list[Span]:
        """Return the sentences, one for a quotation of several and what stands beside it."""
        spans = sentence_spans(_without_stops(self._masked, self._quoted))
        joined: list[Span] = []
        quotations = iter([*self._quoted, None])
        current = next(quotations)
        for start, end in spans:
            while current and current.end <= start:
                current = next(quotations)
            if joined and current and current.start < joined[-1][1] and start < current.end:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _read(self, sentence: Span, before: Span | None) -> None:
        start, end = sentence
        inside = [one for one in self._quoted if start <= one.start < end]
        found = list(cues(self._masked, start, end))
        subject: Span | None = None
        taken: list[Span] = []
        pending: list[tuple[Cue, Span | None]] = []
        for cue in sorted(found, key=lambda one: one.start):
            who = cue.who or subject or self._subject(sentence)
            if cue.who and not cue.is_source and self._text[slice(*cue.who)] != "who":
                subject = cue.who
            pending.append((cue, who))
        pending = [one for one in pending if not self._is_told_by_another(one[0], found)]
        for cue, who in sorted(pending, key=lambda one: not self._beside_quote(one[0], inside)):
            content = self._contents.of(cue, sentence, inside, [one for one, _ in pending])
            content = content and self._before_others(content, taken)
            if content is None or who is None:
                continue
            if self._add(content, sentence, cue, who):
                taken.append(content)
        for one in inside:
            if not any(_overlap((one.start, one.end), other) for other in taken):
                self._alone(one, sentence, before, taken)
        self._subject_named(sentence)

    def _before_others(self, content: Span, taken: list[Span]) -> Span | None:
        """Return what of a content stands before those that others say; ``None`` for nothing."""
        over = [other[0] for other in taken if _overlap(content, other)]
        if not over:
            return content
        return self._contents.trimmed(content[0], min(over)) if min(over) > content[0] else None

    def _subject_named(self, sentence: Span) -> None:
        """Remember the person a sentence without speech is about: "he" is them afterwards."""
        opens = self._subject(sentence)
        if opens is None:
            return
        subject = self._text[slice(*opens)]
        named = self._cast.named_between(*sentence)
        if not named and self._speaker is None:
            self._speaker = self._cast.surname_alone(subject)
        said_here = any(one.sentence == sentence for one in self._found)
        for name in named:
            if not said_here and name.split()[-1] in subject:
                self._speaker = self._cast.resolve(name, sentence[1], None)

    def _subject(self, sentence: Span) -> Span | None:
        """Return who a sentence begins with."""
        match = _SUBJECT.match(self._masked, *sentence)
        return speaker_in(self._masked, *match.span("who")) if match else None

    def _beside_quote(self, cue: Cue, inside: list[Quoted]) -> bool:
        """Whether a cue stands behind a quotation, or before one in a clause with "who"."""
        if any(self._contents.is_behind(one, cue) for one in inside):
            return True
        if cue.who is None or not _WHO.search(self._masked, cue.who[1], cue.end):
            return False
        behind = (one.start for one in inside if one.start >= cue.end)
        return any(not self._masked[cue.end : start].strip(" ,:") for start in behind)

    def _is_told_by_another(self, cue: Cue, others: list[Cue]) -> bool:
        """Whether behind a source somebody else says it: "According to the site, he wrote"."""
        return cue.is_source and any(
            one.who and one.start > cue.end and not self._masked[cue.end : one.start].strip(" ,")
            for one in others
        )

    def _add(self, content: Span, sentence: Span, cue: Cue, who: Span) -> bool:
        named = self._text[slice(*who)]
        since = self._last.end if self._last else 0
        alone = named.lower() in {"he", "she"} and self._last_said_before(sentence)
        acting = self._cast.acting_between(sentence[0], who[0]) if alone else None
        speaker = acting or self._cast.resolve(named, who[0], self._speaker, since=since)
        if speaker is None:  # a pronoun for somebody whom the article does not name
            speaker = Speaker(name=named.lower())
        self._speaker = speaker
        self._last = Attribution(
            speaker=speaker.name,
            role=speaker.role,
            is_person=speaker.is_person,
            mention=who,
            kind=self._kind(content),
            verb=cue.verb,
            start=content[0],
            end=content[1],
            sentence=sentence,
        )
        self._found.append(self._last)
        return True

    def _last_said_before(self, sentence: Span) -> bool:
        """Whether nothing was said in a sentence yet."""
        return self._last is None or self._last.sentence != sentence

    def _kind(self, content: Span) -> Kind:
        first = max(0, bisect_right(self._begun, content[0]) - 1)
        last = bisect_right(self._begun, content[1])
        own = sum(
            max(0, min(one.end, content[1]) - max(one.start, content[0]))
            for one in self._quoted[first:last]
        )
        return Kind.DIRECT if own >= 0.5 * (content[1] - content[0]) else Kind.INDIRECT

    def _alone(self, one: Quoted, sentence: Span, before: Span | None, taken: list[Span]) -> None:
        """Give a quotation that no verb of its own sentence introduces to whoever goes on."""
        if cue := self._unknown_verb(one, sentence):
            if cue.who:
                self._add((one.start, one.end), sentence, cue, cue.who)
            return
        if not self._stands_alone(one, sentence, taken):
            words = self._text[one.start : one.end]
            who = self._subject(sentence)
            if who and who[1] < one.start and len(words.split()) >= _MANY and _OWN.search(words):
                cue = Cue(start=who[0], end=who[1], verb="said", base="say", who=who)
                self._add((one.start, one.end), sentence, cue, who)
            return
        source = self._introduced(before) if before else None
        last = self._last
        if source is None and last is not None and self._speaker is not None:
            self._append(one, sentence, self._speaker, last.mention, last.verb)
            return
        who = source or (self._subject(before) if before else None)
        speaker = who and self._cast.resolve(self._text[slice(*who)], who[0], self._speaker)
        if who and speaker:
            self._speaker = speaker
            verb = last.verb if last and last.sentence == before else "said"
            self._append(one, sentence, speaker, who, verb)

    def _stands_alone(self, one: Quoted, sentence: Span, taken: list[Span]) -> bool:
        """Whether a quotation is a sentence of its own, and no title or a word in marks."""
        outer = self._masked[sentence[0] : one.start] + self._masked[one.end : sentence[1]]
        words = self._text[one.start : one.end].split()
        if not outer.strip(" ,.\n—–-•*>"):
            return len(words) > _FEWEST or (bool(taken) and self._last is not None)
        ended = self._masked[: one.start].rstrip().endswith((".", "!", "?", ":", ","))
        before = max((end for _, end in taken if end <= one.start), default=None)
        soon = before is not None and len(self._masked[before : one.start].split()) <= _MOST_BETWEEN
        return bool(taken) and len(words) > 2 * _FEWEST and (ended or soon)

    def _unknown_verb(self, one: Quoted, sentence: Span) -> Cue | None:
        """Return who says a quotation with a verb that is in no list, or with a colon alone."""
        inner = self._text[one.start : one.end].rstrip(_ANY_MARK)
        goes_on = inner.endswith((",", "?", "!", "…", "...")) and one.end < sentence[1]
        line = self._masked.find("\n", one.end)
        end = line if line >= 0 else len(self._masked)
        if cue := beside_quote(self._masked, one.end, end, goes_on=goes_on):
            return cue
        lead = self._masked[sentence[0] : one.start].rstrip()
        if lead.endswith(":") or (lead.endswith(",") and len(self._text[one.start : one.end]) > 20):
            who = self._subject(sentence)
            end = sentence[0] + len(lead)
            if who is None or self._masked[who[1] : end].startswith(","):
                who = speaker_in(self._masked, max(sentence[0], end - 60), end - 1) or who
            return (
                Cue(start=sentence[0], end=end, verb="said", base="say", who=who) if who else None
            )
        return None

    def _append(self, one: Quoted, sentence: Span, speaker: Speaker, who: Span, verb: str) -> None:
        whole = (min(sentence[0], one.start), max(sentence[1], one.end))
        self._last = Attribution(
            speaker=speaker.name, role=speaker.role, is_person=speaker.is_person, mention=who,
            kind=Kind.DIRECT, verb=verb, start=one.start, end=one.end, sentence=whole,
        )  # fmt: skip
        self._found.append(self._last)

    def _introduced(self, before: Span) -> Span | None:
        """Return who the sentence before a lone quotation names as speaking next."""
        found = [cue for cue in cues(self._masked, *before) if cue.who]
        colon = self._masked[slice(*before)].rstrip().endswith(":")
        if colon:
            return found[-1].who if found else self._subject(before)
        named = [cue for cue in found if cue.who and not cue.is_source]
        if named and self._last and self._last.sentence == before:
            return None
        return named[-1].who if named else None


def _without_stops(text: str, spans: list[Quoted]) -> str:
    """Return ``text`` without the stop in a quotation behind which its sentence goes on."""
    pieces = list(text)
    for one in spans:
        behind = re.compile(
            r"\s*(?:[a-z]|(?:[A-Z][\w’'.-]*\s+){1,5}[a-z]+(?:ed|id|ys|es|ld|te)\b)"
        ).match(text, one.end)
        whole = behind and behind[0].strip()[:1].isupper() and text[one.end - 2] == "."
        if whole and behind and not TRAILING.match(text, behind.end()):
            continue  # “It is.” She denied that: a sentence of its own
        if behind and one.end - 2 > one.start and text[one.end - 2] in "?!….":
            pieces[one.end - 2] = ","
    return "".join(pieces)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
