"""What an intern says: typed words, or a button with the number of the question that it answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Button
from actions.understanding import Understanding
from actions.wording.text import fold

PREFIX = "training:"  # what its buttons send
VALUE = re.compile(r"^training:(?P<kind>\w+):(?P<value>[^@]*)(?:@(?P<tag>\d+))?$")


@dataclass(frozen=True)
class Heard:
    """A message: its words folded, or the `kind` and `value` of a button; `tag` is the question's, where it has one."""

    text: str = ""
    typed: str = ""
    kind: str = ""
    value: str = ""
    tag: int | None = None
    intent: str = ""
    masked: bool = False

    @property
    def silent(self) -> bool:
        """Whether nothing that can be read was said."""
        return not self.text and not self.kind


def hear(message: Understanding) -> Heard:
    """The message as training reads it. A bare number from the page's field is that number typed."""
    sent = next((item.value for item in message.unbound if item.kind == PAYLOAD), None)
    if sent is None:
        typed = message.text.strip()
        return Heard(fold(typed), typed, intent=message.intent, masked=bool(message.masked))
    match = VALUE.match(str(sent))
    if match is None:
        typed = json.dumps(sent) if isinstance(sent, (int, float)) else str(sent)
        return Heard(fold(typed), typed, intent=message.intent)
    tag = match["tag"]
    return Heard(kind=match["kind"], value=match["value"], tag=int(tag) if tag else None, intent=message.intent)


def button(title: str, kind: str, value: Any, tag: int | None = None) -> Button:
    """A button of training; with a `tag` it answers that question alone."""
    sent = f"{PREFIX}{kind}:{value}" + ("" if tag is None else f"@{tag}")
    return Button(title, "/answer" + json.dumps({"value": sent}, ensure_ascii=False))
