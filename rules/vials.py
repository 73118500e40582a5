"""Arithmetic of vials: nearest achievable total, fewest vials, days as equal as vials allow.

Grams are whole numbers of hundredths here, so that 0.1 + 0.2 never decides a rounding. The rules are
those of readings.md, "Dose rules of the header"; there is no clinical number in this file.
"""

from __future__ import annotations

import math
from functools import lru_cache

SCALE = 100  # hundredths of a gram


def to_units(grams: float) -> int:
    """Grams as hundredths."""
    return round(grams * SCALE)


def step(vials: tuple[int, ...]) -> int:
    """The largest unit of which every vial is a multiple."""
    return math.gcd(*vials)


@lru_cache(maxsize=256)
def _fewest(vials: tuple[int, ...], limit: int) -> tuple[int | None, ...]:
    """For each multiple of the step up to the limit, a vial of a smallest set that makes it (None: none does)."""
    unit = step(vials)
    sizes = [vial // unit for vial in vials]
    count = [0] + [limit + 1] * (limit // unit)
    last: list[int | None] = [None] * len(count)
    for total in range(1, len(count)):
        for size in sizes:  # ascending, so that the larger vial wins among equals
            if size <= total and count[total - size] + 1 <= count[total]:
                count[total], last[total] = count[total - size] + 1, size * unit
    return tuple(last)


def _limit(total: int, vials: tuple[int, ...]) -> int:
    block = 50 * SCALE  # tables are shared between nearby doses
    return -(-(total + 2 * vials[-1]) // block) * block


def achievable(total: int, vials: tuple[int, ...]) -> bool:
    """Whether some vials make exactly this total (above zero)."""
    unit = step(vials)
    return total > 0 and total % unit == 0 and _fewest(vials, _limit(total, vials))[total // unit] is not None


def fewest(total: int, vials: tuple[int, ...]) -> dict[int, int]:
    """The smallest number of vials for an achievable total: vial to count, larger first."""
    table, unit = _fewest(vials, _limit(total, vials)), step(vials)
    found: dict[int, int] = {}
    while total:
        vial = table[total // unit]
        assert vial is not None, "the total is achievable"
        found[vial] = found.get(vial, 0) + 1
        total -= vial
    return dict(sorted(found.items(), reverse=True))


def nearest(exact: float, vials: tuple[int, ...], count: int = 1) -> int:
    """The total nearest to `exact` (hundredths, maybe a fraction of one) that `count` days can share in whole vials.

    Ties go down; it is never below one vial a day.
    """
    unit = step(vials)
    under = math.floor(exact / unit) * unit
    over = under + unit
    while under > 0 and days(under, count, vials) is None:
        under -= unit
    while days(over, count, vials) is None:
        over += unit
    return over if under <= 0 or over - exact < exact - under else under


def days(total: int, count: int, vials: tuple[int, ...]) -> tuple[int, ...] | None:
    """The total over `count` days, as equal as vials allow, larger first; None where there is no such split."""
    return _split(total, count, vials, total)


@lru_cache(maxsize=100_000)
def _split(total: int, count: int, vials: tuple[int, ...], ceiling: int) -> tuple[int, ...] | None:
    """The split whose largest day is smallest, then whose next one is, and so on; no day above `ceiling`."""
    if count == 1:
        return (total,) if total <= ceiling and achievable(total, vials) else None
    unit = step(vials)
    first = -(-total // (count * unit)) * unit
    while first <= min(ceiling, total - (count - 1) * vials[0]):
        if achievable(first, vials):
            rest = _split(total - first, count - 1, vials, first)
            if rest is not None:
                return (first, *rest)
        first += unit
    return None
