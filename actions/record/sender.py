"""Who wrote, as a hash that cannot be followed from one month to the next: the salt of a month is deleted after it.

The salt is a file beside the record, so that no backup of the record holds it.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from datetime import datetime, timezone
from pathlib import Path

from actions.paths import var_dir

PREFIX = "record.salt-"
SHOWN = 16  # hexadecimal digits of the hash that are kept
BYTES = 32


def pseudonym(sender: str, now: datetime, folder: Path | None = None) -> str | None:
    """The hash of a sender for the month of `now` (UTC); None for nobody. Raises OSError where no salt can be kept."""
    if not sender:
        return None
    month = now.astimezone(timezone.utc).strftime("%Y-%m")
    digest = hmac.new(_salt(folder or var_dir(), month), sender.encode(), hashlib.sha256)
    return digest.hexdigest()[:SHOWN]


def _salt(folder: Path, month: str) -> bytes:
    path = folder / f"{PREFIX}{month}"
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    _make(path)
    for old in folder.glob(f"{PREFIX}*"):
        if old != path:
            old.unlink(missing_ok=True)
    return path.read_bytes()


def _make(path: Path) -> None:
    """A new salt, whole from the start: of two processes that make it at once, one wins and both read the same."""
    made = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        made.touch(mode=0o600, exist_ok=False)
        made.write_bytes(secrets.token_bytes(BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
    finally:
        made.unlink(missing_ok=True)
