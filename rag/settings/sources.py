"""The four places a setting may be given, read one by one, each value with where it stands."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rag.errors import SettingsError
from rag.settings.declared import Settings

PREFIX = "RAG_"
CHROMA_TOKEN = "RAG_CHROMA_TOKEN"
CHROMA_HEADERS = "RAG_CHROMA_HEADERS"
MCP_TOKEN = "RAG_MCP_TOKEN"
_SECRETS = (CHROMA_TOKEN, CHROMA_HEADERS, MCP_TOKEN)
"""The variables that are no settings: secrets, which must never be written into a file."""

NAMES = tuple(Settings.model_fields)
_ALIKE = 0.75
"""How near a name must be to be proposed in another's place; the ``RAG_`` in front counts too."""
_MOST_BYTES = 65_536
"""Of a file of settings; all of them take a tenth of it."""
_VARIABLES = {PREFIX + name.upper(): name for name in NAMES}


@dataclass(frozen=True, kw_only=True)
class Given:
    """A value that somebody gave, and where."""

    name: str
    value: object
    origin: str


def from_flags(flags: Mapping[str, object]) -> Iterator[Given]:
    """Read the command line's flags; ``None`` is a flag that was not given."""
    for name, value in flags.items():
        if value is not None:
            yield Given(name=name, value=value, origin="--" + name.replace("_", "-"))


def from_environment(environ: Mapping[str, str]) -> Iterator[Given]:
    """Read the ``RAG_*`` variables; an empty one counts as unset."""
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable in _SECRETS:
            continue
        if variable not in _VARIABLES:
            raise SettingsError(
                f"The environment variable {variable!r} is not a setting.",
                hint=_nearest(variable, (*_VARIABLES, *_SECRETS)),
            )
        if value:
            yield Given(name=_VARIABLES[variable], value=value, origin=variable)


def headers_in(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the headers for a Chroma server. Raises SettingsError, which shows none of them."""
    text = environ.get(CHROMA_HEADERS) or "{}"
    try:
        return TypeAdapter(dict[str, str]).validate_json(text)
    except ValidationError:
        raise SettingsError(
            f"{CHROMA_HEADERS} must be a JSON object of texts",
            hint=f'{CHROMA_HEADERS}=\'{{"Authorization": "Bearer TOKEN"}}\'',
        ) from None


def from_file(path: Path) -> Iterator[Given]:
    """Read a TOML file, if there is one. Raises SettingsError."""
    return from_content(content_of(path, str(path)) or b"", path, origin=str(path))


def from_content(content: bytes, path: Path, *, origin: str) -> Iterator[Given]:
    """Read what a TOML file at ``path`` holds; a relative folder in it counts from the file's own.

    Raises SettingsError.
    """
    for name, value in _parsed(content, origin).items():
        if name not in NAMES:
            raise SettingsError(f"{origin}: {name!r} is not a setting.", hint=_nearest(name, NAMES))
        if name == "library" and isinstance(value, str) and value and not value.startswith("~"):
            yield Given(name=name, value=path.parent / value, origin=origin)
        else:
            yield Given(name=name, value=value, origin=origin)


def content_of(path: Path, origin: str) -> bytes | None:
    """Return what a file of settings holds, ``None`` where there is none. Raises SettingsError.

    A pipe is not waited for, and no more is read than such a file may have.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as exc:
        raise SettingsError(f"{origin} cannot be read: {exc.strerror}.") from exc
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise SettingsError(f"{origin} cannot be read: it is no ordinary file.")
        content = os.read(descriptor, _MOST_BYTES + 1)
    finally:
        os.close(descriptor)
    if len(content) > _MOST_BYTES:
        raise SettingsError(f"{origin} cannot be read: it has more than {_MOST_BYTES:,} bytes.")
    return content


def _parsed(content: bytes, origin: str) -> dict[str, object]:
    if not content:
        return {}
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise SettingsError(f"{origin} is not UTF-8 text.", hint="Save it as UTF-8.") from exc
    import tomllib  # 4 ms, and few have such a file

    try:
        return tomllib.loads(text)
    except RecursionError as exc:
        raise SettingsError(f"{origin} is not valid TOML: it is nested too deeply.") from exc
    except ValueError as exc:  # TOMLDecodeError, and Python's own of a number of 5,000 digits
        raise SettingsError(f"{origin} is not valid TOML: {exc}.") from exc


def _nearest(name: str, names: tuple[str, ...]) -> str:
    """Return the hint for a name that is none of ``names``."""
    near = difflib.get_close_matches(name.replace("-", "_"), names, n=1, cutoff=_ALIKE)
    return f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(sorted(names))}."
