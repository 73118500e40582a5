"""Dates as precise as they are known: "2009", "2009-03", "2009-03-12". A comparison is certain or it is none."""

from __future__ import annotations

import calendar
import re
from datetime import date

ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
EARLIEST_YEAR = 1900
LENGTHS = {"year": 4, "month": 7, "day": 10}


def parse(text: str) -> str:
    """The same ISO date where it exists. Raises ValueError."""
    found = ISO.fullmatch(text)
    if found is None:
        raise ValueError(text)
    earliest(text)
    return text


def earliest(text: str) -> date:
    """The first day that the date may be. Raises ValueError where it is none."""
    year, month, day = (text.split("-") + ["1", "1"])[:3]
    return date(int(year), int(month), int(day))


def latest(text: str) -> date:
    """The last day that the date may be. Raises ValueError where it is none."""
    parts = text.split("-")
    first = earliest(text)
    month = first.month if len(parts) > 1 else 12
    return date(first.year, month, first.day if len(parts) > 2 else calendar.monthrange(first.year, month)[1])


def certainly_after(first: str, second: str) -> bool:
    """Whether the first date is after the second, however imprecise both are."""
    return earliest(first) > latest(second)


def certainly_within(text: str, low: str, high: str) -> bool:
    """Whether every day that the date may be lies between the bounds, included."""
    return earliest(low) <= earliest(text) and latest(text) <= latest(high)


def french(text: str) -> str:
    """The date as it is read: "12/03/2009", "03/2009", "2009"."""
    return "/".join(reversed(text.split("-")))
