"""The conversation without Rasa: `step(conversation, understanding) -> (conversation, what is said)`."""

from actions.conversation.say import Button, Say
from actions.conversation.state import Conversation
from actions.conversation.turn import step

__all__ = ["Button", "Conversation", "Say", "step"]
