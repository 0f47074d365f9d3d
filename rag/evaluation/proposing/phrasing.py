"""How proposed questions are put: none that is doubtful, and not in the sentence's own words."""

from __future__ import annotations

import re

from index.text.words import listed
from rag.language.dates import MONTHS, WEEKDAYS, dates
from rag.language.mentions import stands_apart, with_article
from rag.language.names import names
from rag.language.nations import ADJECTIVES
from rag.language.offices import OFFICES, RELATIONS
from rag.language.people import People, is_person
from rag.language.speech import SAYING
from rag.language.words.verbs import finite

PARAPHRASED = "paraphrased"
"""The tag of a question that is put in other words than the sentence that answers it."""

_MOST_WORDS = 17
_DAYS = re.compile(
    rf"\s+(?:on\s+)?(?:early\s+|late\s+)?(?:{'|'.join(map(str.capitalize, WEEKDAYS))})"
    r"(?:\s+(?:night|morning|afternoon|evening))?(?=\?|$|\s+(?:in|at|to|for|from|with)\b)"
)
_DOUBTFUL = re.compile(
    # What a question must not have beside its subject: a second verb, a contrast, a degree.
    r"\b(?:because|but|though|although|while|whether|which|even|also|just|only|still|already|lot|"
    r"more|again|off|in part|rarely|often|usually|sometimes|the and|"
    r"hadn|hasn|didn|not|likely|more than|less than|at least|so far|well|precisely|someone|who|"
    r"something|one of|his own|her own|that)\b"
    r"|\band (?:\d|(?:\w+ly )?(?:\w+ed|had|has|was|were|is|are|went|held|will|then|her|his)\b)"
    r"|\band (?:the )?[A-Z]\S* the\b"  # "and Luxembourg the least"
    r"|,|\bget \w+ed\b|\bin the [a-z]+$|day[’']s\b|\w\.\w|\b(?:Mr|Mrs|Ms|Sen|Rep|Gov|Dr)\b"
    r"|\b[A-Z]\b|\d{1,2}:\d\d|\.\s|…|\(",
)
_POINTING = re.compile(
    r"\b(?:the|this|that) (?:\S+ )?(?:group|city|country|company|state|region|area|man|woman|"
    r"couple|office|agency|administration|department|committee|board|victim|suspect|video|vote|plan|deal|"
    r"rest|move|change|new|current|latest|legislation|decision|study|virus|pandemic|storm|family|"
    r"bill|case|match|game|round|title|effort|release|rule|matter|issue|way|cycle|hospital|chain|"
    r"firm|airline|brand|network|club|bank|secretary|shootout|Queen|King|Legislature|Senate|Court|Council)\b"
)
_OF_A_MATCH = re.compile(
    r"\b(?:touchdowns?|tackles?|innings?|yards|saves|goals|shootout|QB|TE|RB|WR|quarterback|striker|"
    r"homer|homers|rebounds|assists|(?:first|second|third|fourth) (?:period|quarter|half|set))\b"
)
"""Words of questions that only tell of one match, and not of which."""
_PARAPHRASES = tuple(
    (re.compile(rf"\b(?:{said})\b"), asked)
    for said, asked in (
        ("was established|was founded", "was set up"),
        ("were established|were founded", "were set up"),
        ("were killed", "lost their lives"),
        ("were injured|were wounded", "were hurt"),
        ("were arrested", "were taken into custody"),
        ("be arrested|get arrested", "be taken into custody"),
        ("raise prices", "put prices up"),
        ("resign", "step down"),
        ("was appointed|was named", "was chosen as"),
        ("purchase", "buy"),
        ("assist", "help"),
        ("sought to|attempted to", "tried to"),
        ("attempt to", "try to"),
        ("commence|begin", "start"),
        ("approximately", "about"),
        ("children", "kids"),
        ("was postponed", "was put off"),
        ("postpone", "put off"),
        ("cancel", "call off"),
        ("was canceled|was cancelled", "was called off"),
        ("require", "need"),
        ("permit", "allow"),
        ("prohibit", "ban"),
        ("residents of", "people living in"),
        ("employees", "people on the staff"),
        ("make history", "go down in history"),
        ("receive", "get"),
        ("obtain", "get"),
        ("(?<!-)based", "headquartered"),
    )
)
_NO_PERSON = frozenset(
    {
        *("County", "City", "House", "Office", "Images", "Press", "Street", "Hospital", "Center"),
        *("Board", "Department", "Branch", "Park", "Celebration", "Operations", "Journal", "Times"),
        *("Post", "News", "Tribune", "Twitter", "Facebook", "Reuters"),
    }
)
"""Words of names that are taken for people's."""
_OFTEN = 3
_STRETCH = 800
"""Times that an article has the name of something that it is about; a short one, fewer: once more
for so many characters."""
_SHORTEST = 4
_BEFORE_TOPIC = 8
"""Words of a remark before what it is about: what comes later it only mentions."""
_NO_TOPIC = listed(
    """
    god internet twitter facebook instagram covid coronavirus american americans republican
    republicans democrat democrats democratic congress house senate state states united us usa
    white christmas thanksgiving english christian christians west east north south capitol
    supreme court earth constitution one day
    """
)


_MONTH_NAMES = frozenset(map(str.lower, MONTHS))


def with_full_names(question: str, text: str, people: People) -> str:
    """Return a question in which people are named in full where the article does so once."""
    for name in people.certain():
        surname = name.split()[-1]
        lone = people.full_name(surname) == name and name not in question
        if lone and not has_title(name, text):
            # Not where it is part of a longer name.
            alone = (
                rf"(?P<before>\b(?!the )[a-z]\S* |^\w+ ){re.escape(surname)}\b(?![’'-]?s? ?[A-Z])"
            )
            question = re.sub(alone, rf"\g<before>{name}", question, count=1)
    return question


def names_by_half(question: str, people: People) -> bool:
    """Tell whether a question has somebody's surname alone."""
    words = {re.sub(r"[’']s?$", "", word.rstrip("?")) for word in question.split()}
    return any(name.split()[-1] in words and name not in question for name in people.names())


def is_well_put(question: str) -> bool:
    """Tell whether nothing in a question says that a rule has misread its sentence."""
    body = question.removesuffix("?")
    first, *others = body.split()
    return (
        len(others) < _MOST_WORDS
        and not _DOUBTFUL.search(body)
        and not _POINTING.search(body)
        and not any(day.capitalize() in others for day in WEEKDAYS)
        and not _says(others[:6])
        and body.count("“") == 0
        and not re.search(r"\b(\w{5,})\w*\b.*\b\1", body)
        and not _OF_A_MATCH.search(body)
        and (first != "When" or not dates(body))
    )


def has_title(name: str, text: str) -> bool:
    """Tell whether a name is not, or not only, somebody's.

    It may begin with what somebody is, which is a word that ``text`` has in small, too.
    """
    if not _NO_PERSON.isdisjoint(name.split()) or f"of {name}" in text:
        return True
    first = name.split()[0].lower()
    small = re.search(rf"\b{re.escape(first)}s?\b", text)
    return first in OFFICES | RELATIONS | {"uncle", "aunt"} or small is not None


def acts_alone(name: str, text: str) -> bool:
    """Tell whether a text lets somebody speak by surname: what only people do in an article."""
    first, last = name.rpartition(" ")[::2]
    said = rf"\b{re.escape(last)} (?:said|says|told|added|wrote|tweeted|noted|explained|replied)\b"
    alone = (
        found
        for found in re.finditer(said, text)
        if not text[: found.start()].endswith(f"{first} ")
    )
    return any(alone) or re.search(rf"(?:said|says) {re.escape(last)}\b", text) is not None


def is_pointing(words: str) -> bool:
    """Tell whether words point at something that only the article has named: "the group"."""
    return bool(_POINTING.search(words) or re.search(r"\b(?:her|his|their|its|our|my)\b", words))


def without_days(question: str) -> str:
    """Return a question without "on Tuesday", which nobody can place later."""
    return _DAYS.sub("", question)


def paraphrased(question: str) -> str:
    """Return a question in other words, the same where none are known."""
    for said, asked in _PARAPHRASES:
        question = said.sub(asked, question)
    return question


def subject_of(subject: str, text: str, people: People) -> str | None:
    """Return a clause's subject as somebody names it who has not read the article.

    A surname becomes the full name. ``None`` where the subject is no proper name, or may be one
    only for its capital at the beginning of a sentence.
    """
    full = people.full_name(subject)
    if full and not has_title(full, text):
        return full
    bare = subject.removeprefix("the ")
    if any(name.endswith(f" {bare}") for name in people.names()):
        return None  # a surname of several, or of something else
    if not bare or any(not word[:1].isupper() for word in bare.split() if word != "of"):
        return None
    inside = re.search(rf"\b[a-z][\w’'-]*,? (?:the )?{re.escape(bare)}\b(?! [A-Z])", text)
    known = [one.text for one in names(f"by {bare}")] == [bare]
    return subject if inside and known and not bare.endswith("s’") else None


def topic_in(said: str, text: str, title: str, speaker: str, people: People) -> str | None:
    """Return a name in what was ``said`` that one can ask about: the article is about it, too.

    What was said begins with it, more or less, and the article's ``title`` has it, or its ``text``
    has a name of several words several times: what is only mentioned is nothing that somebody spoke
    about. A surname becomes the full name; a name takes "the" where the text gives it one.
    """
    for one in names(said):
        before, behind = said[: one.start].lower(), said[one.end :]
        if len(before.split()) > _BEFORE_TOPIC:
            return None
        if re.search(r"\b(?:this|that|our|your|my|st\.) $", before) or not stands_apart(behind):
            continue  # "our Congress", "St. Clair Shores", "Boeing 737", "the Biden administration"
        whole = _in_full(one.text, text, people) if one.certain and _is_telling(one.text) else None
        if not whole or set(whole.split()) & set(speaker.split()):
            continue
        short = whole.split()[-1] if is_person(whole) else whole
        told = len(re.findall(rf"\b{re.escape(short)}\b", text))
        often = " " in whole and told >= min(_OFTEN, 1 + len(text) // _STRETCH)
        if not (often or re.search(rf"\b{re.escape(short)}\b", title)):
            continue
        certain = whole in people.certain()
        if topic := whole if certain else with_article(whole, said, text):
            return topic
    return None


def _in_full(name: str, text: str, people: People) -> str | None:
    """Return a name, somebody's in full; ``None`` where it may be part of another."""
    words = name.split()
    titled = words[0].lower() in OFFICES
    full = people.full_name(words[-1]) if titled or len(words) == 1 else None
    if full and full in people.certain() and _is_telling(full):
        return full
    titles = re.findall(rf"(?<=[a-z,] )[A-Z]\w+ {re.escape(name)}\b", text)
    partial = (
        titled
        or (len(words) == 1 and len(titles) > 1)  # "Prince Harry"
        or any(name in known.split() for known in people.names())
        or (is_person(name) and has_title(name, text))
    )
    return None if partial else name


def _is_telling(name: str) -> bool:
    """Tell whether a name says of whom or what it is to somebody who has not read the article."""
    words = name.split()
    lowered = {word.lower().strip(".’'") for word in words}
    return (
        len(name) >= _SHORTEST
        and lowered.isdisjoint(_NO_TOPIC | _MONTH_NAMES)
        and ADJECTIVES.isdisjoint(words)
        and re.fullmatch(r"[^\W\d_a-z](?:[^\W\d_]|[’' &-])*[^\W\d_A-Z]", name) is not None
        and not words[0].endswith("ing")
        and " of the " not in name
        and not re.search(r"-[a-z]", name)  # "San Francisco-based Juul"
    )


def _says(words: list[str]) -> bool:
    verbs = (finite(word) for word in words)
    return any(word in SAYING for word in words) or any(
        verb is not None and verb.base in SAYING for verb in verbs
    )
