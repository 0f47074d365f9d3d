"""The cases as data for the page: compact, each article and passage once.

What repeats is replaced by its position in a list, and what is empty is left out; ``report.js``
reads the result. Offsets are turned from characters into UTF-16 units, in which a browser counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from index.text.visible import in_place
from rag.evaluation.metrics.measures import MEASURES
from rag.evaluation.outcomes import Outcome
from rag.evaluation.results import (
    CaseResult,
    CitationResult,
    EvidenceResult,
    PassageResult,
    StatementResult,
)

_SURROGATE = re.compile("[\ud800-\udfff]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_OUTCOMES = {outcome: number for number, outcome in enumerate(Outcome)}

Item = TypeVar("Item", bound=Hashable)


def payload(results: Sequence[CaseResult]) -> str:
    """Return the cases as JSON that can stand in a script element, a case a line.

    It holds no times, so that equal runs have equal lines.
    """
    pool = _Pool()
    cases = [pool.case(result) for result in results]
    parts: dict[str, Sequence[object]] = {
        "measures": [
            [one.name, str(one.section), one.meaning, int(one.lower_is_better)] for one in MEASURES
        ],
        "outcomes": [str(outcome) for outcome in Outcome],
        "articles": pool.articles.items,
        "passages": pool.passages.items,
        "cases": cases,
    }
    return "{" + ",\n".join(f'"{name}":{_lines(values)}' for name, values in parts.items()) + "}"


def times(results: Iterable[CaseResult]) -> str:
    """Return the seconds of each case, ``null`` where they are not known, as JSON."""
    return script_json([round(one.times.seconds, 4) if one.times else None for one in results])


class _Numbered(Generic[Item]):
    """Things in the order in which they first came."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, item: Item) -> int:
        """Return the item's position; ``key`` says which ones are the same."""
        if key not in self._numbers:
            self._numbers[key] = len(self.items)
            self.items.append(item)
        return self._numbers[key]


class _Pool:
    def __init__(self) -> None:
        self.articles: _Numbered[tuple[str | None, ...]] = _Numbered()
        self.passages: _Numbered[tuple[int, str]] = _Numbered()

    def case(self, result: CaseResult) -> dict[str, Any]:
        """Return a case; what the page would show as empty anyway is left out."""
        stated = " ".join(statement.text for statement in result.statements)
        values = {
            "id": result.id,
            "q": result.question,
            "h": result.history,
            "s": result.standalone_question if result.standalone_question != result.question else 0,
            "tags": result.tags,
            "kind": result.kind,
            "gold": result.gold_answers,
            "un": int(not result.answerable),
            "ev": [_evidence(one) for one in result.evidence],
            "ans": int(result.answered),
            "a": result.answer if result.answer != stated else 0,
            "sa": result.short_answer,
            "ca": [
                [one.text, round(one.confidence, 3), _tri(one.holds_answer)]
                for one in result.candidates
            ],
            "c": round(result.confidence, 3),
            "st": [_statement(one) for one in result.statements],
            "ci": [self._citation(one) for one in result.citations],
            "p": [self._passage(one, result.citations) for one in result.passages],
            "w": result.warnings,
            "o": _OUTCOMES[result.outcome],
            "r": result.rank,
            "m": [_short(result.metrics.get(one.name)) for one in MEASURES],
            "f": [str(flag) for flag in result.flags],
            "e": result.error,
            "j": [_short(result.judgement.score), result.judgement.reply]
            if result.judgement
            else 0,
        }
        return {key: value for key, value in values.items() if value or key == "c"}

    def _citation(self, one: CitationResult) -> list[Any]:
        about = (one.title, one.source, one.published, one.path)
        return [
            one.marker,
            self.articles.number((one.article_id, about), about),
            one.line,
            one.quote,
            one.verdict,
            int(one.exists),
            _tri(one.from_evidence),
            one.url if one.url and one.url.startswith(("https://", "http://")) else 0,
        ]

    def _passage(self, one: PassageResult, citations: Sequence[CitationResult]) -> list[Any]:
        about = (one.title, one.source, one.published, one.path)
        article = self.articles.number((one.article_id, about), about)
        units = _Units(in_place(one.text))
        quotes = [
            [*units.span(cited.start - one.start, cited.end - one.start), cited.marker]
            for cited in citations
            if cited.article_id == one.article_id
            and max(cited.start, one.start) < min(cited.end, one.end)
        ]
        return [
            self.passages.number((one.passage_id, one.text), (article, one.text)),
            round(one.score, 3),
            _tri(one.relevant),
            [units.span(start, end) for start, end in one.evidence],
            quotes,
        ]


class _Units:
    """Offsets into a text, counted in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = _ASTRAL.search(text) is None

    def span(self, start: int, end: int) -> list[int]:
        """Return a span, cut to the text."""
        return [self._at(max(0, start)), self._at(min(len(self._text), end))]

    def _at(self, offset: int) -> int:
        if self._plain:
            return offset
        return offset + len(_ASTRAL.findall(self._text[:offset]))


def _evidence(one: EvidenceResult) -> list[Any]:
    return [one.article, one.quote, int(bool(one.article_ids)), _tri(one.quote_found)]


def _statement(one: StatementResult) -> list[Any]:
    return [one.text, one.markers, one.verdict, int(one.supported)]


def _short(value: float | None) -> float | None:
    """Return a value with three decimals; 0 and 1, which most are, without any."""
    if value is None:
        return None
    return int(value) if value in (0, 1) else round(value, 3)


def _tri(value: bool | None) -> int | None:
    return None if value is None else int(value)


def _lines(values: Sequence[object]) -> str:
    return "[\n" + ",\n".join(map(script_json, values)) + "\n]"


def _shown(value: object) -> object:
    if isinstance(value, str):
        return in_place(value)
    if isinstance(value, Mapping):
        return {name: _shown(one) for name, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


def script_json(value: object) -> str:
    """Return compact JSON in which nothing can end the script element it stands in.

    Characters that are not seen, or turn others around, are marks that show nothing.
    """
    written = json.dumps(_shown(value), ensure_ascii=False, separators=(",", ":"))
    written = written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
