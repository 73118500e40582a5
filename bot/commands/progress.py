"""Progress on standard error, when a person is there to see it."""

from __future__ import annotations

import contextlib
import sys
from typing import Callable, Iterator

Advance = Callable[[int], None]


@contextlib.contextmanager
def bar(label: str, total: int | None) -> Iterator[Advance]:
    """A progress bar on standard error when it is a terminal, nothing otherwise. `total` is None when unknown."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda done: progress.advance(task, done)
