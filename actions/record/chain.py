"""The chain over the entries: each hash covers the one before it, so that nothing changes without being noticed."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Mapping

START = "0" * 64  # what stands before the first entry


def canonical(content: Mapping[str, Any]) -> str:
    """The one JSON text of a content: keys in order, no spaces, no escape of accents. Raises ValueError for NaN."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link(previous: str, text: str) -> str:
    """The hash (SHA-256, hexadecimal) of an entry whose canonical text is `text`, after the hash `previous`."""
    return hashlib.sha256(f"{previous}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()
