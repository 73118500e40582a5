"""Whether a loaded model really understands.

Rasa's LogisticRegressionClassifier comes back untrained, without an error, when its file cannot be read.
"""

from __future__ import annotations

from typing import Any, Awaitable, Callable

from actions.understanding import KEY

# Sentences whose intent only the trained classifier can tell, and one that the terminology reads.
CLASSIFIED = (
    ("je voudrais revenir à la question précédente", "back"),
    ("pourquoi avez-vous besoin de cette information", "why"),
)
READ = ("PTI adulte, Khellaf 9, 72 kg", "itp_adult", {"khellaf_score": 9, "weight_kg": 72})


class NotTrained(RuntimeError):
    """The loaded model does not understand a known sentence; the message is in French."""


async def assert_understands(parse: Callable[[str], Awaitable[dict[str, Any]]]) -> None:
    """Parse known sentences with a loaded model (`agent.parse_message`). Raises NotTrained where it fails."""
    for sentence, intent in CLASSIFIED:
        heard = (await parse(sentence))["intent"]["name"]
        if heard != intent:
            raise NotTrained(
                f"Le modèle chargé n'est pas entraîné : « {sentence} » est compris comme « {heard} »."
                " Relancez « ./prioig train --force »."
            )
    sentence, indication, facts = READ
    understood = (await parse(sentence)).get(KEY) or {}
    if understood.get("indication") != indication or understood.get("facts") != facts:
        raise NotTrained(
            f"Le modèle chargé ne lit pas les situations : « {sentence} » n'est pas comprise."
            " Relancez « ./prioig train --force »."
        )
