"""What a word of the table means."""

from actions.rasa_actions.base import ConversationAction


class ActionExplain(ConversationAction):
    """What a word of the table means."""

    move = "explain_term"

    def name(self) -> str:
        """The name in the domain."""
        return "action_explain"
