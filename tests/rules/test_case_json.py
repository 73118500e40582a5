"""JSON in and out: what a case may hold, and every key of the decision with a value of its kind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rules import decide, decision_json, parse_case

NUMBER = (int, float)
KINDS: dict[str, tuple[type, ...]] = {
    "type": (str,),
    "status": (str,),
    "indication": (str, type(None)),
    "row": (str, type(None)),
    "labelled": (bool, type(None)),
    "needs_confirmation": (bool,),
    "start": (str, type(None)),
    "opinions": (list,),
    "opinions_other_phase": (list,),
    "warnings": (list,),
    "dose": (dict, type(None)),
    "missing_facts": (list,),
    "possible_statuses": (list,),
    "explanation": (list,),
    "facts": (dict,),
    "source": (dict,),
}
OPINION = {"bodies": (list,), "when": (str,), "strength": (str,), "note": (str, type(None))}
WARNING = {"code": (str,), "text": (str,)}
FINDING = {"criterion": (str,), "state": (str,), "label": (str,)}
SOURCE = {"document": (str,), "version": (str,), "section": (str, type(None))}
REGIMEN = {
    "route": (str,),
    "g_per_kg_total": (*NUMBER, list),
    "days": (int, list, type(None)),
    "interval_weeks": (*NUMBER, list, type(None)),
    "courses_max": (int, type(None)),
    "note": (str, type(None)),
    "grams_exact": (*NUMBER, list, type(None)),
    "grams_per_day": (list, type(None)),
    "vials": (dict, list, type(None)),
    "grams_in_vials": (*NUMBER, list, type(None)),
    "gap_percent": (*NUMBER, list, type(None)),
}
CASES: list[tuple[str, dict[str, Any]]] = [
    ("itp_adult", {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}),
    ("itp_adult", {"khellaf_score": {"at_least": 8}}),
    (
        "secondary_immunodeficiency",
        {"igg_g_per_l": 3, "severe_infection_hospitalised": True, "antibiotic_prophylaxis": "failed", "weight_kg": 60},
    ),
    (
        "myasthenia_gravis",
        {"acute_decompensation": True, "plasma_exchange": "failed", "weight_kg": 60, "phase": "renewal"},
    ),
    ("inclusion_body_myositis", {}),
    ("asthma", {}),
    ("not_listed", {"weight_kg": 60}),
]


def answer(indication: Any, facts: Any) -> dict[str, Any]:
    """The decision as a program reads it: through JSON and back."""
    found = decision_json(decide(parse_case({"indication": indication, "facts": facts})))
    read = json.loads(json.dumps(found, ensure_ascii=False, allow_nan=False))
    assert read == found, "something in the decision is not plain JSON"
    return dict(read)


def check(data: dict[str, Any], kinds: dict[str, Any]) -> None:
    assert set(kinds) <= set(data)
    assert {key: data[key] for key, kind in kinds.items() if not isinstance(data[key], kind)} == {}


@pytest.mark.parametrize(("indication", "facts"), CASES, ids=str)
def test_every_key_of_the_contract_is_there_with_its_kind(indication: str, facts: dict[str, Any]) -> None:
    found = answer(indication, facts)
    check(found, KINDS)
    check(found["source"], SOURCE)
    for items, kinds in ((found["opinions"], OPINION), (found["opinions_other_phase"], OPINION)):
        for item in items:
            check(item, kinds)
    for item in found["warnings"]:
        check(item, WARNING)
    for item in found["explanation"]:
        check(item, FINDING)
        assert item["state"] in ("met", "not_met", "unknown")
    for item in (found["dose"] or {"regimens": []})["regimens"]:
        check(item, REGIMEN)


def test_a_met_row_is_the_example_of_the_contract() -> None:
    found = answer("itp_adult", {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72})
    assert {
        key: found[key] for key in ("type", "status", "indication", "row", "labelled", "needs_confirmation", "start")
    } == {
        "type": "decision",
        "status": "P",
        "indication": "itp_adult",
        "row": "itp_adult_severe",
        "labelled": False,
        "needs_confirmation": False,
        "start": "now",
    }
    assert (found["missing_facts"], found["possible_statuses"], found["dose"]["selected"]) == ([], ["P"], 0)
    (regimen,) = found["dose"]["regimens"]
    note = regimen.pop("note")
    assert "J3" in note
    assert regimen == {
        "route": "IV",
        "g_per_kg_total": 1,
        "g_per_kg_per_day": None,
        "days": 1,
        "interval_weeks": None,
        "courses_max": None,
        "grams_exact": 72.0,
        "grams_per_day": [72.5],
        "vials": {"20": 3, "10": 1, "2.5": 1},
        "grams_in_vials": 72.5,
        "gap_percent": 0.7,
        "splits": None,
    }
    assert found["facts"] == {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}
    assert found["source"] == {"document": "ANSM", "version": "2025-05-20", "section": "Hématologie"}


def test_each_criterion_of_a_met_row_says_where_the_patient_stands() -> None:
    assert answer("itp_adult", {"khellaf_score": 9, "emergency": True})["explanation"] == [
        {
            "criterion": "khellaf_score > 8",
            "state": "met",
            "label": "score de Khellaf modifié supérieur à 8",
            "row": "itp_adult_severe",
        },
        {"criterion": "emergency", "state": "met", "label": "situation d'urgence", "row": "itp_adult_severe"},
        {
            "criterion": "life_threatening_bleeding",
            "state": "unknown",
            "label": "saignement intracérébral ou viscéral avec déglobulisation",
            "row": "itp_adult_severe",
        },
    ]


def test_an_incomplete_case_says_what_is_missing_and_what_it_can_become() -> None:
    found = answer("guillain_barre", {"age_years": {"at_least": 18}})
    keys = ("status", "row", "labelled", "start", "opinions", "dose", "missing_facts", "possible_statuses", "facts")
    assert {key: found[key] for key in keys} == {
        "status": "incomplete",
        "row": None,
        "labelled": None,
        "start": None,
        "opinions": [],
        "dose": None,
        "missing_facts": ["plasma_exchange"],
        "possible_statuses": ["P", "criteria_not_met"],
        "facts": {"age_years": {"at_least": 18}},
    }
    assert [item["state"] for item in found["explanation"]] == ["not_met", "unknown"]


@pytest.mark.parametrize("indication", ["not_listed", None])
def test_a_situation_in_neither_list(indication: str | None) -> None:
    found = answer(indication, {"weight_kg": 60})
    warnings = found.pop("warnings")
    assert [item["code"] for item in warnings] == ["ask_rcp_or_reference_centre"]
    assert found == {
        "type": "decision",
        "status": "not_listed",
        "indication": None,
        "label": "",
        "row": None,
        "labelled": None,
        "needs_confirmation": False,
        "start": None,
        "opinions": [],
        "opinions_other_phase": [],
        "dose": None,
        "missing_facts": [],
        "possible_statuses": ["not_listed"],
        "explanation": [],
        "facts": {"weight_kg": 60},
        "dose_facts": [],
        "notes": [],
        "source": {"document": "ANSM", "version": "2025-05-20", "section": None},
    }
