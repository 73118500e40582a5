"""What is said: text that reads well alone, buttons, and objects for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping


@dataclass(frozen=True)
class Button:
    """A choice to tap. `payload` is what tapping sends: `/answer{"value": …}` or a move (`/skip`)."""

    title: str
    payload: str


@dataclass(frozen=True)
class Say:
    """One bubble: its text, its buttons, and the objects (question, decision, notice) said with it."""

    text: str
    buttons: tuple[Button, ...] = ()
    objects: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Notice:
    """Something that a program may want to know: `code` is stable, `message` French, `field` a fact or None."""

    code: str
    message: str
    field: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object `notice` of the interface."""
        return {"type": "notice", "code": self.code, "message": self.message, "field": self.field}

    def say(self, *buttons: Button) -> Say:
        """The notice as a bubble of its own."""
        return Say(self.message, buttons, (self.to_json(),))


def answer_button(title: str, value: Any, fact: str | None = None) -> Button:
    """A button that answers a question; `fact` is the one it asks about: a late tap is not taken for another answer."""
    named = {"value": value} if fact is None else {"value": value, "fact": fact}
    return Button(title, "/answer" + json.dumps(named, ensure_ascii=False))


DONT_KNOW = Button("je ne sais pas", "/dont_know")
SKIP = Button("passer", "/skip")
