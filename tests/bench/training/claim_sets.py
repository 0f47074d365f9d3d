"""Reads the sets of claims with the evidence that supports them or does not."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from training.evidence import gathered
from training.examples import Claim
from training.files import opened, read_json, read_lines
from training.sets import untokenised

HELD_OUT_DOMAINS = frozenset({"ectsum", "scitldr"})
"""Of SummEdits: never learnt from, like all of QASem's summaries."""

_LINK = re.compile(r"\[\[[^|\]]*\|([^\]]*)\]\]|\[\[([^\]]*)\]\]")
_REFERENCE = re.compile(r"\s*\[\d+\]")
_ADDRESS = re.compile(r"^\s*(?:\[\d+\])?\s*(?:https?://\S+)?\s*")


def all_claims(train: Path) -> Iterator[Claim]:
    """Yield the claims that are learnt from in the folder ``train``; long evidence is gathered."""
    yield from fact_checks(train / "verify")
    for path in sorted((train / "verify-aggrefact").glob("*.gz")):
        yield from summaries(path, claim="claim", document="document", source="aggrefact")
    yield from edited_by_machine(train / "verify-summedits")
    for path in sorted((train / "verify-fib").glob("*.gz")):
        yield from two_choices(path)
    yield from edited_summaries(train / "verify-bump" / "task1_dataset.json")
    for path in sorted((train / "verify-expertqa").glob("*.gz")):
        yield from cited_answers(path)
    stances = train / "verify-factcheck-gpt" / "subtask3_claim_evidence_stance.jsonl.gz"
    yield from search_results(stances)
    yield from symmetric(train / "verify-fever-symmetric" / "fever_symmetric_dev.jsonl")
    for path in sorted((train / "verify-dialog-factual").glob("*.gz")):
        yield from chat_answers(path)


def held_out_claims(train: Path, data: Path) -> Iterator[Claim]:
    """Yield the claims that are only for measuring, of the folders ``train`` and ``data``."""
    yield from whole_articles(data / "wice" / "claim_dev.jsonl")
    for one in symmetric(data / "verify-fever-symmetric" / "fever_symmetric_test.jsonl"):
        yield replace(one, source="symmetric-test")
    yield from edited_by_machine(train / "verify-summedits", held_out=True)
    for path in sorted((train / "verify-qasem").glob("*.jsonl")):
        yield from marked_summaries(path)


def fact_checks(folder: Path) -> Iterator[Claim]:
    """Yield the claims of FEVER, FEVEROUS and Fool Me Twice with their evidence."""
    for name in ("fever-test", "fever-validation"):
        for record in read_lines(folder / f"{name}.jsonl"):
            evidence = untokenised(" ".join(record["evidence"]))
            yield claim_of(record["claim"], evidence, _says_so(record["label"]), "fever")
    for record in read_json(folder / "feverous-dev.json"):
        evidence = _LINK.sub(lambda link: link[1] or link[2], record["evidence"])
        lines = (line.partition("\t")[2] or line for line in evidence.split("\n"))
        yield claim_of(record["claim"], " ".join(lines), _says_so(record["label"]), "feverous")
    for record in read_lines(folder / "foolmetwice-dev.jsonl"):
        evidence = " ".join(one["text"] for one in record["gold_evidence"])
        yield claim_of(record["text"], evidence, _says_so(record["label"]), "foolmetwice")


def summaries(path: Path, *, claim: str, document: str, source: str) -> Iterator[Claim]:
    """Yield summaries that people judged: label 1 is consistent with the document."""
    for record in read_json(path):
        yield claim_of(record[claim], record[document], record["label"] == 1, source)


def edited_by_machine(folder: Path, *, held_out: bool = False) -> Iterator[Claim]:
    """Yield SummEdits' summaries, or those of the domains that are held out."""
    for path in sorted(folder.glob("*.gz")):
        domain = path.name.removeprefix("summedits_").partition(".")[0]
        if (domain in HELD_OUT_DOMAINS) is held_out:
            source = f"summedits-{domain}" if held_out else "summedits"
            yield from summaries(path, claim="summary", document="doc", source=source)


def two_choices(path: Path) -> Iterator[Claim]:
    """Yield FIB's pairs: of two summaries of a document one is consistent."""
    for record in read_lines(path):
        for number, choice in enumerate(record["list_choices"]):
            yield claim_of(choice, record["input"], number == record["lbl"], "fib")


def edited_summaries(path: Path) -> Iterator[Claim]:
    """Yield BUMP's pairs: a summary and what people made false of it by one edit."""
    for record in read_json(path):
        yield claim_of(record["reference_summary"], record["article"], True, "bump")
        yield claim_of(record["edited_summary"], record["article"], False, "bump")


def cited_answers(path: Path) -> Iterator[Claim]:
    """Yield ExpertQA's sentences with evidence, judged complete or less."""
    for record in read_lines(path):
        for answer in record["answers"].values():
            for said in answer["claims"]:
                if not said["evidence"] or said["support"] not in {
                    "Complete",
                    "Partial",
                    "Incomplete",
                }:
                    continue
                evidence = " ".join(_ADDRESS.sub("", one) for one in said["evidence"])
                text = _REFERENCE.sub("", said["claim_string"])
                if evidence.strip():  # of some there is only an address
                    yield claim_of(text, evidence, said["support"] == "Complete", "expertqa")


def search_results(path: Path) -> Iterator[Claim]:
    """Yield Factcheck-GPT's claims with a snippet each; only complete support counts."""
    for record in read_lines(path):
        supported = record["stance"] == "completely-support"
        yield claim_of(record["claim"], record["evidence"], supported, "factcheck-gpt")


def symmetric(path: Path) -> Iterator[Claim]:
    """Yield FEVER Symmetric's claims, which cannot be decided without their evidence."""
    for record in read_lines(path):
        label = _says_so(record["gold_label"])
        yield claim_of(record["claim"], untokenised(record["evidence"]), label, "symmetric")


def chat_answers(path: Path) -> Iterator[Claim]:
    """Yield chat answers that can be verified, with the sentence they should come from."""
    with opened(path) as lines:
        for record in csv.DictReader(lines):
            if record["Verifiable"] == "y" and record["Hallucination"] in {"Yes", "No"}:
                supported = record["Hallucination"] == "No"
                yield claim_of(record["response"], record["knowledge"], supported, "dialog")


def whole_articles(path: Path) -> Iterator[Claim]:
    """Yield WiCE's claims with the whole cited article; what is partly supported is not."""
    for record in read_lines(path):
        evidence = " ".join(record["evidence"])
        yield claim_of(record["claim"], evidence, record["label"] == "supported", "wice")


def marked_summaries(path: Path) -> Iterator[Claim]:
    """Yield the sentences of QASem's summaries; of a true one most judges mark no part as wrong."""
    for record in read_lines(path):
        evidence = untokenised(" ".join(record["source"]))
        for number, words in enumerate(record["summary"]):
            marks = [one["annotations"] for one in record["qas"] if one["sent_id"] == number]
            if marks:
                supported = all(2 * sum(wrong) <= len(wrong) for wrong in marks)
                yield claim_of(" ".join(words), evidence, supported, "qasem")


def claim_of(text: str, evidence: str, supported: bool, source: str) -> Claim:
    """Return the claim with as much of its evidence as the network can read."""
    text = untokenised(text)
    return Claim(text=text, evidence=gathered(text, evidence), supported=supported, source=source)


def _says_so(label: str) -> bool:
    return label.casefold() in {"supports", "supported"}
