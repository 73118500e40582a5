"""What the record holds: entries, each a kind with its content; and what is about to be written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timezone
from types import MappingProxyType
from typing import Any, Mapping

EMPTY: Mapping[str, Any] = MappingProxyType({})
FORM = 1  # of the content of an entry; an entry keeps the form in which it was written
DECISION, COURSE, OPINION, EFFECT, TOLERANCE = "decision", "course", "opinion", "effect", "tolerance"
MEASURE, CANCELLED, RESTORE = "measure", "cancelled", "restore"
UNANSWERED, CORRECTION, NOT_UNDERSTOOD, PURGE = "unanswered", "correction", "not_understood", "purge"


@dataclass(frozen=True)
class Draft:
    """What to write. `new`: the record gives it a reference of its own; `reference` otherwise, or None for no case."""

    kind: str
    content: Mapping[str, Any] = field(default_factory=lambda: EMPTY)
    reference: str | None = None
    new: bool = False


@dataclass(frozen=True)
class Entry:
    """What was written: its number in the chain, its kind, when (UTC), for which reference, and the rest of it."""

    seq: int
    kind: str
    at: datetime
    reference: str | None
    content: Mapping[str, Any]
    hash: str

    @staticmethod
    def read(seq: int, text: str, digest: str) -> Entry:
        """The entry of a line of the table `entries`."""
        content = json.loads(text)
        moment = parsed(content["at"])
        return Entry(seq, content["kind"], moment, content.get("reference"), MappingProxyType(content), digest)


def stamp(moment: datetime) -> str:
    """A moment as the record writes it: UTC, to the millisecond, so that the text sorts as time does."""
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def parsed(text: str) -> datetime:
    """The inverse of `stamp`."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=timezone.utc)
