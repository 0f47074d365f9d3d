"""``report.html``: one file with everything in it, which asks no network for anything.

The page may run the one script and use the one stylesheet whose digests stand in its content
security policy, and load nothing. Cases are data in an element that is not executed; the script
puts them on the page as text.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template

from rag.evaluation.reporting import about, overview
from rag.evaluation.reporting.markup import Markup, tag, text
from rag.evaluation.reporting.payload import payload, times
from rag.evaluation.results import CaseResult
from rag.evaluation.runs.run import Run


def as_html(run: Run, results: Sequence[CaseResult]) -> str:
    """Return the page; all that differs between equal runs is on lines of its own."""
    summary = run.summary
    by_tag = overview.groups("tag", summary.by_tag) if summary and summary.by_tag else Markup()
    by_kind = overview.groups("kind", summary.by_kind) if summary and summary.by_kind else Markup()
    return filled(
        "report",
        title=text(f"{run.testset.path} – Dateline evaluation"),
        heading=overview.heading(run),
        tiles=overview.tiles(run),
        outcomes=overview.outcomes(results),
        curves=overview.curves(summary) if summary else Markup(),
        latency=overview.latency(run, results),
        figures=overview.figures(summary) if summary else Markup(),
        tags=tag("h3", "By tag") + by_tag if by_tag else "",
        kinds=tag("h3", "By kind of question") + by_kind if by_kind else "",
        about=about.about(run),
        started=about.started(run),
        data=payload(results),
        times=times(results),
        script=template("report.js"),
    )


def filled(name: str, **parts: str) -> str:
    """Return the template ``name`` with the style, its policy and these parts of HTML.

    The style, and the script where one is among the parts, are all that the page may use.
    """
    style = template("report.css")
    allowed = {"style-src": style} | ({"script-src": parts["script"]} if "script" in parts else {})
    policy = [
        "default-src 'none'",
        *(f"{directive} '{_digest(content)}'" for directive, content in allowed.items()),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    page = Template(template(f"{name}.html"))
    # One pass: a ``$name`` in an article's text stays what it is.
    return page.substitute(parts, style=style, policy="; ".join(policy))


@cache
def template(name: str) -> str:
    """Return the text of a file beside this module."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


def _digest(content: str) -> str:
    """Return what a policy names a script or a style by."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
