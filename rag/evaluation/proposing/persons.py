"""Questions that a name answers: "Who said that ...?", "Which country sends most soldiers?"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evaluation.proposing.clauses import Clause
from rag.evaluation.proposing.drafts import Draft
from rag.language.names import names
from rag.language.nations import COUNTRIES
from rag.language.people import (
    HUMAN,
    OF_PEOPLE,
    People,
    is_person,
    names_of,
    officers,
    person_in,
)
from rag.language.verbs import BEING, is_participle

_ONE_OF_ITS_KIND = re.compile(
    r"the (?:\w+ )?(?:first|second|third|fourth|fifth|only|main|capital|most|\w{3,}est)\b"
)
_AGENT = re.compile(r"^(?P<before>.*?)\s*\bby\s+(?P<agent>(?:the\s+)?[A-Z][^,]*)$")


def who_does(clause: Clause, people: People) -> Draft | None:
    """Ask "Who said that ...?"; a surname will do where ``people`` know the full name."""
    person = person_in(clause.subject) or people.full_name(clause.subject)
    base = clause.lexical.base if clause.lexical else ""
    if person is None or not (base in HUMAN or clause.verb in OF_PEOPLE):
        return None
    return Draft(question=f"Who {clause.predicate}?", answers=names_of(person), kind="person")


def who_by(clause: Clause) -> Draft | None:
    """Ask "Who was the church built by?"."""
    agent = _AGENT.match(clause.rest)
    if agent is None or clause.auxiliary not in BEING or not clause.verb:
        return None
    if " and " in agent["before"] or is_participle(agent["before"].rpartition(" ")[2]):
        return None  # "surrendered to forces led by": somebody else's doing
    name = agent["agent"].removeprefix("the ")
    if [found.text for found in names(f"by {name}")] != [name]:
        return None
    answers = names_of(name) if is_person(name) else (name,)
    asked = clause.asked(f"{agent['before']} by".strip())
    return Draft(question=f"Who {asked}?", answers=answers, kind="person")


def which_country(clause: Clause) -> Draft | None:
    """Ask "Which country sends the most soldiers?"."""
    country = clause.subject.removeprefix("the ")
    if country not in COUNTRIES:
        return None
    return Draft(question=f"Which country {clause.predicate}?", answers=(country,), kind="name")


def what_is(clause: Clause) -> Draft | None:
    """Ask "What is the largest city of Kosovo?", or "Who" of a person."""
    name = clause.subject.removeprefix("the ")
    only_be = clause.auxiliary in BEING and not clause.verb
    if not only_be or not _ONE_OF_ITS_KIND.match(clause.rest):
        return None
    if [found.text for found in names(f"by {name}")] != [name]:
        return None
    asks, kind = ("Who", "person") if is_person(name) else ("What", "name")
    answers = names_of(name) if kind == "person" else (name,)
    return Draft(question=f"{asks} {clause.predicate}?", answers=answers, kind=kind)


def who_holds(sentence: str) -> Iterator[Draft]:
    """Ask "Who is the Serbian President?" of a sentence that names him with his office."""
    for officer in officers(sentence):
        office = officer.office.removeprefix("The ").removeprefix("the ")
        owned = office.split()[0].endswith(("’s", "'s"))
        asks = f"Who {'was' if officer.once else 'is'}"
        question = f"{asks} {office}?" if owned else f"{asks} the {office}?"
        yield Draft(question=question, answers=names_of(officer.name), kind="person")
