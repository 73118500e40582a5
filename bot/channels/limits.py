"""How many messages a sender or an address may send: token buckets, in memory."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Callable

KEPT = 10_000  # buckets in memory; the oldest go first, so that many senders cannot fill it


@dataclass
class Buckets:
    """`burst` messages at once, then `per_second` of them each second, for each key."""

    per_second: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    _levels: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def wait(self, key: str) -> int:
        """Take one token of `key`: 0, or the seconds to wait (at least 1) when there is none left."""
        now, level = self.clock(), self._level(key)
        self._levels.pop(key, None)
        taken = level >= 1
        self._levels[key] = (level - 1 if taken else level, now)
        if len(self._levels) > KEPT:
            self._levels.popitem(last=False)
        return 0 if taken else self._seconds(level)

    def empty(self, key: str) -> int:
        """The seconds to wait before `key` has a token, 0 where it has one; none is taken."""
        level = self._level(key)
        return 0 if level >= 1 else self._seconds(level)

    def _level(self, key: str) -> float:
        now = self.clock()
        level, then = self._levels.get(key, (float(self.burst), now))
        return min(float(self.burst), level + (now - then) * self.per_second)

    def _seconds(self, level: float) -> int:
        return max(1, math.ceil((1 - level) / self.per_second))
