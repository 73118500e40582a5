"""A decision as the record keeps it: the object of the interface without what the table says of everybody.

The criteria one by one, the other regimens and the sentences of the warnings are not kept: the facts, the table's
version and the hash of the rules give them again.
"""

from __future__ import annotations

from typing import Any, Iterable, Mapping

COLUMNS = (
    "seq", "reference", "revision", "at", "channel", "sender", "indication", "section", "row", "label", "status",
    "start", "phase", "needs_confirmation", "opinions_required", "route", "g_per_kg", "days", "grams", "weight_kg",
    "age_years", "questions", "ms", "table_version", "rules", "model", "program",
)  # fmt: skip
COPIED = ("seq", "reference", "revision", "at", "channel", "sender", "indication", "section", "row", "label")
REQUIRED = ("required", "urgent")  # strengths without which a treatment is not to start


def content_of(decision: Mapping[str, Any], versions: Mapping[str, Any]) -> dict[str, Any]:
    """What to keep of a decision (the JSON of the interface). `versions`: rules, model and program."""
    copied = ("status", "indication", "row", "label", "start", "needs_confirmation", "labelled", "facts", "opinions")
    return {
        **{name: decision[name] for name in copied},
        **versions,
        "table": decision["source"]["version"],
        "section": decision["source"]["section"],
        "warnings": [warning["code"] for warning in decision["warnings"]],
        "missing": decision["missing_facts"],
        "possible": decision["possible_statuses"],
        "regimen": regimen(decision["dose"]),
    }


def regimen(dose: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The regimen selected for the patient, what is empty left out; None where the prescriber is to choose."""
    if dose is None or dose["selected"] is None:
        return None
    chosen = dose["regimens"][dose["selected"]]
    return {name: value for name, value in chosen.items() if value is not None}


def columns(content: Mapping[str, Any]) -> tuple[Any, ...]:
    """The line of the table `decisions` for the content of an entry, in the order of `COLUMNS`."""
    facts, chosen = content["facts"], content["regimen"] or {}
    return (
        *(content.get(name) for name in COPIED),
        content["status"],
        content["start"],
        facts.get("phase", "initiation"),
        int(content["needs_confirmation"]),
        _required(content["opinions"]),
        chosen.get("route"),
        *(_figure(chosen.get(name)) for name in ("g_per_kg_total", "days", "grams_in_vials")),
        _figure(facts.get("weight_kg")),
        _figure(facts.get("age_years")),
        len(content.get("asked") or ()),
        content.get("ms"),
        content["table"],
        content["rules"],
        content.get("model"),
        content["program"],
    )


def _required(opinions: Iterable[Mapping[str, Any]]) -> int:
    return sum(opinion["strength"] in REQUIRED for opinion in opinions)


def _figure(value: Any) -> float | None:
    """A figure; a range or a bound is none."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
