"""A record with a month in it: decisions, an opinion obtained, a course, questions, corrections, a sentence."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from actions.record.decision import content_of
from actions.record.entries import CORRECTION, COURSE, DECISION, NOT_UNDERSTOOD, OPINION, UNANSWERED, Draft
from actions.record.store import Record
from actions.record.versions import versions
from rules import decide, decision_json, parse_case

ITP = {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}
CIDP = {"clinically_progressive": True, "corticosteroids": "failed", "plasma_exchange": "failed", "weight_kg": 60}
HOSTILE = "<img src=x onerror=document.title='pwned'>"  # what somebody may type


def drafted(indication: str | None, facts: dict[str, Any], **about: Any) -> dict[str, Any]:
    """The content of a decision."""
    decided = decision_json(decide(parse_case({"indication": indication, "facts": facts})))
    return {**content_of(decided, versions()), "channel": "page", "ms": 8.0, "asked": ["weight_kg"], **about}


def month(folder: Path, day: str = "2026-11-12") -> dict[str, str]:
    """Write a month in `folder`; the references by case."""
    folder.mkdir(parents=True, exist_ok=True)
    at = datetime.fromisoformat(f"{day}T10:00:00").replace(tzinfo=timezone.utc)
    record = Record(folder / "record.sqlite", now=lambda: at)
    cases = {
        "itp": ("itp_adult", ITP),
        "cidp": ("cidp", CIDP),
        "waiting": ("cidp", CIDP),
        "lupus": ("systemic_lupus", {}),
        "unlisted": (None, {}),
    }
    found: dict[str, str] = {}
    for name, (indication, facts) in cases.items():
        (entry,) = record.add((Draft(DECISION, drafted(indication, facts), new=True),))
        found[name] = str(entry.reference)
    record.add((Draft(DECISION, drafted("itp_adult", {**ITP, "weight_kg": 80}), found["itp"]),))
    given = {"day": day, "phase": "initiation"}
    record.add(
        (
            Draft(OPINION, {**given, "body": "RCP", "favourable": True}, found["cidp"]),
            Draft(OPINION, {**given, "body": "FILNEMUS", "favourable": None}, found["cidp"]),
            Draft(OPINION, {**given, "body": "RCP", "favourable": True}, found["waiting"]),
            Draft(OPINION, {**given, "body": "RCP", "favourable": False}, found["waiting"]),
            Draft(COURSE, {"day": day, "grams": 120}, found["cidp"]),
            Draft(UNANSWERED, {"fact": "renal_risk", "how": "skipped", "channel": "page"}, found["itp"]),
            Draft(CORRECTION, {"fact": "weight_kg", "before": 72, "after": 80, "channel": "page"}, found["itp"]),
            Draft(NOT_UNDERSTOOD, {"sentence": HOSTILE, "channel": "page"}),
        )
    )
    record.close()
    return found
