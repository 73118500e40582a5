"""A dose in words, with the arithmetic shown.

"72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, +0,7 %)."
"""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from actions.wording.text import capital, number, sentence, span
from rules.model import Decision, Plan

DRAWN = "draw_from_one_vial"  # the warning of a dose below the smallest vial


def per_kg(plan: Plan) -> str:
    """The course in g/kg: "2 g/kg en 2 jours"."""
    route = "" if plan.route == "IV" else f" ({plan.route})"
    return f"{span(plan.g_per_kg_total)} g/kg{_days(plan)}{_daily(plan)}{route}"


def _daily(plan: Plan) -> str:
    """ ", soit 0,4 g/kg/j", where the course takes several days."""
    return "" if plan.g_per_kg_per_day is None else f", soit {span(plan.g_per_kg_per_day)} g/kg/j"


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


def in_grams(plan: Plan, weight: float, *, drawn: bool = False) -> str:
    """The course in grams, its vials and how it was calculated; `drawn` where it is less than a vial."""
    sum_ = f"{span(plan.g_per_kg_total)} g/kg x {number(weight)} kg = {span(plan.grams_exact or 0.0)} g"
    when = _days(plan) + ("" if plan.route == "IV" else f" ({plan.route})")
    if drawn:
        return f"{span(plan.grams_exact or 0.0)} g{when}, à prélever dans les flacons : {_vials(plan)} ({sum_})"
    return f"{_total(plan, when)} ({sum_}{_gap(plan.gap_percent)})"


def _total(plan: Plan, when: str) -> str:
    """ "72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g", or both ends of a range, each with its vials."""
    if isinstance(plan.grams_in_vials, (tuple, list)):
        ends = (f"{number(grams)} g ({vials(counted)})" for grams, counted in zip(plan.grams_in_vials, plan.vials))
        return f"{' à '.join(ends)}{when}"
    return f"{number(plan.grams_in_vials or 0.0)} g{when} : {_vials(plan)}"


def _vials(plan: Plan) -> str:
    if isinstance(plan.vials, Mapping):
        return vials(plan.vials)
    return " ou ".join(dict.fromkeys(vials(counted) for counted in plan.vials))


def _gap(gap: Any) -> str:
    """ ", +0,7 %": how far the vials are from the calculated grams; nothing where they are exact."""
    ends = gap if isinstance(gap, (tuple, list)) else (gap,)
    if not any(ends):
        return ""
    return ", " + " et ".join(dict.fromkeys(f"{end:+.1f}".replace(".", ",") for end in ends)) + " %"


def per_day(plan: Plan) -> str:
    """The grams of each day, where there are several: "Par jour : 30 g (J1 à J4), 27,5 g (J5)."."""
    if plan.splits:
        lines = (f"en {days} jours, {_amounts(grams)}" for days, grams in plan.splits.items() if int(days) > 1)
        return f"Par jour : {' ; '.join(lines)}."
    if plan.days == 1 or not plan.grams_per_day:
        return ""
    if isinstance(plan.grams_per_day[0], (tuple, list)):
        return f"Par jour : {' à '.join(_amounts(grams) for grams in plan.grams_per_day)}."
    return f"Par jour : {_amounts(plan.grams_per_day)}{_daily(plan)}."


def _amounts(grams: Sequence[float]) -> str:
    if len(set(grams)) == 1:
        return f"{number(grams[0])} g"
    runs = [(gram, grams.index(gram) + 1, grams.index(gram) + grams.count(gram)) for gram in dict.fromkeys(grams)]
    return ", ".join(f"{number(gram)} g ({_day_range(first, last)})" for gram, first, last in runs)


def _day_range(first: int, last: int) -> str:
    if first == last:
        return f"J{first}"
    return f"J{first} {'et' if last == first + 1 else 'à'} J{last}"


def line(plan: Plan, weight: Any, *, drawn: bool = False) -> str:
    """The course in grams where the weight is known, in g/kg otherwise."""
    exact = plan.grams_exact is not None and isinstance(weight, (int, float))
    return in_grams(plan, weight, drawn=drawn) if exact else per_kg(plan)


def lines(decision: Decision, *, noted: bool = True) -> tuple[str, ...]:
    """The dose for this patient, its days, and (`noted`) what comes next; every regimen where there is a choice."""
    if decision.dose is None or not decision.dose.regimens:
        return ()
    weight = decision.facts.get("weight_kg")
    if decision.dose.selected is None:
        plans = tuple(_with_note(line(plan, weight), plan) for plan in decision.dose.regimens)
        return ("Aucun schéma n'est retenu d'office ; ceux du tableau :", *(f"- {text}" for text in plans))
    plan = decision.dose.regimens[decision.dose.selected]
    drawn = any(warning.code == DRAWN for warning in decision.warnings)
    schedule = _schedule(plan) if noted else ""
    days = "" if drawn else per_day(plan)
    return tuple(part for part in (sentence(line(plan, weight, drawn=drawn)), days, schedule) if part)


def _schedule(plan: Plan) -> str:
    """What the row prints of the schedule, unless it only says the days again ("sur 1 à 3 jours")."""
    if not plan.note or (
        ";" not in plan.note and plan.note.replace("sur ", "en ", 1).startswith(_days(plan).strip() or "-")
    ):
        return ""
    return f"Schéma : {plan.note.rstrip('.')}."


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
