"""Whom to ask, and when: one line to act on."""

from __future__ import annotations

from typing import Iterable

from actions.wording import table
from actions.wording.text import listing
from rules.model import Decision, Opinion

BEFORE = ("required", "urgent")


def bodies(opinion: Opinion, *, long: bool = False) -> str:
    """The bodies of one opinion; any one of them is enough."""
    names = tuple(table.body(name, long=long) for name in opinion.bodies)
    return f"{listing(names, 'ou')} (l'un suffit)" if len(names) > 1 else listing(names)


def all_bodies(opinions: Iterable[Opinion], *, long: bool = False) -> str:
    """Several opinions; all of them are needed."""
    parts = tuple(_noted(bodies(opinion, long=long), opinion) for opinion in opinions)
    return ", et ".join(parts)


def _noted(text: str, opinion: Opinion) -> str:
    if not opinion.note:
        return text
    return f"{text[:-1]} ; {opinion.note})" if text.endswith(")") else f"{text} ({opinion.note})"


def what_to_do(decision: Decision) -> str:
    """Start now, call first, or wait for the opinion; then the opinions that never delay."""
    before = tuple(opinion for opinion in decision.opinions if opinion.strength in BEFORE)
    return " ".join(part for part in (_start(decision, before), *_others(decision)) if part)


def _start(decision: Decision, before: tuple[Opinion, ...]) -> str:
    renewal = decision.facts.get("phase") == "renewal"
    act = "Renouveler" if renewal else "Commencer"
    if decision.start == "now":
        rest = "" if decision.opinions else f" Aucun avis exigé avant de {act.lower()}."
        return f"{act} maintenant.{rest}"
    if decision.start == "urgent_opinion":
        return f"Téléphoner maintenant pour l'avis : {all_bodies(before)}. {act} dès l'accord."
    if decision.start == "after_opinion":
        return f"{act} seulement après avis favorable : {all_bodies(before)}."
    return f"Avis demandé par le tableau : {all_bodies(before)}." if before else ""


def _others(decision: Decision) -> Iterable[str]:
    for opinion in decision.opinions:
        if opinion.strength == "afterwards":
            yield f"Avis à demander ensuite : {_noted(bodies(opinion), opinion)}."
        if opinion.strength == "advised":
            yield f"Avis souhaitable : {_noted(bodies(opinion), opinion)}."


def listed(opinions: Iterable[Opinion]) -> tuple[str, ...]:
    """Every opinion on a line of its own, with what each body covers."""
    strengths = {
        "required": "Avis favorable exigé", "urgent": "Avis par téléphone, sans attendre",
        "afterwards": "Avis ensuite, sans retarder", "advised": "Avis souhaitable",
    }  # fmt: skip
    return tuple(f"{strengths[item.strength]} : {_noted(bodies(item, long=True), item)}" for item in opinions)
