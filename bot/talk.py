"""One message in, the replies out: what every channel, the terminal included, goes through.

Import only after `bot.environment.prepare`.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from actions.understanding import KEY, Problem, Understanding
from bot.failures import report
from bot.messages import MAX_BODY, MAX_MESSAGE, TEXTS, notice
from bot.privacy import mask
from bot.runtime import Runtime

Reply = dict[str, Any]
FALLBACK = "nlu_fallback"
TERMINAL = "terminal"  # reads a pasted record; the other channels bound a message (docs/decisions/0015)


def _refused(code: str) -> dict[str, Any]:
    """Parse data that says why a message was not read, so that the conversation says it and asks its question again."""
    understood = Understanding(text="", intent=FALLBACK, problems=(Problem(code, TEXTS[code]),))
    intent = {"name": FALLBACK, "confidence": 1.0}
    return {"text": "", "intent": intent, "entities": [], KEY: understood.to_json()}


def message(sender: str, text: str | None, channel: str, identifier: str | None = None) -> UserMessage:
    """The message for Rasa: identities masked, and nothing of a text that is empty or too long.

    `identifier` is the sender's own name for the message; it is kept with the conversation.
    """
    typed = (text or "").strip()
    code = None if typed else "empty_message"
    if channel == TERMINAL:
        code = "too_long_pasted" if len(typed.encode("utf-8", "replace")) > MAX_BODY else code
    elif len(typed) > MAX_MESSAGE:
        code = "too_long"
    collector = CollectingOutputChannel()
    if code:
        refused = _refused(code)
        return UserMessage("", collector, sender, refused, channel, message_id=identifier)
    hidden = mask(typed)
    metadata = {"masked": list(hidden.kinds)} if hidden.kinds else None
    return UserMessage(hidden.text, collector, sender, None, channel, identifier, metadata)


async def say(
    runtime: Runtime, sender: str, text: str | None, channel: str = "rest", identifier: str | None = None
) -> list[Reply]:
    """Give `text`, typed by `sender` on `channel`, to the bot; return its replies in the form of Rasa's REST channel.

    There is always a reply: a failure is told in French, and never as a priority. An answer that was ready when the
    conversation could not be written (a full disk) is given, with a line that says so.
    """
    heard = message(sender, text, channel, identifier)
    try:
        replies = await runtime.turn(heard)
    except sqlite3.Error as error:
        report("turn", error)
        replies = list(heard.output_channel.messages)
        replies += [{"recipient_id": sender, **item} for item in notice("unsaved")] if replies else []
    except Exception as error:  # the door is the last place where a failure can still become a sentence
        report("turn", error)
        replies = []
    return replies or [{"recipient_id": sender, **item} for item in notice("internal_error")]
