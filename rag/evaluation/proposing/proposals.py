"""Proposals: questions with answers and evidence that nobody has accepted yet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.articles import Article
from index.passages import split
from index.text.sentences import Span, sentence_spans
from index.text.words import words
from rag.answering.questions import QuestionGenerator, stands_alone
from rag.evaluation.proposing.phrasing import (
    PARAPHRASED,
    has_title,
    is_well_put,
    names_by_half,
    paraphrased,
    with_full_names,
    without_days,
)
from rag.language.names import names
from rag.language.nations import ADJECTIVES, COUNTRIES
from rag.language.people import People, is_person
from rag.language.words.stopwords import STOPWORDS
from rag.language.words.verbs import is_participle

_ID_WORDS = 5
_WHOLE = 1_000_000
"""Characters of a passage, so that an article is divided at its boilerplate alone."""
_UNTELLING = frozenset({"half", "third", "quarter", "one", "dozens", "hundreds", "thousands"})
_UNNAMED = (
    r"(?:Maybe|Seven|Three|Two|Four|Five|Six|Ten|Associated|Getty|Many|Most|More|Some|Several)\b"
)
_SUBJECT = rf"(?:the )?(?!{_UNNAMED})[A-Z]"
_NO_OWNER = r"(?!.*\b(?:his|her|their|its)\b)"
_PERSONS = re.compile(
    r"Who (?!(?:are|attended|joined|supported|endorsed)\b|\w+ an?\b(?<!\bis a)(?<!\bwas a)"
    r"|\w+s\b(?<!\bwas)(?<!\bis))"
    rf"{_NO_OWNER}.* (?:the )?[A-Z]"
)
_NOW = re.compile(
    r"Who (?:is|was) (?:(?!.* of )|the (?:former |first )?(?:\w+ )?"
    r"(?:President|Prime Minister|Minister|Chancellor|King|Queen|Governor|Mayor|(?:Arch)?[Bb]ishop)"
    r" of |.*\b(?:Committee|House|Senate|Court|Caucus)\b)"
)
"""Offices that somebody else will hold soon: these are asked for with a date (see ``offices``)."""
_DATED = re.compile(rf"When (?:did|was|were) {_NO_OWNER}(?P<subject>{_SUBJECT}\S*(?: [A-Z]\S*)*)")
_PLACED = re.compile(
    rf"Where (?:did|was|were|is|are|does) (?!\S+ and ){_NO_OWNER}"
    rf"(?P<subject>{_SUBJECT}\S*(?: [A-Z]\S*)*)"
)
_FIGURES = re.compile(
    rf"(?:How many (?!(?:more|new|other|of)\b|(?:\S+ )?cases\b)(?:\S+ ){{1,3}}"
    rf"|What percentage of (?:\S+ ){{1,5}})"
    rf"(?:does|do|did(?=.*\b(?:1[5-9]|20)\d\d\b)) {_NO_OWNER}"
    rf"(?P<subject>{_SUBJECT}\S*(?: [A-Z]\S*)*)"
    r"(?!.*\b(?:inch|minute|hour|day|week|point|mile|feet|yard|case|win|game|save|seat|goal)s?\b)"
    r"(?!.* (?:for|on) the )"
)
NO_FIRST_NAME = re.compile(
    r"(?:Likewise|Meanwhile|But|And|However|Still|Later|Also|Then|Today|Yesterday|Opinion|\w+ly)\b"
)
"""What stands before a name at a sentence's beginning and is none."""
_NAMED = re.compile(r" (?:[A-Z]\S* (?:of (?:the )?)?[A-Z]|[A-Z]{2,})")
"""A name of several words, or one of capitals alone."""
_PASSIVE = re.compile(r"When (?:was|were) (?:the )?(?:[A-Z]\S* )+(?P<verb>\S+)")
"""What lasts has no date, as in "When was Ohio State in a transition year?"."""
_LASTING = re.compile(
    r"Which country (?:has|have|is|\w+s) (?!.*\bthe (?:\w+ )?(?:most|first|only|\w+est)\b)"
)
"""What may be said of other countries, too."""
_SPORTS = re.compile(r"\b(?:games?|season|team|match|tournament|playoffs?|coach|points)\b")
_SEVERAL = re.compile(
    r"Who (?:is|was) the (?:associate|assistant|acting|deputy|vice|senior|junior)\b"
)
"""Offices that several people hold, or somebody for a while."""
_OF_SOMEBODY = re.compile(r"What (?:is|was) the .*\b\w{3,}(?:er|or|ist|ian|man|woman|associate)\b")
"""Which one would ask with "who"; of some things, too."""
_NOT_TOLD = re.compile(r"\ban? \w+(?: into law)?\?$")
"""Of many: "When did West Virginia sign a bill into law?"."""
_DEAD = re.compile(r"\b(?:killed|slain|assassinated|the late)\b")
_FOR_NOW = re.compile(r"\bin (?:weeks|months|years|decades)\b")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A case for somebody to accept, edit or reject."""

    question: str
    answers: tuple[str, ...]
    """Empty for a question that no article answers, and where only the evidence tells."""
    article: Article
    start: int
    end: int
    """Where the evidence stands; of an altered question, that of the one it was made from."""
    tags: tuple[str, ...]
    altered_from: str | None = None
    """The answerable question of which a word was exchanged so that nothing answers it."""
    beside: tuple[tuple[Article, Span], ...] = ()
    """Further evidence, in other articles."""
    history: tuple[str, ...] = ()
    """The questions before it, which it leans on."""
    standalone: str = ""
    """The question with what it takes from them spelt out."""
    topic: str = ""
    """What several articles are asked about; one question of a kind is enough for each."""

    @property
    def answerable(self) -> bool:
        """Whether an article answers it."""
        return self.altered_from is None

    @property
    def quote(self) -> str:
        """The sentence it was made from, word for word."""
        return self.article.text[self.start : self.end]


def key_of(question: str) -> str:
    """Return what two questions have in common that differ in case, accents and punctuation."""
    return " ".join(words(question))


def id_of(question: str) -> str:
    """Return an id that can be read and that only this question has: ``kfor-soldiers-9f2c1a``."""
    key = key_of(question)
    telling = [word for word in key.split() if word not in STOPWORDS and word.isascii()]
    digest = hashlib.sha256(key.encode()).hexdigest()[:6]
    return "-".join([*telling[:_ID_WORDS], digest]).replace(".", "-").replace(",", "")


def by_rules(article: Article) -> Iterator[Proposal]:
    """Yield at most one question a sentence, with that sentence as its evidence."""
    generator = QuestionGenerator(article.text)
    for start, end in sentences(article):
        sentence = " ".join(article.text[start:end].split())
        for draft in generator.drafts(sentence):
            yield Proposal(
                question=draft.question,
                answers=draft.answers,
                article=article,
                start=start,
                end=end,
                tags=(draft.kind,),
            )
            break


def sentences(article: Article) -> Iterator[Span]:
    """Yield where an article's sentences stand, without headlines, bylines and menus."""
    for passage in split(article, size=_WHOLE):
        for start, end in sentence_spans(passage.text):
            yield passage.start + start, passage.start + end


def put_well(article: Article) -> Iterator[Proposal]:
    """Yield those of ``by_rules`` that are not doubtful, in other words where some are known.

    A question is doubtful where a rule may have misread its sentence, or where somebody who has
    not read the article would not know what is meant.
    """
    people = People(article.text)
    for one in by_rules(article):
        question = with_full_names(without_days(one.question), article.text, people)
        if not is_well_put(question) or not _is_definite(question, one, people):
            continue
        surnames = {name.split()[-1] for name in people.names()}
        if one.tags[0] == "name" and one.answers[0] in surnames:
            continue
        if any(f" the {surname} " in question for surname in surnames):
            continue  # "the Wirtz family", cut short
        if names_by_half(question, people):
            continue
        asked = paraphrased(question)
        if is_well_put(asked) and stands_alone(asked, one.answers):
            tags = one.tags if asked == question else (*one.tags, PARAPHRASED)
            yield replace(one, question=asked, tags=tags)


def _is_definite(question: str, one: Proposal, people: People) -> bool:
    """Tell whether a question names its subject and has one answer, whenever it is asked."""
    answer = one.answers[0]
    match one.tags[0]:
        case "person":
            whole = is_person(answer) and len(answer.split()[-1]) > 2 and answer[-2] not in "’'"
            if any(is_person(name.text) for name in names(question.partition(" ")[2])):
                return False  # "Who is the former Secretary of State Mike Pompeo?"
            if question.startswith(("Who is ", "Who was ")) and any(
                name in question for name in people.names()
            ):
                return False  # of which somebody else stands beside it, as in a list
            asks = (
                not question.endswith(" by?")
                and _PERSONS.match(question)
                and not _NOW.match(question)
                and _NAMED.search(question)
            )
            last = re.escape(question.removesuffix("?").rpartition(" ")[2])
            if re.search(rf"{last}, [A-Z]\w+(?:,| and | &)", one.quote):
                return False  # "chairman of Disney’s Parks, Experiences and Products"
            whole = whole and not re.search(r"-[a-z]", answer)  # "Trump-endorsed Ted Budd"
            bare = not NO_FIRST_NAME.match(answer) and not has_title(answer, one.article.text)
            holds = not _SEVERAL.match(question) and not _DEAD.search(one.quote)
            return bool(whole and asks and bare and holds)
        case "date":
            found = _DATED.match(question)
            subject = found["subject"] if found else ""
            known = _is_known(subject)
            passive = _PASSIVE.match(question)
            lasts = passive is not None and not is_participle(passive["verb"].rstrip("?"))
            whole = len(question.split()) > 5 or passive is not None
            first = " first " in one.quote and " first " not in question
            definite = known and whole and not (lasts or first or _NOT_TOLD.search(question))
            return bool(found and definite and _YEAR.search(answer))
        case "place":
            found = _PLACED.match(question)
            return found is not None and _is_known(found["subject"])
        case "figure":
            found = _FIGURES.match(question)
            return (
                found is not None
                and _is_known(found["subject"])
                and answer.lower() not in _UNTELLING
            )
        case _:
            cut = answer not in COUNTRIES and re.search(
                rf"(?<![.!?] )\b[A-Z][\w.]* {re.escape(answer)}\b", one.article.text
            )  # "Giuliani", of whom one asks with "who"
            said = answer != "Georgia" and not cut and not _SPORTS.search(question)
            doubtful = _LASTING.match(question) or _OF_SOMEBODY.match(question)
            return said and not doubtful and not _FOR_NOW.search(question)


def _is_known(subject: str) -> bool:
    """Tell whether a name says whose it is: more than a surname, or a country's, or "NATO"."""
    bare = subject.removeprefix("the ")
    cut = bare.rpartition(" ")[2] in ADJECTIVES  # "the French standout"
    return not cut and (" " in bare or bare in COUNTRIES or bare.isupper())
