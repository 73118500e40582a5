"""Random cases that fall on, just beside and far from every threshold, known exactly, by a bound, or not at all."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from rules.load import hierarchy
from rules.vocabulary import Fact, vocabulary
from tests.reference.evaluator import Region, universe

# Facts that no criterion of the situation reads, but that can contradict it.
LINKED = {
    "neonatal_haemochromatosis": ("age_years",),
    "measles_exposure": ("age_years", "pregnant", "immunodepressed"),
    "itp_adult": ("age_years",),
    "itp_child": ("age_years",),
}
STRANGERS = ("weight_kg", "renal_risk", "courses_given", "phase")  # they never change a verdict
STEP = 0.1
ABSENT = object()


def questions(*indications: str | None) -> st.SearchStrategy[dict[str, Any]]:
    """A whole question, {"indication": …, "facts": {…}}, about one of these situations, or of all of both lists."""
    return st.sampled_from(indications or everything()).flatmap(_about)


@cache
def everything() -> tuple[str | None, ...]:
    """Each situation of the table ten times as often as each of the others."""
    return (*tuple(hierarchy().situations) * 10, *sorted(hierarchy().unjustified), "not_listed", None)


@cache
def _about(indication: str | None) -> st.SearchStrategy[dict[str, Any]]:
    in_table = indication in hierarchy().situations
    facts = facts_of_situation(indication) if in_table else _some(STRANGERS, None)
    return facts.map(lambda found: {"indication": indication, "facts": found})


@cache
def facts_of_situation(indication: str | None) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the facts that the situation reads, one that it does not, and those that can contradict it."""
    assert indication is not None
    names = (*universe(indication).facts, *LINKED.get(indication, ()), *STRANGERS)
    return _some(tuple(dict.fromkeys(names)), indication)


@cache
def _some(names: tuple[str, ...], indication: str | None) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the facts: four in ten are absent. One draw a fact, for speed."""
    pools = [values_of(name, indication) for name in names]
    drawn = st.tuples(*[st.sampled_from([*pool, *[ABSENT] * (1 + len(pool) * 2 // 3)]) for pool in pools])
    return drawn.map(
        lambda values: {name: value for name, value in zip(names, values, strict=True) if value is not ABSENT}
    )


@cache
def values_of(name: str, indication: str | None) -> list[Any]:
    """Values of the fact: half of the numbers exact, the others known by a bound, or null."""
    fact = vocabulary().facts[name]
    if fact.kind == "boolean":
        return [True, False]
    if fact.kind != "number":
        return list(fact.choices)
    points = _points(fact, indication)
    inner = [point for point in points if fact.low < point < fact.high]
    bounds = [{word: point} for word in ("below", "at_most", "above", "at_least") for point in inner]
    pairs = [
        {low: a, high: b}
        for a in inner
        for b in inner
        if b - a > (1 if fact.integer else 0)
        for low in ("above", "at_least")
        for high in ("below", "at_most")
    ]
    return [*points * (1 + len(bounds + pairs) // len(points)), *bounds, *pairs, None]


def _points(fact: Fact, indication: str | None) -> list[float]:
    """The ends, each threshold and both its sides, and one value far away."""
    thresholds: set[float] = {0.5, 1, 8, 18} if fact.name == "age_years" else set()
    if indication and fact.name in universe(indication).facts:
        domain = universe(indication).domain(fact.name)
        thresholds |= {region.value for region in domain if isinstance(region, Region) and region.closed}
    if fact.integer:
        return list(range(int(fact.low), min(int(fact.high), 12) + 1))
    step = STEP if fact.high < 1000 else 1.0
    near = {round(point + side, 6) for point in thresholds for side in (-step, 0, step)}
    near |= {fact.low, fact.high, round((fact.low + fact.high) / 3, 3)}
    return sorted(point for point in near if fact.low <= point <= fact.high)
