"""Yes-or-no questions: what the articles say of the matter, which confirms it or does not.

"Does the force have 10,000 soldiers?" wants the sentence that says 4,600. So a number in the
question is no word that an answer must hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from index.embedding import Vectors
from index.text.words import stems
from rag.answering import possible, refused
from rag.answering.extractive.candidates import candidates_in, coverage, coverages
from rag.answering.extractive.composers.digest import relevance
from rag.answering.extractive.composers.remarks import favouring, spoken_by
from rag.answering.extractive.evidence.elsewhere import is_of_another_nation, is_of_another_year
from rag.answering.extractive.evidence.timing import at_time, recency, timeless, without_time
from rag.answering.extractive.groups import differing_sentences, sentence_groups
from rag.answering.extractive.question import Question, counts, parse_question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.answering.extractive.writing import Writer, possible_answers
from rag.answers import Composed, Hit, StatementReady
from rag.language.values import Kind, values_in
from rag.language.words.matching import LIGHT, found
from rag.language.words.stopwords import content_stems
from rag.requests.request import Request

_SURE = 0.85
"""Share of the question's words, by weight, that a sentence has which speaks of the matter; or its
passage, where a reader says that the sentence lets one tell."""

_TELLS, _SURELY_TELLS = 2.0, 4.0
"""Log odds that a sentence lets one tell, with half of the words and with any."""

_MAY_TELL, _RATHER_TELLS = 0.0, 1.0
"""Log odds with which a sentence may, in a passage that has all of the words, and where those are
nothing but names."""

_UNREAD = -2.0
"""Log odds that a sentence lets one tell which the reader was not given."""

_ASKED = re.compile(r"\basked\b.*\b(?:whether|if)\b|\brumou?r|\bspeculat", re.IGNORECASE)
"""How a sentence tells that others ask the same."""

_ONLY_ASKED = 2.0
"""How much less such a sentence scores."""

_REPLY = 0.5
"""How much less than it the sentence behind it scores, at least: that is the reply."""

_EVEN = 1.6
"""The score of a sentence that speaks of the matter as likely as not."""

_OF_THE_MATTER = 2.0
"""What the words and the meaning of a sentence and its passage weigh beside those log odds."""

_COUNTED = 1.5
"""What it weighs that a sentence has a number of what the question gives one of."""

_NOW = r"(?:is|are|does|do|has|have|can)\b"
"""How a question begins that asks how things are now."""

_ON_THE_MATTER = 0.7
"""Share of the most words that a sentence has, from which on its article's date counts."""
_NEWER = 0.8
"""How much more the newest of them scores than the oldest."""

_SAID = re.compile(
    r"^(?:did|does|has|have)\s+(?P<speaker>[^?,]{2,40}?)\s+(?:ever |really |actually |also )?"
    r"(?:say|said|claim(?:ed)?|warn(?:ed)?|stat(?:e|ed)|suggest(?:ed)?|insist(?:ed)?|argued?)\s+(?:that\s+)?",
    re.IGNORECASE,
)
"""How a question begins that asks whether somebody said something."""

_UNNAMED = 2.0
"""How much less a sentence scores in a passage without the names of the question."""

_SENTENCES = 2
_WHETHER = r"(?i)\b(?:is it (?:true|right|correct|so|the case) that\s+|true or false:?\s*)"
"""Words that only ask whether."""


def compose_claim(
    request: Request, hits: Sequence[Hit], scorer: Scorer
) -> Iterator[StatementReady | Composed]:
    """Yield the sentences that speak of what the question asks to be true."""
    claim = re.sub(_WHETHER, "", request.full)
    question = replace(parse_question(claim), text=request.full)
    said = _SAID.match(claim)
    claim = claim[said.end() :] if said else claim  # who said it is looked for otherwise
    candidates = candidates_in(hits[:PASSAGES])
    theirs = [one for one, _ in spoken_by(request.speaker or "", candidates)]
    candidates = theirs or candidates
    if request.as_of is not None:
        question, claim = without_time(question, request.as_of), timeless(claim)
    wanted = [stem for stem in content_stems(claim) if not stem[0].isdigit()]
    if not candidates or not wanted:
        yield refused(0.0)
        return
    read = scorer.score(question, candidates)
    covered = np.array(coverages(wanted, candidates, scorer.term_weight), dtype=np.float32)
    relevant = relevance(scorer.embed_question(claim), read.vectors, covered.tolist())
    pages = {one.page: coverage(wanted, one.page, scorer.term_weight) for one in candidates}
    whole = np.array([pages[one.page] for one in candidates], dtype=np.float32)
    scored = _by_matter(read, 2 * relevant.scores + whole + 0.5 * covered)
    spoken = [one for one, _ in spoken_by(said["speaker"], candidates)] if said else []
    if said:
        scored = favouring(spoken, scored)
        scored = replace(scored, confidences=_likely(scored.scores))
    if request.as_of is not None:
        scored = at_time(scored, request.as_of)
    elif re.match(_NOW, claim, re.I):
        on_it = covered >= _ON_THE_MATTER * covered.max()
        newer = _NEWER * recency(candidates, on_it.tolist())
        scored = replace(scored, scores=scored.scores + newer)
    best = scored.order[0]
    # What somebody else says does not tell what it is according to whom the question names.
    unheard = request.speaker is not None and not theirs
    if said:
        scored = _without_speaker(scored, said["speaker"])
        unheard = unheard or not any(scored.candidates[best] is one for one in spoken)
    if unheard or not _is_sure(scored, best, float(covered[best]), wanted, scorer):
        candidates_shown = possible_answers([(scored, _SENTENCES)])
        shown = possible(candidates_shown, float(scored.confidences[best]))
        yield shown if candidates_shown else refused(float(scored.confidences[best]))
        return
    writer = Writer()
    groups = sentence_groups(scored, _SENTENCES)
    for group in groups:
        yield from writer.write(group.candidates, superseded=group.superseded)
    yield writer.composed(max(_SURE, float(covered[best])), warnings=differing_sentences(groups))


def _without_speaker(scored: ScoredCandidates, speaker: str) -> ScoredCandidates:
    """Return the candidates for a question without its speaker's name.

    A sentence that is the speaker's need not name whoever speaks.
    """
    names = [one for one in scored.question.names if one not in content_stems(speaker)]
    return replace(scored, question=replace(scored.question, names=tuple(names)))


def _by_matter(read: ScoredCandidates, scores: Vectors) -> ScoredCandidates:
    """Return the candidates ranked by how much they speak of the matter, and let one tell."""
    evident = np.array([_evident(read, place) for place in range(len(read.candidates))])
    counted = np.array([_counts(read.question, one.text) for one in read.candidates])
    # Halved, differences are about those of facts, by which contrary sentences are compared.
    ranked = 0.5 * (_OF_THE_MATTER * scores + evident + _COUNTED * counted)
    pages = [f"{one.hit.article.title}\n{one.page}" for one in read.candidates]
    lacking = {page: _lacking(read.question, page) for page in dict.fromkeys(pages)}
    # Without a page that has all names, the articles hardly tell of the matter.
    least = min(lacking.values(), default=0.0)
    ranked -= _UNNAMED * np.array([lacking[page] + least for page in pages])
    for place, one in enumerate(read.candidates):
        if is_of_another_year(read.question, one.text):
            ranked[place] -= _UNNAMED
        if _ASKED.search(one.text):
            behind = place + 1
            if behind < len(ranked) and read.candidates[behind].hit is one.hit:
                ranked[behind] = max(ranked[behind], ranked[place] - _REPLY)
            ranked[place] -= _ONLY_ASKED
    return replace(read, scores=ranked, confidences=_likely(ranked))


def _likely(scores: Vectors) -> Vectors:
    return np.asarray(1 / (1 + np.exp(_EVEN - scores)), dtype=np.float32)


def _lacking(question: Question, text: str) -> float:
    """Return the share of the question's names that a text lacks."""
    held = frozenset(content_stems(text))  # "us" is no country
    named = question.names
    return sum(found(one, held) == 0 for one in named) / len(named) if named else 0.0


def _evident(read: ScoredCandidates, place: int) -> float:
    """Return the log odds that a sentence lets one tell; without a reader, all let alike.

    In a passage that speaks of something else, what seems to tell tells of that.
    """
    evident, reading = read.evident(place), read.readings[place] if read.readings else None
    if evident is None or reading is None:
        return _UNREAD if read.spans else 0.0
    return evident + min(0.0, reading.answerable)


def _counts(question: Question, text: str) -> bool:
    """Whether a sentence has a number of what the question gives a number of."""
    asked = re.search(r"\d[\d.,]*\s+(?P<unit>[^\W\d]\w+)", question.text)
    if asked is None:
        return False
    unit = stems(asked["unit"])
    return any(counts(unit, text, one) for one in values_in(text, Kind.NUMBER))


def _is_sure(
    scored: ScoredCandidates, best: int, covered: float, wanted: Sequence[str], scorer: Scorer
) -> bool:
    """Whether the best sentence speaks of the matter, and not of something like it.

    ``covered`` is the share of the question's words that it has.
    """
    evident, one = scored.evident(best), scored.candidates[best]
    question = scored.question
    if is_of_another_year(question, one.text) or is_of_another_nation(question, one.understood):
        return False
    lacks_names, tells_more = _lacking(question, one.understood) > 0, _tells_more(question, wanted)
    if covered >= _SURE and not lacks_names and (evident is None or tells_more):
        return True
    if evident is None or _lacking(question, one.page):
        return False
    if lacks_names:  # what it tells may be of others
        return evident >= _SURELY_TELLS
    whole = coverage(wanted, one.page, scorer.term_weight)
    tells = evident >= _SURELY_TELLS or (evident >= _TELLS and covered >= 0.5)
    may_tell = _MAY_TELL if tells_more else _RATHER_TELLS
    return tells or (evident >= may_tell and whole >= _SURE)


def _tells_more(question: Question, wanted: Sequence[str]) -> bool:
    """Whether a question has more than names, which any sentence about all of them has."""
    return any(stem not in question.names and stem not in LIGHT for stem in wanted)
