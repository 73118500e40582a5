"""Which question ends soonest.

Over the worlds that are still possible, the next fact asked is the one that makes the expected number of
questions smallest (every answer button counted as equally likely; ties in the order of the table).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Iterator

from rules.worlds import Worlds


class Planner:
    """The questions of one situation. States are sets of worlds, so each is worked out once."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds = worlds
        self._best = lru_cache(maxsize=100_000)(self._choose)

    def order(self, mask: int, unaskable: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """Every fact that may be asked and can change the outcome: the next first, then as if each stayed unknown."""
        found: list[str] = []
        while True:
            fact, _ = self._best(mask, unaskable | frozenset(found))
            if fact is None:
                return tuple(found)
            found.append(fact)

    def _choose(self, mask: int, unaskable: frozenset[str]) -> tuple[str | None, float]:
        """The next fact to ask and the expected number of questions from here."""
        best: tuple[str | None, float] = (None, 0.0)
        for fact in self.worlds.open_facts(mask):
            if fact not in unaskable:
                cost = 1.0 + sum(share * self._best(part, unaskable)[1] for part, share in self.answers(fact, mask))
                if best[0] is None or cost < best[1] - 1e-9:
                    best = fact, cost
        return best

    def answers(self, fact: str, mask: int) -> Iterator[tuple[int, float]]:
        """The worlds that each class of answers leaves, with its share of the answers."""
        at = self.worlds.index[fact]
        classes = self.worlds.dimensions[at].classes
        weighed = zip(self.worlds.masks[at], classes, strict=True)
        parts = [(bits & mask, found.weight) for bits, found in weighed if bits & mask]
        total = sum(weight for _, weight in parts)
        return ((part, weight / total) for part, weight in parts)

    def counts(self) -> tuple[int, float]:
        """The largest and the mean number of questions from nothing known to a final answer."""
        nothing_known = self.worlds.agreeing({})
        return self._deepest(nothing_known), self._best(nothing_known, frozenset())[1]

    def _deepest(self, mask: int) -> int:
        fact, _ = self._best(mask, frozenset())
        return 0 if fact is None else 1 + max(self._deepest(part) for part, _ in self.answers(fact, mask))
