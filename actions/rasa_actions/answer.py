"""A button was tapped: `/answer{"value": …}` answers the question in hand."""

from actions.rasa_actions.base import ConversationAction


class ActionAnswer(ConversationAction):
    """A button was tapped: `/answer{"value": …}` answers the question in hand."""

    move = "answer"

    def name(self) -> str:
        """The name in the domain."""
        return "action_answer"
