"""Greetings, help, version and what PrioIg does not do: the message's intent says which."""

from actions.rasa_actions.base import ConversationAction


class ActionSmalltalk(ConversationAction):
    """Greetings, help, version and what PrioIg does not do: the message's intent says which."""

    def name(self) -> str:
        """The name in the domain."""
        return "action_smalltalk"
