"""The fact asked stays unknown and is not asked again."""

from actions.rasa_actions.base import ConversationAction


class ActionDontKnow(ConversationAction):
    """The fact asked stays unknown and is not asked again."""

    move = "dont_know"

    def name(self) -> str:
        """The name in the domain."""
        return "action_dont_know"
