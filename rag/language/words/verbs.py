"""Verbs: which form a word is of which verb, for turning a statement into a question.

Only verbs listed here are recognised. A sentence whose verb is not among them is left alone,
which is better than a question that nobody would ask.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from index.text.words import listed


class Form(Enum):
    """A finite form."""

    PAST = auto()
    SINGULAR = auto()
    """The third person of the present: ``sends``."""
    PLURAL = auto()
    """The present of a plural subject: ``send``."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A finite form of a verb."""

    base: str
    form: Form

    @property
    def support(self) -> str:
        """The form of ``do`` that takes over its tense in a question."""
        return {Form.PAST: "did", Form.SINGULAR: "does", Form.PLURAL: "do"}[self.form]


AUXILIARIES = listed(
    """
    is are was were will would can could may might must should has have had
    """
)
"""Words that change places with the subject in a question; ``has`` only before a participle."""

HAVING = frozenset({"has", "have", "had"})
BEING = frozenset({"is", "are", "was", "were"})

_REGULAR = listed(
    """
    accept accuse achieve add address adopt agree allow amount announce answer appeal appear
    appoint approve argue arrest arrive ask assess attack attend award ban base believe block
    boycott call cancel capture carry cause celebrate change claim close collapse collect
    command complete condemn conduct confirm connect consider consist contain continue
    contribute control cost count cover create cross damage declare decline defeat defend
    deliver demand demolish deny deploy describe design destroy develop direct disappear
    discover discuss dismiss divide donate earn educate elect embrace emerge employ end enter
    establish estimate evacuate exceed execute exist expand expect explain export express fail
    finish follow force form found fund gain generate govern graduate handle happen head help
    honor house impose improve include increase inform inherit inject inspect install introduce
    invade invent invest invite involve issue join kill land last launch limit link locate lower
    maintain manage marry measure move name need note obtain occupy occur offer open operate
    oppose order organise organize own participate pass persuade place plan play pledge possess
    predict present preside prevent produce promise promote propose protect provide publish pump
    purchase raise reach receive recognise recognize reconquer record recover reduce refuse
    reject release remain remove renew repeal replace report represent request require rescue
    resign resolve respond restore result retain retire return reveal rule save schedule seize
    separate serve settle share sign stage start state station stay stop store stress strengthen
    suffer suggest supply support surrender survive suspend target threaten total touch train
    transform translate travel treat turn urge use value veto view visit vote vow walk want warn
    welcome witness work
    """
)

_IRREGULAR = {
    "become": ("became", "become"), "begin": ("began", "begun"), "bring": ("brought", "brought"),
    "build": ("built", "built"), "buy": ("bought", "bought"), "come": ("came", "come"),
    "die": ("died", "died"), "draw": ("drew", "drawn"),
    "fall": ("fell", "fallen"), "fight": ("fought", "fought"), "find": ("found", "found"),
    "flee": ("fled", "fled"), "get": ("got", "gotten"), "give": ("gave", "given"),
    "go": ("went", "gone"), "grow": ("grew", "grown"), "hold": ("held", "held"),
    "keep": ("kept", "kept"), "lead": ("led", "led"), "leave": ("left", "left"),
    "lose": ("lost", "lost"), "make": ("made", "made"), "meet": ("met", "met"),
    "pay": ("paid", "paid"), "put": ("put", "put"),
    "rise": ("rose", "risen"), "run": ("ran", "run"), "say": ("said", "said"),
    "sell": ("sold", "sold"), "send": ("sent", "sent"), "speak": ("spoke", "spoken"),
    "spend": ("spent", "spent"), "stand": ("stood", "stood"), "strike": ("struck", "struck"),
    "take": ("took", "taken"), "teach": ("taught", "taught"), "tell": ("told", "told"),
    "think": ("thought", "thought"), "win": ("won", "won"), "write": ("wrote", "written"),
    "have": ("had", "had"), "swear": ("swore", "sworn"), "cost": ("cost", "cost"),
    "beat": ("beat", "beaten"),
}  # fmt: skip
"""Base to past and participle, for those whose past is not made with ``-ed``."""

_PARTICIPLES_BESIDES = listed(
    """
    been born done known seen shown set hit cut shot hurt based located scheduled
    """
)

_NOUNS_TOO = listed(
    """
    address answer appeal attack award ban base block boycott call cause change claim command
    control cost count cover damage decline demand design end estimate export force form fund
    gain head help house increase issue land last limit link measure move name need note offer
    open order pass place plan play pledge present promise purchase record release report
    request result return rule share sign stage start state stay stop store stress supply
    support target total touch train travel turn use value view visit vote vow walk want welcome
    work fall fight lead leave meet run rise strike stand veto witness own
    """
)
"""Verbs whose present looks like a noun: "the reports", "troops move"."""


def finite(word: str) -> Verb | None:
    """Return the verb of which ``word``, in lower case, is a finite form, ``None`` for others."""
    return _forms().get(word)


def is_base(word: str) -> bool:
    """Tell whether ``word``, in lower case, is a verb's base, as after ``did``; or a noun's."""
    return word in _REGULAR or word in _IRREGULAR


def is_participle(word: str) -> bool:
    """Tell whether ``word``, in lower case, is a past participle, as after ``has`` or ``was``."""
    return word in _PARTICIPLES or word.endswith("ed")


class Forms(NamedTuple):
    """The forms of a verb."""

    base: str
    singular: str
    """The third person of the present."""
    past: str
    participle: str
    gerund: str


@cache
def forms_of(base: str) -> Forms:
    """Return the forms of a verb, whether it is listed here or not."""
    past, participle = _IRREGULAR.get(base) or (_past(base), _past(base))
    return Forms(base, _singular(base), past, participle, _gerund(base))


def _past(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1] * _doubles(base)}ed"


def _gerund(base: str) -> str:
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    return f"{base}{base[-1] * _doubles(base)}ing"


def _doubles(base: str) -> bool:
    """Whether the last letter is doubled: of one short syllable, or as they are listed."""
    return base in _DOUBLED or bool(_SHORT.fullmatch(base))


_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgklmnprt]")
_DOUBLED = listed(
    "admit commit compel control occur permit prefer quip refer regret submit transfer"
)


def _singular(base: str) -> str:
    if base == "have":
        return "has"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{base}s"


@cache
def _forms() -> dict[str, Verb]:
    pasts = {base: forms_of(base).past for base in _REGULAR | _IRREGULAR.keys()}
    forms: dict[str, Verb] = {}
    for base in pasts:
        if base not in _NOUNS_TOO:
            forms[base] = Verb(base=base, form=Form.PLURAL)
            forms[_singular(base)] = Verb(base=base, form=Form.SINGULAR)
    for base, past in pasts.items():  # after the others: "found" is oftener the past of "find"
        forms[past] = Verb(base=base, form=Form.PAST)
    return forms


_PARTICIPLES = _PARTICIPLES_BESIDES | {participle for _, participle in _IRREGULAR.values()}
