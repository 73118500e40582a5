"""What is due for one treatment, from its history alone: no clock, no database; the figures are in milestones.yml."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Iterator, Mapping, Sequence

from rules.follow_up.load import Milestone, milestones
from rules.model import Span

DECISION = "decision"


@dataclass(frozen=True)
class Course:
    """One course given: its first day, its grams where they are known."""

    day: date
    grams: float | None = None


@dataclass(frozen=True)
class History:
    """A treatment: the row that granted it, the rhythm of its regimen (weeks; None for a single course), its courses.

    `before` counts courses given before the record began. `settled` gives the days of what was recorded, by kind
    (opinion, effect, measure, decision).
    """

    row: str | None
    decided: date
    interval_weeks: Span | None = None
    courses_max: int | None = None
    courses: Sequence[Course] = ()
    before: int = 0
    settled: Mapping[str, Sequence[date]] = field(default_factory=dict)


@dataclass(frozen=True)
class Due:
    """Something due: `day` is when (None: now, whatever the day), `late` whether that day has come."""

    id: str
    say: str
    place: str
    day: date | None
    late: bool


def due(history: History, today: date) -> tuple[Due, ...]:
    """What is due or coming, the milestones in their order. Nothing is due of what has not begun."""
    return tuple(found for item in milestones() if (found := _one(item, history, today)))


def _one(item: Milestone, history: History, today: date) -> Due | None:
    maintained = history.interval_weeks is not None
    if not (history.row in item.rows if item.rows else maintained):
        return None
    day = _rolling(item, history) if item.every_months else _once(item, history, today)
    if day is None:
        return None
    return Due(item.id, item.say, item.place, day, day <= today)


def _once(item: Milestone, history: History, today: date) -> date | None:
    """When a milestone falls due; None where its time cannot be told yet, or where it is settled."""
    day = _day(item, history, today)
    settled = day and any(when >= day - timedelta(weeks=item.early_weeks) for when in _settled(item, history))
    return None if settled else day


def _day(item: Milestone, history: History, today: date) -> date | None:
    days = sorted(course.day for course in history.courses)
    if item.within_months and item.courses:
        recent = [day for day in days if day > months_after(today, -item.within_months)]
        return recent[-1] if len(recent) >= item.courses - 1 else None
    if item.courses:
        return _nth(days, item.courses - history.before)
    return months_after(days[0], item.months) if days and item.months else None


def _nth(days: Sequence[date], rank: int) -> date | None:
    if rank > len(days) or not days:
        return None
    return days[max(rank, 1) - 1]


def _rolling(item: Milestone, history: History) -> date | None:
    """The next time of what comes back; what was done long before it was due does not put it off."""
    days = sorted(course.day for course in history.courses)
    start = _nth(days, (item.courses or 1) - history.before)
    if start is None or item.every_months is None:
        return None
    day = months_after(start, item.every_months)
    for done in sorted(_settled(item, history)):
        if done >= day - timedelta(weeks=item.early_weeks):
            day = months_after(done, item.every_months)
    return day


def _settled(item: Milestone, history: History) -> Iterator[date]:
    """The days of what settles a milestone; the first decision settles nothing, it began the treatment."""
    for kind in item.settled_by:
        days = history.settled.get(kind, ())
        yield from (day for day in days if kind != DECISION or day > history.decided)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier where negative); the last one where it is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def next_course(history: History) -> tuple[date, date] | None:
    """Between which days the next course falls by the regimen's rhythm; None where no course is to follow.

    Without a course yet there is none to count from; after the last course of the regimen none is due.
    """
    if history.interval_weeks is None or not history.courses:
        return None
    if history.courses_max is not None and len(history.courses) + history.before >= history.courses_max:
        return None
    last = max(course.day for course in history.courses)
    weeks = history.interval_weeks
    low, high = weeks if isinstance(weeks, (tuple, list)) else (weeks, weeks)
    return last + timedelta(weeks=low), last + timedelta(weeks=high)
