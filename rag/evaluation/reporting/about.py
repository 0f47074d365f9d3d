"""What the run was made with: enough to make it again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rag.evaluation.reporting.markup import Markup, joined, tag
from rag.evaluation.reporting.wording import counted
from rag.evaluation.runs.run import Run


def about(run: Run) -> Markup:
    """Return test set, articles, models, settings and versions, without any time."""
    made = [
        ("test set", f"{run.testset.path} ({run.testset.format})"),
        ("its fingerprint", run.testset.fingerprint),
        ("articles", run.articles.place),
        ("their fingerprint", run.articles.fingerprint),
        ("embedding model", run.models.embedding),
        ("its fingerprint", run.models.embedding_fingerprint),
        ("answered by", run.models.answering),
        ("prompts", run.models.prompts),
        ("seed", str(run.seed)),
        ("bootstrap", counted(run.resamples, "resample")),
    ]
    settings = [(name, _setting(value)) for name, value in run.settings.items()]
    parts = [
        _list("This run", made),
        _list("Settings", settings),
        _list("Versions", run.versions.items()),
    ]
    if run.judge is not None:
        lenient = " (the model that answered)" if run.judge.same_as_answering else ""
        parts.append(
            tag(
                "section",
                tag("h3", "Judge"),
                tag("p", f"{run.judge.model}{lenient}, with this prompt:"),
                tag("pre", run.judge.prompt),
            )
        )
    return joined(parts)


def started(run: Run) -> Markup:
    """Return when the run was and how long it took; nothing where that is not known."""
    if run.times is None:
        return Markup()
    return tag("p", f"Started {run.times.started}, {run.times.seconds:.0f} s of asking.")


def _list(heading: str, pairs: Iterable[tuple[str, str]]) -> Markup:
    entries = [[tag("dt", name), tag("dd", value)] for name, value in pairs if value]
    return tag("section", tag("h3", heading), tag("dl", entries))


def _setting(value: object) -> str:
    """Return a setting with where it came from."""
    if isinstance(value, dict) and {"value", "from"} <= value.keys():
        return f"{_written(value['value'])}  ({value['from']})"
    return _written(value)


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
