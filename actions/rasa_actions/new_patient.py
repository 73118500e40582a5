"""Another patient: nothing of the last one stays."""

from actions.rasa_actions.base import ConversationAction


class ActionNewPatient(ConversationAction):
    """Another patient: nothing of the last one stays."""

    move = "new_patient"

    def name(self) -> str:
        """The name in the domain."""
        return "action_new_patient"
