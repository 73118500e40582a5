"""A conversation by text, without Rasa: what the bot hears goes straight to the understanding and the conversation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping

from actions.conversation import Conversation, Say
from actions.conversation.bind import PAYLOAD
from actions.floor import step
from actions.understanding import Unbound, Understanding
from bot.nlu.understand import extract


@dataclass(frozen=True)
class Heard:
    """One reply: all its text, and its objects in the order in which they were said."""

    says: tuple[Say, ...]

    @property
    def text(self) -> str:
        return "\n".join(say.text for say in self.says)

    def objects(self, kind: str) -> list[Mapping[str, Any]]:
        return [item for say in self.says for item in say.objects if item["type"] == kind]

    @property
    def order(self) -> list[str]:
        return [item["type"] for say in self.says for item in say.objects]

    @property
    def asked(self) -> str | None:
        found = self.objects("question")
        return found[-1]["fact"] if found else None

    @property
    def values(self) -> list[Any]:
        return [choice["value"] for choice in self.objects("question")[-1]["choices"]]

    @property
    def decision(self) -> Mapping[str, Any] | None:
        found = self.objects("decision")
        return found[-1] if found else None

    @property
    def verdict(self) -> str | None:
        return self.decision["status"] if self.decision else None

    @property
    def codes(self) -> list[str]:
        return [item["code"] for item in self.objects("notice")]


class Talk:
    """A prescriber and the bot. The case goes through JSON at each turn, as the slot does."""

    def __init__(self) -> None:
        self.case = Conversation()

    def hears(self, message: Understanding) -> Heard:
        after, says = step(self.case, message)
        self.case = Conversation.from_json(json.loads(json.dumps(after.to_json())))
        assert self.case == after
        return Heard(says)

    def says(self, text: str, intent: str | None = None) -> Heard:
        """A typed message. `intent` where the classifier, not the words alone, decides it."""
        message = extract(text)
        return self.hears(Understanding.from_json({**message.to_json(), "intent": intent or message.intent}))

    def taps(self, value: Any) -> Heard:
        """A button: `/answer{"value": …}`."""
        return self.hears(Understanding("", "answer", unbound=(Unbound(PAYLOAD, value),)))

    def moves(self, intent: str) -> Heard:
        """A button of a move: `/skip`, `/why`…"""
        return self.hears(Understanding("", intent))
