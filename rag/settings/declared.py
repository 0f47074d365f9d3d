"""What can be set, and within which bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from platformdirs import user_config_path, user_data_path
from pydantic import Field, ValidationInfo, field_validator

from index.settings import Harmless, IndexSettings

APPLICATION = "dateline"

EXTRACTIVE = "extractive"
"""The name of answering without a language model."""
RULES = "rules"
"""The name of verifying without a model."""
OUR_VERIFIER = "dateline"
"""The name of verifying with the reader that ships with the package, beside the rules."""
OUR_READER = "dateline"
"""The name of the reader that ships with the package."""
NO_READER = "none"
"""The name of choosing sentences without a reader."""
NO_RERANKER = "none"
"""The name of ranking without a model that reads the passages."""
EMBEDDED = "embedded"
"""The name of keeping the vectors without a Chroma server."""

WITHOUT = {
    "model": EXTRACTIVE,
    "verifier": RULES,
    "reader": NO_READER,
    "reranker": NO_RERANKER,
    "chroma": EMBEDDED,
}
"""What stands for nothing in the settings that may be nothing."""


def data_folder() -> Path:
    """Return the folder that holds the user's libraries and chat history."""
    return user_data_path(APPLICATION, appauthor=False)


def user_config_file() -> Path:
    """Return where the user's own settings are read from, whether or not the file exists."""
    return user_config_path(APPLICATION, appauthor=False) / "config.toml"


class Settings(IndexSettings):
    """Every setting of the command; the ones of indexing are inherited."""

    library: Annotated[Path, Field(description="a folder")] = Field(
        default_factory=lambda: data_folder() / "library"
    )

    collection: Annotated[
        str,
        Field(
            pattern=r"^[a-zA-Z0-9][a-zA-Z0-9._-]{1,510}[a-zA-Z0-9]$",
            description="3 to 512 letters, digits, dots, dashes or underscores, "
            "with a letter or digit at both ends",
        ),
    ] = "articles"

    chroma: Annotated[
        str | None,
        Field(description=f'the http(s) address of a Chroma server, "cloud" or "{EMBEDDED}"'),
    ] = None
    """``None`` keeps the vectors in the library's own folder."""

    chroma_tenant: Annotated[str | None, Field(min_length=3, description="a name")] = None
    """Whose databases on the server; ``None`` for the server's default."""

    chroma_database: Annotated[str | None, Field(min_length=3, description="a name")] = None
    """Which of them; ``None`` for the server's default."""

    model: Annotated[
        str | None,
        Field(
            pattern=r"^[\w-]+:\S+$",
            description=f'"provider:name", such as "ollama:llama3.2", or "{EXTRACTIVE}"',
        ),
    ] = None
    """``None`` answers in the articles' own sentences, without a language model."""

    base_url: Annotated[str | None, Field(description="an http(s) address")] = None
    """Where an OpenAI-compatible model server listens."""

    verifier: Annotated[
        str | None,
        Field(
            min_length=1,
            description=f'"{OUR_VERIFIER}", a folder, a model of Hugging Face\'s, or "{RULES}"',
        ),
    ] = None
    """A model that is asked what the rules of verification leave open: our reader, an NLI model."""

    reader: Annotated[
        str | None,
        Field(
            min_length=1,
            description=f'"{OUR_READER}", a folder, a model of Hugging Face\'s, or "{NO_READER}"',
        ),
    ] = OUR_READER
    """A question-answering model that reads the passages for an answer without a language model."""

    reranker: Annotated[
        str | None,
        Field(
            min_length=1, description=f'a folder, a model of Hugging Face\'s, or "{NO_RERANKER}"'
        ),
    ] = None
    """A cross-encoder that has the say over the best passages of the search."""

    top_k: Annotated[int, Field(ge=1, le=100), Harmless()] = 8
    """Passages that are retrieved for a question."""

    theme: Annotated[Literal["auto", "light", "dark"], Harmless()] = "auto"
    """The terminal's background, which the colours are chosen for."""

    keys: Annotated[Literal["emacs", "vi"], Harmless()] = "emacs"
    """The editing keys of the chat's prompt."""

    screen: Annotated[Literal["full", "plain"], Harmless()] = "full"
    """``plain`` draws nothing but lines of text, one below the other, as screen readers like it."""

    history: Annotated[bool, Harmless(only=False)] = True
    """Whether questions and answers are kept; that they are is the user's alone to say."""

    history_bytes: Annotated[int, Field(ge=100_000)] = 50_000_000
    """What is kept of them at most; the oldest go first."""

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_values(cls, value: object, info: ValidationInfo) -> object:
        if isinstance(value, bool) and info.field_name != "history":  # pydantic reads true as 1
            raise ValueError("not true or false")
        return value

    @field_validator("library", mode="before")
    @classmethod
    def _home_expanded(cls, value: object) -> object:
        if value == "":
            raise ValueError("an empty path")
        try:
            return Path(value).expanduser() if isinstance(value, str | Path) else value
        except RuntimeError as exc:  # "~nobody": a user who has no home
            raise ValueError(str(exc)) from exc

    @field_validator(*WITHOUT, mode="before")
    @classmethod
    def _none_by_name(cls, value: object, info: ValidationInfo) -> object:
        return None if value == WITHOUT[info.field_name or ""] else value

    @field_validator("chroma", "base_url", "embedding_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None or value == "cloud" or _is_web_address(value):
            return value
        raise ValueError("not a web address")

    def index_settings(self) -> IndexSettings:
        """Return the part that the library is built with."""
        return IndexSettings(**{name: getattr(self, name) for name in IndexSettings.model_fields})


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Behind the host it would make another host look like a login, which is never shown.
        misleading = "@" in parts.path + parts.query + parts.fragment
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, an unfinished IPv6 address
        return False
    return known and not misleading
