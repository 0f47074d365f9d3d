"""Which files are learnt from, and which of their articles are kept for development."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from training import sets
from training.examples import Claim, Example
from training.mixture import Sources

_T = TypeVar("_T")

TEST_ARTICLES = 6
"""The last articles of SQuAD 2.0's half; they and XQuAD are for testing only."""

_DEVELOPMENT_SQUAD2 = 2
"""Articles before the test ones that are never learnt from either."""

_DEVELOPMENT_SQUAD1 = 3
_DEVELOPMENT_CLAIMS = 10
"""One claim in so many."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Training and development, with nothing in common."""

    training: Sources
    development: Sources
    fingerprints: dict[str, str]
    """SHA-256 of each file, the first 16 digits."""


def load(train: Path, data: Path) -> Corpus:
    """Read the sets of the folders ``train`` and ``data`` (see ``rag/reader/CARD.md``)."""
    squad1 = list(sets.squad(train / "squad1-train-slice.json", source="squad1"))
    squad2_file = data / "squad" / "squad2-dev-half.json"
    groups = [one["title"].replace("_", " ") for one in json.loads(squad2_file.read_text())["data"]]
    test = set(groups[-TEST_ARTICLES:])
    squad2 = [one for one in sets.squad(squad2_file, source="squad2") if one.article not in test]
    held = {*groups[:-TEST_ARTICLES][-_DEVELOPMENT_SQUAD2:]}
    held |= set(list(dict.fromkeys(one.article for one in squad1))[-_DEVELOPMENT_SQUAD1:])
    held_passages = {one.passage for one in squad1 if one.article in held}
    examples = [
        *squad1,
        *squad2,
        *sets.squad(train / "squad2-train-unanswerable.json", source="squad2"),
        *sets.without_offsets(train / "squad1-mixed-no-offsets.json", source="squad1-mixed"),
        *sets.squad(train / "squadshifts-new-wiki.json", source="squadshifts"),
        *sets.qed(train / "qed-dev.jsonl"),
        *sets.without_offsets(train / "nq-swap" / "train.json", source="nq-swap"),
        *sets.squad(train / "covidqa.json", source="covidqa"),
        *sets.time_questions(train / "timeqa" / "human_train.easy.json.gzip"),
        *sets.question_meaning(train / "qamr"),
    ]
    claims = list(sets.claims(train / "verify"))
    return Corpus(
        training=Sources(
            [
                one
                for one in examples
                if one.article not in held and one.passage not in held_passages
            ],
            [one for one in claims if not _kept(one)],
        ),
        development=Sources(
            [one for one in examples if one.article in held],
            [one for one in claims if _kept(one)],
        ),
        fingerprints={
            path.relative_to(root).as_posix(): _sha256(path)
            for root in (train, data / "squad")
            for path in sorted(root.rglob("*.*"))
            if path.suffix != ".md" and path.name != "xquad.en.json"
        },
    )


def development_draws(corpus: Corpus, *, questions: int, claims: int) -> list[Example | Claim]:
    """Return a fixed sample of the development part, by source and answerability evenly."""
    wanted = [one for one in corpus.development.examples if one.source in {"squad1", "squad2"}]
    answerable = [one for one in wanted if one.answer]
    others = [one for one in wanted if not one.answer]
    half = questions // 2
    return [
        *_sample(answerable, half),
        *_sample(others, half),
        *_sample(list(corpus.development.claims), claims),
    ]


def _sample(items: list[_T], most: int) -> list[_T]:
    step = max(1, len(items) // max(1, most))
    return items[::step][:most]


def _kept(claim: Claim) -> bool:
    """Whether a claim is for development: by its evidence, so that its siblings stay with it."""
    digest = hashlib.sha256(claim.evidence[:60].encode()).digest()
    return digest[0] % _DEVELOPMENT_CLAIMS == 0


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
