"""Spelling: typing errors and capitals of a question, mended from the library's own words.

Nothing is guessed beyond what the articles say: a word becomes another one only where that stands
in them, and a name is only taken for another name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.text.words import listed, stem, words
from rag.language.dates import dates
from rag.language.words import thesaurus
from rag.language.words.stopwords import STOPWORDS
from rag.requests.publishers import Mention

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n])[\s“\"«„(]*$")
_SHORTEST = 4
"""Letters of a word that may be mended."""
_LONG = 7
"""Letters from which on two errors may be mended."""
_SHORTEST_NAME = 6
_CLEARLY = 4
"""Times as frequent as the next best the meant word is, if both are as near."""
_WRITTEN = 6
"""Of the nearest stems, how many are looked up as the articles write them."""
_SURELY = 0.8
"""Share of its occurrences inside of sentences in which a word has the capital of a name."""
_ASKING = listed(
    """
    who whom whose what when where which why how many much does did will would could should about
    between articles article compare summarise summarize mention mentions quote
    """
)
"""Words of questions, which articles may lack, with those of rag.language.words.stopwords."""


class Words(Protocol):
    """The words of a library."""

    def frequency(self, stem: str) -> int:
        """Return the number of passages that hold a word with this stem (Porter's)."""

    def vocabulary(self, beginning: str) -> Mapping[str, int]:
        """Return the stems that begin so, each with the number of passages that hold it."""

    def texts_with(self, word: str) -> Sequence[str]:
        """Return some texts that hold the word, or another one of its stem."""


@dataclass(frozen=True, kw_only=True)
class Mended:
    """A question as it was meant, and the notes that say what was mended."""

    question: str
    notes: tuple[str, ...] = ()


def mended(question: str, library: Words, *, kept: Sequence[Mention] = ()) -> Mended:
    """Return ``question`` with its typing errors and the capitals of its names put right.

    What is ``kept``, publishers that the question names, stays as it is.
    """
    if is_shouted(question):
        question = question[:1] + question[1:].lower()
    closed = [(one.start, one.end) for one in kept]
    closed += [match.span() for match in _QUOTED.finditer(question)]
    restored = _capitalised(question, library, closed)
    return _spelt(restored, library, closed)


def is_shouted(question: str) -> bool:
    """Whether ``question`` is in capitals, and more than one short word."""
    letters = [char for char in question if char.isalpha()]
    return question.isupper() and len(letters) > 6 and len(question.split()) > 1


def _spelt(question: str, library: Words, closed: Sequence[Span]) -> Mended:
    notes: list[str] = []
    found, position = list[str](), 0
    for match in _open_words(question, closed):
        word = match[0]
        meant = _meant(word, library, is_first=match.start() == 0)
        if meant is None:
            continue
        found += [question[position : match.start()], meant]
        position = match.end()
        notes.append(f"read {word!r} as {meant!r}")
    return Mended(question="".join([*found, question[position:]]), notes=tuple(notes))


def _open_words(question: str, closed: Sequence[Span]) -> list[re.Match[str]]:
    """Return the words that may be mended."""
    return [
        word
        for word in _WORD.finditer(question)
        if not any(start <= word.start() < end for start, end in closed)
    ]


def _meant(word: str, library: Words, *, is_first: bool) -> str | None:
    """Return the word that was meant; ``None`` where it is known, or none is near enough."""
    folded = "".join(words(word))
    if len(folded) < _SHORTEST or not folded.isalpha() or _knows(word, folded, library):
        return None
    if is_first and (asking := _nearest_asking(folded)):
        return asking.capitalize() if word[0].isupper() else asking
    singular = f"{folded[:-2]}y"
    if folded.endswith("ie") and singular in _forms(stem(folded), library):
        return singular
    is_name = word[0].isupper()
    if word[1:] != word[1:].lower() or (is_name and len(folded) < _SHORTEST_NAME):
        return None
    nearest = _nearest(folded, library, errors=2 if len(folded) >= _LONG and not is_name else 1)
    if nearest is None or nearest.lower() in _ASKING | STOPWORDS:
        return None if is_name else nearest
    names = nearest[:1].isupper()
    return None if names < is_name or (names and _is_another_name(folded, nearest)) else nearest


def _is_another_name(folded: str, name: str) -> bool:
    """Whether what was typed may be a name of its own: Martina for Martin, Bartolome for Bartolo.

    One wrong letter inside of a name is a typing error; another ending mostly is another name.
    """
    from rapidfuzz.distance import OSA

    known = "".join(words(name))
    return folded[-1] != known[-1] or OSA.distance(folded, known) > 1


def _knows(word: str, folded: str, library: Words) -> bool:
    if folded in STOPWORDS or folded in _ASKING or any(char in "'’-" for char in word):
        return True
    own = stem(folded)
    # "Died" has the stem "di", and the thesaurus has "die".
    plain = stem(folded.removesuffix("d")) if folded.endswith("ied") else own
    if library.frequency(own) > 0:
        # "Partie" has the stem of "party", and is none of its forms.
        return not folded.endswith("ie") or folded in map(str.lower, _forms(own, library))
    return thesaurus.knows(own) or thesaurus.knows(plain)


def _nearest_asking(folded: str) -> str | None:
    """Return the word that questions begin with which differs by one error, if one does."""
    from rapidfuzz.distance import OSA

    near = [word for word in _ASKING if OSA.distance(folded, word, score_cutoff=1) <= 1]
    begun = [word for word in near if word.startswith(folded)]  # "wher" lacks its last letter
    near = begun or near
    return near[0] if len(near) == 1 else None


def _nearest(folded: str, library: Words, *, errors: int) -> str | None:
    """Return the word of the articles, or of questions, that is clearly the nearest."""
    own = stem(folded)
    near: list[tuple[int, int, str]] = []
    for beginning in (folded[:2], folded[:1]):
        # With an error among its first letters, a word may be nearer that begins otherwise.
        if not near or min(near)[0] > 1:
            found = _near(folded, own, library.vocabulary(beginning), beginning, errors)
            written = (_as_written(folded, one, library) for one in found[:_WRITTEN])
            near += [one for one in written if one[0] <= errors]  # stems are nearer than words
    return _clearest(sorted(set(near))) if near else None


def _as_written(folded: str, near: tuple[int, int, str], library: Words) -> tuple[int, int, str]:
    """Return what is near as the articles write it, with the distance of that."""
    from rapidfuzz.distance import OSA

    _, rarity, own = near
    form = None if own in _ASKING | STOPWORDS else _nearest_form(folded, _forms(own, library))
    if form is None:
        return near
    return OSA.distance(folded, "".join(words(form))), rarity, form


def _near(
    folded: str, own: str, known: Mapping[str, int], beginning: str, errors: int
) -> list[tuple[int, int, str]]:
    """Return what is near, with its distance and how often it is not found."""
    from rapidfuzz import process  # 30 ms, and few questions have typing errors
    from rapidfuzz.distance import OSA

    asking = [one for one in _ASKING | STOPWORDS if one.startswith(beginning) and len(one) > 3]
    found = []
    for query, choices in ((own, list(known)), (folded, asking)):
        for choice, distance, _ in process.extract(
            query, choices, scorer=OSA.distance, score_cutoff=errors, limit=20
        ):
            frequency = known.get(choice, 0) if choices is not asking else 1_000_000
            found.append((int(distance), -frequency, choice))
    return sorted(found)


def _clearest(near: list[tuple[int, int, str]]) -> str | None:
    distance, frequency, best = near[0]
    rivals = [-one[1] for one in near[1:] if one[0] == distance and one[2] != best]
    return best if -frequency >= _CLEARLY * max(rivals, default=0) else None


def _forms(own: str, library: Words) -> Counter[str]:
    """Return the words of a stem as some texts write them, and how often inside of sentences."""
    return _counted(_WORD, library.texts_with(own), lambda word: own in {stem(word), word})


def _counted(
    pattern: re.Pattern[str], texts: Iterable[str], is_meant: Callable[[str], bool]
) -> Counter[str]:
    found: Counter[str] = Counter()
    for text in texts:
        for match in pattern.finditer(text):
            word = re.sub(r"['’]s?$", "", match[0])
            if is_meant("".join(words(word))):
                before = text[max(0, match.start() - 8) : match.start()]
                found[word] += not _SENTENCE_START.search(before)
    return found


def _nearest_form(folded: str, forms: Counter[str]) -> str | None:
    from rapidfuzz.distance import OSA

    best = min(
        forms,
        key=lambda form: (OSA.distance(folded, "".join(words(form))), -forms[form]),
        default=None,
    )
    if best is None:
        return None
    named = forms[best.lower()] * 2 < forms[best] if best[0].isupper() else False
    return best if named else best.lower()


def _capitalised(question: str, library: Words, closed: Sequence[Span]) -> str:
    """Return ``question`` with the capitals of its names, if it was typed without any."""
    inner = [word[0] for word in _WORD.finditer(question)][1:]
    if any(word[0].isupper() and word != "I" for word in inner):
        return question
    months = {(one.start, one.end) for one in dates(question)}
    found, position = list[str](), 0
    for match in _open_words(question, closed):
        name = None if match.span() in months else _as_a_name(match[0], library)
        if name:
            found += [question[position : match.start()], name]
            position = match.end()
    return "".join([*found, question[position:]])


def _as_a_name(word: str, library: Words) -> str | None:
    """Return a word as the library writes it, where that is nearly always with capitals."""
    bare = re.sub(r"['’]s?$", "", word)
    folded = "".join(words(bare))
    if not bare.islower() or folded in STOPWORDS or folded in _ASKING or len(folded) < 2:
        return None
    texts = library.texts_with(folded)
    same = re.compile(rf"\b{re.escape(bare)}\b", re.IGNORECASE)
    # Accents are folded word by word, which takes longer, only where nothing is written the same.
    own = _counted(same, texts, lambda _: True) or _counted(_WORD, texts, lambda w: w == folded)
    capital = {form: count for form, count in own.items() if not form.islower()}
    total = sum(own.values())
    if not total or sum(capital.values()) < _SURELY * total:
        return None
    return max(capital, key=lambda form: capital[form]) + word[len(bare) :]
