"""The daily intake in milligrams, in tablets and in oral solution: arithmetic only, the figures are the protocol's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Mapping

from rules.model import CaseError
from rules.protocols.body import decimal, surface_m2
from rules.protocols.records import DoseRule, Figures
from rules.vials import SCALE, fewest, step, to_units


@dataclass(frozen=True)
class Intake:
    """What is taken each day, in one intake.

    `mg_exact` is the calculated dose before rounding; `capped`: it exceeds the protocol's ceiling, which is then taken.
    Tablets: size in mg to count, empty where the dose is below the smallest one. `surface_m2` and `mg_per_m2` are None
    where the dose comes from the one taken so far.
    """

    mg_exact: float
    capped: bool
    tablets_mg: float
    tablets: Mapping[str, int]
    solution_mg: float
    solution_ml: float
    surface_m2: float | None = None
    mg_per_m2: float | None = None


def surface(weight_kg: float, height_cm: float, figures: Figures) -> Decimal:
    """The surface in m2. Raises CaseError where it is not a plausible one: weight or height is then to be checked."""
    found = surface_m2(weight_kg, height_cm)
    if decimal(figures.surface_low_m2) <= found <= decimal(figures.surface_high_m2):
        return found
    shown = f"{found:.2f}".replace(".", ",")
    low, high = (str(end).replace(".", ",") for end in (figures.surface_low_m2, figures.surface_high_m2))
    message = (
        f"Poids et taille donnent une surface corporelle de {shown} m², peu plausible ({low} à {high} attendus). "
        "Vérifiez-les (poids en kg, taille en cm)."
    )
    raise CaseError("implausible_surface", "facts.weight_kg", message)


def by_surface(mg_per_m2: float, weight_kg: float, height_cm: float, figures: Figures) -> Intake:
    """The dose for a body surface, rounded down to what can be taken, never above the ceiling."""
    area = surface(weight_kg, height_cm, figures)
    return _rounded(decimal(mg_per_m2) * area, figures, area, mg_per_m2)


def changed(rule: DoseRule, taken_mg: float, figures: Figures) -> Intake | None:
    """The dose that a rule makes of the one taken so far (mg a day); None where it says none, or nothing is left."""
    if rule.keep:
        return _rounded(decimal(taken_mg), figures)
    if rule.factor is not None:
        return _rounded(decimal(taken_mg) * decimal(rule.factor), figures)
    if rule.lower_mg is None or decimal(taken_mg) <= decimal(rule.lower_mg):
        return None
    return _rounded(decimal(taken_mg) - decimal(rule.lower_mg), figures)


def _rounded(exact: Decimal, figures: Figures, area: Decimal | None = None, rate: float | None = None) -> Intake:
    ceiling = decimal(figures.daily_max_mg)
    dose = min(exact, ceiling)
    sizes = tuple(to_units(size) for size in sorted(figures.tablets_mg))
    total = int((dose * SCALE) // step(sizes)) * step(sizes)
    counts = fewest(total, sizes) if total >= sizes[0] else {}
    measured = decimal(figures.solution_step_ml)
    ml = (dose / decimal(figures.solution_mg_per_ml) / measured).to_integral_value(ROUND_DOWN) * measured
    return Intake(
        mg_exact=float(exact),
        capped=exact > ceiling,
        tablets_mg=(total if counts else 0) / SCALE,
        tablets={f"{size / SCALE:g}": count for size, count in counts.items()},
        solution_mg=float(ml * decimal(figures.solution_mg_per_ml)),
        solution_ml=float(ml),
        surface_m2=None if area is None else float(area),
        mg_per_m2=rate,
    )
