"""Asking words alone, put to what the question before asked of: "And when?", "By how much?"."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.conversation.antecedents import Kind, RecentTurns, kind_of, topic_of
from rag.conversation.phrases import DOING
from rag.conversation.questions import ParsedQuestion
from rag.language.words.verbs import Form, Verb, finite, forms_of

BARE = re.compile(
    r"^(?:and|but|so|or|ok|then)?[\s,]*(?P<asks>who|what|when|where|why|how|how many|how much"
    r"|how long|how often|how old|who by|where exactly|why not|how so|how come"
    r"|(?:since|until|by|with|to|for|from|at|against|in|on)\s+"
    r"(?:whom|what|which|when|where|how (?:much|many|long|often|far|high)))"
    r"(?:\s+(?P<else>else)|\s+(?:exactly|precisely))?"
    r"(?:\s+(?:is|was)\s+(?:that|this)(?:\s+so)?|\s+(?:did|does)\s+(?:that|this|it)\s+happen)?\s*[?.!]*$",
    re.IGNORECASE,
)
_PLURAL_AUXILIARY = re.compile(r"^(?:are|were|have)\b")
_ADVERBIAL = listed("when where why how")
_THAT_MANY = {"many": "that many", "much": "that much"}


def with_asking_alone(
    match: re.Match[str], before: ParsedQuestion, recent: RecentTurns
) -> str | None:
    """Return the question before with the asking words that ``match`` has alone."""
    asks = match["asks"].lower().removesuffix(" exactly")
    asks = {"who by": "by whom", "how come": "why", "how so": "how"}.get(asks, asks)
    if match["else"]:
        return _else(asks, before)
    shown = asks[0].upper() + asks[1:]
    if before.is_command:
        return _of_topic(shown, recent)
    if happened := re.search(r"\bwhat happened (?P<where>.+)$", before.text):
        return f"{shown} did that happen {happened['where']}?"
    measured = before.asks.lower() in {"how much", "how many"}
    swaps = before.asking in _ADVERBIAL and not before.noun_asked and not measured
    if swaps and before.auxiliary:
        return f"{shown} {before.behind_asking}?"
    if asks in {"who", "how many", "how much", "what"}:
        return _who_or_how_many(shown, before, recent)
    if not before.asks and before.auxiliary:
        return f"{shown} {before.text[0].lower()}{before.text[1:]}?"
    if before.subject:
        return f"{shown} {before.auxiliary} {_filled(before, recent)}?"
    return _of_asked_subject(shown, before, recent)


def _else(asks: str, before: ParsedQuestion) -> str | None:
    asked = before.asks
    if before.asking != asks and not (before.asking == "whom" and asks == "who"):
        return None
    rest = before.behind_asking
    return f"{asked} {rest}?" if "else" in asked else f"{asked} else {rest}?"


def _who_or_how_many(shown: str, before: ParsedQuestion, recent: RecentTurns) -> str | None:
    predicate = before.behind_asking
    if before.subject or not predicate or before.asking == shown.split()[0].lower():
        return _of_topic(shown, recent)
    if shown == "Who":
        return f"Who {_PLURAL_AUXILIARY.sub(_singular, predicate)}?"
    if shown == "How many" and before.asking in {"who", "which"}:
        return f"{' '.join(filter(None, (shown, before.noun_asked)))} {predicate}?"
    return _of_topic(shown, recent)


def _singular(match: re.Match[str]) -> str:
    return {"are": "is", "were": "was", "have": "has"}[match[0]]


def _of_topic(shown: str, recent: RecentTurns) -> str | None:
    topic = topic_of(recent)
    if not topic:
        return None
    return f"Why {topic}?" if shown == "Why" else f"{shown} in connection with {topic}?"


def _filled(before: ParsedQuestion, recent: RecentTurns) -> str:
    """Return the subject and what it does, with a word for what had been asked for."""
    gap = _gap(before, recent)
    if not before.verb and gap and before.auxiliary.lower() not in DOING:
        return f"{gap} {before.subject} {before.rest}".strip()  # "Why is Mark Rutte the head"
    return " ".join(filter(None, (before.subject, before.verb, gap, before.rest)))


def _gap(before: ParsedQuestion, recent: RecentTurns) -> str:
    short = recent.short_answer
    if before.asking in {"who", "whom"}:
        return short or "them"
    if before.noun_asked:
        many = next((_THAT_MANY[w] for w in before.asks.lower().split() if w in _THAT_MANY), "that")
        return f"{many} {before.noun_asked}"
    if before.asks.lower() == "how much":
        return short or "that much"
    if before.asking == "what":
        return short if short and not before.verb else "that"
    return ""


def _of_asked_subject(shown: str, before: ParsedQuestion, recent: RecentTurns) -> str | None:
    """Ask of what was the subject of the last question: "Who built it?", "Why?"."""
    named, rest = recent.named_answer, before.rest
    subject = named
    if before.asking == "how":
        subject = before.noun_asked
    elif before.asking == "what" and not before.noun_asked:
        subject = "that"
    if before.auxiliary:
        subject = subject or (f"that {before.noun_asked}" if before.noun_asked else "they")
        return f"{shown} {before.auxiliary} {subject} {before.predicate}?"
    verb = _verb(before.verb.split()[0].lower()) if before.verb else None
    if verb is None:
        return _of_topic(shown, recent)
    if not subject and (passive := _passive(shown, verb, before)):
        return passive
    behind = before.verb.split()[1:]
    parts = [shown, verb.support, subject or "they", verb.base, *behind, rest]
    return f"{' '.join(filter(None, parts))}?"


def _verb(word: str) -> Verb | None:
    """Return the verb of a form, one that is not listed by its regular past."""
    bases = (word[:-2], word[:-1], word[:-3]) if word.endswith("ed") else ()
    regular = (base for base in bases if forms_of(base).past == word)
    base = next(regular, None)
    return finite(word) or (Verb(base=base, form=Form.PAST) if base else None)


def _passive(shown: str, verb: Verb, before: ParsedQuestion) -> str | None:
    """Ask "When was the bridge built?" of "Who built the bridge?"."""
    thing = before.phrase("object")
    if thing is None or not before.rest.startswith(thing.text):
        return None
    plural = kind_of(thing.text, "") is Kind.THING and thing.text.endswith("s")
    be = ("were" if plural else "was") if verb.support == "did" else ("are" if plural else "is")
    behind = before.rest[len(thing.text) :]
    return f"{shown} {be} {thing.text} {forms_of(verb.base).participle}{behind}?"
