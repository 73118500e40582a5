"""Whom to ask for a situation."""

from actions.rasa_actions.base import ConversationAction


class ActionNetworkOnly(ConversationAction):
    """Whom to ask for a situation."""

    move = "network_only"

    def name(self) -> str:
        """The name in the domain."""
        return "action_network_only"
