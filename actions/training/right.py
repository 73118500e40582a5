"""The right answer to a case, always from the decision of the rules: never stored, so that it cannot drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from actions.wording.opinions import BEFORE
from rules.model import Decision, Plan, Span

NONE, FIRST, LATER = "none", "before", "after"  # when an opinion is needed
OUTSIDE = "outside"
CLASSES = {"criteria_not_met": OUTSIDE, "not_listed": OUTSIDE}  # one answer for both: the table grants nothing
PRIORITIES = ("P", "UF", "NP", "not_justified", OUTSIDE, "incomplete")
RENAL = "renal_risk"


@dataclass(frozen=True)
class Target:
    """The grams of one course that count as right, from `low` to `high`, and its days (None: not printed)."""

    low: float
    high: float
    days: tuple[int, int] | None


@dataclass(frozen=True)
class Right:
    """What a perfect intern answers.

    `networks` holds one entry for each opinion that is needed: any one of its bodies. `doses` are the courses that
    are right (several where the prescriber chooses); empty where the table gives no dose. `asks_days`: the number
    of days matters.
    """

    priority: str
    timing: str
    networks: tuple[tuple[str, ...], ...]
    doses: tuple[Target, ...]
    asks_days: bool


def right(decision: Decision) -> Right:
    """The right answer of a decision."""
    timing, networks = opinion(decision)
    targets = tuple(target(plan) for plan in plans(decision))
    renal = decision.facts.get(RENAL) is True
    days = any(item.days and (renal or item.days[1] > 1) for item in targets)
    return Right(priority(decision.status), timing, networks, targets, days)


def priority(status: str) -> str:
    """The answer that stands for a status."""
    return CLASSES.get(status, status)


def opinion(decision: Decision) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """When an opinion is needed in the case's phase, and from whom: those that delay the start, else the others."""
    before = _bodies(decision, BEFORE)
    if before:
        return FIRST, before
    later = _bodies(decision, None)
    return (LATER, later) if later else (NONE, ())


def _bodies(decision: Decision, strengths: Iterable[str] | None) -> tuple[tuple[str, ...], ...]:
    wanted = None if strengths is None else tuple(strengths)
    return tuple(item.bodies for item in decision.opinions if wanted is None or item.strength in wanted)


def plans(decision: Decision) -> tuple[Plan, ...]:
    """The courses in grams that are right for this patient: the selected one, or all where the prescriber chooses."""
    if decision.dose is None:
        return ()
    chosen = decision.dose.selected
    every = decision.dose.regimens if chosen is None else decision.dose.regimens[chosen : chosen + 1]
    return tuple(plan for plan in every if plan.grams_exact is not None)


def target(plan: Plan) -> Target:
    """What counts as right for one course: the exact grams, the grams in vials, and what lies between."""
    figures = (*ends(plan.grams_exact), *ends(plan.grams_in_vials))
    days = None if plan.days is None else (int(ends(plan.days)[0]), int(ends(plan.days)[-1]))
    return Target(min(figures), max(figures), days)


def ends(value: Span | None) -> tuple[float, ...]:
    """A figure as one, a range as two, nothing as none."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)
