"""Answers of a protocol to JSON; `docs/protocols.md` documents the objects."""

from __future__ import annotations

from datetime import date
from typing import Any, Iterable, Mapping

from rules.model import Value
from rules.protocols.intake import Intake
from rules.protocols.records import Conclusion, Next, Protocol
from rules.protocols.schedule import Event, due
from rules.to_json import facts_json


def conclusion_json(
    rules: Protocol, found: Conclusion, facts: Mapping[str, Value], today: date | None = None
) -> dict[str, Any]:
    """The object `protocol`: what is concluded, why, what is still to be asked, and when the next thing is due."""
    branch = found.branch
    return {
        "type": "protocol",
        "protocol": rules.id,
        "topic": found.situation,
        "status": found.status,
        "row": branch.id if branch else None,
        "label": found.label,
        "says": list(found.says),
        "warnings": [{"code": note.code, "text": note.text} for note in found.notes],
        "next": [next_json(rules, item, today) for item in branch.next] if branch else [],
        "missing_facts": list(found.missing),
        "possible_statuses": list(found.possible),
        "useful_facts": list(found.useful),
        "explanation": [
            {"criterion": item.criterion, "state": item.state.value, "label": item.label} for item in found.explanation
        ],
        "facts": facts_json(facts),
        "standing": rules.texts.standing,
        "source": {
            "document": rules.document,
            "version": rules.version,
            "section": rules.places.get(found.situation),
        },
    }


def next_json(rules: Protocol, item: Next, today: date | None) -> dict[str, Any]:
    """What comes next, with its date where today is known."""
    return {
        "what": item.what,
        "label": rules.texts.next[item.what],
        "days": item.days,
        "months": item.months,
        "date": due(item, today).isoformat() if today else None,
    }


def intake_json(found: Intake | None) -> dict[str, Any] | None:
    """A daily intake; None where it is not known or nothing is taken."""
    if found is None:
        return None
    return {
        "mg_exact": found.mg_exact,
        "capped": found.capped,
        "surface_m2": found.surface_m2,
        "mg_per_m2": found.mg_per_m2,
        "tablets": dict(found.tablets) or None,
        "tablets_mg": found.tablets_mg or None,
        "solution_ml": found.solution_ml,
        "solution_mg": found.solution_mg,
    }


def calendar_json(title: str, found: Iterable[Event]) -> dict[str, Any]:
    """The object `calendar`, that a page draws: one entry a day."""
    return {
        "type": "calendar",
        "title": title,
        "events": [
            {
                "date": event.day.isoformat(),
                "when": event.when,
                "items": [{"id": identifier, "label": label} for identifier, label in event.items],
            }
            for event in found
        ],
    }
