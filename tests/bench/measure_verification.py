"""Measure verification: how many lies are marked, how many true statements, on three kinds of text.

    python tests/bench/measure_verification.py made ../shared/train/squad1-train-slice.json
    python tests/bench/measure_verification.py claims ../shared/train/verify/fever-test.jsonl
    python tests/bench/measure_verification.py wice ../shared/data/wice/claim_dev.jsonl

``made`` are statements made by rule from passages (``lies.py``) and, from their questions and
answers, by people. ``claims`` are people's own, of FEVER, FEVEROUS, Fool Me Twice and FEVER
Symmetric. Half of the
articles is for developing, ``--held-out`` takes the other one. ``wice`` is balanced accuracy:
what is partly supported counts as not (LLM-AggreFact, Tang et al., 2024), and is left out.
``--judge NAME`` adds a second judge, ``--show KIND`` prints what came out wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lies import Maker, Vocabulary, declared

from index.articles import Article
from index.embedding import load_embedder
from index.passages import split
from index.settings import DEFAULT_EMBEDDING
from index.text.sentences import sentence_spans
from rag.answers import Hit, Verdict
from rag.citations import MarkedSentence
from rag.language.names import KnownNames, names
from rag.language.words.stopwords import content_stems
from rag.verification import Verifier

MARKED = {Verdict.PARTIAL, Verdict.UNSUPPORTED}
_LONGEST, _SHORTEST = 320, 50
"""Characters of a sentence that statements are made of."""
_MARKUP = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|-[LR][RS]B-")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A statement about the first of some texts, and whether it is true."""

    kind: str
    text: str
    true: bool
    texts: tuple[str, ...]
    markers: tuple[int, ...] = (1,)
    title: str = "An article"


class Remembering:
    """Embeds each text once: many statements are about the same passages."""

    def __init__(self) -> None:
        self._embedder = load_embedder(DEFAULT_EMBEDDING)
        self._known: dict[str, np.ndarray] = {}
        self.name, self.fingerprint = self._embedder.name, self._embedder.fingerprint
        self.dimension = self._embedder.dimension

    def embed_documents(self, texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embedder.embed_documents(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_query(self, text: str) -> np.ndarray:
        return self.embed_documents([text])[0]


def main() -> None:
    """Read the arguments, check the claims, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["made", "claims", "wice"])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--judge")
    parser.add_argument("--show", action="append", default=[])
    given = parser.parse_args()
    rng = random.Random(7)
    read = {"made": _made, "claims": _human, "wice": _wice}[given.what]
    claims = [claim for file in given.files for claim in read(file, given, rng)]
    if given.what == "wice":
        _balanced(claims, _judge(given.judge))
    else:
        _table(claims, given.show, _judge(given.judge))


def _judge(name: str | None):
    if name is None:
        return None
    from rag.assembly.models import judge_of

    return judge_of(name)


def _made(file: Path, given: argparse.Namespace, rng: random.Random) -> Iterator[Claim]:
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    texts = [one["context"] for article in articles for one in article["paragraphs"]]
    vocabulary = Vocabulary.of(texts)
    chosen = [article for article in articles if _held_out(article["title"]) is given.held_out]
    every = [
        [
            name
            for one in article["paragraphs"][:8]
            for name in names(one["context"])
            if name.certain
        ]
        for article in articles
    ]
    for _ in range(given.sample):
        number = rng.randrange(len(chosen))
        paragraphs = chosen[number]["paragraphs"]
        at = rng.randrange(len(paragraphs))
        context = paragraphs[at]["context"]
        others = [one["context"] for one in rng.sample(paragraphs, min(8, len(paragraphs)))]
        hits = (context, *(one for one in others if one != context))[:8]
        elsewhere = [
            n
            for other in every
            if other is not every[articles.index(chosen[number])]
            for n in other
        ]
        maker = Maker(rng, vocabulary, context, elsewhere)
        sentences = [
            context[a:b] for a, b in sentence_spans(context) if _SHORTEST < b - a < _LONGEST
        ]
        if not sentences:
            continue
        title = chosen[number]["title"].replace("_", " ")
        yield from _about(rng.choice(sentences), maker, hits, title)
        yield from _answered(paragraphs[at]["qas"], rng, hits, title)


def _about(sentence: str, maker: Maker, texts: tuple[str, ...], title: str) -> Iterator[Claim]:
    for kind, text in maker.truths(sentence):
        yield Claim(kind=kind, text=text, true=True, texts=texts, title=title)
    yield Claim(kind="no marker", text=sentence, true=True, texts=texts, markers=(), title=title)
    for kind, text in maker.lies(sentence):
        yield Claim(kind=kind, text=text, true=False, texts=texts, title=title)
    if len(texts) > 1:
        yield Claim(
            kind="wrong marker", text=sentence, true=False, texts=texts, markers=(2,), title=title
        )


def _answered(qas: list, rng: random.Random, texts: tuple[str, ...], title: str) -> Iterator[Claim]:
    """Yield statements of people: a question about its subject with its answer, or a wrong one."""
    told = []
    for qa in qas:
        if qa.get("answers"):
            answer = qa["answers"][0]["text"]
            text = declared(qa["question"], answer)
            if text:
                told.append((qa["question"], answer, text))
    for question, answer, text in told[:1]:
        yield Claim(kind="asked", text=text, true=True, texts=texts, title=title)
        wrong = [
            name.text
            for name in names(texts[0])
            if name.certain and name.text not in question and name.text not in answer
            and answer not in name.text and answer[0].isupper()
        ]  # fmt: skip
        if wrong:
            lie = declared(question, rng.choice(wrong)) or ""
            yield Claim(kind="asked, wrong name", text=lie, true=False, texts=texts, title=title)


def _human(file: Path, given: argparse.Namespace, rng: random.Random) -> Iterator[Claim]:
    text = file.read_text(encoding="utf-8")
    records = json.loads(text) if file.suffix == ".json" else map(json.loads, text.splitlines())
    name = file.name.partition("-")[0]
    found = []
    for record in records:
        label = (record.get("label") or record["gold_label"]).upper()
        told = record.get("claim") or record["text"]
        if label not in {"SUPPORTS", "REFUTES"} or _held_out(told) is not given.held_out:
            continue
        true = label == "SUPPORTS"
        evidence, title = _evidence(record)
        # Some evidence only says "he": who reads it alone cannot know of whom.
        own = [one for one in names(told) if one.certain][:1]
        known = KnownNames.of([evidence, title])
        if not evidence or len(evidence) > 6000 or any(known.unknown(one) for one in own if true):
            continue
        claim = Claim(
            kind=f"{name} {label}", text=_unmarked(told), true=true, texts=(evidence,), title=title
        )
        found.append(claim)
    yield from rng.sample(found, min(given.sample, len(found)))


def _evidence(record: dict) -> tuple[str, str]:
    """Return the sentences that decide about a claim, and the title above them."""
    if "gold_evidence" in record:
        text = "\n".join(one["text"] for one in record["gold_evidence"])
        return text, record["wikipedia_page"]
    if isinstance(record["evidence"], str) and "\t" not in record["evidence"]:
        return _unmarked(record["evidence"]), ""
    if isinstance(record["evidence"], str):
        told = [line.partition("\t") for line in record["evidence"].splitlines()]
        titles = dict.fromkeys(title for title, _, _ in told)
        return "\n".join(_unmarked(text) for *_, text in told), ", ".join(titles)
    return "\n".join(map(_unmarked, record["evidence"])), ""


def _unmarked(text: str) -> str:
    text = _MARKUP.sub(lambda match: match[1] or {"L": "(", "R": ")"}[match[0][1]], text)
    text = text.replace("``", '"').replace("''", '"')
    return re.sub(r"\s+([.,;:!?)%]|'s\b)", r"\1", re.sub(r"([(])\s+", r"\1", text)).strip()


def _wice(file: Path, given: argparse.Namespace, rng: random.Random) -> Iterator[Claim]:
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield Claim(
            kind=record["label"],
            text=record["claim"],
            true=record["label"] == "supported",
            texts=("\n".join(record["evidence"]),),
        )


def _hits(claim: Claim) -> list[Hit]:
    hits = []
    for number, text in enumerate(claim.texts):
        article = Article(origin=str(number), path="a.txt", title=claim.title, text=text)
        for passage in split(article, size=1000):
            hits.append(Hit(rank=len(hits) + 1, score=0.5, passage=passage, article=article))
    return hits


def _check(claim: Claim, embedder, judge):
    hits = _hits(claim)
    first = [hit.rank for hit in hits if hit.article.origin == "0"]
    second = [hit.rank for hit in hits if hit.article.origin == "1"]
    cited = {(): [], (1,): first, (2,): second}[claim.markers]
    started = time.perf_counter()
    extra = {"judge": judge} if judge else {}
    verifier = Verifier(hits, question=claim.title, embedder=embedder, **extra)
    checked = verifier.check(MarkedSentence(text=claim.text, markers=tuple(cited)))
    return checked, time.perf_counter() - started


def _table(claims: list[Claim], shown: list[str], judge) -> None:
    embedder = Remembering()
    marked: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    seconds = []
    for claim in claims:
        checked, took = _check(claim, embedder, judge)
        seconds.append(took)
        verdict = checked.statement.verdict
        # A wrong marker that was put right was caught.
        caught = verdict in MARKED or (claim.kind == "wrong marker" and verdict is Verdict.REPAIRED)
        marked[claim.true, claim.kind].append(caught)
        if claim.kind in shown and caught is claim.true:
            print(f"--- {claim.kind}: {verdict}\n  {claim.text}")
            for finding in checked.findings:
                print("   ", finding.check, finding.weight.name, finding.reason)
            for citation in checked.citations[:2]:
                print("    quote:", citation.quote)
    for true in (True, False):
        print("true statements marked:" if true else "lies marked:")
        every = [
            one for (kind_true, _), ones in marked.items() if kind_true is true for one in ones
        ]
        for (kind_true, kind), ones in sorted(marked.items()):
            if kind_true is true:
                print(f"  {kind:20} {sum(ones):5} of {len(ones):5}  {np.mean(ones):6.1%}")
        print(f"  {'all':20} {sum(every):5} of {len(every):5}  {np.mean(every or [0]):6.1%}")
    print(
        f"median {np.median(seconds) * 1000:.1f} ms, "
        f"90th percentile {np.quantile(seconds, 0.9) * 1000:.1f} ms"
    )


def _balanced(claims: list[Claim], judge) -> None:
    embedder = Remembering()
    verdicts = [_check(claim, embedder, judge)[0].statement.verdict for claim in claims]
    print(f"{'balanced accuracy':45} all   without what is partly supported")
    for name, accepted in (
        ("verifier: supported", {Verdict.SUPPORTED, Verdict.REPAIRED}),
        ("verifier: supported or partial", {Verdict.SUPPORTED, Verdict.REPAIRED, Verdict.PARTIAL}),
    ):
        _line(name, claims, np.array([one in accepted for one in verdicts]))
    for name, best in (("best sentence", True), ("whole article", False)):
        scores = np.array([_overlap(one, best=best) for one in claims])
        truth = np.array([claim.true for claim in claims])
        cut = max(set(scores), key=lambda cut: _accuracy(truth, scores >= cut))
        _line(f"word overlap, {name}, best threshold", claims, scores >= cut)


def _line(name: str, claims: list[Claim], said: np.ndarray) -> None:
    truth = np.array([claim.true for claim in claims])
    clear = np.array([claim.kind != "partially_supported" for claim in claims])
    print(f"{name:45} {_accuracy(truth, said):.3f} {_accuracy(truth[clear], said[clear]):.3f}")


def _overlap(claim: Claim, *, best: bool) -> float:
    wanted = set(content_stems(claim.text))
    (text,) = claim.texts
    pieces = text.splitlines() if best else [text]
    return max(len(wanted & set(content_stems(piece))) / len(wanted) for piece in pieces)


def _accuracy(truth: np.ndarray, said: np.ndarray) -> float:
    return float(np.mean([said[truth].mean(), (~said[~truth]).mean()]))


def _held_out(key: str) -> bool:
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 1


if __name__ == "__main__":
    main()
