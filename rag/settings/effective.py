"""The settings in force: the sources merged, checked, and shown."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import ValidationError

from index.settings import HIDDEN, Location, public_address
from rag.errors import SettingsError
from rag.settings.declared import WITHOUT, Settings, user_config_file
from rag.settings.sources import (
    CHROMA_HEADERS,
    CHROMA_TOKEN,
    NAMES,
    PREFIX,
    Given,
    content_of,
    from_content,
    from_environment,
    from_file,
    from_flags,
    headers_in,
)
from rag.settings.trust import TrustedFiles, is_harmless

PROJECT_FILE = "rag.toml"
DEFAULT = "default"
TRUST = "rag config trust"
"""The command that puts a folder's file in force."""
_SHOWN = 200
"""Characters of a value that nobody has checked."""
_ADDRESSES = {"chroma", "base_url", "embedding_url"}


@dataclass(frozen=True, kw_only=True)
class SettingRow:
    """One line of ``rag config``: fit to be shown, secrets masked."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class Effective:
    """The settings in force and where each one came from."""

    settings: Settings
    origins: dict[str, str]
    """``--top-k``, ``RAG_TOP_K``, ``rag.toml``, the user's file by its path, or ``default``."""
    chroma_token: str | None = field(default=None, repr=False)
    """Sent to a Chroma server; from the environment alone, never from a file."""
    chroma_headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The same, for a proxy before the server."""
    ignored: tuple[Given, ...] = field(default=(), repr=False)
    """What the folder's file sets and is not in force, for the user has not trusted the file."""
    changed: bool = False
    """Whether the user had trusted that file before it changed."""

    def location(self) -> Location:
        """Return where the library is, as indexing and searching take it."""
        return Location(
            directory=self.settings.library,
            collection=self.settings.collection,
            chroma=self.settings.chroma,
            token=self.chroma_token,
            headers=self.chroma_headers,
            tenant=self.settings.chroma_tenant,
            database=self.settings.chroma_database,
            timeout=self.settings.chroma_timeout,
        )

    def rows(self) -> tuple[SettingRow, ...]:
        """Return every setting as ``rag config`` shows it, sorted by name."""
        rows = [
            SettingRow(name=name, value=masked(name, getattr(self.settings, name)), origin=origin)
            for name, origin in self.origins.items()
        ]
        if self.chroma_token:
            rows.append(SettingRow(name="chroma_token", value=HIDDEN, origin=CHROMA_TOKEN))
        if self.chroma_headers:
            rows.append(SettingRow(name="chroma_headers", value=HIDDEN, origin=CHROMA_HEADERS))
        return tuple(sorted(rows, key=lambda row: row.name))

    def ignored_rows(self) -> tuple[SettingRow, ...]:
        """Return what is not in force, as ``rag config`` shows it, sorted by name."""
        origin = f"{PROJECT_FILE}, not trusted: {TRUST}"
        rows = rows_of(self.ignored, origin)
        return tuple(dataclasses.replace(row, value=row.value[:_SHOWN]) for row in rows)

    def all_rows(self) -> tuple[SettingRow, ...]:
        """Return what is in force and what is not, sorted by name."""
        return tuple(sorted((*self.rows(), *self.ignored_rows()), key=lambda row: row.name))

    def warning(self) -> str | None:
        """Say in a sentence what is not in force, ``None`` where everything is."""
        if not self.ignored:
            return None
        *others, last = sorted(one.name for one in self.ignored)
        names = f"{', '.join(others)} and {last}" if others else last
        why = "it has changed since you trusted it" if self.changed else "you have not trusted it"
        return f"{PROJECT_FILE} in this folder sets {names}; ignored because {why}: {TRUST}"

    def as_json(self) -> dict[str, dict[str, object]]:
        """Return the object that ``rag config --json`` prints: numbers as numbers, no secret."""
        known = self.settings.model_dump(mode="json")
        shown: dict[str, dict[str, object]] = {
            row.name: {
                "value": known[row.name]
                if isinstance(known.get(row.name), int | float)
                else row.value or None,
                "from": row.origin,
            }
            for row in self.rows()
        }
        for row in self.ignored_rows():
            shown[row.name]["ignored"] = {
                "value": row.value,
                "from": PROJECT_FILE,
                "trust": TRUST,
            }
        return shown


def load_settings(
    flags: Mapping[str, object],
    *,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = None,
    user_file: Path | None = None,
) -> Effective:
    """Merge the flags, the environment and the two files over the defaults.

    ``flags`` maps a setting's name to its value, ``None`` where the flag was not given. Raises
    ``SettingsError`` for a name that is no setting, a value that is not allowed, or a file that
    cannot be read.
    """
    environ = os.environ if environ is None else environ
    file = (folder or Path.cwd()) / PROJECT_FILE
    content = content_of(file, PROJECT_FILE) or b""
    project = tuple(from_content(content, file, origin=PROJECT_FILE))
    trusted = TrustedFiles()
    refused = [one for one in project if not is_harmless(one)]
    if trusted.holds(file, content):
        refused = []
    own = _by_name(from_file(user_file or user_config_file()))
    nearer = _by_name(from_environment(environ), from_flags(flags))
    chosen = own | _by_name(one for one in project if one not in refused) | nearer
    origins = {name: chosen[name].origin if name in chosen else DEFAULT for name in NAMES}
    return Effective(
        settings=validated(chosen),
        origins=origins,
        chroma_token=environ.get(CHROMA_TOKEN) or None,
        chroma_headers=headers_in(environ),
        ignored=tuple(one for one in refused if one.name not in nearer),
        changed=bool(refused) and trusted.holds_other(file, content),
    )


def validated(chosen: Mapping[str, Given]) -> Settings:
    """Return the settings that these values make. Raises SettingsError."""
    try:
        return Settings.model_validate({name: given.value for name, given in chosen.items()})
    except ValidationError as exc:
        name = str(exc.errors()[0]["loc"][0])
        raise _not_allowed(chosen[name]) from exc


def _by_name(*sources: Iterable[Given]) -> dict[str, Given]:
    return {given.name: given for source in sources for given in source}


def rows_of(given: Iterable[Given], origin: str) -> tuple[SettingRow, ...]:
    """Return values that nobody has checked, fit to be shown, sorted by name."""
    rows = (
        SettingRow(name=one.name, value=masked(one.name, one.value), origin=origin) for one in given
    )
    return tuple(sorted(rows, key=lambda row: row.name))


def masked(name: str, value: object) -> str:
    """Return the value as it may be shown: no secret, no login or query of an address."""
    if value is None:
        return WITHOUT.get(name, "")
    if "token" in name:
        return HIDDEN
    if isinstance(value, bool):
        return str(value).lower()
    return public_address(str(value)) if name in _ADDRESSES else str(value)


def _not_allowed(given: Given) -> SettingsError:
    where = (
        given.origin if given.origin.startswith(("--", PREFIX)) else f"{given.origin}: {given.name}"
    )
    value = masked(given.name, given.value)
    return SettingsError(f"{where} must be {_allowed(given.name)}, not {value!r}.")


def _allowed(name: str) -> str:
    """Say in words which values a setting takes, from its own declaration."""
    declared = Settings.model_fields[name]
    if declared.description:
        return declared.description
    if get_origin(declared.annotation) is Literal:
        return "one of " + ", ".join(get_args(declared.annotation))
    if declared.annotation is bool:
        return "true or false"
    if declared.annotation not in {int, float}:
        return "text"
    kind = "a whole number" if declared.annotation is int else "a number"
    low = [bound.ge for bound in declared.metadata if hasattr(bound, "ge")]
    high = [bound.le for bound in declared.metadata if hasattr(bound, "le")]
    if low and high:
        return f"{kind} from {low[0]} to {high[0]}"
    return f"{kind} of at least {low[0]}" if low else kind
