"""Writes a run as a folder: ``run.json``, ``results.jsonl`` and ``report.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rag.errors import SettingsError
from rag.evaluation.results import CaseResult
from rag.evaluation.summary import Summary, as_json

FORMAT = 1
"""Of the files; grows when a reader of the old ones would misread the new."""


def write_results(
    folder: Path,
    results: Iterable[CaseResult],
    summary: Summary,
    settings: Mapping[str, object],
) -> None:
    """Write a run into ``folder``, which is made where it is missing.

    - ``run.json``: the settings and the summary;
    - ``results.jsonl``: one object a case;
    - ``report.md``: the summary to read.

    A file that is there is replaced, all three only once all are written in full: an interruption
    leaves no half a file. Two equal runs differ in the values under ``times``, and in the line of
    the report that gives them. Raises ``SettingsError`` where the folder cannot be written to.
    """
    run = {"format": FORMAT, "settings": settings, "summary": as_json(summary)}
    contents = {
        "results.jsonl": "".join(_line(result.as_json()) for result in results),
        "report.md": as_markdown(summary),
        "run.json": json.dumps(run, indent=2, ensure_ascii=False, default=str) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder, contents)
    except OSError as error:
        raise SettingsError(
            f"the results cannot be written to {str(folder)!r} ({error.strerror})",
            hint="Name a folder that can be written to.",
        ) from error


def _line(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _replace(folder: Path, contents: Mapping[str, str]) -> None:
    """Put the files in place, in order, after all have been written beside their places."""
    drafts = {folder / f".{name}.draft": folder / name for name in contents}
    try:
        for draft, text in zip(drafts, contents.values(), strict=True):
            # A lone surrogate, which UTF-8 refuses, becomes its JSON escape.
            draft.write_bytes(text.encode("utf-8", "backslashreplace"))
        for draft, place in drafts.items():
            draft.replace(place)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def as_markdown(summary: Summary) -> str:
    """Return the summary as a Markdown page of tables."""
    counts = summary.counts
    blocks = [
        "# Evaluation",
        f"{counts.cases} cases: {counts.answerable} answerable, {counts.unanswerable} not; "
        f"{counts.answered} answered, {counts.not_answered} not.",
    ]
    for heading, figures in summary.sections():
        rows = [(figure.name, shown(figure.value), str(figure.n)) for figure in figures]
        blocks += [f"## {heading}", _table(("measure", "value", "n"), rows)]
    if summary.tags:
        rows_by_tag = [
            (tag.tag, str(tag.n), shown(tag.hit_at_1), shown(tag.containment), shown(tag.abstained))
            for tag in summary.tags
        ]
        header = ("tag", "n", "hit@1", "containment", "abstained")
        blocks += ["## By tag", _table(header, rows_by_tag)]
    latency = summary.latency
    blocks.append(f"Seconds a question: p50 {shown(latency.p50)}, p95 {shown(latency.p95)}.")
    return "\n\n".join(blocks) + "\n"


def shown(value: float | None) -> str:
    """Return a figure with three decimals, ``-`` where it is undefined."""
    return "-" if value is None else f"{value:.3f}"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose columns after the first are aligned to the right."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
