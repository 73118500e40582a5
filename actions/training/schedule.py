"""When to meet again what was got wrong: one card for each intern, error family and row (FSRS)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from typing import Iterable

from fsrs import Card, Rating, Scheduler

from actions.training.answers import Answered
from actions.training.database import Row, first, rows, write
from actions.training.score import RIGHT

UNSURE = 1  # the confidence at which a right answer counts as hard


@dataclass(frozen=True)
class Due:
    """A card: what to meet again, when, and how many times it was got wrong."""

    family: str
    row: str
    due: datetime
    lapses: int


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    return Scheduler(enable_fuzzing=False)  # the same answers give the same dates


def learn(player: str, given: Iterable[Answered], now: datetime) -> None:
    """Review the cards of a case once it is answered. Raises DatabaseProblem.

    A family that was misread is to be seen again soon; one that the case tests is reviewed as known where all of the
    case is right; otherwise nothing is concluded of it.
    """
    answers = tuple(given)
    if not answers:
        return
    wrong = {family for answer in answers for family in answer.errors}
    right = all(answer.score >= RIGHT or (answer.hints and not answer.errors) for answer in answers)
    for family in dict.fromkeys((*answers[0].families, *sorted(wrong))):
        if family in wrong or right:
            _review(player, family, answers[0].row, _rating(family in wrong, answers), now)


def _rating(wrong: bool, answers: tuple[Answered, ...]) -> Rating:
    if wrong:
        return Rating.Again
    hard = any(answer.hints or answer.confidence <= UNSURE for answer in answers)
    return Rating.Hard if hard else Rating.Good


def _review(player: str, family: str, row: str, rating: Rating, now: datetime) -> None:
    kept = first("SELECT * FROM cards WHERE player = ? AND family = ? AND row = ?", player, family, row)
    at = now.astimezone(timezone.utc)
    card = Card.from_dict(json.loads(kept["state"])) if kept else Card(card_id=0, due=at)
    reviewed, _ = _scheduler().review_card(card, rating, at)
    lapses = (int(kept["lapses"]) if kept else 0) + (rating == Rating.Again)
    values = (player, family, row, reviewed.due.isoformat(), json.dumps(reviewed.to_dict()), lapses)
    write("INSERT OR REPLACE INTO cards VALUES (?, ?, ?, ?, ?, ?)", *values)


def cards(player: str) -> tuple[Due, ...]:
    """Every card of an intern, the one due first first. Raises DatabaseProblem."""
    return tuple(_due(row) for row in rows("SELECT * FROM cards WHERE player = ? ORDER BY due, lapses DESC", player))


def due(player: str, now: datetime) -> tuple[Due, ...]:
    """The cards to meet now, those most often got wrong first. Raises DatabaseProblem."""
    found = [card for card in cards(player) if card.due <= now.astimezone(timezone.utc)]
    return tuple(sorted(found, key=lambda card: (-card.lapses, card.due)))


def _due(row: Row) -> Due:
    return Due(str(row["family"]), str(row["row"]), datetime.fromisoformat(str(row["due"])), int(row["lapses"]))
