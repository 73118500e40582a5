"""Buttons where there are none: a list under the question, of which the number or the letter answers."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

Button = Mapping[str, Any]


@dataclass(frozen=True)
class Choices:
    """The buttons last offered, each under the mark that chooses it."""

    buttons: Mapping[str, Button]

    def payload(self, typed: str) -> str:
        """What to send for `typed`: the payload of the button that it marks, else `typed` itself."""
        button = self.buttons.get(typed.strip().rstrip(").").lower())
        return str(button["payload"]) if button else typed

    def lines(self) -> list[str]:
        """The buttons as lines of text."""
        return [f"  {mark}) {button['title']}" for mark, button in self.buttons.items()]


def choices(replies: Sequence[Mapping[str, Any]]) -> Choices:
    """The choices that `replies` offer. Where a number is asked for they get letters, so that "2" stays one."""
    buttons = [button for reply in replies for button in reply.get("buttons") or ()]
    asked = [reply.get("custom") or {} for reply in replies]
    number = any(str(item.get("type")).endswith("question") and item.get("kind") == "number" for item in asked)
    marks = string.ascii_lowercase if number else [str(position) for position in range(1, len(buttons) + 1)]
    return Choices(dict(zip(marks, buttons)))
