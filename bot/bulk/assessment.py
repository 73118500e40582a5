"""One prescription against the table: its adequacy, its grams beside the row's dose, the opinions it lacks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.bulk.mapping import ANY
from bot.bulk.prescription import Prescription
from rules import Decision, decide, hierarchy
from rules.model import Opinion, Plan

NEEDED = ("urgent", "required", "afterwards")  # strengths of an opinion whose absence is reported
WITHIN, ABOVE, CHECK, NO_DOSE, NO_WEIGHT, NO_GRAMS = "within", "above", "check", "no_dose", "no_weight", "no_grams"
ROUNDING = 1e-6  # grams


@dataclass(frozen=True)
class Grams:
    """What was prescribed beside the table's dose, in grams.

    kind: within | above | check (above the dose, within another regimen of the row or a repeat dose that it allows) |
    no_dose (the table gives none) | no_weight | no_grams. `reference` is the dose of this patient, `excess` what is
    above it.
    """

    kind: str
    prescribed: float | None
    reference: float | None = None
    excess: float = 0.0


@dataclass(frozen=True)
class Assessment:
    """The decision, the grams and the opinions that the file does not show (None: the file says nothing of them)."""

    decision: Decision
    grams: Grams
    opinions: tuple[Opinion, ...]
    missing: tuple[Opinion, ...] | None


def assess(prescription: Prescription) -> Assessment:
    """Decide and compare. Raises CaseError and EngineError as `rules.decide`."""
    decision = decide(prescription.case)
    needed = tuple(opinion for opinion in decision.opinions if opinion.strength in NEEDED)
    obtained = prescription.obtained
    missing = None if obtained is None else tuple(item for item in needed if not _has(item, obtained))
    return Assessment(decision, compare(decision, prescription), needed, missing)


def _has(opinion: Opinion, obtained: frozenset[str]) -> bool:
    return ANY in obtained or not obtained.isdisjoint(opinion.bodies)


def compare(decision: Decision, prescription: Prescription) -> Grams:
    """The grams prescribed beside the dose of the row for this weight, the header's rules included."""
    given = prescription.grams
    if given is None:
        return Grams(NO_GRAMS, None)
    if decision.dose is None:
        return Grams(NO_DOSE, given)
    every = _plans(decision.dose.regimens, prescription.route)
    if any(plan.grams_exact is None for plan in every):
        return Grams(NO_WEIGHT, given)
    selected = decision.dose.selected
    chosen = decision.dose.regimens[selected] if selected is not None else None
    own = (chosen,) if chosen in every and chosen is not None else every
    reference = max(_most(plan, prescription) for plan in own)
    widest = max(_most(plan, prescription) for plan in every)
    times, sure = _repeats(decision)
    allowed = reference * times if sure else reference
    if given <= allowed + ROUNDING:
        return Grams(WITHIN, given, allowed)
    kind = CHECK if given <= widest * times + ROUNDING else ABOVE
    return Grams(kind, given, allowed, round(given - allowed, 6))


def _plans(plans: tuple[Plan, ...], route: str | None) -> tuple[Plan, ...]:
    """The regimens of the route prescribed; all of them where it is not said or not printed."""
    return tuple(plan for plan in plans if plan.route == route) or plans


def _most(plan: Plan, prescription: Prescription) -> float:
    """The most that a regimen gives over what was prescribed: the upper end of a range, rounded up to vials."""
    grams = max(_upper(plan.grams_exact), _upper(plan.grams_in_vials))
    return grams * _courses(plan, prescription)


def _courses(plan: Plan, prescription: Prescription) -> float:
    if prescription.weeks is None or plan.interval_weeks is None:
        return prescription.courses
    shortest = plan.interval_weeks[0] if isinstance(plan.interval_weeks, tuple) else plan.interval_weeks
    return max(1.0, float(math.ceil(prescription.weeks / shortest)))


def _upper(figure: object) -> float:
    if isinstance(figure, tuple):
        return float(figure[1])
    return float(figure) if isinstance(figure, (int, float)) else 0.0


def _repeats(decision: Decision) -> tuple[int, bool]:
    """How many doses the row allows in one episode, and whether the patient is known to need them."""
    situation = hierarchy().situations.get(decision.indication or "")
    row = next((row for row in situation.rows if row.id == decision.row), None) if situation else None
    codes = {warning.code for warning in decision.warnings}
    if row is None or not row.repeats or "repeat_dose_not_indicated" in codes:
        return 1, True
    return 1 + row.repeats, "repeat_dose_indicated" in codes and "bmi_cap_repeat" not in codes
