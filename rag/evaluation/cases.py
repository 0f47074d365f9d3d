"""Loads test sets: our own JSONL, SQuAD JSON files and BEIR folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.articles import Article
from rag.evaluation import beir, squad
from rag.evaluation.gold import Case, Evidence
from rag.evaluation.records import NonBlank, read_lines, reject

__all__ = ["Case", "Evidence", "articles_of", "load_cases"]


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
    """Return every case of a test set.

    A folder is read as BEIR, a ``.json`` file as SQuAD 1.1 or 2.0, any other file as our JSONL,
    where a case without an id is called ``q`` and its line. The whole set is checked before this
    returns: what cannot be read, an unknown field, a duplicate id or a set without a case raises
    ``TestSetError``.
    """
    if path.is_dir():
        cases = beir.cases(path)
    elif _is_squad(path):
        cases = squad.cases(path)
    else:
        cases = _cases_of_lines(path)
    if not cases:
        reject(path, "holds no question", hint='Write one object a line: {"question": "..."}.')
    return cases


def articles_of(path: Path) -> Iterator[Article] | None:
    """Return the articles a test set brings with it, or ``None`` where it brings none.

    SQuAD's paragraphs and BEIR's documents are articles, one each, and the evidence of the
    set's cases matches them.
    """
    if path.is_dir():
        return beir.articles(path)
    return squad.articles(path) if _is_squad(path) else None


def _is_squad(path: Path) -> bool:
    return path.suffix.lower() == ".json"


def _cases_of_lines(path: Path) -> list[Case]:
    cases: list[Case] = []
    line_of: dict[str, int] = {}
    for line, record in read_lines(path, _CaseRecord):
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
