"""The bridge: reads what is new on the homeserver and has it answered, for as long as it runs."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Callable, Coroutine, Mapping, Sequence

import nio

from bot.failures import report
from bot.matrix import wording
from bot.matrix.answering import Answering
from bot.matrix.backoff import Backoff
from bot.matrix.config import Config
from bot.matrix.homeserver import OUTAGE, GaveUp, Homeserver
from bot.matrix.incoming import Incoming, Listener, after_invitation, comes_in, server_of
from bot.matrix.replies import sentence
from bot.matrix.turns import Turns
from bot.matrix.watermark import Watermark

logger = logging.getLogger(__name__)
KEY_PATIENCE = 10  # seconds that a message's key may come after it


@dataclass
class Bridge:
    """A signed-in homeserver, what answers, and whom."""

    config: Config
    homeserver: Homeserver
    answering: Answering
    ready: Callable[[], None]
    _turns: Turns = field(default_factory=Turns)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _unreadable: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.state, self.pseudonyms = self.answering.state, self.answering.pseudonyms
        self.me = self.homeserver.client.user_id
        self.watermark = Watermark(self._reached)
        names = (self.config.name, self.me.partition(":")[0].lstrip("@"))
        self.listener = Listener(self.me, names, self.config.servers)

    def _reached(self, token: str) -> None:
        self.state.token = token

    async def run(self) -> None:
        """Read for ever. Raises `SessionLost`."""
        since, first, backoff = self.state.token, True, Backoff()
        while True:
            try:
                response = await self.homeserver.sync(since, first)
                tasks = await self._tasks(response, since)
                await self.homeserver.housekeeping()
            except OUTAGE as error:
                if backoff.tries == 0:
                    logger.warning("the homeserver does not answer (%s); trying again", type(error).__name__)
                await asyncio.sleep(backoff.next())
                continue
            if backoff.tries:
                logger.warning("the homeserver answers again")
            backoff.reset()
            self.watermark.add(response.next_batch, [asyncio.create_task(self._guarded(task)) for task in tasks])
            self._news.set()
            self._news.clear()
            if first:
                self.ready()
            since, first = response.next_batch, False

    async def drain(self, seconds: float) -> None:
        """Let the answers under way end, then stop the others: they are read again at the next start."""
        if pending := self.watermark.pending:
            _, late = await asyncio.wait(pending, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    @staticmethod
    async def _guarded(work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except GaveUp:
            logger.warning("the homeserver refuses an action")
        except Exception as error:  # one message that fails must not stop the others
            report("matrix message", error)

    async def _tasks(self, response: nio.SyncResponse, since: str | None) -> list[Coroutine[Any, Any, None]]:
        """What there is to do. Without a token it is the first start: what was said before it is not for us."""
        found = [self._invited(room, info) for room, info in response.rooms.invite.items()]
        if since is None:
            return found
        everything = {room: await self._new_events(room, info, since) for room, info in response.rooms.join.items()}
        for room, events in everything.items():
            found += self._room_tasks(room, events)
        return found

    async def _new_events(self, room: str, info: Any, since: str) -> list[Any]:
        """What was said in a room since the token, in order, even where the sync left some out."""
        events, timeline = list(info.timeline.events), info.timeline
        if timeline.limited and timeline.prev_batch and not any(comes_in(self.me, e.source) for e in events):
            events = [*await self.homeserver.missed(room, since, timeline.prev_batch), *events]
        return events

    def _room_tasks(self, room: str, events: Sequence[Any]) -> list[Coroutine[Any, Any, None]]:
        if self.config.rooms and room not in self.config.rooms:
            return []
        found = [self._welcome(room, e.source) for e in events if comes_in(self.me, e.source)]
        heard = after_invitation(self.me, [event.source for event in events])
        for event in events[len(events) - len(heard) :]:
            if int(event.source.get("origin_server_ts") or 0) >= self.state.first_start:
                found += self._event_tasks(room, event)
        return found

    def _event_tasks(self, room: str, event: Any) -> list[Coroutine[Any, Any, None]]:
        if isinstance(event, nio.MegolmEvent):
            outsider = event.sender == self.me or server_of(event.sender) not in self.config.servers
            return [] if outsider else [self._encrypted(room, event)]
        if getattr(event, "decrypted", False) and not self.homeserver.trust.reads(event):
            logger.warning("a message of an unknown device of %s is ignored", self.pseudonyms.short(event.sender))
            return []
        incoming = self.listener.read(room, event.source, self.homeserver.is_group(room))
        return [self._answer(incoming)] if incoming else []

    async def _answer(self, incoming: Incoming) -> None:
        conversation = self.pseudonyms.conversation(incoming.room, incoming.person)
        async with self._turns.of(conversation):
            self._unreadable.discard(conversation)
            await self.answering.answer(incoming)

    async def _encrypted(self, room: str, event: nio.MegolmEvent) -> None:
        """A message whose key has not come: it often follows a moment later."""
        conversation = self.pseudonyms.conversation(room, event.sender)
        async with self._turns.of(conversation):
            source = await self._opened(event)
            group = self.homeserver.is_group(room)
            if source is not None:
                incoming = self.listener.read(room, source, group)
                if incoming:
                    await self.answering.answer(incoming)
            elif not group and conversation not in self._unreadable:  # in a group it may not be for us
                self._unreadable.add(conversation)
                lost = Incoming(room, event.sender, event.event_id, None, None)
                await self.answering.say(lost, sentence(wording.UNREADABLE), self.pseudonyms.of(event.event_id, "lost"))

    async def _opened(self, event: nio.MegolmEvent) -> Mapping[str, Any] | None:
        loop = asyncio.get_running_loop()
        end = loop.time() + KEY_PATIENCE
        while (source := self.homeserver.decrypt(event)) is None and loop.time() < end:
            try:
                await asyncio.wait_for(self._news.wait(), end - loop.time())
            except asyncio.TimeoutError:
                break
        return source

    async def _invited(self, room: str, info: Any) -> None:
        inviters = [
            event.sender
            for event in info.invite_state
            if isinstance(event, nio.InviteMemberEvent) and event.state_key == self.me and event.membership == "invite"
        ]
        allowed = bool(inviters) and server_of(inviters[-1]) in self.config.servers
        if allowed and (not self.config.rooms or room in self.config.rooms):
            logger.warning("invitation to room %s accepted", self.pseudonyms.short(room))
            await self.homeserver.join(room)
        else:
            logger.warning("invitation to room %s declined", self.pseudonyms.short(room))
            await self.homeserver.decline(room)

    async def _welcome(self, room: str, event: Mapping[str, Any]) -> None:
        key = self.pseudonyms.of(str(event.get("event_id")), "welcome")
        begun = self.state.begin(key)
        if begun and begun.done:
            return
        how = wording.HOW_IN_GROUP.format(name=self.config.name) if self.homeserver.is_group(room) else ""
        await self.homeserver.send(room, sentence(wording.WELCOME.format(how=how)).content(), key)
        self.state.end(key)
