"""Scores in words: what is asked, what counted, where the points come from."""

from __future__ import annotations

from typing import Iterable

from actions.wording.text import capital, number
from rules.protocols.scores import Line, Score, Total

NOT_UNDERSTOOD = "Je n'ai pas compris. Choisissez une réponse, ou écrivez « retour »."
LEFT = "Calcul abandonné."
NO_SIZE = "Sans le poids et la taille, le calcul n'est pas possible."


def opening(score: Score) -> str:
    """How the score is computed, and that it may be given directly."""
    return "\n".join(line for line in (f"{capital(score.name)}.", score.unchecked, score.direct) if line)


def line(asked: Line, titles: Iterable[str]) -> str:
    """The question about one line, with its answers."""
    return "\n".join((asked.question, *(f"- {title}" for title in titles)))


def total(score: Score, found: Total) -> str:
    """ "Score de Khellaf modifié : 9 (purpura ecchymotique généralisé 4 + bulles 5)."."""
    sum_ = " + ".join(f"{label} {points}" for label, points in found.counted)
    value = f"{found.low}" if found.low == found.high else f"de {found.low} à {found.high}, des items restant inconnus"
    return "\n".join(
        part
        for part in (
            f"{capital(score.name)} : {value}{f' ({sum_})' if sum_ and len(score.lines) > 1 else ''}.",
            f"Source : {score.source}",
            score.unchecked,
        )
        if part
    )


def measured(score: Score, value: float, weight: float, height: float) -> str:
    """ "IMC : 24,5 kg/m² (72 kg, 171 cm)."."""
    unit = "kg/m²" if score.fact else "m²"
    shown = number(value, score.decimals)
    return f"{capital(score.name)} : {shown} {unit} ({number(weight)} kg, {number(height)} cm).\n{score.source}"
