"""What the bridge does on the homeserver: read, join, decline, type, send. It goes on trying through an outage."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, Mapping, TypeVar

import aiohttp
import nio
from nio.exceptions import EncryptionError, LocalProtocolError, OlmTrustError

from bot.failures import report
from bot.matrix.backoff import Backoff
from bot.matrix.trust import Trust

logger = logging.getLogger(__name__)
LONG_POLL = 30_000  # milliseconds
PAGE = 100
MOST_PAGES = 20  # of one room, read again after a long outage
FILTER = {
    "presence": {"types": []},
    "account_data": {"types": []},
    "room": {"ephemeral": {"types": []}, "account_data": {"types": []}, "timeline": {"limit": PAGE}},
}
OUTAGE = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
LOST_SESSION = "M_UNKNOWN_TOKEN"
# Trying again would get the same answer.
FINAL = {"M_FORBIDDEN", "M_NOT_FOUND", "M_TOO_LARGE", "M_BAD_JSON", "M_INVALID_PARAM", "M_UNSUPPORTED_ROOM_VERSION"}
T = TypeVar("T")


class SessionLost(Exception):
    """The homeserver no longer knows our session."""


class GaveUp(Exception):
    """The homeserver refuses for good: out of the room, room gone, message too large."""


@dataclass
class Homeserver:
    """A signed-in client."""

    client: nio.AsyncClient
    trust: Trust
    _keys: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def sync(self, since: str | None, first: bool) -> nio.SyncResponse:
        """What is new since the token `since`. Raises `SessionLost`, or what `OUTAGE` lists."""
        answer = await self.client.sync(
            timeout=0 if first else LONG_POLL, sync_filter=FILTER, since=since, full_state=first
        )
        if isinstance(answer, nio.SyncResponse):
            return answer
        if answer.status_code == LOST_SESSION:
            raise SessionLost
        raise ConnectionError("the homeserver does not sync now")

    async def housekeeping(self) -> None:
        """Publish our keys and learn those of others, as far as the homeserver answers."""
        if self.client.olm is None:
            return
        async with self._keys:
            await self.client.send_to_device_messages()
            if self.client.should_upload_keys:
                await self.client.keys_upload()
            if self.client.should_query_keys:
                await self.client.keys_query()
            if self.client.should_claim_keys:
                await self.client.keys_claim(self.client.get_users_for_key_claiming())

    async def _insist(self, what: str, call: Callable[[], Awaitable[T]]) -> T:
        """The answer of `call`, tried until there is one. Raises `GaveUp` where trying again is of no use."""
        backoff = Backoff()
        while True:
            try:
                answer = await call()
            except OUTAGE:
                pass
            except (LocalProtocolError, EncryptionError, OlmTrustError) as error:
                report(what, error)
                if backoff.tries > 3:
                    raise GaveUp from error
            else:
                if not isinstance(answer, nio.ErrorResponse):
                    return answer
                if answer.status_code in FINAL:
                    raise GaveUp(answer.status_code)
            await asyncio.sleep(backoff.next())

    async def send(self, room: str, content: Mapping[str, Any], transaction: str) -> None:
        """Send one message. The same `transaction` is shown once, however often it is sent. Raises `GaveUp`."""

        async def call() -> Any:
            await self.housekeeping()
            await self._trust_devices(room)
            return await self.client.room_send(
                room, "m.room.message", dict(content), transaction, ignore_unverified_devices=self.trust.everybody
            )

        await self._insist("sending", call)

    async def _trust_devices(self, room: str) -> None:
        known = self.client.rooms.get(room)
        if known is None or not known.encrypted or self.client.olm is None:
            return
        if not known.members_synced:
            await self.client.joined_members(room)
            await self.housekeeping()
        self.trust.apply(self.client, known)

    async def join(self, room: str) -> None:
        """Accept an invitation. Raises `GaveUp`."""
        await self._insist("joining", lambda: self.client.join(room))

    async def decline(self, room: str) -> None:
        """Refuse an invitation, or leave a room. Raises `GaveUp`."""
        await self._insist("leaving", lambda: self.client.room_leave(room))

    async def typing(self, room: str, on: bool) -> None:
        """Show that an answer is coming, or not any more; of no consequence where it fails."""
        try:
            await self.client.room_typing(room, on, timeout=LONG_POLL)
        except OUTAGE as error:
            logger.debug("typing notice not sent: %s", type(error).__name__)

    async def missed(self, room: str, since: str, before: str) -> list[Any]:
        """The events between two tokens that a sync left out, in order. Raises what `OUTAGE` lists."""
        found: list[Any] = []
        for _ in range(MOST_PAGES):
            page = await self.client.room_messages(room, start=before, end=since, limit=PAGE)
            if not isinstance(page, nio.RoomMessagesResponse):
                raise ConnectionError("the homeserver does not give what was missed")
            found += page.chunk
            if not page.chunk or not page.end or page.end == before:
                break
            before = page.end
        return found[::-1]

    def is_group(self, room: str) -> bool:
        """Whether more than one person is with us, the invited included."""
        known = self.client.rooms.get(room)
        return known is None or known.member_count > 2

    def decrypt(self, event: nio.MegolmEvent) -> Mapping[str, Any] | None:
        """What an encrypted event says, or None as long as its key has not come."""
        try:
            opened = self.client.decrypt_event(event)
        except EncryptionError:
            return None
        return opened.source if isinstance(opened, nio.Event) and self.trust.reads(opened) else None
