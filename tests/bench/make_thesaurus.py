"""Write ``rag/language/words/thesaurus.txt`` from the files of WordNet 3.0.

    python tests/bench/make_thesaurus.py /usr/share/wordnet

Debian's package ``wordnet-base`` has them. Kept are the single words that WordNet saw in its own
corpora, by stem, since stems are what verification compares. A line is
``stem~regular form!contrary words=words that mean the same>wider words``.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from index.text.words import stem
from rag.language.words.stopwords import STOPWORDS

SENSES = 4
"""Meanings of a word that are looked at, the most frequent first."""
POINTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
REGULAR, CONTRARY, SAME, WIDER = "~", "!", "=", ">"
RELATIONS = {
    "&": SAME, "$": SAME, "+": SAME, "\\": SAME, "@": WIDER, "*": WIDER, ">": WIDER, "!": CONTRARY,
}  # fmt: skip
PLAIN = re.compile(r"[a-z]{2,}")
TOO_WIDE = 36
"""A meaning with more narrower ones than this says hardly anything, such as that of ``change``."""


@dataclass(frozen=True)
class Synset:
    """Words of one meaning, and where its relations lead: symbol, key, own word, other word."""

    words: tuple[str, ...]
    relations: tuple[tuple[str, tuple[str, int], int, int], ...]


@dataclass
class Entry:
    """What is known of a stem."""

    related: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def main(folder: str) -> None:
    """Read WordNet in ``folder`` and write the thesaurus."""
    synsets = {
        (kind, offset): synset
        for name, kind in POINTS.items()
        for offset, synset in _synsets(Path(folder, f"data.{name}"))
    }
    narrower = defaultdict(int)
    for synset in synsets.values():
        for symbol, key, *_ in synset.relations:
            narrower[key] += symbol == "@"
    entries: dict[str, Entry] = defaultdict(Entry)
    for name, kind in POINTS.items():
        for word, offsets in _senses(Path(folder, f"index.{name}")):
            for offset in offsets:
                _add(entries[stem(word)], word, synsets[kind, offset], synsets, narrower)
        for form, word in _irregular(Path(folder, f"{name}.exc")):
            if stem(word) in entries:
                entries[stem(form)].related[REGULAR].add(word)
    target = Path(__file__).parents[2] / "rag" / "language" / "words" / "thesaurus.txt"
    lines = [line for own, entry in sorted(entries.items()) if (line := _line(own, entry))]
    target.write_text("\n".join(lines) + "\n", encoding="ascii")


def _synsets(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        parts = line.partition("|")[0].split()
        count = int(parts[3], 16)
        words = tuple(part.partition("(")[0].lower() for part in parts[4 : 4 + 2 * count : 2])
        at = 4 + 2 * count
        relations = []
        for number in range(int(parts[at])):
            symbol, offset, kind, ends = parts[at + 1 + 4 * number : at + 5 + 4 * number]
            if symbol in RELATIONS:
                key = ("a" if kind == "s" else kind, int(offset))
                relations.append((symbol, key, int(ends[:2], 16), int(ends[2:], 16)))
        yield int(parts[0]), Synset(words, tuple(relations))


def _senses(path: Path):
    """Yield the words that are common enough, each with the offsets of its usual meanings."""
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if line.startswith(" ") or not PLAIN.fullmatch(parts[0]) or parts[0] in STOPWORDS:
            continue
        pointers = int(parts[3])
        tagged = int(parts[5 + pointers])
        offsets = [int(offset) for offset in parts[6 + pointers :]]
        if tagged:
            yield parts[0], offsets[: min(SENSES, max(tagged, 2))]


def _add(entry: Entry, word: str, synset: Synset, synsets, narrower) -> None:
    entry.related[SAME].update(synset.words)
    for symbol, key, own, other in synset.relations:
        if own and synset.words[own - 1] != word:
            continue
        target = synsets[key]
        if symbol == "@" and narrower[key] > TOO_WIDE:
            continue
        found = [target.words[other - 1]] if other else target.words
        entry.related[RELATIONS[symbol]].update(found)
        if symbol == "!" or (symbol == "&" and not _has_contrary(synset)):
            entry.related[CONTRARY].update(_contraries(symbol, target, synsets))


def _contraries(symbol: str, target: Synset, synsets) -> set[str]:
    """Return what is contrary through an adjective that is like this one or like its contrary."""
    if symbol == "!":
        return set()
    return {
        synsets[key].words[other - 1 if other else 0]
        for one, key, _, other in target.relations
        if one == "!"
    }


def _has_contrary(synset: Synset) -> bool:
    return any(symbol == "!" for symbol, *_ in synset.relations)


def _irregular(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        form, *words = line.split()
        if PLAIN.fullmatch(form) and words and PLAIN.fullmatch(words[0]):
            yield form, words[0]


def _line(own: str, entry: Entry) -> str:
    seen = {own}
    parts = [own]
    for mark in (REGULAR, CONTRARY, SAME, WIDER):
        stems = {stem(word) for word in entry.related[mark] if PLAIN.fullmatch(word)} - seen
        seen |= stems
        if stems:
            parts.append(mark + " ".join(sorted(stems)))
    return "".join(parts) if len(parts) > 1 else ""


if __name__ == "__main__":
    main(sys.argv[1])
