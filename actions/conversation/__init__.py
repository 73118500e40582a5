"""The consultation without Rasa: `consultation(conversation, understanding) -> (conversation, what is said)`."""

from actions.conversation.say import Button, Say
from actions.conversation.state import Conversation
from actions.conversation.turn import consultation

__all__ = ["Button", "Conversation", "Say", "consultation"]
