"""Everything that the answer rests on."""

from actions.rasa_actions.base import ConversationAction


class ActionDetails(ConversationAction):
    """Everything that the answer rests on."""

    move = "details"

    def name(self) -> str:
        """The name in the domain."""
        return "action_details"
