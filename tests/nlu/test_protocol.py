"""What a message says in the words of the sirolimus protocol, beside what it says of the table."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.understand import extract

LEVEL, DAYS, RESPONSE, LASTING = (
    "sirolimus_trough_ng_per_ml",
    "sirolimus_days",
    "sirolimus_response",
    "sirolimus_response_months",
)
READ: list[tuple[str, dict[str, Any]]] = [
    ("résiduel 16 ng/mL à J7", {LEVEL: 16, DAYS: 7}),
    ("T0 3,2 µg/L à S3", {LEVEL: 3.2, DAYS: 21}),
    ("résiduel < 4 ng/mL à 3 semaines sans réponse", {LEVEL: {"below": 4}, DAYS: 21, RESPONSE: "none"}),
    ("RC depuis 14 mois", {RESPONSE: "complete", LASTING: 14}),
    ("12 mois de RP", {RESPONSE: "partial", LASTING: 12}),
    ("RC à 2 mois", {RESPONSE: "complete", DAYS: 60.875}),
    ("RC depuis plus de 12 mois", {RESPONSE: "complete", LASTING: {"above": 12}}),
    ("pas de réponse depuis 3 mois", {RESPONSE: "none", DAYS: 91.3125}),
    ("sous sirolimus 2,5 mg/j", {"sirolimus_dose_mg": 2.5}),
    ("PTI depuis 2 ans", {"itp_duration_months": 24}),
    ("pas d'allergie aux arachides", {"soya_or_peanut_allergy": False}),
    ("allergique au soja", {"soya_or_peanut_allergy": True}),
    ("pas d'Evans, pas d'ALPS", {"other_autoimmunity": False, "alps_signs": False}),
    ("contage varicelle, non immunisé", {"vzv_event": "contact", "vzv_immune": False}),
]


@pytest.mark.parametrize(("typed", "facts"), READ, ids=[typed for typed, _ in READ])
def test_les_mots_du_protocole(typed: str, facts: dict[str, Any]) -> None:
    assert extract(typed).protocol["facts"] == facts


@pytest.mark.parametrize(
    "typed",
    [
        "2,5 mg/m2/j",
        "ferritine 800 ng/mL",
        "tacrolimus résiduel 8 ng/mL",
        "IgG résiduel 6 g/L",
        "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg",
        "sirolimus, 8 mois, 8 kg, 70 cm",
    ],
)
def test_ce_qui_n_est_ni_un_residuel_ni_une_duree(typed: str) -> None:
    assert "facts" not in extract(typed).protocol


def test_un_residuel_sans_unite_et_dans_une_autre_unite() -> None:
    assert extract("résiduel 16 à J7").protocol["unitless"] == 16
    assert extract("3,2 à 3 semaines, pas de réponse").protocol["unitless"] == 3.2
    assert extract("résiduel 16 mg/L").protocol["wrong_unit"] == 16


def test_l_age_le_poids_et_la_taille_sont_lus_a_part() -> None:
    said = extract("PTI enfant 8 ans, Evans depuis 14 mois, 28 kg, 130 cm, PTI depuis 20 mois, sirolimus ?").protocol
    assert said["patient"] == {"age_years": 8, "weight_kg": 28, "height_cm": 130}
    assert said["facts"] == {"itp_duration_months": 20, "other_autoimmunity": True}


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("débuté le 12/10/2026", {"day": 12, "month": 10, "year": 2026}),
        ("sirolimus depuis le 3 novembre", {"day": 3, "month": 11, "year": None}),
        ("12/10/26", {"day": 12, "month": 10, "year": 2026}),
    ],
)
def test_la_date_de_debut(typed: str, start: dict[str, int | None]) -> None:
    assert extract(typed).protocol["start"] == start


def test_un_poids_suivi_d_une_taille_reste_entier() -> None:
    assert dict(extract("30 kg 120 cm").facts) == {"weight_kg": 30, "height_cm": 120}
    assert dict(extract("3 kg 200").facts) == {"weight_kg": 3.2}


@pytest.mark.parametrize("typed", ["suivi T0-819", "t0 819", "suite J7-482", "T0819"])
def test_une_reference_n_est_pas_un_residuel(typed: str) -> None:
    assert not {"facts", "unitless"} & set(extract(typed).protocol)
