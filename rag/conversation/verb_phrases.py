"""Questions that break off behind their auxiliary: "Which members do not?", "Who did?".

What they leave out is the predicate of the question before, in the form that the auxiliary takes.
"""

from __future__ import annotations

import re

from index.text.words import CAPITALISED
from rag.conversation.antecedents import RecentTurns
from rag.conversation.phrases import BEING, DOING, HAVING, Phrase
from rag.conversation.pronouns import with_references
from rag.conversation.questions import ParsedQuestion, parse
from rag.language.words.verbs import finite, forms_of, is_base, is_participle

_AUXILIARY = (
    r"(?P<auxiliary>do|does|did|is|are|was|were|has|have|had|will|would|can|could|should|must)"
    r"(?P<not>n['’]t|\s+not)?"
)
_BROKEN_OFF = re.compile(
    r"^(?P<asks>(?:who|which|what|how many|how much|why)\b(?:\s+(?!do|does|did)[\w’'-]+){0,4}?)"
    rf"\s+{_AUXILIARY}(?P<so>\s+so)?\s*[?.!]*$",
    re.IGNORECASE,
)
_OF_A_SUBJECT = re.compile(
    rf"^{_AUXILIARY}\s+(?P<subject>(?-i:{CAPITALISED}(?:\s+{CAPITALISED}){{0,3}}))\s*[?.!]*$",
    re.IGNORECASE,
)
"""An auxiliary and a name: "Does Germany?"."""
_HOW_MANY = re.compile(
    r"^(?P<asks>how many)\s+(?P<auxiliary>do|does|did|has|have|had|will|would)\s"
    r"(?P<rest>.+?)\s*[?.!]*$",
    re.IGNORECASE,
)
"""A count of what is not named: "How many does Italy send?"."""


def with_predicate(question: str, recent: RecentTurns) -> str | None:
    """Return ``question`` with the predicate of the one before; ``None`` where it needs none."""
    before = parse(recent.question)
    if broken := _BROKEN_OFF.match(question):
        predicate = _predicate(before, broken["auxiliary"].lower())
        asks = _asks(broken["asks"], before, recent)
        if not predicate or not asks:
            return None
        if broken["auxiliary"].lower() in DOING and not broken["not"]:
            verb, *behind = predicate.split(maxsplit=1)
            forms = forms_of(verb)
            verb = {"did": forms.past, "does": forms.singular}.get(
                broken["auxiliary"].lower(), verb
            )
            return f"{' '.join([asks, verb, *behind])}?"
        return f"{asks} {broken['auxiliary']}{broken['not'] or ''} {predicate}?"
    if of_subject := _OF_A_SUBJECT.match(question):
        predicate = _predicate(before, of_subject["auxiliary"].lower())
        opening = question.rstrip(" ?.!")
        return f"{opening} {predicate}?" if predicate else None
    if (counted := _HOW_MANY.match(question)) and (thing := _counted(before)):
        return f"{counted['asks']} {thing} {counted['auxiliary']} {counted['rest']}?"
    return None


def _asks(asks: str, before: ParsedQuestion, recent: RecentTurns) -> str:
    """Return the words that ask, with a noun for "ones" or none."""
    noun = before.noun_asked or (before.subject if before.asking != "who" else "")
    noun = re.sub(r"^(?:the|a|an)\s+", "", noun)
    if re.fullmatch(r"(?:which|what)(?:\s+ones?)?", asks, re.IGNORECASE):
        return f"{asks.split()[0]} {noun}" if noun else ""
    if re.search(r"\bof (?:them|these|those)$", asks, re.IGNORECASE) and before.subject:
        return f"{asks.rpartition(' ')[0]} the {re.sub(r'^(?i:the) ', '', before.subject)}"
    return with_references(asks, recent)


def _predicate(before: ParsedQuestion, auxiliary: str) -> str:
    """Return the verb of a question, as it follows ``auxiliary``, with what follows it there."""
    own = before.auxiliary.lower()
    rest = before.rest
    if not before.verb or before.is_command:
        return ""
    first, *others = before.verb.split()
    known = _base(first.lower())
    if auxiliary in DOING:
        base = "" if own in BEING | HAVING else first if own else known
    elif auxiliary in BEING:
        base = first if is_participle(first.lower()) or first.endswith("ing") else ""
    elif auxiliary in HAVING:
        base = first if own in HAVING else forms_of(known).participle if known else ""
    else:
        base = first if own and own not in BEING | HAVING else known
    return " ".join(filter(None, [base, *others, rest])) if base else ""


def _base(word: str) -> str:
    """Return the base of a verb's form; empty where none is known."""
    known = finite(word)
    return known.base if known else word if is_base(word) else ""


def _counted(before: ParsedQuestion) -> str:
    """Return what a question counts, or what is done to several of: "troops"."""
    if before.asks.lower().startswith("how many") and before.noun_asked:
        return before.noun_asked
    thing: Phrase | None = before.phrase("object")
    several = thing is not None and thing.text.islower() and thing.text.endswith("s")
    return thing.text if thing and several else ""
