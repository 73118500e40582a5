"""The final intent of a message: what its words make certain, else what the classifier believes."""

from __future__ import annotations

from dataclasses import replace

from actions.understanding import Understanding
from bot.nlu import moves

FALLBACK = "nlu_fallback"
# moves that the classifier may see in a message that also names a situation or facts: they keep the case in hand
BESIDE_FACTS = frozenset({"dose_only", "network_only", "renewal", "history_2019", "what_would_change", "new_patient", "explain_term", "version", "english"})
SURE = 0.7  # confidence from which such a move wins over "inform"


def settle(understood: Understanding, guess: str | None, confidence: float, threshold: float) -> tuple[Understanding, float]:
    """The understanding with its final intent, and the confidence in it (1.0 where the words decide).

    `guess` is the classifier's intent; below `threshold` it is not believed.
    """
    if understood.intent not in ("inform", FALLBACK):
        return understood, 1.0
    if understood.intent == "inform":
        return _beside_facts(understood, guess, confidence)
    if guess is None or confidence < threshold:
        return understood, max(confidence, 0.0)
    if guess in ("inform", "answer"):
        return replace(understood, intent=FALLBACK), confidence
    term = moves.asked_term(understood.text) if guess in ("explain_term", "network_only") else understood.term
    return replace(understood, intent=guess, term=term), confidence


def _beside_facts(understood: Understanding, guess: str | None, confidence: float) -> tuple[Understanding, float]:
    """A situation or facts are found: "inform", unless the classifier is certain of a move that lives beside them."""
    clinical = set(understood.facts) - {"age_years", "weight_kg", "phase"}
    if guess in BESIDE_FACTS and confidence >= SURE and not clinical and not understood.unbound and understood.candidates:
        return replace(understood, intent=guess, term=moves.asked_term(understood.text)), confidence
    return understood, 1.0
