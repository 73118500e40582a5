"""The component of Rasa's pipeline that adds the understanding of a message and settles its intent.

Rasa's classifier, upstream, only knows how sentences look; what they say comes from `bot.nlu.understand.extract`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.understanding import KEY
from bot.keepable import keepable
from bot.nlu.intent import settle
from bot.nlu.understand import extract


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class UnderstandingComponent(GraphComponent):
    """Sets `understanding` on each message (JSON of `actions.understanding`) and the final intent.

    `threshold`: below this confidence of the classifier, a message without content is not understood.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self.threshold = float(config["threshold"])

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The threshold below which the classifier is not believed."""
        return {"threshold": 0.35}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """Called by Rasa."""
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing is learnt here."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the understanding and the intent to each message."""
        for message in messages:
            self._one(message)
        return messages

    def _one(self, message: Message) -> None:
        text = message.get(TEXT)
        if not text:
            return
        guess = message.get(INTENT) or {}
        name, confidence = guess.get(INTENT_NAME_KEY), float(guess.get(PREDICTED_CONFIDENCE_KEY) or 0.0)
        understood, certainty = settle(extract(text), name, confidence, self.threshold)
        if understood.intent == "nlu_fallback":
            understood = replace(understood, kept=keepable(text))
        message.set(
            INTENT, {INTENT_NAME_KEY: understood.intent, PREDICTED_CONFIDENCE_KEY: certainty}, add_to_output=True
        )
        message.set(KEY, understood.to_json(), add_to_output=True)
