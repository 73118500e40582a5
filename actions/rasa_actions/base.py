"""Between Rasa and the conversation: the slot `case` and the message in, bubbles and the slot out."""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar, Mapping

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.activities import Context
from actions.conversation import Conversation, Say
from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Notice
from actions.floor import step
from actions.record.turns import kept
from actions.understanding import KEY, Unbound, Understanding
from actions.wording import sentences

logger = logging.getLogger(__name__)
SLOT = "case"
LONGEST_FACT = 100  # characters
VALUE, FACT = "value", "fact"  # the keys of a payload: /answer{"value": …, "fact": …}; `fact` may be missing


class ConversationAction(Action, ABC):
    """An action that makes one move of the conversation. `move` None: the intent of the message."""

    move: ClassVar[str | None] = None

    @abstractmethod  # abstract: Rasa instantiates every other subclass of Action that it finds
    def name(self) -> str:
        """The name under which the domain knows the action."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Take the message, say the reply, keep the case. A failure says so and leaves the case as it was."""
        before, started = Conversation.from_json(tracker.get_slot(SLOT)), time.perf_counter()
        try:
            message, context = read_message(tracker.latest_message), context_of(tracker)
            after, says = step(before, message, self.move, context, keep=partial(kept, started))
        except Exception as error:  # a person is waiting: say that nothing was concluded, never stay silent
            logger.error("%s failed: %s", self.name(), type(error).__name__)
            after, says = before, (Notice("unavailable", sentences.UNAVAILABLE).say(),)
        for say in says:
            utter(dispatcher, say)
        return [*self.events(), SlotSet(SLOT, after.to_json())]

    def events(self) -> list[dict[str, Any]]:
        """What to tell Rasa before the case is kept."""
        return []


def context_of(tracker: Tracker) -> Context:
    """Who speaks, and where."""
    return Context(str(tracker.sender_id), str(tracker.get_latest_input_channel() or ""))


def utter(dispatcher: CollectingDispatcher, say: Say) -> None:
    """The text with its buttons, then each object as a `custom` item of its own."""
    buttons = [{"title": button.title, "payload": button.payload} for button in say.buttons]
    dispatcher.utter_message(text=say.text, buttons=buttons)
    for item in say.objects:
        dispatcher.utter_message(json_message=dict(item))


def read_message(latest: Mapping[str, Any]) -> Understanding:
    """What the message says. A payload carries no understanding; without either, nothing was understood."""
    text = str(latest.get("text") or "")
    intent = (latest.get("intent") or {}).get("name") or "nlu_fallback"
    if intent == "answer":
        return Understanding("", intent, unbound=(Unbound(PAYLOAD, _sent(latest, VALUE), text=_fact(latest)),))
    found = latest.get(KEY)
    if isinstance(found, Mapping):
        understood = Understanding.from_json(found)
        masked = tuple(dict.fromkeys((*understood.masked, *_masked(latest))))
        return replace(understood, intent=intent, masked=masked)
    return Understanding("" if text.startswith("/") else text, intent)


def _sent(latest: Mapping[str, Any], key: str) -> Any:
    return next((item.get("value") for item in latest.get("entities") or () if item.get("entity") == key), None)


def _fact(latest: Mapping[str, Any]) -> str:
    sent = _sent(latest, FACT)
    return sent if isinstance(sent, str) and len(sent) <= LONGEST_FACT else ""


def _masked(latest: Mapping[str, Any]) -> tuple[str, ...]:
    """The kinds of identity that the channel hid before anything read the message."""
    return tuple((latest.get("metadata") or {}).get("masked") or ())
