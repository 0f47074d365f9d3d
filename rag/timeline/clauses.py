"""Clauses: the parts of a sentence that have a verb, and which of them a time goes with.

Without a parser: a sentence is cut at its conjunctions and marks, and what has no verb belongs to
what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache

from index.text.sentences import Span
from index.text.words import listed
from rag.language.dates import MONTHS, WEEKDAYS
from rag.language.people import HUMAN
from rag.language.speech import SAYING, said_words
from rag.language.words.verbs import AUXILIARIES, Form, finite, forms_of, is_participle

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CUT = re.compile(
    r"(?P<mark>[;:]\s+|\s+[—–-]{1,2}\s+)"
    r"|(?:,\s+)?\b(?P<word>after|before|since|until|when|while|whereas|because|although|though|"
    r"following|despite|as|but|which|who|whom|whose|where|if|once|that|and|or)\s+"
    r"|(?P<comma>,\s+)",
    re.IGNORECASE,
)
_SUBORDINATING = listed("after before since when while whereas because although though as once")
_OF_NOUNS = listed("after before since until following despite")
"""Words behind which, without a verb, another event is named than that of the clause before."""
_RELATIVE = listed("which who whom whose where when")
_IRREGULAR = listed(
    """
    shot hit broke blew drove flew hurt threw tore sank rose swept shook went saw knew said told
    let quit shut cut split burst sought bought caught taught fought rode wore bore drew grew ate
    slept woke chose froze stole spoke laid lay sang swam lost hid slid dug hung stuck struck
    """
)
"""Pasts besides those in ``language.verbs``, where they would have to make questions as well."""
_MODALS = listed("will shall would could may might should can")
_DO = listed("do does did")
_TO_COME = re.compile(
    r"\b(?:(?:set|due|expected|scheduled|planned|slated|going|plans?|planning|intends?|intending|"
    r"hopes?|hoping|aims?|vows?|vowed|prepares?|preparing|is|are|ahead)\s+(?:to|of|for)|to\s+be|"
    r"(?:is|are)\s+(?:due|scheduled|expected|planned|slated))\b",
    re.IGNORECASE,
)
_CAME_OTHERWISE = re.compile(
    r"\b(?:originally|previously|initially|was|were|had\s+been)\s+(?:\w+ly\s+)?"
    r"(?:set|due|expected|scheduled|planned|slated|going)\b",
    re.IGNORECASE,
)
_SHOULD_HAVE = re.compile(r"\b(?:should|would|could|might|may|must)\s+have\b", re.IGNORECASE)
_NO_VERBS = listed(
    "hundred indeed speed seed need bed red shed embed united naked sacred armed aged supposed"
    " so-called based alleged unarmed wounded injured limited increased"
)
_NO_GERUNDS = listed(
    """
    during morning evening according building king thing something anything nothing everything
    beijing spring string wing ring following including meeting hearing briefing ceiling being
    """
)


class Tense(Enum):
    """Whether what a clause tells is over."""

    PAST = auto()
    FUTURE = auto()
    UNKNOWN = auto()

    @property
    def ahead(self) -> bool | None:
        """The same, as ``dates.resolve`` takes it."""
        return {Tense.PAST: False, Tense.FUTURE: True}.get(self)


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A part of a sentence, offsets into it."""

    start: int
    end: int
    lead: str
    """The conjunction before it, in lower case; empty for the first."""
    has_verb: bool

    @property
    def is_of_a_noun(self) -> bool:
        """Whether it only names another event: "after the attack"."""
        return not self.has_verb and self.lead in _OF_NOUNS

    @property
    def is_relative(self) -> bool:
        """Whether it tells of what stands before it."""
        return self.lead in _RELATIVE


def clauses(sentence: str) -> list[Clause]:
    """Return the clauses of a sentence in order, at least one, which cover it."""
    found: list[Clause] = []
    start, lead, apart = 0, "", True
    for cut in [*_CUT.finditer(sentence), None]:
        end = cut.start() if cut else len(sentence)
        following = (cut["word"] or "").lower() if cut else ""
        if cut and following in {"and", "or", "as", "that"} and not _goes_on(sentence, cut):
            continue
        piece = Clause(start=start, end=end, lead=lead, has_verb=_has_verb(sentence[start:end]))
        if apart and cut and not piece.has_verb and not piece.is_of_a_noun:
            continue  # "In September," and "; on Monday," belong to what follows
        if piece.has_verb or piece.is_of_a_noun or not found:
            found.append(piece)
        else:
            found[-1] = replace(found[-1], end=end)
        if cut:
            start, lead, apart = cut.end(), following, cut["mark"] is not None
    return found


def stands_alone(sentence: str, clause: Clause) -> bool:
    """Whether a clause can be read without its sentence: it has a subject, and nobody says it."""
    first = _WORD.search(sentence, clause.start, clause.end)
    outside = sentence[: clause.start] + sentence[clause.end :]
    return (
        clause.lead in _SUBORDINATING
        and first is not None
        and not _is_verb(first[0])
        and not first[0].endswith("ing")
        and first[0].lower() not in {"he", "she", "it", "they", "his", "her", "its", "their"}
        and (clause.lead == "since" or not _says(outside))
        and not _says(sentence[clause.start : clause.end])
        and _has_name(sentence, clause)
        and len(sentence[clause.start : clause.end].split()) > _FEWEST
    )


def tells_of_its_subject(sentence: str, parts: Sequence[Clause]) -> bool:
    """Whether the first clause only says who does the rest: "Brown, who left in May, announced"."""
    first, second = parts[:2]
    words = [one[0] for one in _WORD.finditer(sentence, first.start, first.end)]
    verb = next((at for at, word in enumerate(words) if _is_verb(word)), 0)
    behind = _WORD.search(sentence, second.start)
    return (
        any(word in {"who", "which"} for word in words[:verb])
        and not second.lead
        and behind is not None
        and _is_verb(behind[0])
    )


def goes_on_behind(sentence: str, clause: Clause, time: int) -> int | None:
    """Return the comma that ends a relative clause: ", which is due in May, may be put off"."""
    comma = sentence.find(",", time, clause.end)
    behind = _WORD.search(sentence, comma, clause.end) if comma >= 0 else None
    return comma if behind and _is_verb(behind[0]) else None


def names_an_event(sentence: str, clause: Clause) -> bool:
    """Whether without a verb it is an event: "since Kosovo's declaration of independence"."""
    return (
        clause.lead in {"since", "after", "following"}
        and _has_name(sentence, clause)
        and len(sentence[clause.start : clause.end].split()) > _FEWEST
    )


def _has_name(sentence: str, clause: Clause) -> bool:
    return any(
        one[0][0].isupper() and one[0] not in _CALENDAR
        for one in _WORD.finditer(sentence, clause.start, clause.end)
    )


_FEWEST = 3
_CALENDAR = frozenset((*MONTHS, *WEEKDAYS))


def only_says(words: str) -> bool:
    """Whether a clause tells only that something is said: "officials said on Monday"."""
    verbs = [one[0].lower() for one in _WORD.finditer(words) if _is_verb(one[0])]
    return bool(verbs) and any(verb in said_words() for verb in verbs[:2]) and len(verbs) <= 2


def _says(words: str) -> bool:
    tokens = [one[0].lower() for one in _WORD.finditer(words)]
    return any(
        token in _ATTRIBUTING and (at == 0 or tokens[at - 1] not in _BEING)
        for at, token in enumerate(tokens)
    )


_ATTRIBUTING = listed(
    """
    said says say told tells added adds wrote writes tweeted claimed claims reported reports
    alleged alleges stated states explained warned warns accused accuses according
    """
)
_BEING = listed("is are was were be been being")


def _goes_on(sentence: str, cut: re.Match[str]) -> bool:
    """Whether behind "and", "as" or "that" stands a clause, and no further noun."""
    rest = sentence[cut.end() :]
    words = [one[0] for one in _WORD.finditer(rest)][:_REACH]
    if not words:
        return False
    if cut["word"].lower() in {"and", "or"}:
        return (
            _is_verb(words[0])
            or (len(words) > 1 and words[0].endswith("ly"))
            or (cut[0].startswith(",") and any(map(_is_verb, words)))
        )
    return any(map(_is_verb, words))


_REACH = 6


def _has_verb(words: str) -> bool:
    return any(_is_verb(one[0]) for one in _WORD.finditer(words))


def _is_verb(word: str) -> bool:
    """Whether it is a finite verb, an auxiliary or, for what one sees, a participle."""
    plain = word.lower()
    if word[0].isupper() or plain in _NO_VERBS:
        return False
    if plain in _present():
        return True
    known = finite(plain)
    return (
        plain in AUXILIARIES | _DO
        or plain in _IRREGULAR
        or (known is not None and (known.form is not Form.PLURAL or len(plain) < 5))
        or (is_participle(plain) and len(plain) > 4)
    )


@cache
def _present() -> frozenset[str]:
    """Return the third persons of verbs that ``language.verbs`` makes no questions of."""
    return frozenset(forms_of(base).singular for base in SAYING | HUMAN | _MORE) - _NOUNS


_MORE = listed(
    """
    begin celebrate choose commemorate elect expire face fly gather go head host hold kick leave
    mark open plan play prepare release remain return seek start travel try unveil
    """
)
_NOUNS = listed(
    """
    answers appeals claims comments demands estimates faces fears forecasts heads hopes leads marks
    orders plans pledges praises promises remarks reports requests rules shouts signs states
    stresses views visits voices votes whispers
    """
)


class Verbs:
    """The verbs of a clause on both sides of a time."""

    def __init__(self, sentence: str, clause: Clause, time: Span) -> None:
        self._sentence = sentence
        words = list(_WORD.finditer(sentence, clause.start, clause.end))
        self._before = [one for one in words if one.end() <= time[0]]
        self._behind = [one for one in words if one.start() >= time[1]]

    @property
    def tense(self) -> Tense:
        """That of the verb nearest before the time or, where there is none, behind it."""
        at = self._last()
        if at is not None:
            first = self._before[max(0, at - 4)].start()
            return _tense(self._sentence[first : self._before[-1].end()])
        behind = [one[0] for one in self._behind[:_FAR]]
        leading = next((one for one in behind if _is_verb(one)), "")
        # "In August it announced that it would": what is to come hangs on what is over.
        return Tense.PAST if _is_plain_past(leading) else _tense(" ".join(behind))

    @property
    def tell_what_happened(self) -> bool:
        """Whether the first of them behind is a past, and more than that something was."""
        verbs = [one[0].lower() for one in self._behind if _is_verb(one[0])]
        return self.tense is Tense.PAST and any(
            verb not in AUXILIARIES | _BEING for verb in verbs[:2]
        )

    @property
    def says(self) -> bool:
        """Whether the time is that of a remark."""
        at = self._last()
        near = self._before[at] if at is not None else next(
            (one for one in self._behind[:_FAR] if _is_verb(one[0])), None
        )  # fmt: skip
        return near is not None and near[0].lower() in said_words()

    @property
    def is_of_a_noun(self) -> bool:
        """Whether the time goes with a participle behind a noun: "the treaty signed in 2010"."""
        at = self._last()
        if at is None:
            return False
        verb = self._before[at][0].lower()
        helped = at > 0 and any(
            one[0].lower() in AUXILIARIES | _BEING for one in self._before[max(0, at - 3) : at]
        )
        if helped or verb in AUXILIARIES | said_words() or not is_participle(verb):
            return False
        earlier = [one[0].lower() for one in self._before[:at] if _is_verb(one[0])]
        if earlier:
            joined = {one[0].lower() for one in self._before[max(0, at - 2) : at]} & {"and", "then"}
            return earlier[-1] not in _ATTRIBUTING and not joined
        later = [one[0].lower() for one in self._behind if _is_verb(one[0])]
        return bool(later) and later[0] in AUXILIARIES

    @property
    def is_of_a_gerund(self) -> bool:
        """Whether it goes with what somebody does beside: "boycotting the vote in April"."""
        for at in reversed(range(max(0, len(self._before) - _NEAR), len(self._before))):
            word = self._before[at]
            if _is_verb(word[0]):
                return False
            plain = word[0].lower()
            if plain.endswith("ing") and len(plain) > 5 and plain not in _NO_GERUNDS:
                lead = self._sentence[: word.start()].rstrip()
                last = self._before[at - 1][0].lower() if at else ""
                return word[0].islower() and not lead.endswith(",") and last not in _BEING
        return False

    def _last(self) -> int | None:
        places = [at for at, one in enumerate(self._before) if _is_verb(one[0])]
        return places[-1] if places else None


_FAR, _NEAR = 14, 7
"""Words behind a time, and before it, among which a verb is looked for that goes with it."""


def _tense(words: str) -> Tense:
    plain = [one[0].lower().replace("’", "'") for one in _WORD.finditer(words)]
    if _CAME_OTHERWISE.search(words):
        return Tense.UNKNOWN
    if _SHOULD_HAVE.search(words):
        return Tense.PAST
    if _TO_COME.search(words) or any(
        one in _MODALS or one.endswith(("'ll", "won't")) for one in plain
    ):
        return Tense.FUTURE
    for word in plain:
        if _is_past(word) or word in {"was", "were", "had", "has", "have"}:
            return Tense.PAST
        if is_participle(word) and len(word) > 4 and word not in _NO_VERBS:
            return Tense.PAST
    return Tense.UNKNOWN


def _is_past(word: str) -> bool:
    known = finite(word)
    return (known is not None and known.form is Form.PAST) or word in _IRREGULAR


def _is_plain_past(word: str) -> bool:
    """Whether a verb by itself, without another that it helps, says that something is over."""
    plain = word.lower()
    return plain not in AUXILIARIES | _BEING and _is_past(plain)
