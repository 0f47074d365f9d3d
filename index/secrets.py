"""Keys and logins in what others say, which is shown without them."""

from __future__ import annotations

import os
import re

_SECRET = re.compile(r"\b(?:sk|pk|gsk|xai|key|AIza)[-_][\w*-]{4,}|Bearer\s+\S+", re.IGNORECASE)
_CREDENTIALS = re.compile(r"//[^/\s@]+@")


def without_secrets(text: str) -> str:
    """Return ``text`` with ``***`` for every key: the environment's, and what looks like one."""
    for variable, value in os.environ.items():
        if variable.upper().endswith(("_KEY", "_TOKEN", "_SECRET")) and len(value) > 5:
            text = text.replace(value, "***")
    return _SECRET.sub("***", _CREDENTIALS.sub("//***@", text))
