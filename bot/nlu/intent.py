"""The final intent of a message: what its words make certain, else what the classifier believes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from actions.understanding import Unbound, Understanding
from bot.nlu import moves
from bot.nlu.text import fold

FALLBACK = "nlu_fallback"
_STATED = re.compile(
    r"c'est (?:un|une|pour un)|il s'agit|demande de renouvellement"
)  # "c'est un renouvellement" is a fact
PATIENT_FACTS = frozenset(
    {"age_years", "weight_kg", "height_cm", "bmi_kg_m2", "renal_risk", "phase", "pregnant", "gestational_weeks"}
)
# moves that the classifier may see in a message that also names a situation or facts: they keep the case in hand
BESIDE_FACTS = frozenset({"dose_only", "network_only", "renewal", "history_2019", "version"})
FORGET = frozenset({"new_patient", "restart"})  # they drop the case
HALF = 0.5
SHORT = 4  # words
SURE = 0.7  # confidence from which such a move wins over "inform"
# Where a hesitant guess would do harm: drop the case, or take a symptom ("bulles buccales") for something else.
NEEDED = {**dict.fromkeys(FORGET, SURE), "insult": HALF, "out_of_scope": HALF}


@dataclass(frozen=True)
class Said:
    """What a message was found to hold, as far as its intent depends on it."""

    candidates: tuple[str, ...]
    facts: frozenset[str]
    unbound: tuple[Unbound, ...]
    refused: bool  # problems, or mentions that were left aside
    treatment_named: bool

    @property
    def clinical(self) -> frozenset[str]:
        """The facts of the disease, not of the patient."""
        return self.facts - PATIENT_FACTS


def by_words(text: str, said: Said) -> tuple[str, str | None]:
    """The intent that the words make certain ("nlu_fallback" where they do not), and the term that it asks about."""
    term = moves.asked_term(text)
    if moves.in_english(text):
        return "english", None
    if moves.dose_of_another_drug(text) and not said.candidates and not said.clinical:
        return "out_of_scope", None
    asked = _phrase(text, said, term)
    if asked:
        return asked, term if asked in ("explain_term", "network_only") else None
    if said.candidates or said.facts - {"phase"} or said.refused:
        return "inform", None
    return moves.loose_move(text) or _little(said), None


def _phrase(text: str, said: Said, term: str | None) -> str | None:
    """A move said by a phrase, where the rest of the message does not speak against it."""
    asked = moves.phrase_move(text)
    about = bool(said.candidates or term or moves.about_immunoglobulins(text))
    kept = {
        "dose_only": about and not said.clinical,
        "network_only": about,
        "explain_term": term is not None and not said.clinical,
    }
    return asked if asked and kept.get(asked, True) else None


def _little(said: Said) -> str:
    """The intent of a message that holds no situation: an answer without its question, or nothing."""
    if said.unbound and not said.facts and all(item.kind == "boolean" for item in said.unbound):
        return "affirm" if said.unbound[0].value else "deny"
    return "inform" if said.unbound or said.facts or said.treatment_named else FALLBACK


def settle(
    understood: Understanding, guess: str | None, confidence: float, threshold: float
) -> tuple[Understanding, float]:
    """The understanding with its final intent, and the confidence in it (1.0 where the words decide).

    `guess` is the classifier's intent; below `threshold` it is not believed.
    """
    if understood.intent not in ("inform", FALLBACK):
        return understood, 1.0
    believed = guess is not None and confidence >= max(threshold, NEEDED.get(guess, 0.0))
    if understood.intent == "inform" and not (believed and _open(understood, guess, confidence)):
        return understood, 1.0
    if not believed or guess is None or not moves.spoken(understood.text, guess):
        return understood, max(confidence, 0.0)
    if moves.hedged(understood.text) and len(understood.text.split()) <= SHORT and guess != "dont_know":
        return understood, confidence  # "je pense que oui": asked again
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
    """A number in a sentence ("en 2019") or a status word ("résultat non disponible"): it may be a move."""
    return {item.kind for item in understood.unbound} in ({"number"}, {"trial"}) and len(understood.text.split()) >= 3
