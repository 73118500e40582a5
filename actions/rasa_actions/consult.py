"""What the prescriber says about the case: take it, then ask or answer."""

from actions.rasa_actions.base import ConversationAction


class ActionConsult(ConversationAction):
    """What the prescriber says about the case: take it, then ask or answer."""

    move = "inform"

    def name(self) -> str:
        """The name in the domain."""
        return "action_consult"
