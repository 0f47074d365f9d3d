"""How fast Dateline is, beside a plain script for the same passages: ``make bench``.

    python tests/bench/speed.py [--quick] [--text SQUAD.json] [--out FOLDER]

The two take turns, so that whatever else the machine does falls on both; what is compared is the
median of the ratios. Writes ``speed.json`` and ``speed.md``.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from corpus import Topics, load_topics, write_articles
from processes import Run, measured
from scale import WordVectors, settings_for

from index.embedding import load_embedder
from index.embedding.graph_cache import cache_folder
from index.library import Library
from index.passages import embedding_text
from index.settings import DEFAULT_EMBEDDING, IndexSettings, Location
from index.sync.report import BuildReport
from index.sync.update import update

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is measured."""

    passages: int
    rounds: int
    questions: int
    unchanged: int
    """Files of the collection that is indexed again."""


FULL = Sizes(passages=600, rounds=5, questions=60, unchanged=10_000)
QUICK = Sizes(passages=20, rounds=1, questions=4, unchanged=40)


@dataclass(kw_only=True)
class Figures:
    """Rows of the table: name, unit, ours and the script's values in the order of the rounds."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, unit: str, ours: Sequence[float], plain: Sequence[float] = ()) -> None:
        """Add a row; the ratio is the script's value by ours, round by round."""
        ratios = [theirs / own for own, theirs in zip(ours, plain, strict=False) if own]
        self.rows.append(
            {
                "name": name,
                "unit": unit,
                "dateline": statistics.median(ours),
                "script": statistics.median(plain) if plain else None,
                "ratio": statistics.median(ratios) if ratios else None,
                "rounds": {"dateline": list(ours), "script": list(plain)},
            }
        )

    def add_runs(self, name: str, ours: Sequence[Run], plain: Sequence[Run]) -> None:
        """Add what whole processes took."""
        for label, unit in (("wall", "s"), ("cpu", "s"), ("peak_mb", "MB")):
            own, theirs = ([getattr(run, label) for run in runs] for runs in (ours, plain))
            self.add(f"{name}, {label.removesuffix('_mb')}", unit, own, theirs)

    def table(self) -> str:
        """Return the rows as a Markdown table."""
        lines = ["| | Dateline | plain script | ratio |", "| --- | ---: | ---: | ---: |"]
        for row in self.rows:
            theirs = f"{row['script']:,.2f} {row['unit']}" if row["script"] is not None else ""
            ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
            own = f"{row['dateline']:,.2f} {row['unit']}"
            lines.append(f"| {row['name']} | {own} | {theirs} | {ratio} |")
        return "\n".join(lines) + "\n"


class Bench:
    """One collection, indexed by both, in a scratch folder with a cache of its own."""

    def __init__(self, scratch: Path, topics: Topics, sizes: Sizes) -> None:
        self._sizes = sizes
        self._topics = topics
        self._scratch = scratch
        self._articles = scratch / "articles"
        self._passages = scratch / "passages.jsonl"
        self._cache = scratch / "cache" / "dateline"
        self._env = {
            "XDG_CACHE_HOME": str(self._cache.parent),
            "PYTHONPATH": str(ROOT),
            # As where it is installed: not compiled anew by every process.
            "PYTHONDONTWRITEBYTECODE": "",
        }
        self.figures = Figures()

    def run(self) -> Figures:
        """Measure everything."""
        load_embedder(DEFAULT_EMBEDDING).embed_query("exported once")
        self._cache.mkdir(parents=True)
        (self._cache / "models").symlink_to(cache_folder())
        write_articles(self._articles, self._topics, passages=self._sizes.passages)
        self._indexing()
        self._cold()
        self._warm()
        self._unchanged()
        return self.figures

    def _indexing(self) -> None:
        ours, plain = [], []
        for number in range(min(2, self._sizes.rounds)):
            library = self._scratch / f"library-{number}"
            ours.append(self._rag("index", str(self._articles), "--json", library=library))
            self._write_passages(library)
            store = self._scratch / f"store-{number}"
            plain.append(self._script("index", str(self._passages), str(store)))
        own, theirs = ([json.loads(run.output) for run in runs] for runs in (ours, plain))
        self.figures.add(
            "indexing, without start-up",
            "ms a passage",
            [1_000 * one["seconds"] / one["passages"] for one in own],
            [1_000 * one["seconds"] / one["passages"] for one in theirs],
        )
        self.figures.add_runs("indexing, whole process", ours, plain)
        sizes = [_megabytes(self._scratch / name) for name in ("library-0", "store-0")]
        self.figures.add("size on disk", "MB", sizes[:1], sizes[1:])
        again = [
            self._rag("index", str(self._articles), library=self._library)
            for _ in range(self._sizes.rounds)
        ]
        self.figures.add_runs(
            "indexing again, unchanged, by indexing", again, ours[:1] * len(again)
        )

    def _cold(self) -> None:
        kinds: dict[str, tuple[list[Run], list[Run]]] = {
            name: ([], []) for name in ("cold ask", "cold ask, asked before", "cold search")
        }
        for number in range(self._sizes.rounds):
            question = self._topics.questions[number]
            plain = self._script("ask", str(self._scratch / "store-0"), question)
            for name, command in zip(kinds, ("ask", "ask", "search"), strict=True):
                if name != "cold ask, asked before":
                    (self._cache / "vectors.sqlite").unlink(missing_ok=True)
                kinds[name][0].append(self._rag(command, question))
                kinds[name][1].append(plain)
        for name, (ours, plain_runs) in kinds.items():
            self.figures.add_runs(name, ours, plain_runs)

    def _warm(self) -> None:
        questions = list(self._topics.questions[-self._sizes.questions :])
        asked = self._scratch / "questions.json"
        asked.write_text(json.dumps(questions), encoding="utf-8")
        lines = self._scratch / "questions.txt"
        lines.write_text("\n".join(questions), encoding="utf-8")
        plain = json.loads(self._script("warm", str(self._scratch / "store-0"), str(asked)).output)
        (self._cache / "vectors.sqlite").unlink(missing_ok=True)
        answers = self._rag("ask", "--batch", str(lines)).output.splitlines()
        timings = [json.loads(answer)["timings"] for answer in answers]
        for share in (50, 95):
            theirs = float(np.percentile(plain[2:], share))
            for stage in ("retrieve", "answer"):
                took = [1_000 * one[stage] for one in timings[2:]]
                self.figures.add(
                    f"warm, {stage}, p{share}",
                    "ms",
                    [float(np.percentile(took, share))],
                    [theirs] if stage == "retrieve" else [],
                )

    def _unchanged(self) -> None:
        """Index many small files, and then again; the vectors are made of their words."""
        folder, embedder = self._scratch / "many", WordVectors()
        folder.mkdir()
        for number in range(self._sizes.unchanged):
            (folder / f"{number}.txt").write_text(f"Report {number}\n\nNothing of note.\n")
        location = Location(directory=self._scratch / "many-library")
        took = []
        for _ in range(2):
            time.sleep(2.1)  # a file younger than two seconds is read again, to be sure
            started = time.perf_counter()
            *_, report = update([folder], location, settings_for(embedder), embedder=embedder)
            took.append(time.perf_counter() - started)
            assert isinstance(report, BuildReport)
        assert report.unchanged == self._sizes.unchanged
        self.figures.add(f"{self._sizes.unchanged:,} files, unchanged", "s", took[1:], took[:1])

    @property
    def _library(self) -> Path:
        return self._scratch / "library-0"

    def _rag(self, command: str, *arguments: str, library: Path | None = None) -> Run:
        where = ["--library", str(library or self._library)]
        return measured([sys.executable, "-m", "rag", command, *arguments, *where], env=self._env)

    def _script(self, *arguments: str) -> Run:
        return measured([sys.executable, str(HERE / "plain.py"), *arguments], env=self._env)

    def _write_passages(self, library: Path) -> None:
        with (
            Library(Location(directory=library), IndexSettings()) as opened,
            self._passages.open("w", encoding="utf-8") as lines,
        ):
            for article, _ in opened.catalog.articles.with_files():
                for passage in opened.passages_of(article):
                    text = embedding_text(passage, article.title)
                    lines.write(json.dumps({"text": text}) + "\n")


def _megabytes(folder: Path) -> float:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file()) / 1e6


def main() -> None:
    """Measure, print the table and write both files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="only see that everything runs")
    parser.add_argument("--text", type=Path, help="a SQuAD file; without it, the sample articles")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(Path(scratch), load_topics(given.text), QUICK if given.quick else FULL)
        figures = bench.run()
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "speed.json").write_text(json.dumps(figures.rows, indent=2), encoding="utf-8")
    (given.out / "speed.md").write_text(figures.table(), encoding="utf-8")
    print(figures.table())


if __name__ == "__main__":
    main()
