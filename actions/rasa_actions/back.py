"""Undo the last thing that was said."""

from actions.rasa_actions.base import ConversationAction


class ActionBack(ConversationAction):
    """Undo the last thing that was said."""

    move = "back"

    def name(self) -> str:
        """The name in the domain."""
        return "action_back"
