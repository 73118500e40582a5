"""JSON in and out: what a case may hold, and every key of the decision with a value of its kind."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from rules import Case, CaseError, Interval, decide, decision_json, parse_case, parse_value

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
    assert found["explanation"] == [
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
    assert found["facts"] == {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "weight_kg": 72}
    assert found["source"] == {"document": "ANSM", "version": "2025-05-20", "section": "Hématologie"}


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


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ([], "invalid_json", None),
        ("itp_adult", "invalid_json", None),
        ({}, "unknown_indication", "indication"),
        ({"indication": "itp"}, "unknown_indication", "indication"),
        ({"indication": ["itp_adult"]}, "unknown_indication", "indication"),
        ({"indication": "itp_adult", "facts": []}, "invalid_value", "facts"),
        ({"indication": "itp_adult", "facts": {"khelaf": 1}}, "unknown_fact", "facts.khelaf"),
        ({"indication": "itp_adult", "facts": {"khelaf": None}}, "unknown_fact", "facts.khelaf"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": "9"}}, "invalid_value", "facts.khellaf_score"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": True}}, "invalid_value", "facts.khellaf_score"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": 8.5}}, "invalid_value", "facts.khellaf_score"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": 81}}, "invalid_value", "facts.khellaf_score"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": {}}}, "invalid_value", "facts.khellaf_score"),
        ({"indication": "itp_adult", "facts": {"khellaf_score": {"under": 4}}}, "invalid_value", "facts.khellaf_score"),
        (
            {"indication": "itp_adult", "facts": {"khellaf_score": {"below": None}}},
            "invalid_value",
            "facts.khellaf_score",
        ),
        ({"indication": "itp_adult", "facts": {"emergency": 1}}, "invalid_value", "facts.emergency"),
        ({"indication": "itp_adult", "facts": {"emergency": "oui"}}, "invalid_value", "facts.emergency"),
        ({"indication": "itp_adult", "facts": {"corticosteroids": "échec"}}, "invalid_value", "facts.corticosteroids"),
        ({"indication": "itp_adult", "facts": {"weight_kg": math.nan}}, "invalid_value", "facts.weight_kg"),
        ({"indication": "itp_adult", "facts": {"weight_kg": math.inf}}, "invalid_value", "facts.weight_kg"),
        ({"indication": "itp_adult", "facts": {"weight_kg": 7000}}, "invalid_value", "facts.weight_kg"),
        ({"indication": "itp_adult", "facts": {"weight_kg": 10**400}}, "invalid_value", "facts.weight_kg"),
        ({"indication": "itp_adult", "facts": {"weight_kg": {"below": 10**400}}}, "invalid_value", "facts.weight_kg"),
        ({"indication": "kawasaki", "weight_kg": 12}, "unknown_fact", "weight_kg"),
        ({"indication": "kawasaki", "fact": {"weight_kg": 12}}, "unknown_fact", "fact"),
        ({"indication": "kawasaki", "Facts": {"weight_kg": 12}}, "unknown_fact", "Facts"),
        (
            {"indication": "itp_adult", "facts": {"weight_kg": {"below": 10, "above": 20}}},
            "contradiction",
            "facts.weight_kg",
        ),
        (
            {"indication": "itp_adult", "facts": {"khellaf_score": {"above": 8, "below": 9}}},
            "contradiction",
            "facts.khellaf_score",
        ),
        (
            {"indication": "itp_adult", "facts": {"weight_kg": {"below": 10, "at_least": 10}}},
            "contradiction",
            "facts.weight_kg",
        ),
    ],
    ids=str,
)
def test_a_case_that_cannot_be_read_is_refused(data: Any, code: str, field: str | None) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(data)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_the_sender_s_own_keys_are_left_alone() -> None:
    assert parse_case({"indication": "kawasaki", "facts": {}, "ward": "B2", "type": "case"}) == Case("kawasaki", {})


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            {"indication": "itp_adlt"},
            "Situation inconnue : « itp_adlt ». Vouliez-vous dire « itp_adult » ? Employez un identifiant du"
            " vocabulaire, ou « not_listed ».",
        ),
        (
            {"indication": "grippe"},
            "Situation inconnue : « grippe ». Employez un identifiant du vocabulaire, ou « not_listed ».",
        ),
        (
            {"indication": "itp_adult", "facts": {"khelaf_score": 9}},
            "Fait inconnu : « khelaf_score ». Vouliez-vous dire « khellaf_score » ? Employez un identifiant du"
            " vocabulaire.",
        ),
        (
            {"indication": "kawasaki", "weight_kg": 12},
            'Placez « weight_kg » dans « facts » : "facts": {"weight_kg": …}.',
        ),
        ({"indication": "kawasaki", "fact": {}}, "Écrivez « facts » au lieu de « fact »."),
    ],
    ids=str,
)
def test_what_was_mistyped_is_named_with_what_to_type_instead(data: Any, message: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_case(data)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"below": 4}, (0, 4, False, True)),
        ({"at_most": 4}, (0, 4, False, False)),
        ({"above": 4}, (4, 100, True, False)),
        ({"at_least": 4, "below": 6}, (4, 6, False, True)),
        ({"below": 4, "at_most": 4}, (0, 4, False, True)),
        ({"at_most": 3, "below": 4}, (0, 3, False, False)),
        ({"at_least": 4, "at_most": 4}, (4, 4, False, False)),
    ],
    ids=str,
)
def test_bounds_are_read_as_said_and_the_tighter_counts(bounds: dict[str, float], expected: tuple[Any, ...]) -> None:
    found = parse_value("igg_g_per_l", bounds)
    assert isinstance(found, Interval)
    assert (found.low, found.high, found.low_open, found.high_open) == expected
    assert dict(found.stated) == bounds


def test_a_null_fact_is_unknown_and_left_out() -> None:
    case = parse_case({"indication": "itp_adult", "facts": {"emergency": None, "khellaf_score": 9.0}})
    assert case == Case("itp_adult", {"khellaf_score": 9})
    assert parse_case({"indication": "itp_adult"}) == parse_case({"indication": "itp_adult", "facts": None})
