"""The final intent of a message: what its words make certain, else what the classifier believes."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.understanding import Understanding
from bot.nlu import moves
from bot.nlu.text import fold

FALLBACK = "nlu_fallback"
_STATED = re.compile(
    r"c'est (?:un|une|pour un)|il s'agit|demande de renouvellement"
)  # "c'est un renouvellement" is a fact
# moves that the classifier may see in a message that also names a situation or facts: they keep the case in hand
BESIDE_FACTS = frozenset({"dose_only", "network_only", "renewal", "history_2019", "version"})
HALF = 0.5
SURE = 0.7  # confidence from which such a move wins over "inform"


def settle(
    understood: Understanding, guess: str | None, confidence: float, threshold: float
) -> tuple[Understanding, float]:
    """The understanding with its final intent, and the confidence in it (1.0 where the words decide).

    `guess` is the classifier's intent; below `threshold` it is not believed.
    """
    if understood.intent not in ("inform", FALLBACK):
        return understood, 1.0
    believed = guess is not None and confidence >= threshold
    if understood.intent == "inform" and not (believed and _open(understood, guess, confidence)):
        return understood, 1.0
    if not believed or guess is None:
        return understood, max(confidence, 0.0)
    if guess in ("inform", "answer"):
        return replace(understood, intent="inform" if confidence >= HALF else understood.intent), confidence
    term = moves.asked_term(understood.text) if guess in ("explain_term", "network_only") else understood.term
    return replace(understood, intent=guess, term=term), confidence


def _open(understood: Understanding, guess: str | None, confidence: float) -> bool:
    """Whether the classifier may still decide although something was read: only words that carry no fact ("le
    méthotrexate est-il remboursé", "comment renouveler", "en 2019"), or a move that lives beside a situation."""
    facts = set(understood.facts)
    if understood.problems or understood.ignored or (facts and _STATED.search(fold(understood.text))):
        return False
    if not understood.candidates and facts <= {"phase"}:
        return not understood.unbound or (_carry_little(understood) and confidence >= HALF)
    patient = {"age_years", "weight_kg", "phase"}
    return (
        bool(understood.candidates)
        and facts <= patient
        and not understood.unbound
        and guess in BESIDE_FACTS
        and confidence >= SURE
    )


def _carry_little(understood: Understanding) -> bool:
    """A number in a sentence ("en 2019"), or a status word ("le résultat n'est pas disponible"): the sentence may mean a move."""
    return {item.kind for item in understood.unbound} in ({"number"}, {"trial"}) and len(understood.text.split()) >= 3
