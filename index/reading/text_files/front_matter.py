"""Front matter: the fields above a text, in YAML, TOML or JSON.

People write titles as they come, with colons, brackets and quotation marks that YAML gives a
meaning. Where YAML refuses, each line is a field of its own, and a note says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from index.errors import importing
from index.reading.metadata import TITLE

_YAML_FENCE = "---"
_YAML_ENDS = (_YAML_FENCE, "...")
_TOML_FENCE = "+++"

_FIELD = re.compile(r"(?P<name>[^\W\d][\w .-]{0,40}?)\s*[:=](?:\s+(?P<value>.*))?")
_QUOTED = re.compile(
    r"\"(?P<double>(?!\w[^\"']*[\"']\W).*)\"|'(?P<single>(?:[^']|''|(?<=\w)'(?=\w))*)'"
)
"""Quoted as a whole, and not only at its beginning and its end: "No" says "Bo"."""
_ITEMS = re.compile(r"\[(?P<inside>.*)\]")
_NAME_IN_OBJECT = re.compile(r"\bname\s*:\s*(?P<name>[^,{}]+)", re.IGNORECASE)
_NAME = re.compile(r"^name\s*:\s+")
"""Of a person in a list of them."""
_OWN = ("extra", "params")
_COMMENT = re.compile(r"\s#(?:\s.*|$)")
"""YAML takes "#1" for one too, which in a title is a number."""
_QUOTES_AND_BLOCKS = "\"'|>"


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """The fields above a text."""

    fields: dict[str, object] = field(default_factory=dict)
    body: int = 0
    """The index of the first line below them."""
    notes: tuple[str, ...] = ()


def front_matter(lines: Sequence[str]) -> FrontMatter:
    """Return the fields above a text, none where it begins at once."""
    first = lines[0].rstrip()
    if first == _YAML_FENCE:
        return _fenced(lines, _YAML_ENDS, _from_yaml)
    if first == _TOML_FENCE:
        return _fenced(lines, (_TOML_FENCE,), _from_toml)
    if first.startswith("{"):
        return _json_object(lines)
    return FrontMatter()


Read = Callable[[list[str]], tuple[dict[str, object] | None, tuple[str, ...]]]


def _fenced(lines: Sequence[str], fences: tuple[str, ...], read: Read) -> FrontMatter:
    ends = (n for n, line in enumerate(lines[1:], 1) if line.rstrip() in fences)
    end = next(ends, None)
    if end is None:  # a thematic break
        return FrontMatter()
    fields, notes = read(list(lines[1:end]))
    if fields is None:  # prose between two breaks
        return FrontMatter()
    return FrontMatter(fields=_with_own(fields), body=end + 1, notes=notes)


def _with_own(fields: dict[str, object]) -> dict[str, object]:
    """Return ``fields`` with those in the tables that site generators leave to their users."""
    own: dict[str, object] = {}
    for table in map(fields.get, _OWN):
        if isinstance(table, dict):
            own |= {str(name): _as_text(value) for name, value in table.items()}
    return {**own, **fields}


def _from_yaml(source: list[str]) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    with importing("pyyaml"):
        import yaml

    try:
        # BaseLoader makes every scalar a string, so that the title "No" stays one and an
        # impossible date is a date to ignore, not an exception.
        fields = yaml.load("\n".join(source), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 2}: " if mark else ""
        return _field_by_field(source, where, f"{error.problem or error.context}", "YAML")
    except (yaml.YAMLError, RecursionError) as error:
        return _field_by_field(source, "", " ".join(str(error).split()), "YAML")
    if fields is None or fields == "":
        return {}, ()
    return (_with_typed_titles(fields, source), ()) if isinstance(fields, dict) else (None, ())


def _from_toml(source: list[str]) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    import tomllib

    try:
        fields = tomllib.loads("\n".join(source))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _field_by_field(source, "", str(error), "TOML")
    # Dates are objects in TOML, and text to whoever reads fields.
    return {name: _as_text(value) for name, value in fields.items()}, ()


def _as_text(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _json_object(lines: Sequence[str]) -> FrontMatter:
    """Return the fields of an object that ends with its line, where a text follows."""
    text = "\n".join(lines)
    try:
        fields, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return FrontMatter()
    rest = text[end:]
    if not isinstance(fields, dict) or not rest.strip() or rest.split("\n", 1)[0].strip():
        return FrontMatter()
    return FrontMatter(fields=fields, body=text.count("\n", 0, end) + 1)


def _field_by_field(
    source: list[str], where: str, problem: str, language: str
) -> tuple[dict[str, object] | None, tuple[str, ...]]:
    """Return what the lines say one by one, ``None`` where most are no fields."""
    fields = dict(_fields(source))
    named = sum(bool(_FIELD.fullmatch(line)) for line in source)
    if not fields or 2 * named < sum(bool(line.strip()) for line in source):
        return None, ()
    said = f"{where}its front matter is not valid {language} ({problem})"
    return fields, (f"{said}; it was read field by field",)


def _fields(source: list[str]) -> Iterator[tuple[str, object]]:
    name, parts = "", list[str]()
    for line in source:
        match = _FIELD.fullmatch(line.strip()) if not line.startswith(("  ", "- ")) else None
        if match:
            if name:
                yield name, _value(parts)
            name, parts = match["name"], [match["value"] or ""]
        elif line.strip() and not line.startswith("#"):
            parts.append(line.strip())
    if name:
        yield name, _value(parts)


def _value(parts: list[str]) -> object:
    """Return the value of a field, given its line and the lines that continue it."""
    first, following = parts[0].strip(), parts[1:]
    if not first and following and all(part.startswith("-") for part in following):
        return [_unquoted(part.removeprefix("-").strip()) for part in following]
    if first in {"|", ">", "|-", ">-"}:
        first = ""
    whole = _COMMENT.sub("", " ".join([first, *following])).strip()
    if whole.startswith("{") and (inside := _NAME_IN_OBJECT.search(whole)):
        return _unquoted(inside["name"])
    items = _ITEMS.fullmatch(whole)
    return [_unquoted(item) for item in items["inside"].split(",")] if items else _unquoted(whole)


def _unquoted(value: str) -> str:
    value = _NAME.sub("", value.strip())
    quoted = _QUOTED.fullmatch(value)
    if not quoted:
        return value
    return quoted["double"] or (quoted["single"] or "").replace("''", "'")


def _with_typed_titles(fields: dict[str, object], source: list[str]) -> dict[str, object]:
    """Return ``fields`` with the titles as they were typed where YAML made something else of them.

    "[Opinion]" alone is a list to it, "#1" begins a comment and "!Wow" is the name of a type.
    """
    typed = dict(fields)
    for line in source:
        match = _FIELD.fullmatch(line)
        if not match or match["name"].strip().lower() not in TITLE or not match["value"]:
            continue
        name, raw = match["name"].strip(), _COMMENT.sub("", match["value"]).strip()
        read = fields.get(name)
        is_whole = isinstance(read, str) and read.startswith(raw)  # it may go on below
        if raw and raw[0] not in _QUOTES_AND_BLOCKS and not is_whole:
            typed[name] = raw
    return typed
