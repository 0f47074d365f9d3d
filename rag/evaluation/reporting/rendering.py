"""Pages: one file with everything in it, which asks no network for anything.

A page may run the one script and use the one stylesheet whose digests stand in its content
security policy, and load nothing. Templates escape whatever is put into them unless it is markup.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index.text.visible import plain
from rag.evaluation.metrics.measures import BY_NAME, DEPTH
from rag.evaluation.reporting import plots, wording

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_BREAK = re.compile(r"\s*\n\s*")


def rendered(
    name: str, *, script: str = "", data: str = "", times: str = "", **parts: object
) -> str:
    """Return the template ``name`` with the style, its policy and these parts.

    ``script`` is a file beside the templates. ``data`` and ``times`` are JSON that is fit to stand
    in a script element.
    """
    style, code = template("report.css"), template(script) if script else ""
    allowed = {"style-src": style} | ({"script-src": code} if code else {})
    policy = [
        "default-src 'none'",
        *(f"{directive} '{_digest(content)}'" for directive, content in allowed.items()),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    ours = {
        "policy": "; ".join(policy),
        "style": style,
        "script": code,
        "data": data,
        "times": times,
    }
    marked = {key: _markup(value) for key, value in ours.items()}
    return _environment().get_template(f"{name}.html").render(**parts, **marked)


@cache
def template(name: str) -> str:
    """Return the text of a file beside the templates."""
    return (files(__package__) / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    # Inside, for not every evaluation writes a report, and a comparison rarely does.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(str(__package__)),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "counted": wording.counted,
        "interval": wording.interval,
        "number": wording.number,
        "seconds": wording.seconds,
        "slug": lambda text: text.replace(",", "").replace(" ", "-"),
        "one_line": lambda text: _markup(_BREAK.sub("", text)),
    }
    environment.globals |= {
        "grouped": wording.grouped,
        "headlines": wording.headlines,
        "losses": wording.losses,
        "meaning_of": wording.meaning_of,
        "measures": BY_NAME,
        "plots": plots,
        "ranking": wording.ranking,
        "rankings": wording.RANKINGS,
        "sections": wording.sections,
        "waterfall": wording.waterfall,
        "dash": wording.UNDEFINED,
        "depth": DEPTH,
    }
    return environment


def _visible(value: object) -> object:
    """Return what is put into a template, without what a reader could not see or UTF-8 refuses."""
    return plain(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)


def _digest(content: str) -> str:
    """Return what a policy names a script or a style by."""
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
