"""The header's BMI and renal rules, on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.decided import GBS, codes, decided, selected

REFRACTORY = {"severe_dysphagia": False, "corticosteroids": "failed", "immunosuppressants": "failed"}


@pytest.mark.parametrize(
    ("facts", "dose", "warned"),
    [
        pytest.param({"bmi_kg_m2": 30}, 1.6, {"bmi_cap_applied"}, id="IMC 30 tout juste"),
        pytest.param({"bmi_kg_m2": 29.96}, 2, set(), id="IMC 29,96, sans arrondi"),
        pytest.param(
            {"weight_kg": 76.8, "height_cm": 160}, 1.6, {"bmi_cap_applied"}, id="76,8 kg et 160 cm : 30 exactement"
        ),
        pytest.param({"weight_kg": 76.7, "height_cm": 160}, 2, set(), id="76,7 kg et 160 cm : sous 30"),
        pytest.param({"bmi_kg_m2": {"at_least": 30}}, 1.6, {"bmi_cap_applied"}, id="IMC d'au moins 30"),
        pytest.param({"bmi_kg_m2": {"at_most": 30}}, 2, {"bmi_unknown"}, id="IMC d'au plus 30 : à préciser"),
        pytest.param({}, 2, {"bmi_unknown"}, id="taille inconnue"),
        pytest.param(
            {"bmi_kg_m2": 31, "age_years": 17.99}, 2, {"bmi_cap_left_to_prescriber"}, id="17,99 ans : au prescripteur"
        ),
        pytest.param({"bmi_kg_m2": 31, "age_years": 18}, 1.6, {"bmi_cap_applied"}, id="18 ans : plafonné"),
        pytest.param(
            {"bmi_kg_m2": 31, "pregnant": True}, 2, {"bmi_cap_left_to_prescriber"}, id="enceinte : au prescripteur"
        ),
        pytest.param(
            {"bmi_kg_m2": 31, "pregnant": None}, 2, {"bmi_cap_needs_pregnancy"}, id="grossesse à demander d'abord"
        ),
        pytest.param({"bmi_kg_m2": 29, "pregnant": None}, 2, set(), id="IMC 29 : rien à demander"),
        pytest.param({"age_years": 12}, 2, set(), id="enfant de taille inconnue : le plafond n'est pas d'office"),
    ],
)
def test_the_bmi_rule(facts: dict[str, Any], dose: float, warned: set[str]) -> None:
    case = {**GBS, **facts}
    assert selected("guillain_barre", **case).g_per_kg_total == dose
    assert {code for code in codes("guillain_barre", **case) if code.startswith("bmi")} == warned


def test_the_bmi_rule_asks_for_the_age_before_it_applies() -> None:
    case = {"severe_dysphagia": True, "bmi_kg_m2": 31, "pregnant": False}
    assert selected("dermatomyositis", **case).g_per_kg_total == 2
    assert "bmi_cap_needs_age" in codes("dermatomyositis", **case)
    assert decided("dermatomyositis", **case).dose_facts == ("weight_kg", "age_years", "renal_risk")


def test_the_bmi_rule_spares_replacement_and_measles() -> None:
    deficit = {"bmi_kg_m2": 35, "age_years": 50, "pregnant": False, "weight_kg": 100}
    assert selected("primary_immunodeficiency", **deficit).grams_exact == 40
    measles = {**deficit, "measles_contact_confirmed": True, "measles_group": "immunodepressed"}
    assert selected("measles_exposure", **measles).grams_exact == 20
    assert {code for code in codes("measles_exposure", **measles) if code.startswith("bmi")} == set()


@pytest.mark.parametrize(
    ("facts", "warned"),
    [({"bmi_kg_m2": 30}, True), ({"bmi_kg_m2": 29.99}, False), ({}, False)],
    ids=["IMC 30", "IMC 29,99", "IMC inconnu"],
)
def test_a_repeat_above_the_cap_is_warned_of(facts: dict[str, Any], warned: bool) -> None:
    """1 g/kg is below the cap; 1 g/kg twice is above it."""
    case = {"life_threatening_bleeding": True, "pregnant": False, **facts}
    assert ("bmi_cap_repeat" in codes("itp_adult", **case)) == warned
    assert selected("itp_adult", **case).g_per_kg_total == 1


RENAL = [
    pytest.param("guillain_barre", {**GBS, "renal_risk": True}, 2, 5, None, id="ligne qui imprime 5 jours"),
    pytest.param("guillain_barre", GBS, 2, 2, None, id="sans risque rénal"),
    pytest.param("guillain_barre", {**GBS, "renal_risk": None}, 2, 2, "renal_risk_unknown", id="risque rénal inconnu"),
    pytest.param("dermatomyositis", {**REFRACTORY, "renal_risk": True}, 2, 5, None, id="myosite, 5 jours imprimés"),
    pytest.param(
        "pemphigus", {"rituximab": "failed", "renal_risk": True}, 2, 5, "renal_risk_spread_five_days", id="étalée"
    ),
    pytest.param(
        "pemphigus", {"rituximab": "failed", "renal_risk": False}, 2, (2, 5), None, id="pemphigus sans risque"
    ),
    pytest.param("kawasaki", {"renal_risk": True}, 2, 1, "renal_risk_schedule_kept", id="schéma conservé"),
    pytest.param(
        "cidp",
        {"clinically_progressive": True, "corticosteroids": "failed", "plasma_exchange": "failed", "renal_risk": True},
        2,
        5,
        None,
        id="déjà sur 5 jours",
    ),
    pytest.param("primary_immunodeficiency", {"renal_risk": True}, 0.4, 1, None, id="hors immunomodulation"),
]


@pytest.mark.parametrize(("indication", "facts", "total", "days", "warned"), RENAL)
def test_the_renal_rule(indication: str, facts: dict[str, Any], total: float, days: Any, warned: str | None) -> None:
    found = selected(indication, **facts)
    assert (found.g_per_kg_total, found.days) == (total, days)
    assert {code for code in codes(indication, **facts) if code.startswith("renal")} == ({warned} if warned else set())


def test_the_renal_and_the_bmi_rules_together_give_032_g_per_kg_a_day() -> None:
    """1.6 g/kg over 5 days: 160 g for 100 kg, 32 g a day, 32.5 and 30 in vials."""
    case = {
        "rituximab": "failed",
        "renal_risk": True,
        "bmi_kg_m2": 33,
        "age_years": 40,
        "pregnant": False,
        "weight_kg": 100,
    }
    found = selected("pemphigus", **case)
    assert (found.g_per_kg_total, found.g_per_kg_per_day, found.days, found.grams_exact) == (1.6, 0.32, 5, 160)
    assert found.grams_per_day == (32.5, 32.5, 32.5, 32.5, 30.0)
