"""A message that no intent fits: take what it says all the same, or say what was not understood."""

from actions.rasa_actions.base import ConversationAction


class ActionFallback(ConversationAction):
    """A message that no intent fits: take what it says all the same, or say what was not understood."""

    move = "nlu_fallback"

    def name(self) -> str:
        """The name in the domain."""
        return "action_fallback"
