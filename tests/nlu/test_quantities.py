"""Numbers with their units, in the unit of the vocabulary; what is not plausible is asked back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.understanding import Unbound
from bot.nlu.understand import extract

TAKEN: list[tuple[str, dict[str, Any]]] = [
    ("92kg", {"weight_kg": 92}),
    ("72,5 kg", {"weight_kg": 72.5}),
    ("soixante-douze kilos", {"weight_kg": 72}),
    ("cent douze kilos", {"weight_kg": 112}),
    ("3kg200", {"weight_kg": 3.2}),
    ("11 kilos et demi", {"weight_kg": 11.5}),
    ("nouveau-né de 2800 g", {"weight_kg": 2.8}),
    ("moins de 10 kg", {"weight_kg": {"below": 10}}),
    ("1m75", {"height_cm": 175}),
    ("1,75 m", {"height_cm": 175}),
    ("175 cm", {"height_cm": 175}),
    ("un mètre soixante-quinze", {"height_cm": 175}),
    ("IMC à 32", {"bmi_kg_m2": 32}),
    ("3 ans et demi", {"age_years": 3.5}),
    ("8 mois", {"age_years": 0.667}),
    ("né il y a 5 jours", {"age_years": 0.014}),
    ("enfant de moins de 6 ans", {"age_years": {"below": 6}}),
    ("24 SA", {"gestational_weeks": 24, "pregnant": True}),
    ("enceinte de 5 mois", {"pregnant": True}),
    ("IgG 320 mg/dL", {"igg_g_per_l": 3.2}),
    ("IgG=3,2", {"igg_g_per_l": 3.2}),
    ("IgG < 4 g/L", {"igg_g_per_l": {"below": 4}}),
    ("IgG entre 3 et 4 g/L", {"igg_g_per_l": {"at_least": 3, "at_most": 4}}),
    ("IgG passées de 6 à 3 g/L", {"igg_g_per_l": 3}),
    ("IgG résiduelles à 5,2", {"igg_trough_g_per_l": 5.2}),
    ("Hb 75 g/L", {"haemoglobin_g_per_dl": 7.5}),
    ("Hb<8", {"haemoglobin_g_per_dl": {"below": 8}}),
    ("7,5 g/dL", {"haemoglobin_g_per_dl": 7.5}),
    ("plaq 8000", {"platelets_giga_per_l": 8}),
    ("plaquettes 10 g/L", {"platelets_giga_per_l": 10}),
    ("plaquettes 8.000/mm3", {"platelets_giga_per_l": 8}),
    ("plaq8000", {"platelets_giga_per_l": 8}),
    ("8 G/L", {"platelets_giga_per_l": 8}),
    ("plaquettes à 8.10^9/L", {"platelets_giga_per_l": 8}),
    ("moins de 10 000 plaquettes", {"platelets_giga_per_l": {"below": 10}}),
    ("réticulocytes 8 G/L", {"reticulocytes_per_mm3": 8000}),
    ("rétics à 5000/mm3", {"reticulocytes_per_mm3": 5000}),
    ("score de Khellaf modifié > 8", {"khellaf_score": {"above": 8}}),
    ("Buchanan-Adix ≥ 3", {"buchanan_score": {"at_least": 3}}),
    ("MFI 3 500", {"dsa_mfi": 3500}),
    ("IgG 3,2 MFI 12000", {"igg_g_per_l": 3.2, "dsa_mfi": 12000}),
    ("DFG 35", {"renal_risk": True}),
    ("DFG 59", {"renal_risk": True}),
    ("DFG 60", {}),
    ("DFG 90", {}),
    ("clairance < 30 mL/min", {"renal_risk": True}),
    ("Kawasaki, fièvre depuis 6 jours", {"days_since_first_symptom": 6}),
    ("Kawasaki J6", {"days_since_first_symptom": 6}),
    ("contact avec la rougeole il y a 48 h", {"hours_since_contact": 48}),
    ("sous corticoïdes depuis 4 mois", {"corticosteroids": "ongoing", "treatment_months": 4}),
    ("2e cure", {"phase": "renewal", "courses_given": 1}),
    ("3e cure dans l'année", {"phase": "renewal", "courses_in_12_months": 3}),
    ("Clarkson, 2e année de traitement", {"treatment_year": 2}),
    ("2 g/kg en 2 jours", {}),
    ("le père pèse 90 kg", {}),
]


@pytest.mark.parametrize(("text", "facts"), TAKEN, ids=[text for text, _ in TAKEN])
def test_a_quantity_is_read_in_the_unit_of_the_vocabulary(text: str, facts: dict[str, Any]) -> None:
    understood = extract(text)
    assert (dict(understood.facts), understood.problems) == (facts, ())


REFUSED = [
    ("IgG 400 g/L", "out_of_range", "igg_g_per_l"),
    ("poids 7000 kg", "out_of_range", "weight_kg"),
    ("poids 300 kg et demi", "out_of_range", "weight_kg"),
    ("121 ans", "out_of_range", "age_years"),
    ("Khellaf 9,5", "out_of_range", "khellaf_score"),
    ("Buchanan 6 points", "out_of_range", "buchanan_score"),
    ("Hb 75", "wrong_unit", "haemoglobin_g_per_dl"),
    ("IgG 320", "wrong_unit", "igg_g_per_l"),
    ("réticulocytes 8", "wrong_unit", "reticulocytes_per_mm3"),
    ("2m90", "out_of_range", "height_cm"),
    ("72 kg, 68 kg", "contradiction", "weight_kg"),
    ("adulte de 6 ans", "contradiction", "age_years"),
]


@pytest.mark.parametrize(("text", "code", "field"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_a_value_that_cannot_be_is_asked_back_and_sets_no_fact(text: str, code: str, field: str) -> None:
    understood = extract(text)
    assert [(problem.code, problem.field) for problem in understood.problems] == [(code, field)]
    assert field not in understood.facts


def test_the_refusal_says_what_to_type() -> None:
    (problem,) = extract("Hb 75").problems
    assert problem.message == (
        "« 75 g/dL » n'est pas plausible. Vouliez-vous dire 75 g/L, soit 7,5 g/dL ?"
        " Merci de retaper la valeur avec son unité."
    )


LOOSE = [
    ("72", Unbound("number", 72, None, "72")),
    ("3,2", Unbound("number", 3.2, None, "3,2")),
    ("3,2 g/L", Unbound("number", 3.2, "g/L", "3,2")),
    ("> 8", Unbound("number", {"above": 8}, None, "> 8")),
]


@pytest.mark.parametrize(("text", "unbound"), LOOSE, ids=[text for text, _ in LOOSE])
def test_a_number_without_a_fact_is_left_to_the_question_just_asked(text: str, unbound: Unbound) -> None:
    understood = extract(text)
    assert (dict(understood.facts), understood.unbound) == ({}, (unbound,))


def test_a_length_of_time_alone_is_an_age_and_may_also_answer_the_question() -> None:
    assert extract("4 mois").unbound == (Unbound("number", 4, "months", "4 mois"),)


def test_a_later_statement_corrects_an_earlier_one() -> None:
    understood = extract("72 kg, pardon 68 kg")
    assert (dict(understood.facts), understood.correction) == ({"weight_kg": 68}, True)
