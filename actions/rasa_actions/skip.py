"""Leave out a question that follows the verdict."""

from actions.rasa_actions.base import ConversationAction


class ActionSkip(ConversationAction):
    """Leave out a question that follows the verdict."""

    move = "skip"

    def name(self) -> str:
        """The name in the domain."""
        return "action_skip"
