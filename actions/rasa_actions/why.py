"""Why the question in hand is asked, or why this answer."""

from actions.rasa_actions.base import ConversationAction


class ActionWhy(ConversationAction):
    """Why the question in hand is asked, or why this answer."""

    move = "why"

    def name(self) -> str:
        """The name in the domain."""
        return "action_why"
