"""Questions about who said something: quoted, reported, or in a clause of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evaluation.proposing.drafts import Draft
from rag.language.casing import Casing
from rag.language.people import People, names_of

_SAYS = r"(?:said|stated|added|replied|stressed|told|warned|wrote|noted|declared)"
_SAYS_THAT = r"(?:said|stated|stressed|warned|noted|declared|promised|argued|claimed|pledged)"
_NAME = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"
_QUOTED = re.compile(
    rf"[“\"]?(?P<said>[^“”\".!?]+)[,.][”\"]\s+(?:{_SAYS}\s+(?P<after>[A-Z][\w’' -]*?)"
    rf"|(?P<before>[A-Z][\w’' -]*?)\s+{_SAYS})(?:[.,]|\s+(?:in|on|at|to|during)\b)"
)
_REPORTED = re.compile(
    rf"(?P<said>[^“”\"();:]+), (?P<name>{_NAME})(?:, [^,]+,)? (?:said|stated)(?: on \w+)?\."
)
_THAT = re.compile(
    rf"(?:^|, )(?P<name>{_NAME}) (?P<says>{_SAYS_THAT}) that (?P<said>[^“”\"(),;:]+)"
    r"(?:, [^“”\"]*)?\."
)
_FEWEST, _MOST = 5, 24
"""Words of what was said that one can be asked about."""


def who_said(sentence: str, people: People, casing: Casing) -> Iterator[Draft]:
    """Ask "Who said “...”?", or "Who said that ...?", of somebody whose full name is known."""
    if quoted := _QUOTED.match(sentence):
        speaker = quoted["after"] or quoted["before"]
        yield from _draft(f"said “{quoted['said']}”", quoted["said"], people.full_name(speaker))
        return
    if that := _THAT.search(sentence):
        asked = f"{that['says']} that {that['said']}"
        yield from _draft(asked, that["said"], people.full_name(that["name"]))
    if reported := _REPORTED.fullmatch(sentence):
        said = casing.inside(reported["said"].split())
        yield from _draft(f"said that {said}", said, people.full_name(reported["name"]))


def _draft(asked: str, said: str, name: str | None) -> Iterator[Draft]:
    if name is not None and _FEWEST <= len(said.split()) <= _MOST:
        yield Draft(question=f"Who {asked}?", answers=names_of(name), kind="person")
