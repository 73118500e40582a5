"""Which case comes next: in a room the teacher's list, alone what is due, then something new."""

from __future__ import annotations

import random
from datetime import datetime
from functools import lru_cache
from typing import Iterable

from actions.training.answers import latest_cases
from actions.training.cases import (
    NoSuchCase,
    Vignette,
    boundaries,
    by_id,
    expected,
    generate,
    generate_for,
    hand_written,
)
from actions.training.schedule import Due, due
from rules.model import Decision

RECENT = 30  # cases that do not come back at once
TRIES = 12  # cases drawn to find one that a card asks for
WRITTEN = 0.4  # share of written cases among the new ones
SEEDS = 10**9
NOT_LISTED = "not_listed"


@lru_cache(maxsize=1024)
def case_of(identifier: str) -> Vignette:
    """The case of an identifier, kept in memory. Raises NoSuchCase where the table no longer has it."""
    return by_id(identifier)


def known(identifiers: Iterable[str]) -> tuple[Vignette, ...]:
    """The cases that still exist."""
    found: list[Vignette] = []
    for identifier in identifiers:
        try:
            found.append(case_of(identifier))
        except NoSuchCase:
            continue
    return tuple(found)


def row_of(decision: Decision) -> str:
    """What a case is about: its row, else its situation."""
    return decision.row or decision.indication or NOT_LISTED


def alone(player: str, now: datetime, draw: random.Random | None = None) -> Vignette:
    """The next case of an intern who trains alone. Raises DatabaseProblem."""
    draw = draw or random.SystemRandom()
    recent = frozenset(latest_cases(player, RECENT))
    for card in due(player, now):
        found = for_card(card, recent, draw)
        if found is not None:
            return found
    return new(recent, draw)


def for_card(card: Due, recent: frozenset[str], draw: random.Random) -> Vignette | None:
    """A case of the card's row that tests its family, or at least of its row; None where there is none."""
    written = [case for case in hand_written() if case.id not in recent and row_of(expected(case)) == card.row]
    made = [case for case in _made(card, draw) if case.id not in recent]
    exact = [case for case in (*written, *made) if card.family in case.families]
    return draw.choice(exact or written or made) if exact or written or made else None


def _made(card: Due, draw: random.Random) -> list[Vignette]:
    near = [limit for limit in boundaries() if card.row in (limit.row, limit.situation)]
    draw.shuffle(near)
    found: list[Vignette] = []
    for limit in near[:TRIES]:
        try:
            case = generate_for(limit, draw.randrange(SEEDS))
        except (NoSuchCase, ValueError):
            continue
        if row_of(expected(case)) == card.row:
            found.append(case)
            if card.family in case.families:
                break
    return found


def new(recent: frozenset[str], draw: random.Random) -> Vignette:
    """A case that was not met lately."""
    written = [case for case in hand_written() if case.id not in recent]
    if written and draw.random() < WRITTEN:
        return draw.choice(written)
    return generate(draw.randrange(SEEDS))
