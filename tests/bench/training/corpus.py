"""Which files are learnt from, and which of their articles are kept for development."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from training import claim_sets, sets, yes_no
from training.examples import Claim, Example
from training.sources import Sources

_T = TypeVar("_T")

TEST_ARTICLES = 6
"""The last articles of SQuAD 2.0's half; they and XQuAD are for testing only."""

_DEVELOPMENT_SQUAD2 = 2
"""Articles before the test ones that are never learnt from either."""

_DEVELOPMENT_SQUAD1 = 3
_DEVELOPMENT_SHARE = 10
"""One article of yes-or-no questions, and one claim's evidence, in so many."""

_YES_NO = frozenset({"boolq", "condaqa", "strategyqa", "pubmedqa"})


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Training and development, with nothing in common."""

    training: Sources
    development: Sources
    fingerprints: dict[str, str]
    """SHA-256 of each file, the first 16 digits."""


def load(train: Path, data: Path) -> Corpus:
    """Read the sets of the folders ``train`` and ``data`` (see ``rag/reader/CARD.md``)."""
    squad2_file = data / "squad" / "squad2-dev-half.json"
    groups = [one["title"].replace("_", " ") for one in json.loads(squad2_file.read_text())["data"]]
    squad1 = list(sets.squad(train / "squad1-train-slice.json", source="squad1"))
    articles = list(dict.fromkeys(one.article for one in squad1))
    held = {*groups[:-TEST_ARTICLES][-_DEVELOPMENT_SQUAD2:], *articles[-_DEVELOPMENT_SQUAD1:]}
    squad2 = sets.squad(squad2_file, source="squad2")
    test = set(groups[-TEST_ARTICLES:])
    examples = _distinct(
        [*squad1, *(one for one in squad2 if one.article not in test), *_questions(train)]
    )
    held_passages = {one.passage for one in examples if one.article in held}
    kept = [one.article in held or one.passage in held_passages or _kept(one) for one in examples]
    claims = list(claim_sets.all_claims(train))
    return Corpus(
        training=Sources(
            [one for one, aside in zip(examples, kept, strict=True) if not aside],
            [one for one in claims if not _in_development(one.evidence[:60])],
        ),
        development=Sources(
            [one for one, aside in zip(examples, kept, strict=True) if aside],
            [one for one in claims if _in_development(one.evidence[:60])],
        ),
        fingerprints={
            **fingerprints(train, besides=("rewrite-",)),
            **fingerprints(data / "squad", besides=("xquad.en.json",)),
        },
    )


def development_draws(corpus: Corpus, *, questions: int, claims: int) -> list[Example | Claim]:
    """Return a fixed sample of the development part, by kind evenly.

    ``questions`` are of SQuAD's kind, half of them without an answer; half as many want yes or no.
    """
    spans = [one for one in corpus.development.examples if one.source in {"squad1", "squad2"}]
    asked = [one for one in corpus.development.examples if one.source in _YES_NO]
    half = questions // 2
    return [
        *_sample([one for one in spans if one.answer], half),
        *_sample([one for one in spans if not one.answer], half),
        *_sample([one for one in asked if one.yes], half // 2),
        *_sample([one for one in asked if not one.yes], half // 2),
        *_sample([one for one in corpus.development.claims if one.supported], claims // 2),
        *_sample([one for one in corpus.development.claims if not one.supported], claims // 2),
    ]


def _questions(train: Path) -> Iterator[Example]:
    """Yield every set but the first slice of SQuAD."""
    aligned = train / "squad2-aligned" / "squad2-train-unanswerable-aligned.json"
    yield from sets.squad(train / "squad1-more" / "squad1-train-more.json", source="squad1")
    yield from sets.passages_with_all_questions(train / "squad2-500" / "squad_500.json")
    yield from sets.squad(train / "squad2-train-unanswerable.json", source="squad2")
    yield from sets.squad(aligned, source="squad2")
    mixed = train / "squad1-mixed-no-offsets.json"
    yield from sets.without_offsets(mixed, source="squad1-mixed")
    yield from sets.squad(train / "squadshifts-new-wiki.json", source="squadshifts")
    for path in sorted((train / "squadshifts").glob("*.gz")):
        yield from sets.squad(path, source="squadshifts-informal")
    yield from sets.squad(train / "tydiqa-en" / "english_tydiqa_train.json", source="tydiqa")
    yield from sets.qed(train / "qed-dev.jsonl")
    yield from sets.without_offsets(train / "nq-swap" / "train.json", source="nq-swap")
    yield from sets.squad(train / "covidqa.json", source="covidqa")
    yield from sets.time_questions(train / "timeqa" / "human_train.easy.json.gzip")
    yield from sets.question_meaning(train / "qamr")
    for path in sorted((train / "qadiscourse-wikinews").glob("*.gz")):
        yield from sets.discourse(path)
    yield from sets.situations(train / "ropes" / "train-v1.0.json")
    yield from yes_no.several_paragraphs(train / "hotpotqa" / "hotpotqa-500.json")
    yield from yes_no.boolq(train / "boolq" / "boolq-train-part.json")
    yield from yes_no.condaqa(sorted((train / "condaqa").glob("*.gz")))
    yield from yes_no.strategyqa(train / "strategyqa" / "train.json")
    yield from yes_no.pubmedqa(train / "pubmedqa" / "ori_pqal.json")


def _distinct(examples: Sequence[Example]) -> list[Example]:
    """Return each question of a passage once, and each passage with one title."""
    titles: dict[str, str] = {}
    found: dict[tuple[str, str], Example] = {}
    for one in examples:
        title = titles.setdefault(one.passage, one.title)
        same = replace(one, title=title, article=title) if title != one.title else one
        found.setdefault((one.question.casefold(), one.passage), same)
    return list(found.values())


def _sample(items: list[_T], most: int) -> list[_T]:
    step = max(1, len(items) // max(1, most))
    return items[::step][:most]


def _kept(example: Example) -> bool:
    return example.source in _YES_NO and _in_development(example.article)


def _in_development(key: str) -> bool:
    """Decide by a key that siblings share, so that they stay together."""
    return hashlib.sha256(key.encode()).digest()[0] % _DEVELOPMENT_SHARE == 0


def fingerprints(root: Path, *, only: str = "", besides: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the first 16 digits of the SHA-256 of the files below ``root``, by their names there.

    ``only`` and ``besides`` are how names begin.
    """
    named = {one.relative_to(root).as_posix(): one for one in sorted(root.rglob("*.*"))}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for name, path in named.items()
        if name.startswith(only) and not name.startswith(besides or "/") and path.suffix != ".md"
    }
