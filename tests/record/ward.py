"""A prescriber whose turns are kept, as the Rasa actions do."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any, Sequence

from actions.activities import Activity, Context
from actions.conversation import Conversation
from actions.conversation.bind import PAYLOAD
from actions.floor import step
from actions.record.turns import kept
from actions.understanding import Unbound, Understanding
from bot.keepable import keepable
from bot.nlu.understand import extract
from tests.actions.talk import Heard
from tests.record.writing import START


class Ward:
    """Somebody who talks; the case goes through JSON at each turn."""

    def __init__(
        self, sender: str = "dr-dupont", channel: str = "terminal", activities: Sequence[Activity] = ()
    ) -> None:
        self.case, self.activities = Conversation(), activities
        self.context = Context(sender, channel, START)

    def says(self, text: str, move: str | None = None) -> Heard:
        found = extract(text)
        lost = found.intent == "nlu_fallback"
        message = replace(found, intent=move or found.intent, kept=keepable(text) if lost else "")
        return self.hears(message)

    def hears(self, message: Understanding) -> Heard:
        keep = partial(kept, time.perf_counter())
        after, says = step(self.case, message, None, self.context, self.activities, keep)
        self.case = Conversation.from_json(after.to_json())
        return Heard(says)

    def taps(self, value: Any) -> Heard:
        """A button."""
        return self.hears(Understanding("", "answer", unbound=(Unbound(PAYLOAD, value),)))

    def later(self, **parts: float) -> None:
        """Time passes."""
        self.context = replace(self.context, now=self.context.now + timedelta(**parts))
