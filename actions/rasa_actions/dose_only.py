"""Only the dose."""

from actions.rasa_actions.base import ConversationAction


class ActionDoseOnly(ConversationAction):
    """Only the dose."""

    move = "dose_only"

    def name(self) -> str:
        """The name in the domain."""
        return "action_dose_only"
