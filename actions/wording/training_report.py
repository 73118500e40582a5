"""The words of progress and of a room's report."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from actions.wording.text import number
from actions.wording.training import points
from rules.load import hierarchy

FAMILIES = {
    "threshold": "seuils",
    "population": "population",
    "alternatives": "alternatives essayées",
    "finding": "critères cliniques",
    "isotype": "isotype de la gammopathie",
    "phase": "initiation ou renouvellement",
    "renal": "étalement rénal",
    "bmi": "règle de l'IMC",
    "repeat": "seconde dose",
    "route": "voie d'administration",
    "missing": "données manquantes",
    "look_alike": "indications voisines",
    "row": "code de la ligne",
    "network": "réseau à consulter",
    "timing": "moment de l'avis",
    "distractor": "détails sans effet",
    "course": "dose de toute la cure",
    "regimen": "choix du schéma",
    "sum": "calcul et arrondi",
}
CONFIDENCE = {"1": "peu sûr", "2": "assez sûr", "3": "sûr"}
STRENGTHS = "Acquis :"
WEAK_FAMILIES = "À travailler :"
WEAK_ROWS = "Lignes faibles :"
CALIBRATION = "Assurance et réussite :"


class Rated(Protocol):
    """A rate of success."""

    @property
    def key(self) -> str:
        """What it is about."""

    @property
    def success(self) -> float:
        """From 0 to 1."""

    @property
    def count(self) -> int:
        """Over how many answers."""


def family(name: str) -> str:
    """The French name of an error family."""
    return FAMILIES.get(name, name)


def row(name: str) -> str:
    """The French name of a row, or of a situation where no row is met."""
    table = hierarchy()
    labels = {item.id: item.label for found in table.situations.values() for item in found.rows}
    if name in labels:
        return labels[name]
    known = name in table.situations or name in table.unjustified
    return table.label(name) if known else "situation absente du tableau"


def percent(share: float) -> str:
    """A share: "75 %"."""
    return f"{number(100 * share, 0)} %"


def over(rate: Rated) -> str:
    """A rate with what it is over: "75 % (sur 4)"."""
    return f"{percent(rate.success)} (sur {rate.count})"


def family_rate(rate: Rated) -> str:
    """The success of a family."""
    return f"{family(rate.key)} : {over(rate)}"


def row_rate(rate: Rated) -> str:
    """The success on a row."""
    return f"{row(rate.key)} : {over(rate)}"


def confidence_rate(rate: Rated) -> str:
    """The success at a level of confidence."""
    return f"{CONFIDENCE[rate.key]} : {over(rate)}"


def progress_head(cases: int, score: float, of: int) -> str:
    """How much was done."""
    return f"Vos progrès : {cases} cas, {points(score, of)}."


def due(waiting: int, next_: datetime | None) -> str:
    """What is to be met again."""
    if waiting:
        return f"À revoir maintenant : {waiting} point{'s' if waiting > 1 else ''}. « suivant » commence par là."
    if next_ is None:
        return "Rien à revoir pour l'instant."
    return f"Rien à revoir maintenant ; prochain rappel le {next_.astimezone().strftime('%d/%m/%Y à %H:%M')}."


BEFORE, AFTER = "première fois", "dernière fois"
NOT_YET = "pas encore de réponse"
TITLES = {
    "interns": "Internes",
    "rows": "Réussite par ligne du tableau",
    "families": "Réussite par famille d'erreurs",
    "before_after": "Avant et après",
    "calibration": "Assurance et réussite",
    "cases": "Cas par cas, pour le débriefing",
}
EXPLAINED = {
    "interns": "Part des points de chaque cas ; « – » : pas encore répondu.",
    "rows": "Part des points obtenus, la ligne la plus faible d'abord.",
    "families": "Part des cas où la famille n'a pas été source d'erreur, la plus faible d'abord.",
    "before_after": "Pour les internes qui ont rencontré la famille au moins deux fois dans la salle.",
    "calibration": "Part des points selon l'assurance dite : être sûr devrait aller avec réussir.",
    "cases": "La réponse attendue est calculée par les règles en vigueur au moment du rapport.",
}
NOTHING = "Rien à montrer pour l'instant."
FICTIONAL = "Cas fictifs d'entraînement : ce document ne concerne aucun patient et ne sert pas au soin."
EXPECTED = "attendu"


def interns(count: int) -> str:
    """How many: "1 interne", "30 internes"."""
    return f"{count} interne{'s' if count > 1 else ''}"


def missed(name: str, count: int) -> str:
    """An error family of a case, and how often: "seuils : 4 fois"."""
    return f"{family(name)} : {count} fois"
