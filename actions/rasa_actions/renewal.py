"""The same case under the renewal column."""

from actions.rasa_actions.base import ConversationAction


class ActionRenewal(ConversationAction):
    """The same case under the renewal column."""

    move = "renewal"

    def name(self) -> str:
        """The name in the domain."""
        return "action_renewal"
