"""Decisions to write, and records to write them in."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from actions.record.decision import content_of
from actions.record.entries import DECISION, Draft
from actions.record.store import Record
from actions.record.versions import versions
from rules import decide, decision_json, parse_case

START = datetime(2026, 3, 2, 8, 30, tzinfo=timezone.utc)
CIDP = {
    "clinically_progressive": True,
    "corticosteroids": "failed",
    "plasma_exchange": "contraindicated",
    "weight_kg": 72,
}


class Clock:
    """A clock that goes where it is told."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def later(self, **parts: float) -> None:
        self.at += timedelta(**parts)


def decided(indication: str = "cidp", **facts: Any) -> dict[str, Any]:
    """The JSON of a decision."""
    return decision_json(decide(parse_case({"indication": indication, "facts": facts or CIDP})))


def draft(indication: str = "cidp", reference: str | None = None, **facts: Any) -> Draft:
    """A decision to write: a new case, or a revision of the case `reference`."""
    return Draft(DECISION, content_of(decided(indication, **facts), versions()), reference, new=reference is None)


def record_in(folder: Path, clock: Clock | None = None) -> Record:
    """A new record, or the one that is there."""
    return Record(folder / "record.sqlite", now=clock or Clock())
