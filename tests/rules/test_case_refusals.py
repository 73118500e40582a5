"""A case that cannot be read: which code, which field, what to type instead; and what is read of bounds and nulls."""

from __future__ import annotations

import math
from typing import Any

import pytest

from rules import Case, CaseError, Interval, parse_case, parse_value


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
