"""Test sets: our own JSONL, CSV with a header, SQuAD JSON files and BEIR folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from index.articles import Article
from rag.evaluation.testsets import beir, squad, tabular
from rag.evaluation.testsets.cases import Case, Evidence
from rag.evaluation.testsets.records import NonBlank, checked, read_lines, reject


class _EvidenceRecord(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    article: NonBlank
    quote: NonBlank | None = None


class _QuestionRecord(BaseModel):
    """What our own test-set format says of a question; further keys are kept."""

    model_config = ConfigDict(extra="allow", strict=True)

    id: NonBlank | None = None
    question: NonBlank | None = None
    answers: tuple[NonBlank, ...] = ()
    answerable: bool = True
    evidence: tuple[_EvidenceRecord, ...] = ()
    history: tuple[NonBlank, ...] = ()
    standalone: NonBlank | None = None
    tags: tuple[NonBlank, ...] = ()


class _CaseRecord(_QuestionRecord):
    """One line of our own format: a question, or the turns of a conversation."""

    turns: tuple[_QuestionRecord, ...] = ()


def load_cases(path: Path) -> list[Case]:
    """Return every case of a test set (see ``format_of``).

    A case of ours without an id is called ``q`` and its line. A line with ``turns`` is a
    conversation: each turn is a case whose history are the questions before it, called by the
    conversation's id and the turn's number. What a line says beyond that is kept as ``extra``. The
    whole set is checked before this returns: what cannot be read, a duplicate id or a set without
    a case raises ``TestSetError``.
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
        for case in _cases_of_line(path, record, line):
            if case.id in line_of:
                reject(path, f"{case.id!r} is line {line_of[case.id]}'s", line=line, field="id")
            line_of[case.id] = line
            cases.append(case)
    return cases


def _cases_of_line(path: Path, record: _CaseRecord, line: int) -> Iterator[Case]:
    """Yield the case of a line, or those of its turns, which the conversation's tags are put on."""
    if not record.turns:
        yield _case(path, record, record.id or f"q{line}", record.history, line)
        return
    if record.question is not None:
        reject(path, "stands beside turns; a line has one of the two", line=line, field="question")
    earlier = record.history
    for number, turn in enumerate(record.turns, start=1):
        case = _case(path, turn, turn.id or f"{record.id or f'q{line}'}-{number}", earlier, line)
        yield replace(case, tags=tuple(dict.fromkeys((*record.tags, *case.tags))))
        earlier = (*earlier, case.question)


def _case(
    path: Path, record: _QuestionRecord, name: str, history: tuple[str, ...], line: int
) -> Case:
    if record.question is None:
        reject(path, "is missing", line=line, field="question")
    return Case(
        id=name,
        question=record.question,
        answers=record.answers,
        answerable=record.answerable,
        evidence=tuple(Evidence(article=one.article, quote=one.quote) for one in record.evidence),
        history=history,
        standalone=record.standalone or "",
        tags=record.tags,
        extra=record.model_extra or {},
    )
