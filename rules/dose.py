"""The dose for this patient: arithmetic only, every number comes from the row or from the header."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any, Mapping

from rules import vials
from rules.model import Plan, Span
from rules.products import Formulary
from rules.tables import Regimen


def plan(regimen: Regimen, weight_kg: float | None, cap_g_per_kg: float | None, stock: Formulary) -> Plan:
    """One course of a regimen. `cap_g_per_kg` is the header's BMI cap where it applies by itself.

    Without an exact weight the grams stay None. For a range, every figure has both ends.
    """
    total = capped(regimen.g_per_kg_total, cap_g_per_kg)
    ends = total if isinstance(total, tuple) else (total,)
    stocked = stock.vials(regimen.route)
    courses = [] if weight_kg is None else [_course(weight_kg, end, regimen.days, stocked) for end in ends]
    return Plan(
        route=regimen.route,
        g_per_kg_total=total,
        days=regimen.days,
        interval_weeks=regimen.interval_weeks,
        courses_max=regimen.courses_max,
        note=regimen.note,
        g_per_kg_per_day=_daily(total, regimen.days),
        **_figures(courses),
    )


def _figures(courses: list[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of a course, or of both ends of a range; none without a weight."""
    if not courses:
        return {}
    found = dict(courses[0]) if len(courses) == 1 else {key: _ends(key, courses) for key in courses[0]}
    count, splits = found["vials"], found["splits"]
    # A course is remembered, and these are dictionaries: each plan has its own.
    found["vials"] = tuple(map(dict, count)) if isinstance(count, tuple) else dict(count)
    found["splits"] = None if splits is None else dict(splits)
    return found


def _ends(key: str, courses: list[Mapping[str, Any]]) -> Any:
    """Both ends of a figure; the splits of a range of days would be a table of two, and are left out."""
    ends = tuple(course[key] for course in courses)
    return None if key == "splits" or None in ends else ends


def _daily(total: Span, days: int | tuple[int, int] | None) -> Span | None:
    """g/kg a day where a course takes several days; None where it takes one, or a range of them."""
    if not isinstance(days, int) or days == 1:
        return None
    ends = tuple(float(Decimal(repr(end)) / days) for end in (total if isinstance(total, tuple) else (total,)))
    return ends[0] if len(ends) == 1 else (ends[0], ends[1])


def capped(total: Span, cap: float | None) -> Span:
    """The smaller of the row's total and the cap; a range that the cap closes is one figure."""
    if cap is None:
        return total
    if not isinstance(total, tuple):
        return min(total, cap)
    low, high = (min(end, cap) for end in total)
    return low if low == high else (low, high)


def upper(total: Span) -> float:
    """The upper end of a dose."""
    return total[1] if isinstance(total, tuple) else total


def _times(weight_kg: float, g_per_kg: float) -> Decimal:
    return Decimal(repr(weight_kg)) * Decimal(repr(g_per_kg))


@lru_cache(maxsize=10_000)
def _course(
    weight_kg: float, g_per_kg: float, days: int | tuple[int, int] | None, stock: tuple[float, ...]
) -> Mapping[str, Any]:
    exact = _times(weight_kg, g_per_kg)
    sizes = tuple(vials.to_units(vial) for vial in stock)
    shared = days if isinstance(days, int) else 1
    total = vials.nearest(float(exact * vials.SCALE), sizes, shared)  # at least one vial a day, drawn from if need be
    by_day = vials.days(total, days, sizes) if isinstance(days, int) else None
    count = _count(by_day or (total,), sizes)
    return {
        "grams_exact": float(exact),
        "grams_per_day": _grams(by_day) if by_day else None,
        "vials": {f"{size / vials.SCALE:g}": number for size, number in count.items()},
        "grams_in_vials": total / vials.SCALE,
        "gap_percent": _gap(exact, total),
        "splits": None if by_day or days is None else _splits(total, days, sizes),
    }


def _count(by_day: tuple[int, ...], sizes: tuple[int, ...]) -> dict[int, int]:
    count: dict[int, int] = {}
    for day in by_day:
        for size, number in vials.fewest(day, sizes).items():
            count[size] = count.get(size, 0) + number
    return dict(sorted(count.items(), reverse=True))


def _grams(units: tuple[int, ...]) -> tuple[float, ...]:
    return tuple(unit / vials.SCALE for unit in units)


def _splits(total: int, days: Any, sizes: tuple[int, ...]) -> dict[str, tuple[float, ...]]:
    found = {str(count): vials.days(total, count, sizes) for count in range(days[0], days[1] + 1)}
    return {count: _grams(split) for count, split in found.items() if split}


def _gap(exact: Decimal, total: int) -> float:
    gap = (Decimal(total) / vials.SCALE - exact) * 100 / exact
    return float(gap.quantize(Decimal("0.1"), ROUND_HALF_UP))
