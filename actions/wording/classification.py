"""A classification by points in French: the verdict, then item by item what counted, what did not and why."""

from __future__ import annotations

from typing import Iterator

from actions.wording.text import capital
from rules.protocols.classification import (
    CLASSIFIED,
    NOT_APPLICABLE,
    NOT_CLASSIFIED,
    OPEN,
    Classification,
    Counted,
    Item,
    Standing,
)

VERDICTS = {
    CLASSIFIED: "{points} : {disease}, critères remplis (seuil : au moins {threshold} points).",
    NOT_CLASSIFIED: "{points} : critères non remplis (seuil : au moins {threshold} points).",
    OPEN: "{points} : rien n'est encore établi (seuil : au moins {threshold} points).",
    NOT_APPLICABLE: "La classification ne s'applique pas : {excluded}.",
}
REASONS = {
    "lower": "présent, non compté : de cette catégorie, seul l'élément le plus élevé compte",
    "absent": "absent : 0 point",
    "unneeded": "présent, non nécessaire : le critère suffisant décide seul, rien ne s'y ajoute",
    "one_of": "présent, l'un ou l'autre",
}
DONE = "Ajoutez ou corrigez à tout moment (« télangiectasies non ») ; « quitter » pour revenir à la consultation."
LEFT = "Classification mise de côté."


def verdict(of: Classification, found: Standing) -> str:
    """The verdict in one sentence, after the name of the classification."""
    excluded = of.items[found.excluded_by].label if found.excluded_by else ""
    text = VERDICTS[found.verdict].format(
        points=_points(found.low, found.high), disease=of.disease, threshold=of.threshold, excluded=excluded
    )
    return f"{of.title}.\n{capital(text)}"


def _points(low: int, high: int) -> str:
    word = "points" if high > 1 else "point"
    return f"{high} {word}" if low == high else f"de {low} à {high} {word}"


def explained(of: Classification, found: Standing) -> str:
    """Every item that was stated, and for each category what is still open."""
    lines = [line for one in found.counted for line in _category(one, found)]
    spared = " ; ".join(item.label for item in of.exclusions)
    limits = f"Ne s'applique pas dans ces cas : {spared}." if spared else ""
    source = f"Source : {of.source}. {of.reading or ''}".strip()
    return "\n".join(line for line in (*lines, limits, of.note, source) if line)


def _category(one: Counted, found: Standing) -> Iterator[str]:
    for item in one.category.items:
        reason = one.of_item[item.id]
        if reason == "counted":
            alone = " (suffit à lui seul)" if one.category.sufficient else ""
            yield f"- {capital(item.label)} : {_points(item.points, item.points)}{alone}"
        elif reason in REASONS:
            yield f"- {capital(item.label)} : {REASONS[reason]}"
    if one.high > one.low and not found.sufficient:
        names = " ou ".join(item.label for item in one.category.items if one.of_item[item.id] == "unknown")
        yield f"- {capital(names)} : inconnu, {_points(one.high, one.high)} possibles au lieu de {one.low}"


def question(of: Classification, found: Standing, item: Item) -> str:
    """The question about an item, behind where the score stands."""
    return f"{of.title} · {_points(found.low, found.high)}\n{item.question}\n(oui / non / je ne sais pas)"
