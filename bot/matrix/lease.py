"""One bridge answers, whatever else is started: a lock on a file of the store."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator


class Taken(RuntimeError):
    """Another bridge already answers with this store."""


@contextmanager
def lease(store: Path) -> Iterator[None]:
    """Hold the store while answering. Raises `Taken`. The system releases it when the process ends, however it ends."""
    handle = os.open(store / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Taken from error
        yield
    finally:
        os.close(handle)
