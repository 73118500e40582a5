"""Whether a loaded model really understands.

Rasa's LogisticRegressionClassifier comes back untrained, without an error, when its file cannot be read: the first
sentence then fails.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from actions.understanding import KEY

Parse = Callable[[str], Awaitable[dict[str, Any]]]

# Sentences whose intent only the trained classifier can tell, and one that the terminology reads.
CLASSIFIED = (
    ("je voudrais revenir à la question précédente", "back"),
    ("pourquoi avez-vous besoin de cette information", "why"),
)
READ = ("PTI adulte, Khellaf 9, 72 kg", "itp_adult", {"khellaf_score": 9, "weight_kg": 72})
AGAIN = "Relancez « ./prioig train --force »."


class NotTrained(RuntimeError):
    """The loaded model does not understand a known sentence; the message is in French."""


async def assert_understands(parse: Parse) -> None:
    """Parse known sentences with a loaded model (`agent.parse_message`). Raises NotTrained where it fails."""
    for sentence, intent in CLASSIFIED:
        heard = (await _parsed(parse, sentence))["intent"]["name"]
        if heard != intent:
            said = f"« {sentence} » est compris comme « {heard} »"
            raise NotTrained(f"Le modèle chargé n'est pas entraîné : {said}. {AGAIN}")
    sentence, indication, facts = READ
    understood = (await _parsed(parse, sentence)).get(KEY) or {}
    if understood.get("indication") != indication or understood.get("facts") != facts:
        raise NotTrained(f"Le modèle chargé ne lit pas les situations : « {sentence} » n'est pas comprise. {AGAIN}")


async def _parsed(parse: Parse, sentence: str) -> dict[str, Any]:
    from rasa.engine.exceptions import GraphComponentException

    try:
        return await parse(sentence)
    except GraphComponentException as error:
        raise NotTrained(f"Le modèle chargé n'est pas entraîné : « {sentence} » ne peut être lue. {AGAIN}") from error
