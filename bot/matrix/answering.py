"""One message to the bot, its answer to the room: never twice, and never silence."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.matrix import wording
from bot.matrix.backoff import Backoff
from bot.matrix.door import Door, NotTaken, Refused, Uncertain
from bot.matrix.homeserver import GaveUp, Homeserver
from bot.matrix.incoming import Incoming
from bot.matrix.pseudonyms import Pseudonyms
from bot.matrix.replies import Rendered, chosen, render, sentence
from bot.matrix.state import Begun, State

logger = logging.getLogger(__name__)
LONGEST = 5.0  # seconds between two tries while the bot restarts
TELL_AFTER = 4  # tries, some seconds, before saying that the answer will come


@dataclass
class Answering:
    """What a message needs to be answered."""

    homeserver: Homeserver
    door: Door
    state: State
    pseudonyms: Pseudonyms

    async def answer(self, incoming: Incoming) -> None:
        """Answer `incoming` unless it was answered. To be called one at a time per conversation."""
        key = self.pseudonyms.of(incoming.event)
        begun = self.state.begin(key)
        if begun and begun.done:
            return
        typing = asyncio.create_task(self.homeserver.typing(incoming.room, True))
        try:
            made = await self._made(incoming, key) if begun is None else self._resumed(incoming, begun)
            await self.say(incoming, made, key)
            self.state.end(key)
        finally:
            await typing
            await self.homeserver.typing(incoming.room, False)

    def _resumed(self, incoming: Incoming, begun: Begun) -> Rendered:
        """What to say after a crash. Without the bot's answer, asking again could answer its next question."""
        if not begun.answer:
            return self._unsure(incoming)
        made = Rendered.from_json(begun.answer)
        self.state.offer(self._conversation(incoming), made.payloads)
        return made

    async def say(self, incoming: Incoming, made: Rendered, transaction: str) -> None:
        """Send `made` as the answer to `incoming`; log it where the room no longer takes it."""
        mention = incoming.person if incoming.answer_in else None
        try:
            await self.homeserver.send(incoming.room, made.content(incoming.answer_in, mention), transaction)
        except GaveUp:
            logger.warning("room %s takes no answer", self.pseudonyms.short(incoming.room))

    def _conversation(self, incoming: Incoming) -> str:
        return self.pseudonyms.conversation(incoming.room, incoming.person)

    def _unsure(self, incoming: Incoming) -> Rendered:
        self.state.offer(self._conversation(incoming), ())  # the numbers may be those of an older question
        return sentence(wording.UNSURE)

    async def _made(self, incoming: Incoming, key: str) -> Rendered:
        if incoming.text is None:
            return sentence(wording.TEXT_ONLY)
        conversation = self._conversation(incoming)
        text = chosen(incoming.text, self.state.choices(conversation))
        try:
            made = render(await self._replies(incoming, conversation, text, key))
        except Uncertain:
            return self._unsure(incoming)
        except Refused:
            logger.error("the bot refuses the bridge: check PRIOIG_JWT_SECRET")
            return sentence(wording.REFUSED)
        self.state.answered(key, made.to_json())
        self.state.offer(conversation, made.payloads)
        return made

    async def _replies(self, incoming: Incoming, conversation: str, text: str, key: str) -> list[dict[str, object]]:
        """What the bot says, as soon as it listens. Raises `Uncertain` or `Refused`."""
        backoff = Backoff(LONGEST)
        while True:
            self.state.begin(key)
            try:
                return await self.door.say(conversation, text)
            except NotTaken as error:
                self.state.withdraw(key)
                if backoff.tries == TELL_AFTER:
                    await self.say(incoming, sentence(wording.WAITING), f"{key}-waiting")
                await asyncio.sleep(error.wait or backoff.next())
