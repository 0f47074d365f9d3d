"""Whether somebody is called he or she: by title, by what articles call them, by first name."""

from __future__ import annotations

import re
from enum import StrEnum

from index.text.words import listed

_HE_TITLES = listed(
    """
    mr sir lord king prince duke pope emperor father brother son husband chairman spokesman
    baron count bishop archbishop imam rabbi sheikh grandfather uncle nephew actor
    """
)
_SHE_TITLES = listed(
    """
    mrs ms miss lady dame queen princess duchess empress mother sister daughter wife widow
    chairwoman spokeswoman baroness countess grandmother aunt niece actress
    """
)
_HE_NAMES = listed(
    """
    aaron abdul adam ahmed alan albert aleksandar alex alexander ali andrew anthony antonio
    arthur barack ben benjamin bernard bill bob boris brian bruce carl carlos charles chris
    christopher dan daniel david dennis dmitry donald edward elon emmanuel eric francis frank
    fred gary george gerald giorgio gordon graham greg hans harry henry hugh ian ibrahim igor
    isaac ivan jack jacob jair james jamie jan jared jason jean jeff jeffrey jens jeremy
    jerome jim jimmy joe joel john johnny jonathan jorge jose joseph josh joshua juan julian
    justin keir keith ken kenneth kevin lars larry leo leonard lewis louis luis luke manuel
    marc marco mario mark martin matt matthew michael miguel mike mohamed mohammed muhammad
    narendra nathan neil nicholas nick nicolas noah oliver olaf omar oscar pablo patrick paul
    pedro peter phil philip pierre rafael ralph raymond recep rex richard rick rishi robert
    roger ron ronald roy ryan sam samuel scott sean sergei sergey simon stanley stephen steve
    steven stuart ted terry thomas tim timothy todd tom tony victor viktor vincent vladimir
    volodymyr walter warren wayne william zoran
    """
)
_SHE_NAMES = listed(
    """
    abigail adele agnes alexandra alexandria alice alicia amanda amber amy ana angela angelina
    anna anne annie barbara beatrice betty beth brittney camilla carol caroline catherine
    charlotte christina christine claire clara danielle deborah diana diane donna dorothy
    edith elena eleanor elizabeth ella ellen emily emma erin esther eva eve fatima fiona
    florence frances gabriela giorgia gloria grace hannah harriet heather heidi helen hillary
    ida ingrid irene iris isabel isabella ivanka jacinda jane janet jennifer jenny jessica
    jill joan joanna josephine joyce judith judy julia julie kaja kamala karen kate katherine
    kathy katie kelly kim kimberly kristen laura lauren leah lena linda lisa liz lizzie louise
    lucy madeleine mae margaret maria marie marine marta martha mary megan meghan melania
    melinda melissa michelle miriam monica nadia nancy natalie nicola nicole nina nora olga
    olivia pamela patricia paula penelope priscilla rachel rebecca rita rosa rose ruth sally
    samantha sandra sanna sarah serena sharon sheila shirley sigrid sofia sophia sophie stella
    stephanie susan susanna svetlana taylor teresa theresa tove ursula valerie vanessa venus
    vera veronica victoria virginia vjosa wendy yvonne zoe
    """
)
_HE, _SHE = r"\b(?:he|him|his|himself)\b", r"\b(?:she|her|hers|herself)\b"
_CLEAR = 2
"""How many times as often as the other one pronoun must stand near a name to tell."""
_NEAR = 160
"""Characters behind a name within which a pronoun is likely to be of it."""


class Gender(StrEnum):
    """Which pronoun somebody is called by."""

    HE = "he"
    SHE = "she"


def gender_of(person: str, text: str) -> Gender | None:
    """Return what ``person`` is called by; ``text`` is what was said and read of them.

    ``None`` where nothing tells.
    """
    words = re.findall(r"\w+", person.lower())
    if not words:
        return None
    for he, she in ((_HE_TITLES, _SHE_TITLES), (_HE_NAMES, _SHE_NAMES)):
        first = next((word for word in words if word in he | she), None)
        if first and (he is _HE_TITLES or first != words[-1] or len(words) == 1):
            return Gender.HE if first in he else Gender.SHE
    return _as_called(person.split()[-1], text)


def _as_called(surname: str, text: str) -> Gender | None:
    behind = " ".join(
        text[place.end() : place.end() + _NEAR]
        for place in re.finditer(rf"\b{re.escape(surname)}\b", text)
    )
    he, she = (len(re.findall(one, behind, re.IGNORECASE)) for one in (_HE, _SHE))
    if max(he, she) < _CLEAR * min(he, she) + 1:
        return None
    return Gender.HE if he > she else Gender.SHE
