"""The sentences that name an intern's error: what the answer would have been right for."""

from __future__ import annotations

from typing import Any, Iterable, Sequence

from actions.wording import card, questions, table
from actions.wording.details import named
from actions.wording.said import measure
from actions.wording.text import capital, listing, number
from rules import Change
from rules.model import Decision, State

NO_ANSWER = "Vous n'avez pas répondu."
ENOUGH = "Tout ce qui décide de la priorité était dans l'énoncé."
NO_DOSE_HERE = "Le tableau ne donne pas de dose dans ce cas."
A_DOSE_HERE = "Le tableau donne une dose dans ce cas."
NEARLY = "Calcul ou arrondi aux flacons : vous étiez près."
WRONG_SUM = "Calcul : reprenez la dose en g/kg de la ligne et le poids."
BMI_MISSED = "Règle de l'IMC : c'est la dose sans le plafond de l'en-tête du tableau."
BMI_TOO_MUCH = "Règle de l'IMC : le plafond ne s'applique pas d'office à ce patient."
ONE_DAY = "C'est la dose d'un jour ; la question porte sur toute la cure."
REPEATED = "Règle de la seconde dose : vous avez compté deux doses."
OTHER_REGIMEN = "C'est la dose d'un autre schéma de la même ligne."
OTHER_PHASE_DOSE = "C'est la dose de l'autre phase (initiation ou renouvellement)."
TIMINGS = {
    "before": "un avis est exigé avant de commencer",
    "after": "un avis se demande sans retarder le traitement",
    "none": "aucun avis n'est demandé",
}
GIVEN_TIMINGS = {
    "before": "vous avez attendu un avis",
    "after": "vous avez prévu un avis, sans l'attendre",
    "none": "vous n'avez demandé aucun avis",
}


def read_as(change: Change, value: Any, threshold: bool) -> str:
    """ "Seuil : votre réponse vaudrait si… ": the criterion that must have been read the other way."""
    word = "oui" if change.state is State.MET else "non"
    kind = "Seuil" if threshold else "Critère"
    here = _here(change.fact, value)
    return f"{kind} : votre réponse vaudrait avec « {named(change)} » : {word}{here}."


def _here(fact: str, value: Any) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f" (ici {questions.words(fact).label} : {measure(fact, value)})"
    return ""


def supposed(label: str, met: bool) -> str:
    """The missing fact that an answer took for granted."""
    word = "oui" if met else "non"
    return f"Donnée supposée : votre réponse vaudrait avec « {label} » : {word}. L'énoncé ne le dit pas."


def concluded_too_early(missing: Iterable[str]) -> str:
    """What the case does not say."""
    labels = listing(f"« {questions.words(fact).label} »" for fact in missing)
    return f"Conclusion trop rapide : l'énoncé ne donne pas {labels}."


def look_alike(decision: Decision) -> str:
    """A use that looks like one of the table's."""
    return f"Indication voisine : {table.situation(decision.indication)}, {card.WORDS[decision.status]}."


def even_so(change: Change) -> str:
    """The criterion that is not met; even with it the table would say something else."""
    word = "oui" if change.state is State.MET else "non"
    return f"Critère : même avec « {named(change)} » : {word}, le tableau dirait {card.WORDS[change.status]}."


def printed(decision: Decision) -> str:
    """The code that the table prints."""
    return f"Code de la ligne : le tableau dit {card.WORDS[decision.status]}."


def wrong_timing(given: str, expected: str) -> str:
    """When the opinion is needed."""
    said = GIVEN_TIMINGS.get(given)
    return capital(f"{said} ; {TIMINGS[expected]}." if said else f"{TIMINGS[expected]}.")


def wrong_network(given: Sequence[str], expected: Sequence[Sequence[str]]) -> str:
    """Whom to ask."""
    said = listing(table.body(name) for name in given)
    right = listing(listing((table.body(name) for name in bodies), "ou") for bodies in expected)
    return f"Réseau : {f'non pas {said}, mais ' if said else ''}{right}."


def other_phase(phase: str) -> str:
    """The answer is that of the other phase."""
    return f"Phase : c'est l'avis {'du renouvellement' if phase == 'renewal' else 'de l’initiation'}."


def other_population(word: str) -> str:
    """The answer is that of the other population."""
    return f"Population : c'est l'avis qui vaut pour l'{word}."


def wrong_days(given: Any, expected: Sequence[tuple[int, int]], *, renal: bool) -> str:
    """How many days the course takes."""
    spans = listing((_span(low, high) for low, high in expected), "ou")
    rule = "Risque rénal" if renal else "Durée de la cure"
    said = f", non {number(given)}" if given is not None else ""
    return f"{rule} : {spans}{said}."


def _span(low: int, high: int) -> str:
    if low == high:
        return "en une fois" if low == 1 else f"{low} jours"
    return f"{low} à {high} jours"
