"""A conversation by text on a fixed day, without Rasa: what is typed goes through the understanding of French."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from actions.activities import Context
from actions.conversation import Conversation
from actions.floor import step
from actions.understanding import Understanding
from tests.actions.talk import Heard, Talk

TODAY = datetime(2026, 11, 25, 3, 0, tzinfo=timezone.utc)


class Ward(Talk):
    """A prescriber and the bot on 25/11/2026."""

    def hears(self, message: Understanding) -> Heard:
        after, says = step(self.case, message, None, Context("s1", "terminal", TODAY))
        self.case = Conversation.from_json(json.loads(json.dumps(after.to_json())))
        return Heard(says)

    def answers(self, *messages: str) -> Heard:
        """The reply to the last of several messages."""
        return [self.says(message) for message in messages][-1]


def status(heard: Heard) -> str | None:
    """What the protocol concludes in a reply."""
    found = heard.objects("protocol")
    return str(found[-1]["status"]) if found else None
