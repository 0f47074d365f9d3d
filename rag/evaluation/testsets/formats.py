"""Test sets: our own JSONL, CSV with a header, SQuAD JSON files and BEIR folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.articles import Article
from rag.evaluation.testsets import beir, squad, tabular
from rag.evaluation.testsets.cases import Case, Evidence
from rag.evaluation.testsets.records import NonBlank, checked, read_lines, reject


class _EvidenceRecord(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    article: NonBlank
    quote: NonBlank | None = None


class _CaseRecord(BaseModel):
    """One line of our own test-set format."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: NonBlank | None = None
    question: NonBlank
    answers: tuple[NonBlank, ...] = ()
    answerable: bool = True
    evidence: tuple[_EvidenceRecord, ...] = ()
    history: tuple[NonBlank, ...] = ()
    tags: tuple[NonBlank, ...] = ()


def load_cases(path: Path) -> list[Case]:
    """Return every case of a test set (see ``format_of``).

    A case of ours without an id is called ``q`` and its line. The whole set is checked before this
    returns: what cannot be read, an unknown field, a duplicate id or a set without a case raises
    ``TestSetError``.
    """
    match format_of(path):
        case "beir":
            cases = beir.cases(path)
        case "squad":
            cases = squad.cases(path)
        case "csv":
            rows = tabular.rows(path)
            cases = _cases_of(
                path, ((line, checked(path, row, _CaseRecord, line=line)) for line, row in rows)
            )
        case _:
            cases = _cases_of(path, read_lines(path, _CaseRecord))
    if not cases:
        reject(path, "holds no question", hint='Write one object a line: {"question": "..."}.')
    return cases


def format_of(path: Path) -> str:
    """Return ``beir`` (a folder), ``squad`` (.json), ``csv`` (.csv, .tsv) or else ``jsonl``."""
    if path.is_dir():
        return "beir"
    return {".json": "squad", ".csv": "csv", ".tsv": "csv"}.get(path.suffix.lower(), "jsonl")


def articles_of(path: Path) -> Iterator[Article] | None:
    """Return the articles a test set brings with it, or ``None`` where it brings none.

    SQuAD's paragraphs and BEIR's documents are articles, one each, and the evidence of the
    set's cases matches them.
    """
    match format_of(path):
        case "beir":
            return beir.articles(path)
        case "squad":
            return squad.articles(path)
        case _:
            return None


def _cases_of(path: Path, records: Iterable[tuple[int, _CaseRecord]]) -> list[Case]:
    cases: list[Case] = []
    line_of: dict[str, int] = {}
    for line, record in records:
        case = _case(record, line)
        if case.answers and not case.answerable:
            reject(
                path,
                "is false, yet the case has answers",
                line=line,
                field="answerable",
                hint="Drop one of the two.",
            )
        if case.id in line_of:
            reject(path, f"{case.id!r} is line {line_of[case.id]}'s", line=line, field="id")
        line_of[case.id] = line
        cases.append(case)
    return cases


def _case(record: _CaseRecord, line: int) -> Case:
    return Case(
        id=record.id or f"q{line}",
        question=record.question,
        answers=record.answers,
        answerable=record.answerable,
        evidence=tuple(Evidence(article=one.article, quote=one.quote) for one in record.evidence),
        history=record.history,
        tags=record.tags,
    )
