"""Where a value lies among the thresholds of its fact.

The engine's answer depends on nothing finer than this: a number is below, at or above each
threshold. A region has an index (even: strictly between thresholds; odd: exactly at one) and a
representative, which is what is asserted for it; so two cases in the same regions cannot differ.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import Union

from rules.model import Interval, Value
from rules.vocabulary import Fact

UNKNOWN = "unknown"
Place = Union[str, tuple[int, int]]  # a value, or the first and the last region of a number


@dataclass(frozen=True)
class Axis:
    """One fact; `thresholds` are those of a number over the whole rule base, ascending, in its unit."""

    fact: Fact
    thresholds: tuple[float, ...]

    @cached_property
    def _number(self) -> bool:
        return self.fact.kind == "number"

    def place(self, value: Value | None) -> Place:
        """Where the value lies; None is unknown."""
        if self._number:
            return self._regions(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        return UNKNOWN if value is None else str(value)

    def _regions(self, value: Value | None) -> tuple[int, int]:
        if value is None:
            return self._index(self.fact.low, 0), self._index(self.fact.high, 0)
        if isinstance(value, Interval):
            return self._index(value.low, int(value.low_open)), self._index(value.high, -int(value.high_open))
        index = self._index(float(value), 0)
        return index, index

    def _index(self, value: float, shift: int) -> int:
        at = bisect_left(self.thresholds, value)
        if at < len(self.thresholds) and self.thresholds[at] == value:
            return 2 * at + 1 + shift
        return 2 * at

    def places(self) -> tuple[Place, ...]:
        """Every settled place: each region, or each value."""
        if self.fact.kind == "number":
            first, last = self._regions(None)
            return tuple((index, index) for index in range(first, last + 1))
        return ("yes", "no") if self.fact.kind == "boolean" else self.fact.choices

    def fields(self, place: Place) -> dict[str, float | str]:
        """What is asserted for a place."""
        if isinstance(place, tuple):
            return {"lo": self._representative(place[0]), "hi": self._representative(place[1])}
        return {"value": place}

    def value(self, place: Place) -> Value:
        """A value that lies at a settled place."""
        if isinstance(place, tuple):
            return self._representative(place[0])
        return place == "yes" if self.fact.kind == "boolean" else place

    def _representative(self, index: int) -> float:
        below, exactly = divmod(index, 2)
        if exactly:
            return self.thresholds[below]
        low = self.thresholds[below - 1] if below else self.fact.low - 1
        high = self.thresholds[below] if below < len(self.thresholds) else self.fact.high + 1
        return (low + high) / 2
