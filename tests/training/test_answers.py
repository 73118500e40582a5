"""Answers in free French, their points, and the errors that are named."""

from __future__ import annotations

from typing import Any

import pytest

import rules
from actions.training import misread, read, score
from actions.training.right import Right, Target, right
from actions.wording.text import fold

ONE = Right("P", "before", (("RCP", "FILNEMUS"),), (Target(72, 72.5, (1, 1)),), False)
TWO = Right("UF", "before", (("RCP",), ("pitie_salpetriere",)), (Target(144, 145, (2, 5)),), True)


@pytest.mark.parametrize(("text", "expected"), [
    ("P", "P"), ("prioritaire", "P"), ("c'est non prioritaire", "NP"), ("pas prioritaire", "NP"), ("uf", "UF"),
    ("réservé aux urgences fonctionnelles", "UF"), ("Non justifié !", "not_justified"), ("hors tableau", "outside"),
    ("critères non réunis", "outside"), ("pas assez de données pour conclure", "incomplete"), ("72 kg", None),
])  # fmt: skip
def test_la_priorite_se_dit_en_francais(text: str, expected: str | None) -> None:
    assert read.priority(fold(text)).get("priority") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("RCP avant", {"timing": "before", "networks": ["RCP"]}),
    ("aucun avis", {"timing": "none"}),
    ("avis sans retarder", {"timing": "after"}),
    ("avant de commencer, RCP et Pitié-Salpêtrière", {"timing": "before", "networks": ["RCP", "pitie_salpetriere"]}),
    ("BRAIN-TEAM", {"networks": ["BRAIN-TEAM"]}),
    ("demain", {}),
])  # fmt: skip
def test_l_avis_se_dit_en_francais(text: str, expected: dict[str, Any]) -> None:
    assert read.opinion(fold(text)) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("72,5 g", {"grams": 72.5}), ("72.5", {"grams": 72.5}), ("145 grammes sur 5 jours", {"grams": 145.0, "days": 5}),
    ("29 g par jour pendant 5 jours", {"grams": 145.0, "days": 5}), ("72 g en une fois", {"grams": 72.0, "days": 1}),
    ("aucune dose", {"grams": 0.0}), ("2 g/kg", {}), ("beaucoup", {}),
])  # fmt: skip
def test_la_dose_se_dit_en_francais(text: str, expected: dict[str, Any]) -> None:
    assert read.dose(fold(text)) == expected


def test_une_dose_par_kilo_est_reconnue_comme_telle() -> None:
    assert read.per_kg("2 g/kg") and not read.per_kg("2 g")


@pytest.mark.parametrize(("grams", "points"), [
    (72, 1), (72.5, 1), (72.2, 1), (72 * 0.98, 1), (72 * 0.979, 0.5), (72.5 * 1.02, 1), (72.5 * 1.021, 0.5),
    (72 * 0.9, 0.5), (72 * 0.899, 0), (72.5 * 1.1, 0.5), (72.5 * 1.101, 0), (0, 0),
])  # fmt: skip
def test_la_dose_est_juste_aux_flacons_pres_et_partielle_dans_sa_bande(grams: float, points: float) -> None:
    assert score.dose({"grams": grams}, ONE) == points


@pytest.mark.parametrize(("answer", "points"), [
    ({"grams": 145, "days": 2}, 1), ({"grams": 145, "days": 5}, 1), ({"grams": 145, "days": 1}, 0.75),
    ({"grams": 145}, 0.75), ({"grams": 20, "days": 2}, 0),
])  # fmt: skip
def test_les_jours_comptent_pour_leur_part(answer: dict[str, Any], points: float) -> None:
    assert score.dose(answer, TWO) == points


@pytest.mark.parametrize(("answer", "expected", "points"), [
    ({"timing": "before", "networks": ["RCP"]}, ONE, 1), ({"timing": "before", "networks": ["FILNEMUS"]}, ONE, 1),
    ({"timing": "before", "networks": ["GFHT"]}, ONE, 0.5), ({"timing": "after", "networks": ["RCP"]}, ONE, 0.5),
    ({"timing": "none"}, ONE, 0), ({"timing": "before", "networks": ["RCP"]}, TWO, 0.75),
    ({"timing": "before", "networks": ["RCP", "pitie_salpetriere"]}, TWO, 1),
    ({"timing": "before", "networks": ["RCP", "pitie_salpetriere", "GFHT"]}, TWO, 0.75),
])  # fmt: skip
def test_l_avis_compte_quand_et_qui(answer: dict[str, Any], expected: Right, points: float) -> None:
    assert score.opinion(answer, expected) == points


def families(question: str, answer: dict[str, Any], indication: str, facts: dict[str, Any]) -> list[str]:
    case = rules.parse_case({"indication": indication, "facts": facts})
    decision = rules.decide(case)
    return [error.family for error in misread.errors(question, answer, case, decision, right(decision))]


SEVERE = {"khellaf_score": 9, "emergency": True, "weight_kg": 100, "height_cm": 170, "pregnant": False}
GBS = {"age_years": 45, "plasma_exchange": "unavailable", "weight_kg": 100, "height_cm": 170, "pregnant": False}


@pytest.mark.parametrize(("question", "answer", "indication", "facts", "family"), [
    ("priority", {"priority": "P"}, "itp_adult",
     {"khellaf_score": 8, "emergency": True, "life_threatening_bleeding": False}, "threshold"),
    ("priority", {"priority": "P"}, "itp_adult", {"emergency": True, "life_threatening_bleeding": False}, "missing"),
    ("priority", {"priority": "incomplete"}, "itp_adult", {"khellaf_score": 9, "emergency": True}, "missing"),
    ("priority", {"priority": "P"}, "autism", {}, "look_alike"),
    ("priority", {"priority": "not_justified"}, "inclusion_body_myositis", {}, "row"),
    ("priority", {"priority": "not_justified"}, "acquired_von_willebrand",
     {"gammopathy_isotype": "IgG", "procedure": "urgent"}, "isotype"),
    ("opinion", {"timing": "before", "networks": ["CEREVANCE"]}, "autoimmune_haemolytic_anaemia",
     {"age_years": 40, "life_threatening": True, "corticosteroids": "failed", "rituximab": "failed",
      "transfusion_needed": True}, "population"),
    ("opinion", {"timing": "before", "networks": ["GFHT"]}, "lambert_eaton", {}, "network"),
    ("opinion", {"timing": "none"}, "lambert_eaton", {}, "timing"),
    ("dose", {"grams": 200, "days": 2}, "guillain_barre", GBS, "bmi"),
    ("dose", {"grams": 160, "days": 2}, "guillain_barre", {**GBS, "renal_risk": True}, "renal"),
    ("dose", {"grams": 33}, "guillain_barre", GBS, "sum"),
    ("dose", {"grams": 80, "days": 2}, "guillain_barre", GBS, "course"),
    ("priority", {"priority": "P"}, "inclusion_body_myositis", {}, "row"),
    ("priority", {"priority": "P"}, "secondary_immunodeficiency",
     {"igg_g_per_l": 4, "severe_infection_hospitalised": True, "antibiotic_prophylaxis": "failed"}, "threshold"),
    ("dose", {"grams": 200}, "itp_adult", SEVERE, "repeat"),
])  # fmt: skip
def test_l_erreur_est_nommee_par_le_cas_voisin(
    question: str, answer: dict[str, Any], indication: str, facts: dict[str, Any], family: str
) -> None:
    assert families(question, answer, indication, facts)[:1] == [family]


def test_une_reponse_juste_n_a_pas_d_erreur() -> None:
    assert families("priority", {"priority": "P"}, "itp_adult", SEVERE) == []
    assert families("dose", {"grams": 100}, "itp_adult", SEVERE) == []


def test_une_dose_presque_juste_et_mal_etalee_nomme_les_deux_erreurs() -> None:
    assert families("dose", {"grams": 165, "days": 2}, "guillain_barre", {**GBS, "renal_risk": True}) == [
        "sum",
        "renal",
    ]


@pytest.mark.parametrize(("question", "answer", "text"), [
    ("priority", {"priority": "P"}, "Indication voisine : Autisme, non justifié."),
    ("priority", {}, "Vous n'avez pas répondu."),
])  # fmt: skip
def test_l_erreur_se_dit_en_une_phrase(question: str, answer: dict[str, Any], text: str) -> None:
    case = rules.parse_case({"indication": "autism", "facts": {}})
    decision = rules.decide(case)
    assert [error.text for error in misread.errors(question, answer, case, decision, right(decision))] == [text]
