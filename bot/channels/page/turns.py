"""Turns that happen once, and come back: a message sent twice is answered once, a conversation survives a reload."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, Iterable, Mapping

from bot.channels.page.view import viewed

Reply = dict[str, Any]
Events = list[Mapping[str, Any]]
Say = Callable[[str, str, str], Awaitable[list[Reply]]]  # sender, text, message id
Read = Callable[[str], Awaitable[Events]]  # sender
KEPT = 1000  # answers in memory; an older message is found again in the conversation itself
SHOWN = 60  # turns that a reload brings back
FORGETS = ("restart", "new_patient")  # what came before is another patient's


@dataclass
class Turns:
    """The conversations of the page: `say` makes a turn, `read` gives the events of a conversation, in order."""

    say: Say
    read: Read
    _answers: OrderedDict[tuple[str, str], asyncio.Task[list[Reply]]] = field(default_factory=OrderedDict)

    async def once(self, sender: str, identifier: str, text: str, again: bool) -> list[Reply]:
        """The replies to a message, which is given to the bot the first time only.

        `again`: the page has sent it before and got no answer; the server may have been restarted in between.
        """
        key = (sender, identifier)
        task = self._answers.get(key)
        if task is None:
            # The turn goes on when the network cuts the request: the page asks again for its answer.
            task = self._answers[key] = asyncio.ensure_future(self._turn(sender, identifier, text, again))
            self._forget_oldest()
        try:
            return await asyncio.shield(task)
        except Exception:
            self._answers.pop(key, None)
            raise

    def _forget_oldest(self) -> None:
        while len(self._answers) > KEPT:
            self._answers.popitem(last=False)

    async def _turn(self, sender: str, identifier: str, text: str, again: bool) -> list[Reply]:
        if again:
            for turn in turns(await self.read(sender)):
                if turn["id"] == identifier:
                    return viewed(turn["replies"])
        return viewed(await self.say(sender, text, identifier))

    async def conversation(self, sender: str) -> list[dict[str, Any]]:
        """What was said since the patient in hand was taken up, as the page shows it."""
        found = turns(await self.read(sender))
        start = max((index for index, turn in enumerate(found) if turn["intent"] in FORGETS), default=0)
        kept = found[start:][-SHOWN:]
        return [
            {"id": turn["id"], "text": turn["text"], "time": turn["time"], "replies": viewed(turn["replies"])}
            for turn in kept
        ]


def turns(events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The messages of a conversation, each with its replies, from the events of its tracker."""
    found: list[dict[str, Any]] = []
    for event in events:
        if event.get("event") == "user":
            intent = ((event.get("parse_data") or {}).get("intent") or {}).get("name")
            found.append({"id": event.get("message_id"), "text": event.get("text") or "", "intent": intent,
                          "time": event.get("timestamp"), "replies": []})  # fmt: skip
        elif event.get("event") == "bot" and found:
            found[-1]["replies"] += _replies(event)
    return found


def _replies(event: Mapping[str, Any]) -> list[Reply]:
    data = event.get("data") or {}
    said: list[Reply] = []
    if event.get("text"):
        said.append({"text": event["text"], **({"buttons": data["buttons"]} if data.get("buttons") else {})})
    if data.get("custom"):
        said.append({"custom": data["custom"]})
    return said
