"""Scores beside the table: points from the data, and conversations whose result goes into the case."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ruamel.yaml import YAML

from rules.protocols.scores import PATH, measured, scores, total
from tests.protocols.talk import Ward

KHELLAF, BUCHANAN = scores().scores["khellaf"], scores().scores["buchanan"]
# The points as the source prints them, typed again here.
PRINTED = {
    "skin": [0, 1, 2, 2, 3, 4],
    "epistaxis": [0, 2, 3],
    "mouth": [0, 5],
    "gut": [0, 4, 15],
    "urine": [0, 4, 10],
    "gynaecological": [0, 4, 10],
    "vital": [0, 15],
}
ZERO = {line.id: line.choices[0].id for line in KHELLAF.lines}


def test_les_points_de_khellaf_sont_ceux_de_la_source() -> None:
    assert {line.id: [choice.points for choice in line.choices] for line in KHELLAF.lines} == PRINTED
    assert [choice.points for choice in BUCHANAN.lines[0].choices] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("age", "points"), [(18, 0), (65, 0), (65.1, 2), (75, 2), (75.1, 5), (100, 5)])
def test_les_points_de_l_age(age: float, points: int) -> None:
    assert total(KHELLAF, ZERO, age).low == points


@pytest.mark.parametrize(
    ("line", "choice", "points"),
    [(line.id, choice.id, choice.points) for line in KHELLAF.lines for choice in line.choices],
)
def test_chaque_item_seul(line: str, choice: str, points: int) -> None:
    found = total(KHELLAF, {**ZERO, line: choice}, 40)
    assert (found.low, found.high) == (points, points)


def test_au_hasard_la_somme_est_celle_de_la_source() -> None:
    data = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))["scores"][0]
    chance = random.Random(80)
    for _ in range(300):
        picked = {line["id"]: chance.choice(line["choices"]) for line in data["lines"] if chance.random() < 0.8}
        age = chance.choice([30, 65, 66, 75, 76, None])
        absent = [max(PRINTED[name]) for name in PRINTED if name not in picked]
        sure = sum(choice["points"] for choice in picked.values())
        old = (0, 5) if age is None else ((5, 5) if age > 75 else (2, 2) if age > 65 else (0, 0))
        found = total(KHELLAF, {name: choice["id"] for name, choice in picked.items()}, age)
        assert (found.low, found.high) == (sure + old[0], sure + sum(absent) + old[1])


def test_imc_et_surface() -> None:
    assert str(measured(scores().scores["bmi"], 72, 175)) == "23.5"
    assert str(measured(scores().scores["body_surface"], 80, 180)) == "2.00"


def test_le_score_calcule_decide_la_consultation() -> None:
    ward = Ward()
    assert "« calculer »" in ward.says("PTI adulte, 76 ans, urgence").text
    heard = ward.answers("calculer", "ecchymoses généralisées, bulles buccales", "rien d'autre")
    assert (heard.verdict, ward.case.facts["khellaf_score"], ward.case.active) == ("P", 14, None)
    assert "une seule source" in heard.text and "PNDS 2025" in heard.text


SHOWN: list[tuple[tuple[str, ...], str, Any]] = [
    (("calcule le Khellaf : bulles buccales, 45 ans", "rien d'autre"), "khellaf_score", 5),
    (
        (
            "score de Khellaf",
            "hématurie macroscopique",
            "hématurie macroscopique avec anémie aiguë",
            "rien d'autre",
            "50 ans",
        ),
        "khellaf_score",
        10,
    ),
    (("Khellaf", "hématurie macroscopique", "je ne sais pas", "rien d'autre", "50 ans"), "khellaf_score", (4, 10)),
    (("Buchanan", "modéré"), "buchanan_score", 3),
    (("calcule le score de Buchanan", "menace vitale"), "buchanan_score", 5),
    (("IMC", "72 kg", "1m75"), "bmi_kg_m2", 23.5),
    (("calcule l'IMC pour 72 kg et 175 cm",), "bmi_kg_m2", 23.5),
]


@pytest.mark.parametrize(("messages", "fact", "value"), SHOWN, ids=[" / ".join(item[0]) for item in SHOWN])
def test_le_resultat_va_dans_le_cas(messages: tuple[str, ...], fact: str, value: Any) -> None:
    ward = Ward()
    ward.answers(*messages)
    expected = {"at_least": value[0], "at_most": value[1]} if isinstance(value, tuple) else value
    assert (ward.case.facts[fact], ward.case.active) == (expected, None)


def test_hematurie_sans_dire_l_anemie_est_demandee() -> None:
    ward = Ward()
    heard = ward.answers("score de Khellaf", "hématurie macroscopique")
    assert [item["label"] for item in heard.objects("question")[-1]["choices"]] == [
        "hématurie macroscopique sans anémie",
        "hématurie macroscopique avec anémie aiguë",
    ]


def test_un_saignement_muqueux_peut_etre_modere_ou_severe() -> None:
    ward = Ward()
    heard = ward.answers("score de Buchanan", "bulles buccales")
    assert [item["value"]["choice"] for item in heard.objects("question")[-1]["choices"]] == ["3", "4"]
    ward.says("je ne sais pas")
    assert ward.case.facts["buchanan_score"] == {"at_least": 3, "at_most": 4}


def test_le_score_se_donne_aussi_directement() -> None:
    ward = Ward()
    ward.answers("PTI adulte, urgence", "calculer")
    assert (ward.says("Khellaf 9").verdict, ward.case.active) == ("P", None)


def test_retour_defait_un_item_puis_rend_la_parole() -> None:
    ward = Ward()
    assert (
        ward.answers("PTI adulte, urgence", "calculer", "aucun purpura").objects("question")[-1]["label"] == "épistaxis"
    )
    assert ward.says("retour").objects("question")[-1]["label"] == "peau"
    assert (ward.says("retour").asked, ward.case.active) == ("khellaf_score", None)


def test_la_surface_peu_plausible_est_redemandee() -> None:
    ward = Ward()
    assert ward.answers("surface corporelle", "250 kg 120 cm").codes == ["implausible_surface"]
    assert "0,91 m²" in ward.says("25 kg").text


@pytest.mark.parametrize("typed", ["c'est quoi le Khellaf ?", "PTI adulte, Khellaf 9", "Buchanan 3", "IMC 32"])
def test_ce_qui_ne_demande_pas_de_calcul(typed: str) -> None:
    ward = Ward()
    ward.says(typed)
    assert ward.case.active is None


def test_une_situation_rend_la_parole() -> None:
    ward = Ward()
    assert ward.answers("score de Khellaf", "Guillain-Barré").asked == "age_years"
    assert ward.case.active is None


@pytest.mark.parametrize("typed", ["score de Khellaf", "surface corporelle"])
def test_le_nom_d_un_score_l_ouvre_aussi_quand_le_classifieur_y_entend_une_definition(typed: str) -> None:
    ward = Ward()
    ward.says(typed, "explain_term")
    assert ward.case.active == "score"
