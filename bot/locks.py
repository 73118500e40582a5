"""One message at a time per conversation."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator

from rasa.core.lock import TicketLock
from rasa.core.lock_store import InMemoryLockStore


class TurnLocks(InMemoryLockStore):
    """Locks of one process. Rasa's own look again once a second; these wake up as soon as the turn before is over."""

    def __init__(self) -> None:
        super().__init__()
        self._turns: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def lock(self, conversation_id: str, *args: Any, **kwargs: Any) -> AsyncGenerator[TicketLock, None]:
        """Hold the conversation for one turn; messages are taken in the order in which they came."""
        lock, waiting = self._turns.get(conversation_id, (asyncio.Lock(), 0))
        self._turns[conversation_id] = (lock, waiting + 1)
        try:
            async with lock:
                yield TicketLock(conversation_id)
        finally:
            self._leave(conversation_id)

    def _leave(self, conversation_id: str) -> None:
        lock, waiting = self._turns[conversation_id]
        if waiting == 1:
            del self._turns[conversation_id]
        else:
            self._turns[conversation_id] = (lock, waiting - 1)
