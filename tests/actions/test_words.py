"""The words: every fact, choice and treatment of the vocabulary can be asked, explained and said back."""

from __future__ import annotations

from typing import Any

import pytest

from actions.wording import questions
from actions.wording.questions import facts, possible, words
from actions.wording.said import all_said, said
from actions.wording.text import fold, listing, number, sentence, span
from rules import vocabulary

NAMES = tuple(vocabulary().facts)
TRIALS = tuple(name for name in NAMES if vocabulary().kind(name) == "trial")


def test_chaque_fait_du_vocabulaire_a_ses_mots_et_aucun_autre() -> None:
    assert set(facts()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_un_fait_se_demande_et_s_explique(name: str) -> None:
    found = words(name)
    assert found.question.endswith("?") and found.at_start.endswith("?")
    assert found.why.endswith(".") and found.label


@pytest.mark.parametrize("name", NAMES)
def test_les_reponses_offertes_sont_celles_du_vocabulaire(name: str) -> None:
    found, known = words(name), vocabulary().facts[name]
    assert set(found.choices) == set(known.choices)
    assert bool(found.yes and found.no) == (known.kind == "boolean")
    assert bool(found.example) == (known.kind == "number")
    assert (found.unit is None) == (known.unit is None)


@pytest.mark.parametrize("name", NAMES)
def test_deux_reponses_n_ont_jamais_le_meme_libelle(name: str) -> None:
    labels = [fold(label) for label in words(name).choices.values()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", TRIALS)
def test_un_traitement_dit_ou_en_est_le_patient_et_s_il_est_possible(name: str) -> None:
    assert set(words(name).said) == set(vocabulary().trial)
    assert set(possible(name).choices) == {"available", "unavailable", "contraindicated"}


def test_aucun_seuil_clinique_dans_les_questions() -> None:
    text = questions.PATH.read_text(encoding="utf-8")
    asked = [line for line in text.splitlines() if line.strip().startswith(("question:", "at_start:", "why:"))]
    allowed = {"B19", "B12", "12"}  # a virus, a vitamin, and the year of "cures en 12 mois"
    digits = {word.strip("(),.") for line in asked for word in line.split() if any(char.isdigit() for char in word)}
    assert digits == allowed


SAID: list[tuple[str, str, Any, str]] = [
    ("le score de Khellaf", "khellaf_score", 9, "Khellaf 9"),
    ("une urgence", "emergency", True, "urgence"),
    ("pas d'urgence", "emergency", False, "pas d'urgence"),
    ("des corticoïdes en cours", "corticosteroids", "ongoing", "corticoïdes en cours"),
    ("une EPO jamais essayée", "epo", "not_tried", "EPO jamais essayée"),
    ("des échanges indisponibles", "plasma_exchange", "unavailable", "échanges plasmatiques indisponibles"),
    ("un rituximab disponible", "rituximab", "available", "rituximab disponible"),
    ("le poids seul", "weight_kg", 72, "72 kg"),
    ("un poids à virgule", "weight_kg", 3.25, "3,25 kg"),
    ("la taille", "height_cm", 175, "taille 175 cm"),
    ("un âge en années", "age_years", 45, "45 ans"),
    ("un an", "age_years", 1, "1 an"),
    ("un âge en mois", "age_years", 8 / 12, "8 mois"),
    ("un âge en jours", "age_years", 5 / 365.25, "5 jours"),
    ("un an et demi", "age_years", 1.5, "18 mois"),
    ("trois ans et demi", "age_years", 3.5, "3,5 ans"),
    ("un nouveau-né du jour", "age_years", 0, "0 an"),
    ("une borne", "igg_g_per_l", {"below": 4}, "IgG < 4 g/L"),
    ("deux bornes", "igg_g_per_l", {"at_least": 3, "below": 4}, "IgG ≥ 3 g/L et < 4 g/L"),
    ("un adulte", "age_years", {"at_least": 18}, "âge ≥ 18 ans"),
    ("un grand nombre", "reticulocytes_per_mm3", 10000, "réticulocytes 10 000 /mm³"),
    ("un choix", "gammopathy_isotype", "IgG", "gammopathie monoclonale : IgG"),
    ("un délai", "days_since_first_symptom", 6, "premier symptôme il y a 6 jours"),
    ("un nombre de cures", "courses_in_12_months", 3, "cures en 12 mois : 3"),
]


@pytest.mark.parametrize(("fact", "value", "expected"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_un_fait_se_redit_en_francais(fact: str, value: Any, expected: str) -> None:
    assert said(fact, value) == expected


def test_l_initiation_va_sans_dire_et_le_renouvellement_se_dit() -> None:
    assert all_said({"phase": "initiation", "weight_kg": 72}) == ("72 kg",)
    assert all_said({"phase": "renewal", "weight_kg": 72}) == ("renouvellement", "72 kg")


NUMBERS = [
    (72.5, "72,5"),
    (72.0, "72"),
    (0.667, "0,667"),
    (10000, "10 000"),
    (1234567.5, "1 234 567,5"),
    (-2.8, "-2,8"),
]


@pytest.mark.parametrize(("value", "expected"), NUMBERS, ids=[text for _, text in NUMBERS])
def test_un_nombre_s_ecrit_a_la_francaise(value: float, expected: str) -> None:
    assert number(value) == expected


def test_un_intervalle_une_liste_une_phrase() -> None:
    assert span((0.2, 0.4)) == "0,2 à 0,4"
    assert span((2, 2)) == "2"
    assert listing(["a"]) == "a"
    assert listing(["a", "b", "c"], "ou") == "a, b ou c"
    assert sentence("dose unique") == "Dose unique."
    assert sentence("Pourquoi ?") == "Pourquoi ?"


def test_deux_graphies_se_valent_sans_accents_ni_majuscules() -> None:
    assert fold(" Échecs, CŒUR-poumons ! ") == fold("echecs, coeur poumons")
