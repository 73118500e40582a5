"""The Rasa actions, one a file: each makes one move of `actions.conversation`."""

from actions.rasa_actions.answer import ActionAnswer
from actions.rasa_actions.back import ActionBack
from actions.rasa_actions.consult import ActionConsult
from actions.rasa_actions.details import ActionDetails
from actions.rasa_actions.dont_know import ActionDontKnow
from actions.rasa_actions.dose_only import ActionDoseOnly
from actions.rasa_actions.explain import ActionExplain
from actions.rasa_actions.fallback import ActionFallback
from actions.rasa_actions.network_only import ActionNetworkOnly
from actions.rasa_actions.new_patient import ActionNewPatient
from actions.rasa_actions.renewal import ActionRenewal
from actions.rasa_actions.restart import ActionRestart
from actions.rasa_actions.skip import ActionSkip
from actions.rasa_actions.smalltalk import ActionSmalltalk
from actions.rasa_actions.what_would_change import ActionWhatWouldChange
from actions.rasa_actions.why import ActionWhy

__all__ = [
    "ActionAnswer",
    "ActionBack",
    "ActionConsult",
    "ActionDetails",
    "ActionDontKnow",
    "ActionDoseOnly",
    "ActionExplain",
    "ActionFallback",
    "ActionNetworkOnly",
    "ActionNewPatient",
    "ActionRenewal",
    "ActionRestart",
    "ActionSkip",
    "ActionSmalltalk",
    "ActionWhatWouldChange",
    "ActionWhy",
]
