"""The follow-up as dates: from the day of the start, and after each change of dose."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Iterable, Iterator

from rules.protocols.records import FollowUp, Next, Repeated


@dataclass(frozen=True)
class Event:
    """What is due on a day. `when` says it from the start ("J7", "M3"); `items` are (identifier, French label)."""

    day: date
    when: str
    items: tuple[tuple[str, str], ...]


def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def elapsed(start: date, today: date, days_in_month: float) -> float:
    """The time from the start in days; whole calendar months count `days_in_month` each once there are two of them.

    So three weeks are 21 days, and three months are three months whatever their lengths.
    """
    months = max((today.year - start.year) * 12 + today.month - start.month, 0)
    if months and months_after(start, months) > today:
        months -= 1
    if months < 2:
        return float((today - start).days)
    return months * days_in_month + min((today - months_after(start, months)).days, days_in_month - 1)


def due(item: Next, today: date) -> date:
    """The day of what comes next."""
    return months_after(today, item.months) if item.months is not None else today + timedelta(days=item.days or 0)


def events(follow_up: FollowUp, start: date, changes: Iterable[date] = ()) -> tuple[Event, ...]:
    """All that is due, in order, over the months that the protocol draws; what falls on one day is together."""
    by_day: dict[date, dict[str, tuple[str, str]]] = {}
    for when, day, item in _all(follow_up, start, changes):
        by_day.setdefault(day, {}).setdefault(item.label, (when, item.id))
    return tuple(
        Event(
            day, next(iter(found.values()))[0], tuple((identifier, label) for label, (_, identifier) in found.items())
        )
        for day, found in sorted(by_day.items())
    )


def _all(follow_up: FollowUp, start: date, changes: Iterable[date]) -> Iterator[tuple[str, date, Repeated]]:
    for item in (*follow_up.items, *follow_up.marks):
        for days in item.days:
            yield f"J{days}", start + timedelta(days=days), item
        for months in (*item.months, *_repeats(item, follow_up.shown_months)):
            yield f"M{months}", months_after(start, months), item
    for day in changes:
        for days in follow_up.after_change.days:
            yield f"J{(day - start).days + days}", day + timedelta(days=days), follow_up.after_change


def _repeats(item: Repeated, until: int) -> Iterator[int]:
    if item.every_months is None:
        return
    month = (item.months[-1] if item.months else 0) + item.every_months
    while month <= until:
        yield month
        month += item.every_months
