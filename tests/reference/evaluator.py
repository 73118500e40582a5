"""The verdict by brute force: every way of completing what is unknown, one by one.

Slow and obvious on purpose. A number stands for its region: each threshold of the rules, and what lies
between two of them. A world gives every fact one value; the worlds of a situation are evaluated once, and a
case is the set of worlds that agree with what is known. Nothing here comes from `rules.compile` or `rules.engine`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any, Mapping

from rules.expression import facts_of, leaves
from rules.load import hierarchy
from rules.tables import Situation
from rules.vocabulary import vocabulary
from tests.reference.meaning import holds, threshold_of

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
    return _universe(indication, frozenset(known)).verdict(known)


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


@lru_cache(maxsize=None)
def _universe(indication: str, stated: frozenset[str]) -> Universe:
    situation = hierarchy().situations[indication]
    conditions = [other.condition for other in situation.otherwise if other.condition]
    own = set(facts_of(*[row.criteria for row in situation.rows], *conditions))
    linked = {fact for exclusion in hierarchy().header.exclusions for fact in facts_of(exclusion.condition)}
    return Universe(situation, sorted(own | (linked & stated)))


class Universe:
    """All the worlds of a situation, as the bits of an integer for each value and for each outcome."""

    def __init__(self, situation: Situation, facts: list[str]) -> None:
        self.facts = facts
        exclusions = [item.condition for item in hierarchy().header.exclusions]
        self.exclusions = [each for each in exclusions if set(facts_of(each)) <= set(facts)]
        self.domains = [self._domain(situation, fact) for fact in facts]
        self.outcomes: dict[tuple[str, str | None], int] = {}
        self.values: list[list[int]] = [[0] * len(domain) for domain in self.domains]
        self.strides = [1] * len(facts)
        for place in range(len(facts) - 2, -1, -1):
            self.strides[place] = self.strides[place + 1] * len(self.domains[place + 1])
        for number, digits in enumerate(product(*[range(len(domain)) for domain in self.domains])):
            self._add(situation, 1 << number, digits)

    def _add(self, situation: Situation, bit: int, digits: tuple[int, ...]) -> None:
        world = {fact: _stand_in(self.domains[place][digits[place]]) for place, fact in enumerate(self.facts)}
        if any(holds(exclusion, world) for exclusion in self.exclusions):
            return
        if not all(_agrees(self.domains[self.facts.index(fact)][digits[self.facts.index(fact)]], value)
                   for fact, value in situation.implies.items() if fact in self.facts):
            return
        found = outcome(situation, world)
        self.outcomes[found] = self.outcomes.get(found, 0) | bit
        for place, digit in enumerate(digits):
            self.values[place][digit] |= bit

    def _domain(self, situation: Situation, name: str) -> list[Any]:
        fact = vocabulary().facts[name]
        if fact.kind == "boolean":
            return [True, False]
        if fact.kind == "trial":
            return [*fact.choices, "not_tried and impossible"]
        if fact.kind == "choice":
            return list(fact.choices)
        return regions(fact.low, fact.high, fact.integer, self._thresholds(situation, name))

    def _thresholds(self, situation: Situation, name: str) -> set[float]:
        conditions = [other.condition for other in situation.otherwise if other.condition]
        expressions = [*[row.criteria for row in situation.rows], *conditions, *self.exclusions]
        read = [threshold_of(leaf.test.text) for expression in expressions for leaf in leaves(expression)]
        implied = situation.implies.get(name, {})
        limits = set(implied.values()) if isinstance(implied, Mapping) else set()
        return {found[1] for found in read if found and found[0] == name} | limits

    def verdict(self, known: Mapping[str, Any]) -> Verdict:
        """The verdict over the worlds that agree with the known facts. Raises Impossible where none does."""
        here = -1
        for place, fact in enumerate(self.facts):
            if fact in known:
                agreeing = [bits for item, bits in zip(self.domains[place], self.values[place]) if _agrees(item, known[fact])]
                union = 0
                for bits in agreeing:
                    union |= bits
                here &= union
        possible = {found: bits & here for found, bits in self.outcomes.items() if bits & here}
        if not possible:
            raise Impossible(f"no world: {known}")
        statuses = frozenset(status for status, _ in possible)
        if len(possible) == 1:
            ((status, row),) = possible
            return Verdict(status, row, statuses, frozenset())
        missing = frozenset(fact for place, fact in enumerate(self.facts) if self._matters(place, possible))
        return Verdict("incomplete", None, statuses, missing)

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
    """Each threshold, and what lies between; for whole numbers, each of them."""
    if integer:
        return [Region(n, n, True, n) for n in range(int(low), int(high) + 1)]
    points = sorted({low, high} | thresholds)
    found = [Region(point, point, True, point) for point in points]
    return found + [Region(a, b, False, (a + b) / 2) for a, b in zip(points, points[1:])]


def _stand_in(value: Any) -> Any:
    return value.value if isinstance(value, Region) else value


def _agrees(value: Any, stated: Any) -> bool:
    """Whether a world's value can be what was stated."""
    if not isinstance(value, Region):
        return bool(value == stated or (value == "not_tried and impossible" and stated == "not_tried"))
    if not isinstance(stated, Mapping):
        return value.low == stated == value.high or (not value.closed and value.low < stated < value.high)
    for word, bound in stated.items():
        if value.closed and not {"below": value.low < bound, "at_most": value.low <= bound,
                                 "above": value.low > bound, "at_least": value.low >= bound}[word]:
            return False
        if not value.closed and not (value.low < bound if word in ("below", "at_most") else value.high > bound):
            return False
    return True
