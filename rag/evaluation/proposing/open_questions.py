"""Questions that a sentence answers as a whole: why, how, who somebody is, what somebody said."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.articles import Article
from index.text.sentences import Span
from rag.answering.questions import stands_alone
from rag.answering.questions.casing import Casing
from rag.answering.questions.clauses import Clause, clause
from rag.evaluation.proposing.phrasing import (
    acts_alone,
    has_title,
    is_pointing,
    is_well_put,
    names_by_half,
    subject_of,
    topic_in,
    with_full_names,
    without_days,
)
from rag.evaluation.proposing.proposals import NO_FIRST_NAME, Proposal, sentences
from rag.language.people import People, is_person
from rag.language.words.verbs import Form, finite
from rag.quotes import Attribution, Kind, attributions

WHY, HOW, WHO_IS, SAYS = "why", "how", "who-is", "says"

_BECAUSE = re.compile(r",? because (?!(?:of|if)\b)(?P<said>[^“”\"]{12,160})\.$")
_BY_DOING = re.compile(
    r",? by (?P<said>\w+ing (?:the|an?|his|her|its|their|more|up|out|on|off|to|in|\$?\d|[A-Z])"
    r"[^“”\"]{6,160})\.$"
)
_REST = re.compile(r", (?:and|but|which|who|so|though|while|according)\b|; | – | -- ")
_ROLE = re.compile(r"[a-z][\w’'-]*(?: [\w’'&-]+){1,9}")
_ABBREVIATED = re.compile(r"\b(?:Gov|Sen|Rep|Dr|Mrs?|Ms|St|Inc|Co|[A-Z])$")
"""Words at which a role was cut: what follows their stop belongs to it."""
_VAGUE = re.compile(r"\b[Tt]he $")
"""What stands before a newspaper's name and before nobody's."""
_LONGEST_NAME = 3
"""Words of a name, before which no heading was read as part of it."""
_FEWEST_SAID = 8
"""Words of a remark that says something about what it names."""


def open_questions(article: Article) -> Iterator[Proposal]:
    """Yield the questions of one article that its sentences answer as wholes."""
    yield from _reasons(article)
    yield from _remarks(article)


def _reasons(article: Article) -> Iterator[Proposal]:
    """Ask why of "because", and how of "by doing"."""
    casing, people = Casing(article.text), People(article.text)
    for start, end in sentences(article):
        sentence = " ".join(article.text[start:end].split())
        for kind, pattern in ((WHY, _BECAUSE), (HOW, _BY_DOING)):
            found = pattern.search(sentence)
            before = sentence[: found.start()] if found else ""
            main = clause(f"{before}.", casing) if "," not in before else None
            if found is None or main is None or main.setting or main.date:
                continue
            subject = subject_of(main.subject, article.text, people)
            question = (
                with_full_names(_asked(kind, main, subject), article.text, people)
                if subject
                else ""
            )
            if names_by_half(question, people):
                continue
            if question and is_well_put(question) and stands_alone(question):
                yield Proposal(
                    question=question,
                    answers=(_REST.split(found["said"])[0],),
                    article=article,
                    start=start,
                    end=end,
                    tags=(kind,),
                )


def _asked(kind: str, main: Clause, subject: str) -> str:
    """Return "Why did Dollar Tree raise prices?"; empty where it would sound odd."""
    if main.lexical is not None:
        if main.lexical.form is not Form.PAST:
            return ""
        words = (main.lexical.support, subject, main.lexical.base, main.rest)
    elif main.verb and main.auxiliary in {"was", "were", "is", "are", "has", "have"}:
        words = (main.auxiliary, subject, main.verb, main.rest)
    elif kind == WHY and main.auxiliary in {"was", "were", "is", "are"} and main.rest:
        words = (main.auxiliary, subject, "", main.rest)
    else:
        return ""
    return without_days(f"{kind.capitalize()} {' '.join(filter(None, words))}?")


def _remarks(article: Article) -> Iterator[Proposal]:
    """Ask what somebody said about something, and who somebody is whom the article introduces."""
    people = People(article.text)
    introduced: set[str] = set()
    for one in remarks(article):
        sentence = _text(article, one)
        role = one.role or ""
        if one.speaker not in introduced and _introduces(sentence, one.speaker, role):
            introduced.add(one.speaker)
            yield _of(article, one.sentence, f"Who is {one.speaker}?", (role,), WHO_IS)
        said = article.text[one.start : one.end]
        topic = (
            topic_in(said, article.text, article.title, one.speaker, people)
            if one.kind is Kind.DIRECT
            else None
        )
        question = f"What did {one.speaker} say about {topic}?"
        if topic and stands_alone(question):
            yield _of(article, one.sentence, question, (), SAYS)


def remarks(article: Article) -> Iterator[Attribution]:
    """Yield what people are quoted as saying whom the sentence names, if it is more than a word."""
    for one in attributions(article.text, published=article.published):
        said = article.text[one.start : one.end]
        mention = article.text[one.mention[0] : one.mention[1]]
        whole = one.sentence[0] <= one.start and one.end <= one.sentence[1]
        if (
            one.is_person
            and is_person(one.speaker)
            and len(one.speaker.split()) <= _LONGEST_NAME
            and _is_whole(one.speaker, article.text)
            and one.speaker in article.text
            and not NO_FIRST_NAME.match(one.speaker)
            and not has_title(one.speaker, article.text)
            and (one.role or acts_alone(one.speaker, article.text))
            and f"he {one.speaker}" not in article.text  # the White House
            and mention.endswith(one.speaker.split()[-1])
            and article.text[one.mention[1] : one.mention[1] + 2] not in {"’s", "'s"}
            and len(said.split()) >= _FEWEST_SAID
            and whole
            and not _VAGUE.search(article.text[: one.mention[0]][-5:])
            and not _text(article, one).lstrip('“"').startswith(("He ", "She ", "They "))
            and "\n" not in _text(article, one).strip()
        ):
            yield one


def _is_whole(name: str, text: str) -> bool:
    """Tell whether a name is whole: no "Echoing Diboll", which is one only where a sentence begins.

    What stands inside of a sentence, too, is one; so is what begins with no form of a verb.
    """
    own, first = re.escape(name), name.split()[0]
    if not first.endswith("ing") and finite(first.lower()) is None:
        return True
    return bool(re.search(rf"(?:[a-z][,;]?|[A-Z]\w+\.) {own}\b|\b{own}, (?:\w+ )?[a-z]", text))


def _introduces(sentence: str, name: str, role: str) -> bool:
    """Tell whether a sentence has the role right beside the name, and the role says of what."""
    says_of_what = re.search(r" (?:of|for|at) |[A-Z]", role)
    pointing = is_pointing(role) or re.search(r"\bthe [a-z]", role)  # "a lawyer for the families"
    cut = _ABBREVIATED.search(role)
    past = role.startswith(("then ", "former ", "ex-"))
    if not _ROLE.fullmatch(role) or pointing or cut or past or not says_of_what:
        return False
    if " and " in role and " of " not in role.partition(" and ")[2]:
        return False
    whole = r"\b(?!, (?:[A-Z]|[a-z]+,)|\.\w)"  # no list, no ".com"
    behind = rf"{re.escape(name)}, (?:an? |the )?{re.escape(role)}{whole}"
    return bool(re.search(behind, sentence))


def _text(article: Article, one: Attribution) -> str:
    return article.text[one.sentence[0] : one.sentence[1]]


def _of(
    article: Article, span: Span, question: str, answers: tuple[str, ...], kind: str
) -> Proposal:
    return Proposal(
        question=question,
        answers=answers,
        article=article,
        start=span[0],
        end=span[1],
        tags=(kind,),
    )
