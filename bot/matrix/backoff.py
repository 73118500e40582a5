"""How long to wait before trying again."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = 0.5  # seconds
LONGEST = 60.0


@dataclass
class Backoff:
    """Half a second, then twice as long each time, up to a minute; some chance in it, so that not all come at once."""

    longest: float = LONGEST
    tries: int = 0

    def next(self) -> float:
        """The seconds to wait now."""
        wait = min(self.longest, FIRST * (1 << min(self.tries, 10)))
        self.tries += 1
        return wait * random.uniform(0.75, 1.0)

    def reset(self) -> None:
        """It worked: start again from the shortest wait."""
        self.tries = 0
