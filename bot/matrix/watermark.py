"""Up to which sync everything was answered, when several are being answered at once."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Callable, Iterable


class Watermark:
    """Calls `save` with a sync token once all that came with it, and before it, was dealt with.

    A crash therefore loses nothing: what was not answered is read again at the next start.
    """

    def __init__(self, save: Callable[[str], None]) -> None:
        self._save = save
        self._batches: deque[tuple[str, set[asyncio.Task[Any]]]] = deque()

    def add(self, token: str, tasks: Iterable[asyncio.Task[Any]]) -> None:
        """`tasks` deal with what came up to `token`."""
        batch = set(tasks)
        self._batches.append((token, batch))
        for task in batch:
            task.add_done_callback(self._advance)
        self._advance()

    def _advance(self, _: object = None) -> None:
        reached = None
        while self._batches and all(task.done() and not task.cancelled() for task in self._batches[0][1]):
            reached, _done = self._batches.popleft()
        if reached is not None:
            self._save(reached)

    @property
    def pending(self) -> set[asyncio.Task[Any]]:
        """The tasks still under way."""
        return {task for _, batch in self._batches for task in batch if not task.done()}
