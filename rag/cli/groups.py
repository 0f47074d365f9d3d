"""The options that commands take in groups: a dataclass each, of which the user sees the fields."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from inspect import Parameter
from typing import TYPE_CHECKING, Any, get_type_hints

from rag.cli import options, output

if TYPE_CHECKING:
    from index.filters import Filters
    from index.library import Library
    from rag.settings import Effective

Command = Callable[..., None]


def grouped(command: Command) -> Command:
    """Return a command for typer in which each parameter that is a dataclass is its fields.

    The fields stand where the parameter does, so that the help lists them in that order.
    """
    signature = inspect.signature(command, eval_str=True)
    groups: dict[str, Any] = {
        name: one.annotation
        for name, one in signature.parameters.items()
        if is_dataclass(one.annotation)
    }

    @wraps(command)
    def flat(**given: Any) -> None:
        made = {
            name: group(**{field.name: given.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        command(**given, **made)

    shown = [option for one in signature.parameters.values() for option in _options_of(one)]
    flat.__signature__ = signature.replace(parameters=shown)  # type: ignore[attr-defined]
    flat.__annotations__ = {option.name: option.annotation for option in shown}
    return flat


def _options_of(parameter: Parameter) -> Iterator[Parameter]:
    group = parameter.annotation
    if not is_dataclass(group):
        yield parameter.replace(kind=Parameter.KEYWORD_ONLY)
        return
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        annotation = hints[field.name]
        yield Parameter(
            field.name, Parameter.KEYWORD_ONLY, default=field.default, annotation=annotation
        )


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a library is."""

    library: options.LibraryDir = None
    collection: options.Collection = None
    chroma: options.Chroma = None

    def settings(self, **flags: object) -> Effective:
        """Return the settings in force under these and other flags. Raises SettingsError."""
        own = {name: value for name, value in vars(self).items() if name not in _NO_SETTINGS}
        return options.settings_of(**own, **flags)


_NO_SETTINGS = frozenset({"samples", "strict"})
"""Options that no settings file can give."""


@dataclass(frozen=True, kw_only=True)
class Opening(Place):
    """Which library is read."""

    samples: options.Samples = False

    @contextmanager
    def opened(self, effective: Effective, *, as_is: bool = False) -> Iterator[Library]:
        """Open the library, up to date with what other processes wrote, ``as_is`` to check it.

        Raises LibraryError.
        """
        from rag.assembly import open_library

        observer = output.observer(effective)
        with open_library(
            effective, samples=self.samples, as_is=as_is, observer=observer
        ) as library:
            library.refresh()
            yield library


@dataclass(frozen=True, kw_only=True)
class Answering(Opening):
    """Where questions are asked, and what answers them."""

    model: options.Model = None
    base_url: options.BaseUrl = None
    strict: options.Strict = False
    top_k: options.TopK = None

    def settings(self, **flags: object) -> Effective:
        """Return the settings in force under these and other flags.

        Raises SettingsError, also where a flag names a server and nothing which of its models
        answers.
        """
        from rag.errors import SettingsError

        effective = super().settings(**flags)
        if self.base_url and effective.settings.model is None:
            raise SettingsError(
                f"--base-url {self.base_url} names a server, but no model that answers",
                hint="add --model openai:NAME, as the server calls its model",
            )
        return effective


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Which articles are looked at."""

    source: options.Source = None
    since: options.Since = None
    until: options.Until = None

    def filters(self) -> Filters:
        """Return what the options come to. Raises SettingsError."""
        from rag.settings.filtering import filters_of

        return filters_of(self.source or (), self.since, self.until)
