"""The sentences of training: every bubble says that it is training, so that nobody takes it for care."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from actions.wording import table
from actions.wording.text import listing, number

MARK = "Entraînement"
TRAINING = {"training": True}  # in every object of training
PRIORITIES = {
    "P": "prioritaire [P]",
    "UF": "réservé [UF]",
    "NP": "non prioritaire [NP]",
    "not_justified": "non justifié",
    "outside": "critères non réunis ou absent du tableau",
    "incomplete": "pas assez de données",
}
TIMING_CHOICES = {
    "before": "avis avant de commencer",
    "after": "avis sans retarder le traitement",
    "none": "aucun avis",
}
QUESTIONS = {
    "priority": "Quelle est la priorité ?",
    "timing": "Faut-il un avis, et quand ?",
    "networks": "L'avis de qui ?",
    "grams": "Quelle dose, en grammes, pour une cure de ce patient ?",
    "days": "En combien de jours ?",
    "confidence": "En êtes-vous sûr ?",
}
LABELS = {
    "priority": "priorité",
    "timing": "avis",
    "networks": "qui demander",
    "grams": "dose d'une cure",
    "days": "durée de la cure",
    "confidence": "assurance",
}
ASKS = {"priority": "Priorité", "opinion": "Avis", "dose": "Dose"}
HINT, UNKNOWN, NO_DOSE = "indice", "je ne sais pas", "aucune dose"
NEXT, PROGRESS, LEAVE, ALONE = "cas suivant", "mes progrès", "consultation", "m'entraîner seul"
RESUME = "reprendre l'entraînement"
ANSWER_CARD = "Réponse du tableau (cas fictif) :"
REMEMBER = "À retenir"
NOT_A_CONFIDENCE = "Je n'ai pas compris. Dites à quel point vous êtes sûr."
LATE = "Ce bouton répondait à une autre question."
NOT_UNDERSTOOD = {
    "priority": "Je n'ai pas compris. Répondez par exemple « UF », « non justifié » ou « pas assez de données ».",
    "timing": "Je n'ai pas compris. Répondez par exemple « RCP avant », « après » ou « aucun avis ».",
    "networks": "Je n'ai pas compris. Nommez l'instance ou le réseau, par exemple « RCP ».",
    "grams": "Je n'ai pas compris. Répondez en grammes, par exemple « 72,5 g », ou « aucune dose ».",
    "days": "Je n'ai pas compris. Répondez par exemple « 2 jours » ou « en une fois ».",
}
PER_KG = "La dose de ce patient est demandée en grammes, pas en g/kg."


def marked(text: str) -> str:
    """A bubble's text, marked as training."""
    return f"{MARK} · {text}"


def bodies(names: Iterable[str]) -> str:
    """The bodies of one choice: "RCP", "RCP et GFHT"."""
    return listing(table.body(name) for name in names)


def days(count: int) -> str:
    """The days of a course as a choice."""
    return "en une fois" if count == 1 else f"{count} jours"


def hint(text: str) -> str:
    """A hint, with what it costs."""
    return f"Indice (il coûte une part des points de la question) : {text}"


def not_understood(what: str, per_kg: bool) -> str:
    """What to answer instead."""
    return PER_KG if what == "grams" and per_kg else NOT_UNDERSTOOD[what]


def case_title(at: int, count: int, room: str) -> str:
    """Which case this is: its place in a room, nothing alone."""
    return f"Cas {at} sur {count} · {room}" if count else "Cas"


def duration(seconds: float) -> str:
    """A time as a person says it: "45 s", "2 min 05 s"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60:02d} s"


def points(score: float, of: float) -> str:
    """Points: "2,5 points sur 3"."""
    return f"{number(score, 2)} point{'s' if score >= 2 else ''} sur {number(of)}"


def result(score: float, of: int, seconds: float) -> str:
    """The result of one case; the time is told, it does not count."""
    return f"Corrigé : {points(score, of)} (temps : {duration(seconds)}, non compté)."


def answer_said(answer: Mapping[str, Any]) -> str:
    """An answer as it was understood."""
    parts = []
    if "priority" in answer:
        parts.append(PRIORITIES.get(str(answer["priority"]), str(answer["priority"])))
    if "timing" in answer:
        parts.append(TIMING_CHOICES.get(str(answer["timing"]), str(answer["timing"])))
    if answer.get("networks"):
        parts.append(bodies(answer["networks"]))
    if "grams" in answer:
        parts.append(f"{number(answer['grams'])} g" if answer["grams"] else NO_DOSE)
    if "days" in answer:
        parts.append(days(int(answer["days"])))
    return ", ".join(parts) or "sans réponse"


def finished(score: float, of: int) -> str:
    """The end of a room's list."""
    return f"Vous avez fini la liste : {points(score, of)}. Attendez le débriefing, ou continuez seul."
