"""One line of a conversation in a test: what is said, then what the bot asks or concludes.

`ask` is the fact of the question that ends the reply, `verdict` the status of the decision in it, `codes`
the notices, `has` pieces of its text, `values` the choices offered. What is not given is expected to be absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.actions.talk import Heard, Talk


@dataclass(frozen=True)
class Tap:
    """A button: its value."""

    value: Any


@dataclass(frozen=True)
class Line:
    """One message and the reply that it must get."""

    said: str | Tap
    ask: str | None = None
    verdict: str | None = None
    codes: tuple[str, ...] = ()
    has: tuple[str, ...] = ()
    values: tuple[Any, ...] | None = None
    intent: str | None = None


def hear(talk: Talk, line: Line) -> Heard:
    return talk.taps(line.said.value) if isinstance(line.said, Tap) else talk.says(line.said, line.intent)


def hold(*lines: Line) -> None:
    """Hold the conversation, and compare each reply."""
    talk = Talk()
    for line in lines:
        heard = hear(talk, line)
        assert (heard.asked, heard.verdict, tuple(heard.codes)) == (line.ask, line.verdict, line.codes), heard.text
        assert [piece for piece in line.has if piece not in heard.text] == [], heard.text
        assert line.values is None or tuple(heard.values) == line.values, heard.text
