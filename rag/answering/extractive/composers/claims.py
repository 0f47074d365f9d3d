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
from rag.answering import possible, refused
from rag.answering.extractive.candidates import Candidate, candidates_in
from rag.answering.extractive.composers.digest import relevance
from rag.answering.extractive.composers.remarks import favouring, spoken_by
from rag.answering.extractive.composers.telling import Matter, lacking
from rag.answering.extractive.evidence.asked_figures import asked_figure
from rag.answering.extractive.evidence.elsewhere import is_of_another_year
from rag.answering.extractive.evidence.timing import at_time, recency, timeless, without_time
from rag.answering.extractive.groups import differing_sentences, sentence_groups
from rag.answering.extractive.question import parse_question
from rag.answering.extractive.ranking import ScoredCandidates
from rag.answering.extractive.scorer import PASSAGES, Scorer
from rag.answering.extractive.writing import Writer, possible_answers
from rag.answers import Composed, Hit, StatementReady
from rag.language.words.stopwords import content_stems
from rag.requests.request import Request

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

_NEARLY = 0.75
"""How much less than the best a sentence scores that is nearly as good."""

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
    matter = _matter_of(claim, scorer)
    if not candidates or not matter.wanted:
        yield refused(0.0)
        return
    scored = _ranked(scorer.score(question, candidates), matter, claim, scorer)
    heard = candidates
    if said:
        heard = [one for one, _ in spoken_by(said["speaker"], candidates)]
        scored = favouring(heard, scored)
        scored = replace(scored, confidences=_likely(scored.scores))
    if request.as_of is not None:
        scored = at_time(scored, request.as_of)
    elif re.match(_NOW, claim, re.I):
        scored = _newer_first(scored, matter)
    if said:
        scored = _without_speaker(scored, said["speaker"])
    # What somebody else says does not tell what it is according to whom the question names.
    unheard = request.speaker is not None and not theirs
    telling = None if unheard else _telling(scored, matter, heard)
    if telling is None:
        confidence = float(scored.confidences[scored.order[0]])
        shown = possible_answers([(scored, _SENTENCES)])
        yield possible(shown, confidence) if shown else refused(confidence)
        return
    writer = Writer()
    groups = sentence_groups(telling, _SENTENCES)
    for group in groups:
        yield from writer.write(group.candidates, superseded=group.superseded)
    confidence = matter.probability(telling, telling.order[0])
    yield writer.composed(confidence, warnings=differing_sentences(groups))


def _matter_of(claim: str, scorer: Scorer) -> Matter:
    figure, about = asked_figure(claim) or (None, claim)
    wanted = tuple(stem for stem in content_stems(about) if not stem[0].isdigit())
    return Matter(wanted=wanted, figure=figure, term_weight=scorer.term_weight)


def _ranked(read: ScoredCandidates, matter: Matter, claim: str, scorer: Scorer) -> ScoredCandidates:
    """Return the candidates ranked by how much they speak of the matter, by words and meaning."""
    covered = _covered(read.candidates, matter)
    relevant = relevance(scorer.embed_question(claim), read.vectors, covered.tolist())
    pages = {one.page: matter.covered_by(one.page) for one in read.candidates}
    whole = np.array([pages[one.page] for one in read.candidates], dtype=np.float32)
    return _by_matter(read, 2 * relevant.scores + whole + 0.5 * covered, matter)


def _covered(candidates: Sequence[Candidate], matter: Matter) -> Vectors:
    shares = [matter.covered_by(one.understood) for one in candidates]
    return np.array(shares, dtype=np.float32)


def _newer_first(scored: ScoredCandidates, matter: Matter) -> ScoredCandidates:
    covered = _covered(scored.candidates, matter)
    on_it = covered >= _ON_THE_MATTER * covered.max()
    newer = _NEWER * recency(scored.candidates, on_it.tolist())
    return replace(scored, scores=scored.scores + newer)


def _telling(
    scored: ScoredCandidates, matter: Matter, heard: Sequence[Candidate]
) -> ScoredCandidates | None:
    """Return the candidates, first the best that lets one tell, of those nearly as good as any.

    ``None`` where none does. It must be one of those ``heard``, and is read unless it is the best.
    """
    allowed = set(map(id, heard))
    best, *others = scored.order
    least = scored.scores[best] - _NEARLY
    near = [at for at in others if scored.scores[at] >= least and scored.evident(at) is not None]
    for place in (best, *near):
        if id(scored.candidates[place]) in allowed and matter.is_told(scored, place):
            return scored.led_by(place)
    return None


def _without_speaker(scored: ScoredCandidates, speaker: str) -> ScoredCandidates:
    """Return the candidates for a question without its speaker's name.

    A sentence that is the speaker's need not name whoever speaks.
    """
    names = [one for one in scored.question.names if one not in content_stems(speaker)]
    return replace(scored, question=replace(scored.question, names=tuple(names)))


def _by_matter(read: ScoredCandidates, scores: Vectors, matter: Matter) -> ScoredCandidates:
    """Return the candidates ranked by how much they speak of the matter, and let one tell."""
    evident = np.array([_evident(read, place) for place in range(len(read.candidates))])
    counted = np.array([matter.is_counted_in(one.text) for one in read.candidates])
    # Halved, differences are about those of facts, by which contrary sentences are compared.
    ranked = 0.5 * (_OF_THE_MATTER * scores + evident + _COUNTED * counted)
    pages = [f"{one.hit.article.title}\n{one.page}" for one in read.candidates]
    absent = {page: lacking(read.question, page) for page in dict.fromkeys(pages)}
    # Without a page that has all names, the articles hardly tell of the matter.
    least = min(absent.values(), default=0.0)
    ranked -= _UNNAMED * np.array([absent[page] + least for page in pages])
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


def _evident(read: ScoredCandidates, place: int) -> float:
    """Return the log odds that a sentence lets one tell; without a reader, all let alike.

    In a passage that speaks of something else, what seems to tell tells of that.
    """
    evident, reading = read.evident(place), read.readings[place] if read.readings else None
    if evident is None or reading is None:
        return _UNREAD if read.spans else 0.0
    return evident + min(0.0, reading.answerable)
