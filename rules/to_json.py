"""Decision to JSON: `interfaces.md`, "The decision", to the letter."""

from __future__ import annotations

from typing import Any, Mapping

from rules.model import Decision, Dose, Interval, Opinion, Plan, Value


def decision_json(decision: Decision) -> dict[str, Any]:
    """The object that every interface gives; fields beyond the contract are `label`, `dose_facts`, `notes`."""
    return {
        "type": "decision",
        "status": decision.status,
        "indication": decision.indication,
        "label": decision.label,
        "row": decision.row,
        "labelled": decision.labelled,
        "needs_confirmation": decision.needs_confirmation,
        "start": decision.start,
        "opinions": [_opinion(item) for item in decision.opinions],
        "opinions_other_phase": [_opinion(item) for item in decision.opinions_other_phase],
        "warnings": [{"code": item.code, "text": item.text} for item in decision.warnings],
        "dose": _dose(decision.dose) if decision.dose else None,
        "missing_facts": list(decision.missing_facts),
        "possible_statuses": list(decision.possible_statuses),
        "explanation": [
            {"criterion": item.criterion, "state": item.state.value, "label": item.label, "row": item.row}
            for item in decision.explanation
        ],
        "facts": facts_json(decision.facts),
        "dose_facts": list(decision.dose_facts),
        "notes": list(decision.notes),
        "source": {
            "document": decision.source.document,
            "version": decision.source.version,
            "section": decision.source.section,
        },
    }


def facts_json(facts: Mapping[str, Value]) -> dict[str, Any]:
    """Facts in the JSON form of the vocabulary; a bound as it was stated."""
    return {name: dict(value.stated) if isinstance(value, Interval) else value for name, value in facts.items()}


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {"bodies": list(opinion.bodies), "when": opinion.when, "strength": opinion.strength, "note": opinion.note}


def _dose(dose: Dose) -> dict[str, Any]:
    return {"regimens": [_plan(plan) for plan in dose.regimens], "selected": dose.selected}


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "route": plan.route,
        "g_per_kg_total": _lists(plan.g_per_kg_total),
        "days": _lists(plan.days),
        "interval_weeks": _lists(plan.interval_weeks),
        "courses_max": plan.courses_max,
        "note": plan.note,
        "g_per_kg_per_day": _lists(plan.g_per_kg_per_day),
        "grams_exact": _lists(plan.grams_exact),
        "grams_per_day": _lists(plan.grams_per_day),
        "vials": _lists(plan.vials),
        "grams_in_vials": _lists(plan.grams_in_vials),
        "gap_percent": _lists(plan.gap_percent),
        "splits": None if plan.splits is None else {days: list(grams) for days, grams in plan.splits.items()},
    }


def _lists(value: Any) -> Any:
    return [_lists(item) for item in value] if isinstance(value, tuple) else value
