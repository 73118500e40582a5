"""A balanced session: rows, priorities, error families, both lists, written and generated cases."""

from __future__ import annotations

from collections import Counter
from random import Random

from actions.training.cases.generate import expected, generate, generate_for
from actions.training.cases.hand import hand_written
from actions.training.cases.model import NOT_LISTED, UNJUSTIFIED, Vignette
from actions.training.cases.reach import boundaries

PRIORITIES = (
    "P",
    "UF",
    "P",
    "NP",
    "not_justified",
    "UF",
    "not_listed",
    "criteria_not_met",
    "incomplete",
    "not_justified",
)
CANDIDATES = 9  # cases looked at for each one that is kept
SEEDS = 10**9
WRITTEN = 3  # one case of so many is a written one, while there are some


def pick(seed: int, count: int) -> tuple[Vignette, ...]:
    """As many cases, the same for a seed, none twice: every status in turn, what was not yet seen first."""
    chance = Random(f"session:{seed}")
    written = list(hand_written())
    chance.shuffle(written)
    drawn = [case for _ in range(count) for case in _candidates(chance)]
    turns = list(PRIORITIES)
    chance.shuffle(turns)
    kept: list[Vignette] = []
    seen: Counter[str] = Counter()
    for number in range(count):
        pool = written if written and number % WRITTEN == WRITTEN - 1 else drawn
        best = min(pool, key=lambda case: _cost(case, turns[number % len(turns)], seen))
        pool.remove(best)
        kept.append(best)
        seen.update((str(best.indication), *best.families))
    chance.shuffle(kept)
    return tuple(kept)


def _candidates(chance: Random) -> list[Vignette]:
    """Some cases of the table, and a few of each list."""
    cases = [generate(chance.randrange(SEEDS)) for _ in range(CANDIDATES)]
    for row in (UNJUSTIFIED, NOT_LISTED):
        listed = [item for item in boundaries() if row in (item.row, item.situation)]
        cases.append(generate_for(chance.choice(listed), chance.randrange(SEEDS)))
    return cases


def _cost(case: Vignette, wanted: str, seen: Counter[str]) -> tuple[int, int, int]:
    """How far a case is from what the session still lacks: priority, situation, main family."""
    return (expected(case).status != wanted, seen[str(case.indication)], seen[case.families[0]])
