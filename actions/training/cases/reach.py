"""Which limits a plausible patient can stand on, and every way to bring one there."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Mapping

from actions.training.cases import phrases
from actions.training.cases.limits import Key, Limit, every_limit, key
from actions.training.cases.model import EFFECT, MET, MISSED, UNSAID, Boundary
from actions.training.cases.needs import NOTHING, Needs, agree, by_fact, turning, ways
from actions.training.cases.patient import MALE, ages, profile
from actions.training.cases.solve import OF_THE_PATIENT, NoWay, candidates, silent
from rules.load import hierarchy


@lru_cache(maxsize=1)
def limits() -> Mapping[Key, Limit]:
    """The limits that some plausible patient can stand on, the first of each boundary."""
    found: dict[Key, Limit] = {}
    for limit in every_limit():
        if key(limit.boundary) not in found and ways_to(limit):
            found[key(limit.boundary)] = limit
    return found


def boundaries() -> tuple[Boundary, ...]:
    """Every row and criterion on each side, what a row's dose, opinions and warnings turn on, and both lists."""
    return tuple(limit.boundary for limit in limits().values())


def out_of_reach() -> tuple[Boundary, ...]:
    """The boundaries on which no plausible patient stands (a child's BMI of 30 in Kawasaki disease)."""
    every = dict.fromkeys(limit.boundary for limit in every_limit())
    return tuple(boundary for boundary in every if key(boundary) not in limits())


@cache
def ways_to(limit: Limit) -> tuple[Needs, ...]:
    """Every way to bring a plausible case to this side of the limit, the row met where the limit is not its own."""
    own: tuple[Needs, ...] = NOTHING
    if limit.leaf:
        wanted = {MET: True, MISSED: False, UNSAID: None}[limit.boundary.side]
        own = tuple((*others, (limit.leaf.test, wanted)) for others in turning(limit.expression, limit.leaf))
    if limit.boundary.part == EFFECT:
        own = tuple((*first, *second) for first in ways(_row(limit).criteria, True) for second in own)
    return tuple(needs for needs in own if _plausible(limit.boundary, by_fact(needs)))


def _row(limit: Limit) -> Any:
    rows = hierarchy().situations[limit.boundary.situation].rows
    return next(row for row in rows if row.id == limit.boundary.row)


def implied(situation: str) -> Mapping[str, bool]:
    """The booleans that the very name of a situation states."""
    found = hierarchy().situations.get(situation)
    return {fact: value for fact, value in found.implies.items() if isinstance(value, bool)} if found else {}


def _plausible(boundary: Boundary, needs: Mapping[str, Needs]) -> bool:
    stated = implied(boundary.situation)
    if any(not agree(needs.get(fact, ()), value) for fact, value in stated.items()):
        return False
    try:
        possible = {fact: _possible(fact, boundary.situation, found) for fact, found in needs.items()}
    except NoWay:
        return False
    possible |= {fact: (value,) for fact, value in stated.items()}
    return any(_fits(item, possible, needs) for item in phrases.of(boundary.situation, boundary.row)["patients"])


def _possible(fact: str, situation: str, needs: Needs) -> tuple[Any, ...]:
    if silent(needs):
        return (None,)
    return () if fact in OF_THE_PATIENT else tuple(candidates(fact, situation, needs))


def _fits(item: Mapping[str, Any], possible: Mapping[str, tuple[Any, ...]], needs: Mapping[str, Needs]) -> bool:
    """Whether a sort of patient of the situation can meet the needs."""
    for fact, expected in item.get("if", {}).items():
        if fact in possible and not set(possible[fact]) & set(expected):
            return False
    pregnant = possible.get("pregnant") == (True,)
    found = profile(item)
    return bool(ages(found, pregnant, needs)) and not (pregnant and found.sex == MALE)
