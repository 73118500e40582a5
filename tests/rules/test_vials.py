"""Vials: the nearest total that they make, the fewest of them, days as equal as they allow. Checked by brute force."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import vials
from rules.products import products

DEFAULT = (250, 500, 1000, 2000)
SETS = [DEFAULT, (200, 500, 1000, 2000), (99, 198, 396, 792), (300, 700), (200, 2500), (50, 250), (500,)]
SETS += sorted({tuple(vials.to_units(gram) for gram in product.grams) for product in products().values()})

small_sets = st.lists(st.integers(2, 15), min_size=1, max_size=4, unique=True).map(lambda found: tuple(sorted(found)))


def totals(sizes: tuple[int, ...], limit: int) -> set[int]:
    """Every total up to the limit that some vials make, by adding vials one at a time."""
    found, fresh = {0}, {0}
    while fresh:
        fresh = {total + size for total in fresh for size in sizes if total + size <= limit} - found
        found |= fresh
    return found - {0}


def shared(sizes: tuple[int, ...], limit: int, days: int) -> dict[int, tuple[int, ...]]:
    """The best split of each total that `days` days can share: its largest day smallest, then the next, and so on."""
    found: dict[int, tuple[int, ...]] = {}
    for split in combinations_with_replacement(sorted(totals(sizes, limit)), days):
        ordered = tuple(sorted(split, reverse=True))
        total = sum(ordered)
        if total <= limit and (total not in found or ordered < found[total]):
            found[total] = ordered
    return found


@pytest.mark.parametrize(
    ("grams", "expected"),
    [
        (72, 72.5),
        (71.25, 70),  # ties go down
        (71.26, 72.5),
        (73.75, 72.5),
        (0.01, 2.5),  # never nothing
        (1.25, 2.5),
        (2.5, 2.5),
        (3.75, 2.5),
        (3.76, 5),
        (150, 150),
    ],
)
def test_the_nearest_total_of_the_default_vials(grams: float, expected: float) -> None:
    assert vials.nearest(grams * vials.SCALE, DEFAULT) == vials.to_units(expected)


@pytest.mark.parametrize(
    ("total", "count", "expected"),
    [
        (72.5, 1, [72.5]),
        (72.5, 2, [37.5, 35]),
        (145, 3, [50, 47.5, 47.5]),
        (12.5, 5, [2.5, 2.5, 2.5, 2.5, 2.5]),
        (145, 5, [30, 30, 30, 27.5, 27.5]),
        (10, 5, None),
    ],
)
def test_days_are_as_equal_as_the_default_vials_allow(total: float, count: int, expected: list[float] | None) -> None:
    found = vials.days(vials.to_units(total), count, DEFAULT)
    assert (found and [day / vials.SCALE for day in found]) == expected


@pytest.mark.parametrize(
    ("total", "sizes", "expected"),
    [
        (7250, DEFAULT, {2000: 3, 1000: 1, 250: 1}),
        (6000, (500, 1000, 3000), {3000: 2}),
        (600, (100, 300, 400), {300: 2}),  # taking the largest first would need three
        (250, DEFAULT, {250: 1}),
    ],
)
def test_the_fewest_vials(total: int, sizes: tuple[int, ...], expected: dict[int, int]) -> None:
    assert vials.fewest(total, sizes) == expected


@given(small_sets, st.fractions(Fraction(1, 10), 60, max_denominator=10))
def test_the_nearest_is_the_nearest_of_all(sizes: tuple[int, ...], exact: Fraction) -> None:
    best = min(totals(sizes, 120), key=lambda total: (abs(total - exact), total))
    assert vials.nearest(float(exact), sizes) == best


@given(small_sets, st.integers(1, 40), st.integers(1, 3))
def test_the_split_has_the_smallest_largest_day_of_all(sizes: tuple[int, ...], total: int, count: int) -> None:
    assert vials.days(total, count, sizes) == shared(sizes, total, count).get(total)


@given(small_sets, st.fractions(Fraction(1, 10), 30, max_denominator=10), st.integers(1, 3))
def test_what_several_days_share_is_the_nearest_that_they_can(
    sizes: tuple[int, ...], exact: Fraction, count: int
) -> None:
    best = min(shared(sizes, 80, count), key=lambda total: (abs(total - exact), total))
    assert vials.nearest(float(exact), sizes, count) == best


@given(small_sets, st.integers(1, 60))
def test_the_fewest_are_the_fewest_of_all(sizes: tuple[int, ...], total: int) -> None:
    number, reached = 0, {0}
    while total not in reached and reached:
        number, reached = number + 1, {part + size for part in reached for size in sizes if part + size <= total}
    assert vials.achievable(total, sizes) == (total in reached)
    if total in reached:
        found = vials.fewest(total, sizes)
        assert (sum(size * count for size, count in found.items()), sum(found.values())) == (total, number)


@pytest.mark.parametrize("sizes", SETS, ids=str)
@given(exact=st.integers(1, 60_000), count=st.integers(1, 5))
def test_no_real_set_is_further_from_the_dose_than_its_vials_excuse(
    sizes: tuple[int, ...], exact: int, count: int
) -> None:
    """Never nothing, never less than a vial a day, else within one smallest vial of the calculated grams."""
    total = vials.nearest(exact, sizes, count)
    split = vials.days(total, count, sizes)
    assert split is not None and sum(split) == total and len(split) == count and min(split) >= sizes[0]
    assert abs(total - exact) <= sizes[0] or total == count * sizes[0]
