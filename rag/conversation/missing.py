"""What a short question leaves out: "Who won?" after a question about elections."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.conversation.antecedents import EVENTS, Kind, Mention, RecentTurns, head_of, topic_of
from rag.conversation.phrases import BEING, CALLED, PRONOUNS
from rag.conversation.questions import ParsedQuestion, parse
from rag.language.mentions import TIME, names
from rag.language.offices import OFFICES, RELATIONS
from rag.language.people import ANYBODY
from rag.language.speech import is_saying
from rag.language.words.matching import LIGHT, found, held_stems
from rag.language.words.stopwords import content_stems

_MOST_WORDS = 5
"""Words of a question about "the price" that does not say of what."""
_TAKES_OBJECT = (
    r"\b(?:won|win|lost|lose|paid|pay|bought|buy|own|owns|owned|voted\s+(?:for|against)|opposed?"
    r"|supports?|supported|joined?|signed?|attended?|led|leads?|ordered|built|build|founded|organi[sz]ed"
    r"|took\s+over|take\s+over|takes\s+over|succeeded|wrote|designed|invented|discovered|caused|started"
    r"|ended|stopped|finance[ds]?|funded|control(?:s|led)?|run|ran|created|approved|rejected|killed)$"
)
_PAYS = re.compile(r"^how much\b.*\b(?:pay|paid|spend|spent|offer|offered)$", re.IGNORECASE)
_THIS_ARTICLE = re.compile(
    r"\b(?:about|in|of|from|on)\s+(?:this|the|that)\s+(?:article|text|story|page)(?=$)",
    re.IGNORECASE,
)
_PARTS = (
    OFFICES
    | RELATIONS
    | listed(
        """
    author price cost result outcome reason cause population capital name date number size length
    owner winner victim aim purpose goal background history title budget turnout value effect
    members consequences results victims reasons causes costs details
    """
    )
)
_LEFT_OPEN = PRONOUNS - {"there", "anyone", "anybody", "anything", "something", "everyone"}
_A_PART = re.compile(rf"\bthe\s+(?:\w+\s+)?(?:{'|'.join(sorted(_PARTS))})$", re.IGNORECASE)
_WHERE = ("in", "at", "during", "near", "on", "after", "before")


def with_missing(question: str, recent: RecentTurns, *, opened: bool, refers: bool) -> str:
    """Return ``question`` with the matter that it takes for granted.

    ``opened`` is behind "and", ``refers`` had a pronoun that is replaced by now.
    """
    parsed = parse(question)
    if parsed.is_command or not parsed.text:
        return question
    body, mark = question.rstrip(" ?"), "?"
    about = _unsaid(parsed, recent, opened=opened)
    if about:
        return f"{body} {about}{mark}"
    topic = topic_of(recent)
    if topic and (article := _THIS_ARTICLE.search(body)):
        return f"{body[: article.start()]}about {topic}{body[article.end() :]}{mark}"
    if not topic or _has(question, topic) or _has_pronoun(parsed):
        return question
    if _lacks_object(parsed, body) and (refers or not names(body)):
        return f"{body} {_object(recent) or topic}{mark}"
    if _PAYS.search(body) and (refers or not names(body)) and _object(recent):
        return f"{body} for {_object(recent)}{mark}"
    if refers or names(body) or not _leans(parsed, opened=opened):
        return question
    if not opened and _is_another_matter(parsed, topic, recent):
        return question
    return f"{_of_topic(body, parsed, topic, recent)}{mark}"


def _of_topic(body: str, parsed: ParsedQuestion, topic: str, recent: RecentTurns) -> str:
    """Return a question that names nothing by itself with the topic where it belongs."""
    if _asks_for_a_part(parsed):
        return f"{body} of {topic}"
    if called := re.search(rf"\bthe\s+(?:{'|'.join(sorted(CALLED))})\b", body, re.IGNORECASE):
        name = topic.removeprefix("the ")
        if names(f"is {name}"):
            return f"{body[: called.end()]} {name}{body[called.end() :]}"
    return f"{body} {_placed(topic, recent)}"


def _asks_for_a_part(parsed: ParsedQuestion) -> bool:
    """Whether it ends in what something else has: "Who is the architect?"."""
    is_part = parsed.auxiliary.lower() in BEING and parsed.asking in {"who", "what"}
    if is_part and parsed.subject.lower().startswith("the ") and not parsed.rest:
        return True
    return bool(_A_PART.search(parsed.text))


def _object(recent: RecentTurns) -> str:
    """Return what something was done to in the last question: "the budget" that was approved."""
    latest = (one for one in recent.mentions if one.back == 0 and one.kind is not Kind.PERSON)
    return next(
        (
            one.text
            for one in latest
            if one.role in {"object", "about", "on", "for", "with", "topic"}
        ),
        "",
    )


def _lacks_object(parsed: ParsedQuestion, body: str) -> bool:
    """Whether a verb that takes an object ends the question without one, as in "Who won?"."""
    if not re.search(_TAKES_OBJECT, body, re.IGNORECASE):
        return False
    clause = re.search(r"\b(?:after|before|when|while|since|because|if)\b", body, re.IGNORECASE)
    if clause and clause.start():
        return True
    return parsed.auxiliary.lower() not in BEING and parsed.asking not in {"how", "what"}


def _has_pronoun(parsed: ParsedQuestion) -> bool:
    words = parsed.text.lower().split()
    somewhere = words[-1] == "there" and parsed.asking != "how"  # "How many are there?"
    return bool(set(words) & _LEFT_OPEN) or somewhere


def _unsaid(parsed: ParsedQuestion, recent: RecentTurns, *, opened: bool) -> str | None:
    """Return "about monkeypox" for "What did USA Today say?" after what CNN said about it."""
    if not is_saying(parsed.verb) or parsed.rest or not parsed.subject or parsed.asking != "what":
        return None
    before = parse(recent.question)
    about = before.phrase("about", "on")
    if about:
        start = before.text.rfind(about.role, 0, about.start)
        return before.text[start:]
    if not opened:
        return None
    actors = {Kind.PERSON, Kind.GROUP, Kind.PLACE}
    matter = (
        one.text
        for one in recent.mentions
        if one.role != "answer" and not (one.role in {"subject", "inside"} and one.kind in actors)
    )
    topic = next(matter, "")
    return f"about {topic}" if topic and topic.lower() not in parsed.text.lower() else None


def _leans(parsed: ParsedQuestion, *, opened: bool) -> bool:
    """Whether it names nothing by itself: no noun but one asked for, or "the price" alone."""
    named = [one.text for one in parsed.phrases if one.role != "asked"]
    own = [text for text in named if not TIME.fullmatch(text)]
    others = {"else", "also", "too", "other", "others"} & set(parsed.text.lower().split())
    if opened or not own or (others and not any(text.startswith("the ") for text in own)):
        return True
    definite = all(re.match(r"(?i)the\s", text) and text == text.lower() for text in own)
    return definite and len(parsed.text.split()) <= _MOST_WORDS


def _is_another_matter(parsed: ParsedQuestion, topic: str, recent: RecentTurns) -> bool:
    """Whether a question asks of what the topic's turn says nothing about, or of one of several.

    Asked of soldiers, "How many attackers were killed?" is no question about them; nor is "Which
    party got the most?" one about the party that was asked about.
    """
    mention = next((one for one in recent.mentions if one.text == topic), None)
    if mention is None:
        return False
    told = parse(recent.turns[mention.back].standalone_question)
    if mention.kind is Kind.PLACE and mention.role in {"about", "on"} and is_saying(told.verb):
        return True  # it was spoken of, nobody was there
    if ANYBODY.issuperset(content_stems(parsed.noun_asked)):
        return False
    if _BEST_OF.search(parsed.text) and mention.kind in {Kind.GROUP, Kind.PERSON}:
        return True
    own = [one for one in content_stems(parsed.text) if one not in LIGHT]
    said = held_stems(recent.said_by_turn[mention.back])
    return len(own) > 1 and not any(found(one, said) for one in own)


_BEST_OF = re.compile(
    r"\bthe (?:most|least|fewest|first|last|second|third|\w+est)\b", re.IGNORECASE
)
"""What one of several has or is."""


def _has(question: str, topic: str) -> bool:
    """Whether a question speaks of the topic already."""
    head = set(content_stems(head_of(topic)))
    return not head or head <= set(content_stems(question))


def _placed(topic: str, recent: RecentTurns) -> str:
    mention: Mention | None = next((one for one in recent.mentions if one.text == topic), None)
    if mention and mention.role in _WHERE:
        return f"{mention.role} {topic}"
    heads = {word.lower() for word in topic.split()}
    if heads & EVENTS or (mention and mention.kind in {Kind.PLACE, Kind.GROUP}):
        return f"in {topic}"
    return f"in connection with {topic}"
