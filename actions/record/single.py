"""Decisions given outside a conversation (`POST /decide`, a shared link): each is a case of its own in the record."""

from __future__ import annotations

import logging
import time
from typing import Any, Mapping, Sequence

from actions.record.decision import content_of
from actions.record.entries import DECISION, Draft
from actions.record.keeper import Unrecorded, sender_of, with_record
from actions.record.store import Record, utc_now
from actions.record.versions import versions
from actions.wording import sentences

logger = logging.getLogger(__name__)
Line = Mapping[str, Any]


def recorded(lines: Sequence[Line], channel: str, sender: str, started: float) -> list[dict[str, Any]]:
    """The lines with their decisions written, in one transaction; a line that is an error stays as it is.

    Each decision gets `reference` and `recorded`; where nothing could be written, `notice` says why, in French.
    `started` is when they were begun (`time.perf_counter`).
    """
    decisions = [line for line in lines if line.get("type") == "decision"]
    if not decisions:
        return [dict(line) for line in lines]
    try:
        references = iter(_written(decisions, channel, sender, started))
    except Unrecorded as problem:
        logger.error("the record was not written")
        missed = {"reference": None, "recorded": False, "notice": sentences.UNRECORDED.format(problem=problem)}
        return [{**line, **missed} if line.get("type") == "decision" else dict(line) for line in lines]
    return [
        {**line, "reference": next(references), "recorded": True} if line.get("type") == "decision" else dict(line)
        for line in lines
    ]


def _written(decisions: Sequence[Line], channel: str, sender: str, started: float) -> list[str]:
    each = round((time.perf_counter() - started) * 1000 / len(decisions), 2)
    about = {"channel": channel, "sender": sender_of(sender, utc_now()), "ms": each}

    def write(record: Record) -> list[str]:
        drafts = [Draft(DECISION, {**content_of(item, versions()), **about}, new=True) for item in decisions]
        return [str(entry.reference) for entry in record.add(drafts)]

    return with_record(write)
