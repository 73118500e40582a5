"""The dose for this patient: regimens, the header's BMI and renal rules, grams by day, ranges."""

from __future__ import annotations

from typing import Any

import pytest

from rules import Decision, decide, parse_case
from rules.dose import capped, plan
from rules.model import Plan
from rules.products import Formulary
from rules.tables import Regimen

STOCK = Formulary((2.5, 5.0, 10.0, 20.0), (1.0, 2.0, 4.0))
GBS = {"age_years": 45, "plasma_exchange": "unavailable", "pregnant": False, "renal_risk": False}
REFRACTORY = {"severe_dysphagia": False, "corticosteroids": "failed", "immunosuppressants": "failed"}


def decided(indication: str, **facts: Any) -> Decision:
    return decide(parse_case({"indication": indication, "facts": facts}))


def selected(indication: str, **facts: Any) -> Plan:
    """The regimen for this patient."""
    dose = decided(indication, **facts).dose
    assert dose is not None and dose.selected is not None
    return dose.regimens[dose.selected]


def codes(indication: str, **facts: Any) -> set[str]:
    return {warning.code for warning in decided(indication, **facts).warnings}


def regimen(total: Any, days: Any, route: str = "IV") -> Regimen:
    return Regimen(route, total, days, None, None, None, None, True)


def figures(found: Plan) -> tuple[Any, ...]:
    return found.grams_exact, found.grams_per_day, found.vials, found.grams_in_vials, found.gap_percent, found.splits


@pytest.mark.parametrize(
    ("total", "days", "weight", "expected"),
    [
        pytest.param(
            1, 1, 72.0, (72.0, (72.5,), {"20": 3, "10": 1, "2.5": 1}, 72.5, 0.7, None), id="72 kg, 1 g/kg, un jour"
        ),
        pytest.param(
            2,
            5,
            72.0,
            (144.0, (30.0, 30.0, 30.0, 27.5, 27.5), {"20": 5, "10": 3, "5": 2, "2.5": 2}, 145.0, 0.7, None),
            id="en 5 jours",
        ),
        pytest.param(
            1,
            (1, 3),
            60.0,
            (60.0, None, {"20": 3}, 60.0, 0.0, {"1": (60.0,), "2": (30.0, 30.0), "3": (20.0, 20.0, 20.0)}),
            id="sur 1 à 3 jours : une répartition par nombre de jours",
        ),
        pytest.param(
            1,
            (1, 3),
            5.0,
            (5.0, None, {"5": 1}, 5.0, 0.0, {"1": (5.0,), "2": (2.5, 2.5)}),
            id="pas assez de flacons pour 3 jours",
        ),
        pytest.param(
            (0.2, 0.4),
            1,
            60.0,
            (
                (12.0, 24.0),
                ((12.5,), (25.0,)),
                ({"10": 1, "2.5": 1}, {"20": 1, "5": 1}),
                (12.5, 25.0),
                (4.2, 4.2),
                None,
            ),
            id="une fourchette de dose : les deux bouts",
        ),
        pytest.param(
            (1.6, 2),
            (2, 5),
            12.0,
            ((19.2, 24.0), None, ({"20": 1}, {"20": 1, "5": 1}), (20.0, 25.0), (4.2, 4.2), None),
            id="une fourchette de dose et de jours",
        ),
        pytest.param(
            2,
            5,
            3.0,
            (6.0, (2.5,) * 5, {"2.5": 5}, 12.5, 108.3, None),
            id="moins de flacons que de jours : un flacon par jour",
        ),
        pytest.param(2, 2, 2.0, (4.0, (2.5, 2.5), {"2.5": 2}, 5.0, 25.0, None), id="4 g en 2 jours : deux flacons"),
        pytest.param(1, 1, 0.5, (0.5, (2.5,), {"2.5": 1}, 2.5, 400.0, None), id="moins d'un flacon : un flacon"),
        pytest.param(2, None, 60.0, (120.0, None, {"20": 6}, 120.0, 0.0, None), id="sans nombre de jours imprimé"),
        pytest.param(0.1, 1, 0.7, (0.07, (2.5,), {"2.5": 1}, 2.5, 3471.4, None), id="0,1 x 0,7 fait exactement 0,07"),
        pytest.param(1, 1, None, (None, None, None, None, None, None), id="sans poids, pas de grammes"),
    ],
)
def test_a_course_in_grams_and_vials(total: Any, days: Any, weight: float | None, expected: tuple[Any, ...]) -> None:
    assert figures(plan(regimen(total, days), weight, None, STOCK)) == expected


def test_a_subcutaneous_course_takes_the_vials_of_its_route() -> None:
    assert plan(regimen(0.1, 1, "SC"), 70.0, None, STOCK).vials == {"4": 1, "2": 1, "1": 1}


def test_days_that_no_vials_share_exactly_take_the_nearest_total_that_they_can() -> None:
    """25 g is one vial; in two days 12 + 12 g is nearer than one smallest vial a day."""
    found = plan(regimen(1, 2), 25.0, None, Formulary((2.0, 25.0), (1.0,)))
    assert (found.grams_per_day, found.vials, found.grams_in_vials) == ((12.0, 12.0), {"2": 12}, 24.0)


@pytest.mark.parametrize(
    ("total", "days", "expected"),
    [(2, 5, 0.4), (1.2, 3, 0.4), (2, 1, None), (2, (2, 5), None), (2, None, None), ((1, 2), 2, (0.5, 1.0))],
    ids=str,
)
def test_the_dose_a_day_is_given_for_a_course_of_several_days(total: Any, days: Any, expected: Any) -> None:
    assert plan(regimen(total, days), None, None, STOCK).g_per_kg_per_day == expected


@pytest.mark.parametrize(
    ("total", "cap", "expected"),
    [
        (2, 1.6, 1.6),
        (1, 1.6, 1),
        (1.6, 1.6, 1.6),
        ((1.6, 2), 1.6, 1.6),
        ((0.8, 1), 1.6, (0.8, 1)),
        ((1, 2), 1.6, (1, 1.6)),
    ],
)
def test_the_cap_never_raises_a_dose(total: Any, cap: float, expected: Any) -> None:
    assert capped(total, cap) == expected
    assert capped(total, None) == total


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


@pytest.mark.parametrize(
    ("facts", "drawn"),
    [
        ({"weight_kg": 2.49}, True),
        ({"weight_kg": 2.5}, False),
        ({"weight_kg": {"below": 2}}, False),
        ({}, False),
    ],
    ids=["2,49 g", "2,5 g", "poids connu par une borne", "sans poids"],
)
def test_below_one_vial_the_grams_are_drawn_from_it(facts: dict[str, Any], drawn: bool) -> None:
    case = {"newborn_liver_failure": True, **facts}
    assert ("draw_from_one_vial" in codes("neonatal_haemochromatosis", **case)) == drawn


@pytest.mark.parametrize(("weight", "drawn"), [(6.24, True), (6.25, False)])
def test_below_one_vial_a_day_the_grams_are_drawn_from_each(weight: float, drawn: bool) -> None:
    """2 g/kg over 5 days: 2.5 g a day at 6.25 kg."""
    case = {"age_years": 0.5, "renal_risk": True, "weight_kg": weight}
    assert ("draw_from_one_vial" in codes("guillain_barre", **case)) == drawn
    assert selected("guillain_barre", **case).grams_per_day == (2.5,) * 5


def test_a_weight_known_by_a_bound_gives_no_grams() -> None:
    found = selected("kawasaki", weight_kg={"at_least": 10, "below": 12})
    assert (found.g_per_kg_total, figures(found)) == (2, (None,) * 6)


@pytest.mark.parametrize(
    ("facts", "grams"),
    [
        ({}, 120.0),
        ({"treatment_year": 1}, 120.0),
        ({"treatment_year": 2}, 60.0),
        ({"treatment_year": 3}, 30.0),
        ({"treatment_year": 4}, 15.0),
        ({"treatment_year": 5}, None),
        ({"treatment_year": {"above": 1}}, None),
    ],
    ids=str,
)
def test_clarkson_year_after_year(facts: dict[str, Any], grams: float | None) -> None:
    dose = decided("clarkson_syndrome", weight_kg=60, **facts).dose
    assert dose is not None
    assert (dose.regimens[dose.selected].grams_exact if dose.selected is not None else None) == grams


@pytest.mark.parametrize(
    ("risk", "total"), [(None, 1), ("standard", 1), ("moderate", 0.5), ("very_severe", 2)], ids=str
)
def test_the_fetal_risk_selects_the_dose(risk: str | None, total: float) -> None:
    case = {"neonatal_thrombocytopenia_history": True, "fetal_bleeding_risk": risk}
    assert selected("fetomaternal_platelet_alloimmunisation", **case).g_per_kg_total == total
    warned = "fetal_risk_gfht_only" in codes("fetomaternal_platelet_alloimmunisation", **case)
    assert warned == (risk in ("moderate", "very_severe"))


def test_without_venous_access_the_printed_subcutaneous_regimen_is_selected() -> None:
    found = selected("primary_immunodeficiency", no_venous_access=True, weight_kg=50)
    assert (found.route, found.interval_weeks, found.grams_exact) == ("SC", 1, 5.0)
    kept = selected("itp_adult", life_threatening_bleeding=True, no_venous_access=True)
    assert kept.route == "IV"
    assert "no_subcutaneous_row" in codes("itp_adult", life_threatening_bleeding=True, no_venous_access=True)


def test_without_venous_access_nothing_is_selected_where_the_route_goes_through_the_meeting() -> None:
    case = {"responds_to_current_ivig": True, "no_venous_access": True}
    dose = decided("multifocal_motor_neuropathy", **case).dose
    assert dose is not None and dose.selected is None
    assert "sc_equivalence_after_rcp" in codes("multifocal_motor_neuropathy", **case)


def test_what_is_asked_for_the_grams_after_the_verdict() -> None:
    assert decided("guillain_barre", age_years=45, plasma_exchange="unavailable").dose_facts == (
        "weight_kg",
        "height_cm",
        "renal_risk",
    )
    assert decided("guillain_barre", **GBS, weight_kg=70, height_cm=175).dose_facts == ()
    assert decided("inclusion_body_myositis").dose_facts == ()
    assert decided("clarkson_syndrome").dose_facts == ("weight_kg", "treatment_year", "height_cm", "renal_risk")
