"""Providers: opening the chat model ``provider:name``, and testing whether it can be reached."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.secrets import without_secrets
from rag.answering.chat_model.calls import SECONDS
from rag.answering.chat_model.failures import key_variable, model_error
from rag.errors import ModelError, SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

EXTRAS: Mapping[str, str] = {
    "anthropic": "anthropic",
    "google_genai": "google",
    "ollama": "ollama",
    "openai": "openai",
}
"""The extra of this package that brings a provider's library."""

ANSWER_TOKENS = 2_000
"""Tokens an answer may have, thinking included; a few sentences need some hundreds."""

_ALIASES = {"google": "google_genai", "gemini": "google_genai", "claude": "anthropic"}
_NO_KEY = frozenset({"ollama"})
_LOCAL_OLLAMA = "http://localhost:11434"
_PROBE_TIMEOUT = 3.0
_MOST_PROBED, _MOST_ANSWERED = 5_000_000, 50_000_000
"""Bytes of a list of models, and of an answer with all that a protocol puts around each word."""


@dataclass(frozen=True, kw_only=True)
class Reachability:
    """Whether a model can be asked, and in words why or why not."""

    model: str
    reachable: bool
    detail: str


def load_chat_model(
    name: str, *, base_url: str | None = None, timeout: float = SECONDS
) -> BaseChatModel:
    """Open the chat model ``name``, ``provider:model``.

    ``base_url`` is where an OpenAI-compatible server listens, which may do without a key.
    ``timeout`` is in seconds, for each wait. Nothing is sent yet. Raises SettingsError, ModelError.
    """
    provider, model = _split_name(name)
    # A key is of no use before the package that sends it is there.
    if provider in EXTRAS and importlib.util.find_spec(f"langchain_{provider}") is None:
        raise _missing_package(name, provider)
    keyless = _keyless(provider, base_url)
    variable = key_variable(f"{provider}:")
    if provider in EXTRAS and not keyless and not os.environ.get(variable):
        raise SettingsError(
            f"the model {name!r} needs a key, and {variable} is not set",
            hint=f"export {variable}=..., or name a server of your own with --base-url",
        )
    from langchain.chat_models import init_chat_model

    options = _options(provider, base_url=base_url, timeout=timeout, keyless=keyless)
    try:
        opened: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except ImportError as exc:
        raise _missing_package(name, provider) from exc
    except ValueError as exc:  # an unknown provider, or options that its library refuses
        raise _unusable(name, provider, exc) from exc
    except Exception as exc:
        raise model_error(exc, name) from exc
    return opened


def reachable(name: str, *, base_url: str | None = None) -> Reachability:
    """Tell whether the model ``name`` can be asked; no text of an article is sent anywhere.

    A server of the user's own is asked for its list of models. A provider in the cloud is not
    asked, which may cost money: only its library and the key are checked.
    """
    try:
        load_chat_model(name, base_url=base_url)
        provider, model = _split_name(name)
    except (SettingsError, ModelError) as exc:
        detail = f"{exc.message}; {exc.hint}" if exc.hint else exc.message
        return Reachability(model=name, reachable=False, detail=detail)
    address = base_url or (_LOCAL_OLLAMA if provider == "ollama" else None)
    if address is None:
        detail = f"{key_variable(name)} is set; the provider was not asked"
        return Reachability(model=name, reachable=True, detail=detail)
    return _probe(name, model, address, path="api/tags" if provider == "ollama" else "models")


def _probe(name: str, model: str, address: str, *, path: str) -> Reachability:
    import httpx

    from index.http_limits import LimitedClient

    where = without_secrets(address)
    try:
        with LimitedClient(seconds=_PROBE_TIMEOUT, most_bytes=_MOST_PROBED) as client:
            response = client.get(f"{address.rstrip('/')}/{path}")
        response.raise_for_status()
        served = _served(response.json())
    except httpx.HTTPStatusError as exc:
        status = exc.response.status_code
        # A server that refuses to list its models is there all the same.
        there = status in {401, 403, 404, 405}
        return Reachability(model=name, reachable=there, detail=f"{where} answers with {status}")
    except (httpx.HTTPError, RecursionError, ValueError) as exc:
        why = type(exc).__name__
        return Reachability(model=name, reachable=False, detail=f"nothing at {where} ({why})")
    if not served or model in served or f"{model}:latest" in served:
        return Reachability(model=name, reachable=True, detail=f"{where} answers")
    # A llama.cpp server takes any name for the one model it has; Ollama does not.
    listed = ", ".join(served[:5])
    return Reachability(
        model=name,
        reachable=name.partition(":")[0] != "ollama",
        detail=f"{where} answers and lists {listed}, not {model!r}",
    )


def _served(listing: Any) -> list[str]:
    entries = listing.get("data") or listing.get("models") if isinstance(listing, dict) else None
    named = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return [str(entry.get("id") or entry.get("name") or "") for entry in named]


def _split_name(name: str) -> tuple[str, str]:
    provider, colon, model = name.partition(":")
    if not (colon and provider and model):
        raise SettingsError(
            f"the model {name!r} is not of the form provider:name",
            hint="--model openai:gpt-5-mini, or --model ollama:llama3.2",
        )
    provider = provider.lower().replace("-", "_")
    return _ALIASES.get(provider, provider), model


def _keyless(provider: str, base_url: str | None) -> bool:
    """Whether no key is sent: to Ollama, and to a server of the user's own if no key is set."""
    if provider in _NO_KEY:
        return True
    return bool(base_url) and not os.environ.get(key_variable(f"{provider}:"))


def _options(
    provider: str, *, base_url: str | None, timeout: float, keyless: bool
) -> dict[str, Any]:
    """Return the options of ``init_chat_model``, without its retries: ``calls`` has its own."""
    # OpenAI's own reasoning models refuse a temperature.
    options: dict[str, Any] = {} if provider == "openai" and not base_url else {"temperature": 0.0}
    if provider == "ollama":
        # Who redirects would be sent the question again, at an address that nobody has named.
        client = {"timeout": timeout, "follow_redirects": False}
        options |= {"client_kwargs": client, "num_predict": ANSWER_TOKENS}
    elif provider in EXTRAS:
        options |= {"timeout": timeout, "max_retries": 0, "max_tokens": ANSWER_TOKENS}
    if provider == "openai":
        from index.http_limits import LimitedClient

        limited = LimitedClient(seconds=timeout, most_bytes=_MOST_ANSWERED, streams=True)
        options |= {"http_client": limited, "timeout": limited.timeout}
    if base_url:
        options["base_url"] = base_url
        if keyless and provider != "ollama":
            options["api_key"] = "none"
    return options


def _missing_package(name: str, provider: str) -> SettingsError:
    extra = EXTRAS.get(provider)
    package = f'"dateline[{extra}]"' if extra else f"langchain-{provider.replace('_', '-')}"
    return SettingsError(
        f"the model {name!r} needs a package that is not installed", hint=f"pip install {package}"
    )


def _unusable(name: str, provider: str, exc: ValueError) -> SettingsError:
    if "nsupported provider" in str(exc):
        known = ", ".join(f"{one}:..." for one in sorted(EXTRAS))
        return SettingsError(
            f"there is no provider {provider!r}, which the model {name!r} names",
            hint=f"one of {known}, or another provider of LangChain's",
        )
    detail = " ".join(without_secrets(str(exc)).split())[:120]
    return SettingsError(f"the model {name!r} cannot be opened: {detail}")
