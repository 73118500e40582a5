"""Rows as prescriptions: the age, the free text, contradictions; in doubt a row is not decided, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.wording.text import fold
from bot.bulk.mapping import read_columns
from bot.bulk.prescription import Prescription, Rows, Undecided
from bot.bulk.tables import Headers
from rules import facts_json
from tests.bulk.prescriptions import HEADER, MAPPING, NAMES, line


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """The reader of the tests' files."""
    (tmp_path / "m.yml").write_text(MAPPING, encoding="utf-8")
    return Rows(read_columns(tmp_path / "m.yml"), Headers(tuple(HEADER.split(";")), fold))


def read(rows: Rows, **cells: str) -> Prescription:
    """The prescription of the severe case with other cells."""
    return rows.prescription(line(**cells).split(";"))


FREE = {
    "le PTI d'un adulte": ({"Indication": "PTI"}, "itp_adult", {}),
    "le PTI d'un enfant": ({"Indication": "PTI", "Né le": "01/02/2020"}, "itp_child", {}),
    "un diagnostic en toutes lettres": ({"Indication": "Syndrome de Guillain-Barré"}, "guillain_barre", {}),
    "un identifiant": ({"Indication": "kawasaki", "Né le": "01/02/2024"}, "kawasaki", {}),
    "des faits dans le commentaire": (
        {"Indication": "PIDC", "Commentaire": "évolutive, échec des échanges plasmatiques"},
        "cidp",
        {"clinically_progressive": True, "plasma_exchange": "failed"},
    ),
    "une phrase dans l'indication": (
        {"Indication": "PIDC, échec EP", "Urgence": ""},
        "cidp",
        {"plasma_exchange": "failed"},
    ),
    "un texte hors du tableau": ({"Indication": "bronchiolite"}, None, {}),
}


@pytest.mark.parametrize(("cells", "indication", "facts"), FREE.values(), ids=FREE)
def test_what_is_sure_is_taken(
    rows: Rows, cells: dict[str, str], indication: str | None, facts: dict[str, Any]
) -> None:
    found = read(rows, **cells)
    assert (found.case.indication, {**facts_json(found.case.facts), **facts}) == (
        indication,
        facts_json(found.case.facts),
    )


def test_a_row_becomes_a_case_without_its_identity(rows: Rows) -> None:
    found = read(rows)
    assert facts_json(found.case.facts) == {
        "weight_kg": 72,
        "emergency": True,
        "khellaf_score": 9,
        "corticosteroids": "ongoing",
        "age_years": 67,
    }
    assert (found.ward, found.grams, found.obtained) == ("Médecine", 72.5, frozenset())
    assert not any(name in repr(found) for name in NAMES)


UNDECIDED = {
    "un diagnostic qui peut en être deux": (
        {"Indication": "PTI", "Né le": ""},
        "Texte libre : plusieurs situations possibles",
    ),
    "un nom mal écrit": ({"Indication": "guilain bare"}, "Texte libre : situation devinée, à confirmer"),
    "deux maladies": (
        {"Indication": "PIDC", "Commentaire": "syndrome de Guillain-Barré"},
        "La colonne de l'indication et le texte libre nomment deux situations",
    ),
    "rien qui soit une maladie": ({"Indication": "DUPONTEL"}, "Indication non reconnue"),
    "une case vide": ({"Indication": ""}, "Indication non renseignée"),
    "une colonne contre le texte": (
        {"Corticoïdes": "en cours", "Commentaire": "échec des corticoïdes"},
        "Corticoïdes : la colonne et le texte ne disent pas la même chose",
    ),
    "un poids en lettres": ({"Poids (kg)": "DUPONTEL"}, "Colonne « Poids (kg) » : nombre illisible"),
    "une naissance après la prescription": (
        {"Né le": "12/03/2030"},
        "Colonne « Né le » : date de naissance après la prescription",
    ),
    "une date impossible": ({"Date": "31/02/2026"}, "Colonne « Date » : date impossible"),
    "des grammes négatifs": ({"Dose (g)": "-5"}, "Colonne « Dose (g) » : un nombre positif est attendu"),
}


@pytest.mark.parametrize(("cells", "reason"), UNDECIDED.values(), ids=UNDECIDED)
def test_in_doubt_a_row_is_not_decided_and_says_why_without_quoting(
    rows: Rows, cells: dict[str, str], reason: str
) -> None:
    with pytest.raises(Undecided) as refusal:
        read(rows, **cells)
    assert refusal.value.reason.startswith(reason)
    assert not any(name in refusal.value.reason for name in NAMES)


def test_a_measurement_of_a_column_counts_where_the_text_has_another(rows: Rows) -> None:
    assert read(rows, Commentaire="pèse 75 kg").case.facts["weight_kg"] == 72


def test_an_age_without_the_day_of_the_prescription_stays_unknown(rows: Rows) -> None:
    assert "age_years" not in read(rows, Date="", Indication="PIDC").case.facts


OPINIONS = {
    "": set(),
    "RCP": {"RCP"},
    "RCP du 03/01, FILNEMUS": {"RCP", "FILNEMUS"},
    "oui": {"any"},
    "en attente": set(),
}


@pytest.mark.parametrize(("cell", "bodies"), OPINIONS.items(), ids=OPINIONS)
def test_an_opinion_is_obtained_only_where_a_body_is_named(rows: Rows, cell: str, bodies: set[str]) -> None:
    assert read(rows, Avis=cell).obtained == bodies


WARDS = {"Médecine  interne": "Médecine interne", "": "unité non renseignée", "Mme DUPONTEL": "unité illisible"}


@pytest.mark.parametrize(("cell", "ward"), {**WARDS, "8001234567": "unité illisible"}.items())
def test_a_unit_that_looks_like_a_person_is_not_shown(rows: Rows, cell: str, ward: str) -> None:
    assert read(rows, Service=cell).ward == ward


def test_a_line_number_that_is_a_social_security_number_is_not_kept(rows: Rows) -> None:
    cells = line(**{"N°": "1 58 03 75 116 001 40"}).split(";")
    assert (rows.identifier(cells), rows.identifier(line().split(";"))) == (None, "c1")
