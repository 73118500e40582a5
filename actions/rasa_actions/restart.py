"""Start again: Rasa's own restart (also `/restart`), with our first question."""

from typing import Any

from rasa_sdk.events import Restarted

from actions.rasa_actions.base import ConversationAction


class ActionRestart(ConversationAction):
    """Replaces Rasa's `action_restart`: the history goes, the conversation starts again."""

    move = "restart"

    def name(self) -> str:
        """The name in the domain."""
        return "action_restart"

    def events(self) -> list[dict[str, Any]]:
        """Rasa forgets what was said before the case starts anew."""
        return [Restarted()]
