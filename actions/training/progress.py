"""An intern's progress: strengths, weak rows, what is due, how well sureness foretells success."""

from __future__ import annotations

from datetime import datetime
from typing import Iterable

from actions.training import answers, schedule, tally
from actions.training.data import scoring
from actions.training.tally import Rate
from actions.wording import training_report as wording
from actions.wording import training_room

WEAKEST = 3  # rows that are named


def progress(player: str, now: datetime) -> str:
    """The progress of an intern, as text. Raises DatabaseProblem."""
    given = answers.of_player(player)
    if not given:
        return training_room.NOTHING_HERE
    lines = [wording.progress_head(len(tally.cases(given)), sum(item.score for item in given), len(given))]
    lines += _titled(wording.STRENGTHS, map(wording.family_rate, _strong(tally.by_family(given))))
    lines += _titled(wording.WEAK_FAMILIES, map(wording.family_rate, _weak(tally.by_family(given))))
    lines += _titled(wording.WEAK_ROWS, map(wording.row_rate, _weak(tally.by_row(given))))
    lines += _titled(wording.CALIBRATION, map(wording.confidence_rate, tally.calibration(given)))
    return "\n".join((*lines, _due(player, now)))


def _strong(rates: Iterable[Rate]) -> list[Rate]:
    return [rate for rate in rates if rate.success >= scoring().learned and rate.count >= scoring().seen]


def _weak(rates: Iterable[Rate]) -> list[Rate]:
    return [rate for rate in rates if rate.success < scoring().learned][:WEAKEST]


def _due(player: str, now: datetime) -> str:
    cards = schedule.cards(player)
    waiting = schedule.due(player, now)
    later = [card.due for card in cards if card not in waiting]
    return wording.due(len(waiting), min(later, default=None))


def _titled(title: str, lines: Iterable[str]) -> list[str]:
    found = [f"- {line}" for line in lines]
    return [title, *found] if found else []
