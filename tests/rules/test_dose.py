"""The dose for this patient: regimens, the header's BMI and renal rules, grams by day, ranges."""

from __future__ import annotations

from typing import Any

import pytest

from rules.dose import capped, plan
from rules.model import Plan
from rules.products import Formulary
from rules.tables import Regimen
from tests.rules.decided import GBS, codes, decided, selected

STOCK = Formulary((2.5, 5.0, 10.0, 20.0), (1.0, 2.0, 4.0))


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
