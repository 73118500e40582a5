"""A dose in words, with the arithmetic shown.

"72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, écart +0,7 %)."
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from actions.wording.text import capital, number, sentence, span
from rules.model import Decision, Plan


def per_kg(plan: Plan) -> str:
    """The course in g/kg: "2 g/kg en 2 jours"."""
    route = "" if plan.route == "IV" else f" ({plan.route})"
    return f"{span(plan.g_per_kg_total)} g/kg{_days(plan)}{route}"


def _days(plan: Plan) -> str:
    if plan.days is None:
        return ""
    if plan.days == 1:
        return " en une fois"
    return f" en {span(plan.days)} jours"


def vials(counted: Mapping[str, int]) -> str:
    """Vials from the largest: "3 x 20 g + 10 g"."""
    sizes = sorted(((float(size), count) for size, count in counted.items() if count), reverse=True)
    return " + ".join(f"{count} x {number(size)} g" if count > 1 else f"{number(size)} g" for size, count in sizes)


def in_grams(plan: Plan, weight: float) -> str:
    """The course in grams, its vials and how it was calculated."""
    total, gap = span(plan.grams_in_vials or 0.0), _gap(plan.gap_percent)
    sum_ = f"{span(plan.g_per_kg_total)} g/kg x {number(weight)} kg = {span(plan.grams_exact or 0.0)} g"
    route = "" if plan.route == "IV" else f" ({plan.route})"
    return f"{total} g{_days(plan)}{route} : {_vials(plan)} ({sum_}, {gap})"


def _vials(plan: Plan) -> str:
    if isinstance(plan.vials, Mapping):
        return vials(plan.vials)
    return " à ".join(vials(counted) for counted in plan.vials)


def _gap(gap: Any) -> str:
    ends = dict.fromkeys(f"{end:+.1f}".replace(".", ",") for end in (gap if isinstance(gap, (tuple, list)) else (gap,)))
    return f"écart {' et '.join(ends)} %"


def per_day(plan: Plan) -> str:
    """The grams of each day, where there are several: "Par jour : 72,5 g, 72,5 g."."""
    if plan.splits:
        lines = (f"en {days} jours {_amounts(grams)}" for days, grams in plan.splits.items() if int(days) > 1)
        return f"Par jour : {' ; '.join(lines)}."
    if plan.days == 1 or not plan.grams_per_day:
        return ""
    first = plan.grams_per_day[0]
    if isinstance(first, (tuple, list)):
        return f"Par jour : {' à '.join(_amounts(grams) for grams in plan.grams_per_day)}."
    return f"Par jour : {_amounts(plan.grams_per_day)}."


def _amounts(grams: Sequence[float]) -> str:
    if len(set(grams)) == 1:
        return f"{len(grams)} x {number(grams[0])} g"
    return " + ".join(f"{number(gram)} g" for gram in grams)


def line(plan: Plan, weight: Any) -> str:
    """The course in grams where the weight is known, in g/kg otherwise."""
    exact = plan.grams_exact is not None and isinstance(weight, (int, float))
    return in_grams(plan, weight) if exact else per_kg(plan)


def lines(decision: Decision) -> tuple[str, ...]:
    """The dose for this patient, its days, and what comes next; all the regimens where the prescriber must choose."""
    if decision.dose is None or not decision.dose.regimens:
        return ()
    weight = decision.facts.get("weight_kg")
    if decision.dose.selected is None:
        plans = tuple(_with_note(line(plan, weight), plan) for plan in decision.dose.regimens)
        return ("Aucun schéma n'est retenu d'office ; ceux du tableau :", *(f"- {text}" for text in plans))
    plan = decision.dose.regimens[decision.dose.selected]
    noted = (f"Schéma : {plan.note.rstrip('.')}.",) if plan.note else ()
    return (sentence(line(plan, weight)), *filter(None, (per_day(plan),)), *noted)


def _with_note(text: str, plan: Plan) -> str:
    return f"{text} ; {plan.note}" if plan.note else text


def others(decision: Decision) -> tuple[str, ...]:
    """Every regimen of the row, the selected one marked."""
    if decision.dose is None:
        return ()
    weight, chosen = decision.facts.get("weight_kg"), decision.dose.selected
    marks = ("retenu : " if index == chosen else "" for index in range(len(decision.dose.regimens)))
    return tuple(
        capital(mark + _with_note(line(plan, weight), plan)) for mark, plan in zip(marks, decision.dose.regimens)
    )
