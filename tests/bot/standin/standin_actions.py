"""Tiny actions: one that remembers, one that fails, one that says nothing, one that says what was refused."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class Count(Action):
    """Counts the turns of the conversation in the slot `case`."""

    def name(self) -> str:
        return "action_count"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        turns = (tracker.get_slot("case") or {}).get("turns", 0) + 1
        dispatcher.utter_message(
            text=f"Tour {turns}.", json_message={"type": "notice", "code": "count", "turns": turns}
        )
        return [SlotSet("case", {"turns": turns})]


class Fail(Action):
    """Fails with a message that must not be shown."""

    def name(self) -> str:
        return "action_fail"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text="PRIORITAIRE [P]")
        raise ValueError("secret de M. Dupont")


class Silent(Action):
    """Says nothing."""

    def name(self) -> str:
        return "action_silent"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        return []


class Problem(Action):
    """Says why the message was not read."""

    def name(self) -> str:
        return "action_problem"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        problem = tracker.latest_message["understanding"]["problems"][0]
        dispatcher.utter_message(text=problem["message"], json_message={"type": "notice", "code": problem["code"]})
        return []
