"""The conversation: a follow-up question rewritten so that it can be understood alone.

The rules need no language model and no library. ``questions`` takes a question apart,
``antecedents`` says who and what was mentioned, ``pronouns`` what "he", "it" and "the attack" refer
to, ``ellipsis`` completes "And the PDK?", ``verb_phrases`` "Who did not?", ``missing`` adds what a
short question takes for granted. ``carried_words`` weighs with a small model which words of the
turns before a question takes up: it has a say in which of several mentions is meant, and nothing is
taken over that it finds unlikely.
In doubt the question stays as it is: a wrong rewrite is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag.answers import Turn
from rag.conversation.antecedents import RecentTurns, recent_turns
from rag.conversation.ellipsis import completed
from rag.conversation.missing import with_missing
from rag.conversation.pronouns import with_references
from rag.conversation.questions import OPENING
from rag.conversation.verb_phrases import with_predicate
from rag.language.words.stopwords import content_stems
from rag.requests.request import Intent

if TYPE_CHECKING:
    from rag.conversation.carried_words import FollowUpModel

__all__ = ["is_about_the_talk", "standalone"]

_OF_A_PERSON = re.compile(r"\b(?:he|she|they|him|her|them)\b", re.IGNORECASE)
_OF_THE_MATTER = re.compile(
    r"^(?:and\s+|but\s+|so\s+)?(?:when|where|why|how|what|who)\s+(?:was|is|were|are|did|does)\s+"
    r"(?:that|this|it)(?:\s+(?:happen|so|be|mean|cost|end|begin|start))?\s*\?*$",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\bof\s+(?:them|these|those)\b", re.IGNORECASE)
_ONLY_ASKING = re.compile(
    r"^(?:(?:and|but|so|or|who|whom|what|when|where|why|how|which|many|much|else|exactly|by|since"
    r"|until|tell|me|go|on|more|please|continue)\b[\s,?!.]*)+$",
    re.IGNORECASE,
)


def is_about_the_talk(question: str, intent: Intent) -> bool:
    """Whether a question is left as it was typed: thanks, or a question about the last answer.

    ``intent`` is that of the question as it was typed.
    """
    if intent is Intent.TALK:
        return not _ONLY_ASKING.match(question.strip())
    if intent is not Intent.ABOUT_ANSWER:
        return False
    return not (_OF_A_PERSON.search(question) or _OF_THE_MATTER.match(question.strip()))


def standalone(
    question: str, history: Sequence[Turn], *, model: FollowUpModel | None = None
) -> str:
    """Return ``question`` with what it takes from the turns before it spelt out.

    The result is a question to search with. One that can be understood alone is unchanged.
    Without a ``model`` the rules do what they can.
    """
    question = question.strip()
    recent = recent_turns(history)
    if not recent.turns or not question:
        return question
    if model:
        recent = replace(recent, carried=model.carried(question, recent.said_by_turn))
    body = OPENING.sub("", question) or question
    whole = with_predicate(body, recent) or completed(question, recent)
    if whole is None:
        referred = with_references(body, recent)
        refers = referred != body
        whole = with_missing(referred, recent, opened=body != question, refers=refers)
        least = _LIKELY_REFERENT if refers else _LIKELY
        if refers and _PART_OF.search(question):
            least = 0.0  # it cannot be understood alone
        if whole == body or (model and _likelihood(whole, question, recent) < least):
            return question
    return whole[:1].upper() + whole[1:]


def _likelihood(whole: str, question: str, recent: RecentTurns) -> float:
    """Return how likely the model finds it that what ``whole`` adds to ``question`` is meant."""
    return recent.likelihood(set(content_stems(whole)) - set(content_stems(question)))


_LIKELY, _LIKELY_REFERENT = 0.5, 0.3
"""The least likelihood of what a question takes for granted, and of what its pronouns refer to:
a pronoun refers to something, while "What is the largest lake?" may be a new subject."""
