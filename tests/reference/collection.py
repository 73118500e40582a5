"""The cases of `tests/cases/*.yml`, and what each of them compares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[1] / "cases"
PLAIN = ("status", "row", "start", "labelled", "needs_confirmation", "dose")


@dataclass(frozen=True)
class WrittenCase:
    """One case as a pharmacist writes it: a French sentence, the question, what must be answered."""

    name: str
    file: str
    indication: str | None
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@cache
def written_cases() -> tuple[WrittenCase, ...]:
    """Every case, in the order of the files."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for item in YAML(typ="safe").load(path.read_text(encoding="utf-8")):
            assert set(item) == {"name", "case", "expect"}, f"{path.name}: {item}"
            case = item["case"]
            found.append(WrittenCase(item["name"], path.stem, case["indication"], case["facts"], item["expect"]))
    return tuple(found)


def compared(expect: Mapping[str, Any], decision: Mapping[str, Any]) -> dict[str, Any]:
    """What the decision says of each thing that the case expects, in the words of the case."""
    return {key: _said(key, wanted, decision) for key, wanted in expect.items()}


def expected(expect: Mapping[str, Any]) -> dict[str, Any]:
    """The expectation with the orders that mean nothing taken out."""
    return {key: _ordered(key, wanted) for key, wanted in expect.items()}


def _ordered(key: str, wanted: Any) -> Any:
    if key in ("opinions", "opinions_other_phase"):
        return sorted([_bodies(bodies.split("|")), strength] for bodies, strength in wanted)
    if key in ("missing_set", "possible"):
        return sorted(wanted)
    if key == "selected" and wanted.get("vials"):
        return {**wanted, "vials": {float(size): count for size, count in wanted["vials"].items()}}
    return [] if key == "no_warnings" else wanted


def _said(key: str, wanted: Any, decision: Mapping[str, Any]) -> Any:
    dose = decision["dose"]
    codes = {warning["code"] for warning in decision["warnings"]}
    if key in ("opinions", "opinions_other_phase"):
        return sorted([_bodies(line["bodies"]), line["strength"]] for line in decision[key])
    if key in ("warnings", "no_warnings"):
        return [code for code in wanted if code in codes]
    said = {
        **{name: decision[name] for name in PLAIN},
        "missing": decision["missing_facts"],
        "missing_set": sorted(decision["missing_facts"]),
        "possible": sorted(decision["possible_statuses"]),
        "selected_none": dose is not None and dose["selected"] is None,
    }
    return _selected(wanted, dose) if key == "selected" else said[key]


def _selected(wanted: Mapping[str, Any], dose: Mapping[str, Any] | None) -> Any:
    if dose is None or dose["selected"] is None:
        return None
    plan = dose["regimens"][dose["selected"]]
    said = {key: plan[key] for key in wanted}
    if said.get("vials"):
        said["vials"] = {float(size): count for size, count in said["vials"].items()}
    return said


def _bodies(names: list[str]) -> str:
    return "|".join(sorted(names))
