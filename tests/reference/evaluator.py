"""The verdict by brute force: every way of completing what is unknown, one by one.

Slow and obvious on purpose. A number stands for its region: each threshold of the rules, and what lies
between two of them. A world gives every fact one value; the worlds of a situation are evaluated once, and a
case is the set of worlds that agree with what is known. Nothing here comes from `rules.compile` or `rules.engine`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from math import prod
from typing import Any

from rules.expression import facts_of, leaves
from rules.load import hierarchy
from rules.tables import Situation
from rules.vocabulary import vocabulary
from tests.reference.meaning import NEVER_POSSIBLE, forced, holds, threshold_of

RANK = {"P": 0, "UF": 1, "NP": 2}


@dataclass(frozen=True)
class Region:
    """The numbers from `low` to `high`, ends included or not; `value` stands for them all."""

    low: float
    high: float
    closed: bool
    value: float


@dataclass(frozen=True)
class Verdict:
    """What the reference concludes. `row` is None where the case is not decided, or where no row is met."""

    status: str
    row: str | None
    possible: frozenset[str]
    missing: frozenset[str]


class Impossible(ValueError):
    """No world agrees with the facts: they contradict one another."""


def reference(indication: str | None, facts: Mapping[str, Any]) -> Verdict:
    """The verdict for plain facts, as the command line takes them: {"igg_g_per_l": 3.9} or {"below": 4}."""
    if indication is None or indication == "not_listed":
        return Verdict("not_listed", None, frozenset({"not_listed"}), frozenset())
    if indication in hierarchy().unjustified:
        return Verdict("not_justified", None, frozenset({"not_justified"}), frozenset())
    known = {fact: value for fact, value in facts.items() if value is not None and fact != "phase"}
    return universe(indication, frozenset(known)).verdict(known)


def outcome(situation: Situation, world: Mapping[str, Any]) -> tuple[str, str | None]:
    """Status and row where everything is known: the highest priority met, among equals the first."""
    met = [row for row in situation.rows if holds(row.criteria, world)]
    if met:
        best = min(met, key=lambda row: RANK[row.priority])
        return best.priority, best.id
    for other in situation.otherwise:
        if other.condition is None or holds(other.condition, world):
            return other.status, None
    raise AssertionError(f"{situation.id}: nothing applies")


def universe(indication: str, stated: frozenset[str] = frozenset()) -> Universe:
    """The worlds of a situation over the facts that it reads, and the stated ones that could contradict them."""
    linked = {fact for exclusion in hierarchy().header.exclusions for fact in facts_of(exclusion.condition)}
    return _built(indication, facts_read(indication) | (linked & stated))


@cache
def facts_read(indication: str) -> frozenset[str]:
    """The facts that decide between the outcomes of the situation."""
    situation = hierarchy().situations[indication]
    conditions = [other.condition for other in situation.otherwise if other.condition]
    return frozenset(facts_of(*[row.criteria for row in situation.rows], *conditions))


@cache
def _built(indication: str, facts: frozenset[str]) -> Universe:
    return Universe(hierarchy().situations[indication], sorted(facts))


class Universe:
    """All the worlds of a situation, as the bits of an integer for each value and for each outcome."""

    def __init__(self, situation: Situation, facts: list[str]) -> None:
        self.situation, self.facts = situation, facts
        self.exclusions = [item.condition for item in hierarchy().header.exclusions]
        self.domains = [self._domain(fact) for fact in facts]
        sizes = [len(domain) for domain in self.domains]
        self.strides = [prod(sizes[place + 1 :]) for place in range(len(facts))]
        self.outcomes: dict[tuple[str, str | None], int] = {}
        self.values = [[0] * size for size in sizes]
        for number, digits in enumerate(product(*map(range, sizes))):
            self._add(1 << number, digits)

    def domain(self, fact: str) -> list[Any]:
        """The values that stand for all those of the fact."""
        return self.domains[self.facts.index(fact)]

    def _add(self, bit: int, digits: tuple[int, ...]) -> None:
        values = {fact: self.domains[place][digits[place]] for place, fact in enumerate(self.facts)}
        world = {fact: _stand_in(value) for fact, value in values.items()}
        if any(forced(exclusion, world) for exclusion in self.exclusions):
            return
        if not all(_agrees(values[fact], said) for fact, said in self.situation.implies.items() if fact in values):
            return
        found = outcome(self.situation, world)
        self.outcomes[found] = self.outcomes.get(found, 0) | bit
        for place, digit in enumerate(digits):
            self.values[place][digit] |= bit

    def _domain(self, name: str) -> list[Any]:
        fact = vocabulary().facts[name]
        if fact.kind == "boolean":
            return [True, False]
        if fact.kind == "trial":
            return [*fact.choices, NEVER_POSSIBLE]
        if fact.kind == "choice":
            return list(fact.choices)
        return regions(fact.low, fact.high, fact.integer, self._thresholds(name))

    def _thresholds(self, name: str) -> set[float]:
        conditions = [other.condition for other in self.situation.otherwise if other.condition]
        expressions = [*[row.criteria for row in self.situation.rows], *conditions, *self.exclusions]
        read = [threshold_of(leaf.test.text) for expression in expressions for leaf in leaves(expression)]
        implied = self.situation.implies.get(name, {})
        limits = set(implied.values()) if isinstance(implied, Mapping) else set()
        return {found[1] for found in read if found and found[0] == name} | limits

    def verdict(self, known: Mapping[str, Any]) -> Verdict:
        """The verdict over the worlds that agree with the known facts. Raises Impossible where none does."""
        here = -1
        for place, fact in enumerate(self.facts):
            if fact in known:
                here &= self._agreeing(place, known[fact])
        possible = {found: bits & here for found, bits in self.outcomes.items() if bits & here}
        if not possible:
            raise Impossible(f"no world: {known}")
        statuses = frozenset(status for status, _ in possible)
        if len(possible) == 1:
            ((status, row),) = possible
            return Verdict(status, row, statuses, frozenset())
        missing = frozenset(fact for place, fact in enumerate(self.facts) if self._matters(place, possible))
        return Verdict("incomplete", None, statuses, missing)

    def _agreeing(self, place: int, stated: Any) -> int:
        union = 0
        for value, bits in zip(self.domains[place], self.values[place], strict=True):
            union |= bits if _agrees(value, stated) else 0
        return union

    def _matters(self, place: int, possible: Mapping[tuple[str, str | None], int]) -> bool:
        """Whether two worlds that differ in this fact alone have different outcomes."""
        projected = []
        for bits in possible.values():
            union = 0
            for digit, mask in enumerate(self.values[place]):
                union |= (bits & mask) >> (digit * self.strides[place])
            projected.append(union)
        return any(a & b for number, a in enumerate(projected) for b in projected[number + 1 :])


def regions(low: float, high: float, integer: bool, thresholds: set[float]) -> list[Region]:
    """Each threshold, and what lies between two of them."""
    points = sorted({low, high} | thresholds)
    found = [Region(point, point, True, point) for point in points]
    for below, above in pairwise(points):
        if integer and above - below > 1:
            found.append(Region(below + 1, above - 1, True, below + 1))
        elif not integer:
            found.append(Region(below, above, False, (below + above) / 2))
    return found


def _stand_in(value: Any) -> Any:
    return value.value if isinstance(value, Region) else value


def _agrees(value: Any, stated: Any) -> bool:
    """Whether a world's value can be what was stated."""
    if not isinstance(value, Region):
        return bool(value == stated or (value == NEVER_POSSIBLE and stated == "not_tried"))
    if isinstance(stated, Mapping):
        return all(_within(value, word, bound) for word, bound in stated.items())
    return bool(value.low <= stated <= value.high if value.closed else value.low < stated < value.high)


def _within(region: Region, word: str, bound: float) -> bool:
    """Whether some number of the region is on the right side of the bound."""
    touching = region.closed and word in ("at_most", "at_least")
    if word in ("below", "at_most"):
        return region.low < bound or (touching and region.low == bound)
    return region.high > bound or (touching and region.high == bound)
