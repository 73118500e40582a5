"""Names that identify nobody: keyed digests of room, person and event identifiers.

The key is made at the first start and stays in the store: without it, nobody can find a person back by trying names.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32


def private_key(path: Path) -> bytes:
    """The random key kept in `path` (mode 0600), made if missing. Raises `OSError`."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(key := secrets.token_bytes(KEY_BYTES))
    return key


@dataclass(frozen=True)
class Pseudonyms:
    """Digests under one key."""

    key: bytes

    def of(self, *parts: str) -> str:
        """The digest of `parts` (40 hex digits), the same at each start."""
        text = "\0".join(parts).encode()
        return hmac.new(self.key, text, hashlib.sha256).hexdigest()[:40]

    def conversation(self, room: str, person: str) -> str:
        """The `sender` of the REST door: one conversation per person and room."""
        return f"matrix-{self.of(room, person)}"

    def short(self, identifier: str) -> str:
        """What a log line may show of `identifier` (8 hex digits)."""
        return self.of(identifier)[:8]
