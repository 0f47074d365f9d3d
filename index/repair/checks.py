"""What can be wrong with a library, and how to find out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from index.catalog import Catalog
from index.chroma import VectorStore
from index.chroma.probe import is_readable
from index.embedding import Vectors, unit_vectors
from index.errors import EmbeddingModelError, LibraryDamagedError, OtherModelError
from index.filters import Selection
from index.library import INDEX_CHECKSUM, INDEX_STAMP, Library
from index.library.seal import is_intact
from index.settings import Location

REPAIR = "rag doctor --repair"
SAMPLE = 200
"""Vectors that are searched for, each with itself as the question."""

_NEIGHBOURS = 10
_MISSED_BY_CHANCE = 0.01
"""In a graph of some hundred vectors one was out of reach in about one process in twenty; where two
processes had written at once, 2.4 to 20 % were."""
_SAME = 0.9999
"""A cosine above which two passages count as copies of one another."""
_UNIT = 1e-3
"""How far from 1 the length of a sound vector may be."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, in a sentence, and the command or step that mends it."""

    text: str
    mend: str | None = REPAIR


def check(library: Library) -> list[Problem]:
    """Return what is wrong with a library; an empty list where nothing is.

    What a killed writer left behind is not wrong: the next writer deletes it. Raises
    ChromaServerError; what the library's own files raise is returned as a problem.
    """
    found: list[Problem] = []
    for look in (_of_catalog, _of_derived, _of_model, _of_vectors):
        try:
            found += look(library)
        except LibraryDamagedError as exc:
            found.append(Problem(text=exc.message, mend=exc.hint))
    if not found and not is_intact(library.location):
        found.append(Problem(text="the catalog is not as it was written"))
    return found


def full_text_problems(library: Library) -> list[str]:
    """Return what is wrong with the full-text index.

    It keeps no copy of the words, so SQLite's own check cannot notice that one is missing. So a
    sample of the passages is searched for, each by one of its words.
    """
    if problems := library.catalog.full_text.problems():
        return problems
    looked_at = library.passages(sample(list(library.catalog.passages.ids())))
    lost = sum(
        not library.catalog.full_text.finds(f'"{word}"', passage.id)
        for passage, _ in looked_at.values()
        if (word := next(filter(_is_plain, passage.text.split()), None))
    )
    return [f"{lost} of {len(looked_at)} passages are not in the full-text index"] if lost else []


def vector_table_problems(library: Library) -> list[str]:
    """Return what is wrong with the vectors that the catalog keeps beside Chroma."""
    catalog, manifest = library.catalog, library.manifest
    if problems := catalog.vectors.problems():
        return problems
    numbers, vectors = catalog.vectors.get()
    if numbers and manifest and vectors.shape[1] != manifest.dimension:
        return [f"the catalog's vectors have {vectors.shape[1]} numbers, not {manifest.dimension}"]
    with np.errstate(over="ignore"):
        lengths = np.linalg.norm(vectors, axis=1)
    unlike = int(np.count_nonzero(~((np.abs(lengths - 1) < _UNIT) | (lengths == 0))))
    return [f"{unlike} of the catalog's vectors are not of length 1"] if unlike else []


def stem_code_problems(library: Library) -> list[str]:
    """Return what is wrong with the stem codes of a sample of the passages."""
    return library.catalog.stem_codes.problems(sample(list(library.catalog.passages.ids())))


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How the passages of the catalog and the vectors of Chroma differ, as passage ids."""

    missing: frozenset[str]
    """Passages without a vector."""
    orphans: frozenset[str]
    """Vectors without a passage; always empty on a server, to which others may be adding."""


def difference(library: Library, vectors: VectorStore) -> Difference:
    """Compare the passages of a library with its vectors."""
    here, there = set(library.catalog.passages.ids()), set(vectors.ids())
    stale = set(library.catalog.stale_vectors.ids())
    return Difference(
        missing=frozenset(here - there),
        orphans=frozenset() if library.location.chroma else frozenset(there - here - stale),
    )


def unreachable(vectors: VectorStore, ids: Collection[str]) -> set[str]:
    """Return those of ``ids`` that a search for their own vector does not find.

    Chroma can lose vectors from its search index and still count them. But of a graph of neighbours
    some few are also out of reach by chance, in one process and not in the next, which makes what
    is not saved of it anew: these count only where they are more than that.
    """
    everything = Selection()
    wanted = sorted(ids)
    lost, missed = set[str](), set[str]()
    for first in range(0, len(wanted), SAMPLE):
        part = wanted[first : first + SAMPLE]
        stored = _stored(vectors, part)
        lost.update(passage_id for passage_id in part if passage_id not in stored)
        for passage_id, vector in stored.items():
            found = vectors.nearest(vector, limit=_NEIGHBOURS, selection=everything)
            # Copies of a passage may take all the places among the nearest.
            crowded = len(found) == _NEIGHBOURS and found[-1][1] > _SAME
            if not crowded and passage_id not in dict(found):
                missed.add(passage_id)
    by_chance = max(1, _MISSED_BY_CHANCE * len(wanted))
    return lost | missed if len(missed) > by_chance else lost


def _stored(vectors: VectorStore, ids: list[str]) -> dict[str, Any]:
    """Return the vectors that can be read; where one is lost, Chroma returns none of a request."""
    try:
        return vectors.embeddings(ids)
    except LibraryDamagedError:
        half = len(ids) // 2
        if half == 0:
            return {}
    return _stored(vectors, ids[:half]) | _stored(vectors, ids[half:])


def changed(library: Library, vectors: VectorStore, ids: Collection[str]) -> Iterator[str]:
    """Yield those of ``ids`` whose text in Chroma is not that in the catalog."""
    for record in vectors.records(list(ids)):
        passage, _ = library.passages([record.id]).get(record.id, (None, None))
        if passage is None or record.text != passage.text:
            yield record.id


def has_readable_index(location: Location, catalog: Catalog) -> bool:
    """Return whether reading an embedded Chroma's search index ends no process."""
    if location.chroma or not location.chroma_folder.is_dir():
        return True
    stamp, checksum = map(catalog.meta.get, (INDEX_STAMP, INDEX_CHECKSUM))
    name = catalog.meta.get("chroma") or location.collection
    return is_readable(location, name, stamp=stamp, checksum=checksum)


def other_vectors(library: Library, vectors: VectorStore, ids: Sequence[str]) -> list[str]:
    """Return those of ``ids`` whose vector in the catalog is not the one in Chroma."""
    kept = library.catalog.vectors.by_id(ids)
    stored = _stored(vectors, sorted(kept)) if kept else {}
    return [each for each, vector in stored.items() if not _is_same(kept[each], vector)]


def _is_same(unit: Vectors, vector: Vectors) -> bool:
    """Return whether a vector of length 1, or of zeros, has the direction of another one."""
    if len(unit) != len(vector):
        return False
    other = unit_vectors(vector, dimension=len(vector))[0]
    return bool(np.allclose(unit, other, atol=1e-4))


def sample(ids: Collection[str]) -> list[str]:
    """Return up to ``SAMPLE`` of ``ids``, evenly spread, the same ones every time."""
    ordered = sorted(ids)
    step = -(-len(ordered) // SAMPLE) or 1
    return ordered[::step]


def _is_plain(word: str) -> bool:
    return word.isascii() and word.isalnum()


def _to_repair(text: str) -> Problem:
    return Problem(text=text)


def _of_catalog(library: Library) -> Iterator[Problem]:
    yield from map(_to_repair, library.catalog.problems())


def _of_derived(library: Library) -> Iterator[Problem]:
    """Yield what is wrong with what the catalog could make again."""
    for problems in (full_text_problems, vector_table_problems, stem_code_problems):
        yield from map(_to_repair, problems(library))


def _of_model(library: Library) -> Iterator[Problem]:
    manifest = library.manifest
    if manifest is None:
        if library.counts()[0]:
            yield Problem(text="the library does not say which model it was embedded with")
        return
    wanted = library.settings.passage_size
    if manifest.passage_size != wanted:
        yield Problem(
            text=f"its passages have {manifest.passage_size} characters, the settings say {wanted}"
        )
    try:
        _ = library.embedder
    except (OtherModelError, EmbeddingModelError) as exc:
        yield Problem(text=exc.message, mend=exc.hint)


def _of_vectors(library: Library) -> Iterator[Problem]:
    if library.manifest is None:
        return  # nothing was ever embedded
    if not has_readable_index(library.location, library.catalog):
        yield Problem(text="Chroma's search index is damaged")
        return
    vectors = library.vectors
    found = difference(library, vectors)
    if found.missing:
        yield Problem(text=f"{len(found.missing)} passages have no vector")
    if found.orphans:
        yield Problem(text=f"{len(found.orphans)} vectors belong to no passage")
    if vectors.metadata().get("dateline") != library.catalog.meta.get("manifest"):
        yield Problem(text="the catalog and Chroma name different models")
    looked_at = sample([one for one in library.catalog.passages.ids() if one not in found.missing])
    if lost := unreachable(vectors, looked_at):
        yield Problem(text=f"{len(lost)} of {len(looked_at)} vectors cannot be found by a search")
    unlike = list(changed(library, vectors, looked_at))
    if unlike:
        yield Problem(text=f"{len(unlike)} of {len(looked_at)} passages read differently in Chroma")
    if moved := other_vectors(library, vectors, looked_at):
        count = f"{len(moved)} of {len(looked_at)}"
        yield Problem(text=f"{count} vectors differ between the catalog and Chroma")
