"""What an answer is worth: 1 right, 0 wrong, between them what `scoring.yml` says."""

from __future__ import annotations

from typing import Any, Mapping

from actions.training.data import scoring
from actions.training.right import NONE, Right, Target

Answer = Mapping[str, Any]
RIGHT = 0.999  # a score from which nothing is missing


def score(question: str, answer: Answer, expected: Right, hints: int = 0) -> float:
    """The points of one answer, from 0 to 1; `question` is priority, opinion or dose. A hint costs its share."""
    points = {"priority": priority, "opinion": opinion, "dose": dose}[question](answer, expected)
    return round(points * (1 - min(1, hints) * scoring().hint_cost), 4)


def priority(answer: Answer, expected: Right) -> float:
    """Right, nearly the same, or wrong."""
    given = answer.get("priority")
    if given == expected.priority:
        return 1.0
    return scoring().near.get(frozenset((str(given), expected.priority)), 0.0)


def opinion(answer: Answer, expected: Right) -> float:
    """When, and whom; where none is needed, only that."""
    given = answer.get("timing")
    if expected.timing == NONE:
        return 1.0 if given == NONE else 0.0
    timing = scoring().timing if given == expected.timing else 0.0
    return timing + scoring().network * (0.0 if given in (None, NONE) else named(answer, expected))


def named(answer: Answer, expected: Right) -> float:
    """The share of the opinions whose body was named; a body that the table does not name counts as one missed."""
    given = set(answer.get("networks") or ())
    found = sum(1 for bodies in expected.networks if given & set(bodies))
    stray = len(given - {body for bodies in expected.networks for body in bodies})
    return max(0, found - stray) / len(expected.networks)


def dose(answer: Answer, expected: Right) -> float:
    """The grams of one course, and its days where they are asked; the best of the courses that are right."""
    grams = answer.get("grams")
    if grams is None:
        return 0.0
    if not expected.doses:
        return 1.0 if grams == 0 else 0.0
    return max(_course(float(grams), answer.get("days"), item, expected.asks_days) for item in expected.doses)


def _course(grams: float, days: Any, target: Target, asks_days: bool) -> float:
    points = near(grams, target)
    if not asks_days or target.days is None:
        return points
    share = scoring().days_share
    right = days is not None and target.days[0] <= days <= target.days[1]
    return points * (1 - share) + (share if right and points else 0.0)


def near(grams: float, target: Target) -> float:
    """How near the grams are: 1 within the rounding to vials, the partial credit within its band, else 0."""
    for percent, points in ((scoring().right_percent, 1.0), (scoring().partial_percent, scoring().partial)):
        if target.low * (1 - percent / 100) <= grams <= target.high * (1 + percent / 100):
            return points
    return 0.0
