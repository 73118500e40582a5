"""The single facts that would change the answer."""

from actions.rasa_actions.base import ConversationAction


class ActionWhatWouldChange(ConversationAction):
    """The single facts that would change the answer."""

    move = "what_would_change"

    def name(self) -> str:
        """The name in the domain."""
        return "action_what_would_change"
