"""The sirolimus protocol written again from the document alone, with plain comparisons: nothing of the engine is used.

Unknown facts: every way of completing them is tried over values on, below and above each number of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any

MONTH = Fraction("30.4375")
World = Mapping[str, Any]

CANDIDACY: dict[str, tuple[Any, ...]] = {
    "age_years": (8, 17.9, 18, 40),
    "itp_confirmed": (True, False),
    "itp_duration_months": (1, 2.9, 3, 6, 30),
    "second_line": (True, False),
    "itp_severity_signs": (True, False),
    "causes_looked_for_again": (True, False),
    "sirolimus_hypersensitivity": (True, False),
    "soya_or_peanut_allergy": (True, False),
}
COURSE: dict[str, tuple[Any, ...]] = {
    "sirolimus_days": (7, 20, 21, 40, 60, 60.875, 80, 91, 91.3125, 200, 365, 365.25, 500),
    "sirolimus_response": ("complete", "partial", "none"),
    "sirolimus_response_months": (0, 1, 1.9, 2, 6, 11.9, 12, 14),
    "sirolimus_trough_ng_per_ml": (0, 3.9, 4, 8, 14, 15),
    "sirolimus_maximal_response": (True, False),
}


def candidacy(world: World) -> str:
    """Second line, child, persistent or chronic ITP, confirmed, severe, causes looked for again; contraindications."""
    if world["age_years"] >= 18:
        return "out_of_scope"
    if world["sirolimus_hypersensitivity"] or world["soya_or_peanut_allergy"]:
        return "contraindicated"
    asked = ("itp_confirmed", "second_line", "itp_severity_signs", "causes_looked_for_again")
    reached = all(world[name] for name in asked) and world["itp_duration_months"] >= 3
    return "candidate" if reached else "not_a_candidate"


def course(world: World) -> str:
    """What to do of a level that is not toxic, by time, response and level."""
    days, months = world["sirolimus_days"], world["sirolimus_response_months"]
    if days < 21:
        return "keep"
    if world["sirolimus_response"] == "none":
        if days >= 3 * MONTH:
            return "stop"
        return "raise" if world["sirolimus_trough_ng_per_ml"] < 4 else "keep"
    if world["sirolimus_response"] == "complete":
        if months >= 12:
            return "taper"
        return "lower" if days >= 2 * MONTH or months >= 2 else "keep"
    return "taper" if months >= 12 and world["sirolimus_maximal_response"] else "keep"


def possible(world: World) -> bool:
    """A response does not last longer than the treatment."""
    days, months = world["sirolimus_days"], world["sirolimus_response_months"]
    return not (months >= 12 and days < 12 * MONTH) and not (months >= 2 and days < 2 * MONTH)


def statuses(known: World, domain: Mapping[str, tuple[Any, ...]], conclude: Callable[[World], str]) -> set[str]:
    """Every status that completing the unknown facts can give; empty where the known ones contradict each other."""
    return {conclude(world) for world in _worlds(known, domain) if domain is CANDIDACY or possible(world)}


def _worlds(known: World, domain: Mapping[str, tuple[Any, ...]]) -> Iterator[World]:
    choices = [(known[name],) if name in known else values for name, values in domain.items()]
    for values in product(*choices):
        yield dict(zip(domain, values, strict=True))


def adjusted(known: World) -> set[str]:
    """The same for a level, a response and a time: a toxic level comes first."""
    level = known.get("sirolimus_trough_ng_per_ml")
    return {"suspend"} if level is not None and level > 15 else statuses(known, COURSE, course)


def tablets(weight_kg: Fraction, height_cm: Fraction, rate: Fraction) -> Fraction:
    """The largest dose in half milligrams that is neither above the calculated one nor above 4 mg."""
    half = Fraction(1, 2)
    dose = Fraction(0)
    while dose + half <= 4 and ((dose + half) / rate) ** 2 <= weight_kg * height_cm / 3600:
        dose += half
    return dose


def millilitres(weight_kg: Fraction, height_cm: Fraction, rate: Fraction) -> Fraction:
    """The same in tenths of a millilitre of the 1 mg/mL solution."""
    tenth = Fraction(1, 10)
    dose = Fraction(0)
    while dose + tenth <= 4 and ((dose + tenth) / rate) ** 2 <= weight_kg * height_cm / 3600:
        dose += tenth
    return dose
