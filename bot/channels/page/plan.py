"""The infusions of one course, day by day: grams and the vials that make them."""

from __future__ import annotations

from typing import Any, Sequence

from rules.model import Decision, Plan
from rules.products import formulary
from rules.vials import SCALE, fewest, to_units

DRAWN = "draw_from_one_vial"  # less than a vial a day: the grams of a day are not a number of vials


def calendars(decision: Decision) -> list[dict[str, Any]]:
    """The calendar of the selected regimen, one for each choice that the table leaves (days, dose); none without grams.

    Each: `label`, French, empty where there is no choice; `days`: grams and vials (size in g, count), larger first.
    """
    dose = decision.dose
    if dose is None or dose.selected is None or any(item.code == DRAWN for item in decision.warnings):
        return []
    plan = dose.regimens[dose.selected]
    return [{"label": label, "days": [_day(grams, plan.route) for grams in days]} for label, days in _variants(plan)]


def _variants(plan: Plan) -> list[tuple[str, Sequence[float]]]:
    if plan.splits:
        return [(f"En {days} jours" if int(days) > 1 else "En une fois", grams) for days, grams in plan.splits.items()]
    by_day = plan.grams_per_day
    if not by_day:
        return []
    if isinstance(by_day[0], (tuple, list)):
        low, high = by_day
        return [("Dose basse", low), ("Dose haute", high)] if tuple(low) != tuple(high) else [("", low)]
    return [("", by_day)]


def _day(grams: float, route: str) -> dict[str, Any]:
    sizes = tuple(to_units(size) for size in formulary().vials(route))
    vials = fewest(to_units(grams), sizes)
    return {"grams": grams, "vials": [[size / SCALE, count] for size, count in vials.items()]}
