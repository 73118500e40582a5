"""`rules.check`: what the loader alone cannot see."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rules import Case, EngineError, RuleBaseError
from rules.check import check
from rules.consult import Consultation
from rules.knowledge import Knowledge
from rules.load import latest, load
from tests.rules.mutation import broken, place

CASES = Path(__file__).parents[1] / "cases"
HAEMATO, MEDECINE, UNJUSTIFIED = "hematologie.yml", "medecine_interne.yml", "non_justifiees.yml"

DEAD_ROWS = [
    pytest.param(
        "hematologie.yml",
        "test: exceptional_non_emergency,",
        "test: buchanan_score >= 4,",
        "itp_child_exceptional",
        id="une ligne que la précédente, de même priorité, contient",
    ),
    pytest.param(
        "hematologie.yml",
        "            - {test: not life_threatening, label: sans engagement initial du pronostic vital}\n",
        "            - {test: not life_threatening, label: sans engagement}\n"
        "            - {test: life_threatening, label: avec engagement}\n",
        "caps_second_line",
        id="une ligne dont deux critères s'excluent",
    ),
    pytest.param(
        "hematologie.yml",
        "            - {test: not emergency, label: hors urgence}\n",
        "            - {test: age_years < 18, label: enfant}\n",
        "itp_adult_exceptional",
        id="une ligne d'enfant dans une situation d'adulte",
    ),
    pytest.param(
        "dermatologie_hepatologie.yml",
        "{test: previous_neonatal_haemochromatosis,",
        "{test: newborn_liver_failure,",
        "neonatal_haemochromatosis_prevention",
        id="une ligne que les contradictions de l'en-tête excluent",
    ),
]


def test_the_rule_base_and_its_cases_are_in_order() -> None:
    check(CASES)


@pytest.mark.parametrize(("file", "before", "after", "row"), DEAD_ROWS)
def test_a_row_that_nothing_can_reach_is_refused(tmp_path: Path, file: str, before: str, after: str, row: str) -> None:
    folder = broken(tmp_path, file, before, after)
    with pytest.raises(RuleBaseError) as caught:
        check(folder=folder)
    where = place(folder / file, f"- id: {row}")
    assert str(caught.value) == f"{where}: aucun patient ne peut atteindre la ligne « {row} »"


def test_a_situation_with_a_dead_row_decides_nothing_and_the_others_do(tmp_path: Path) -> None:
    _, before, after, _ = DEAD_ROWS[0].values
    consultation = Consultation(Knowledge(load(broken(tmp_path, HAEMATO, str(before), str(after)))))
    with pytest.raises(EngineError) as caught:
        consultation.decide(Case("itp_child", {"life_threatening_bleeding": True}))
    assert str(caught.value) == "itp_child : ligne que rien ne peut atteindre : itp_child_exceptional"
    assert consultation.decide(Case("kawasaki")).status == "P"


def cases_without(tmp_path: Path, file: str, *names: str) -> Path:
    """A copy of the cases in which one file no longer holds the blocks that name these words."""
    folder = tmp_path / "cases"
    shutil.copytree(CASES, folder)
    blocks = (folder / file).read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not any(name in block for name in names)]
    assert len(kept) < len(blocks)
    (folder / file).write_text("\n\n".join(kept), encoding="utf-8")
    return folder


def test_an_unjustified_situation_without_a_case_is_refused(tmp_path: Path) -> None:
    cases = cases_without(tmp_path, "not_justified.yml", "indication: autism\n")
    with pytest.raises(RuleBaseError) as caught:
        check(cases)
    where = place(latest() / UNJUSTIFIED, "id: autism")
    assert str(caught.value) == f"{where}: la situation « autism » n'a aucun cas dans {cases}"


def test_a_situation_and_its_row_without_a_case_are_both_said(tmp_path: Path) -> None:
    cases = cases_without(tmp_path, "internal_medicine.yml", "indication: clarkson_syndrome\n")
    for file in cases.glob("*.yml"):
        file.write_text(file.read_text(encoding="utf-8").replace("indication: clarkson_syndrome", "indication: asthma"))
    (cases / "dose.yml").write_text("[]")
    with pytest.raises(RuleBaseError) as caught:
        check(cases)
    path = latest() / MEDECINE
    assert [line for line in str(caught.value).splitlines() if "clarkson" in line] == [
        f"{place(path, 'id: clarkson_syndrome')}: la situation « clarkson_syndrome » n'a aucun cas dans {cases}",
        f"{path}:{row_line(path)}: aucun cas de {cases} ne remplit la ligne « clarkson_syndrome »",
    ]


def row_line(path: Path) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [at for at, line in enumerate(lines, 1) if "      - id: clarkson_syndrome" in line][0]


def test_a_row_that_no_case_meets_is_refused(tmp_path: Path) -> None:
    cases = cases_without(tmp_path, "infectious_diseases.yml", "row: measles_prophylaxis")
    for file in cases.glob("*.yml"):
        file.write_text(file.read_text(encoding="utf-8").replace("row: measles_prophylaxis", "row: null"))
    with pytest.raises(RuleBaseError) as caught:
        check(cases)
    path = latest() / "infectieux_transplantation.yml"
    expected = (
        f"{place(path, 'id: measles_prophylaxis')}: aucun cas de {cases} ne remplit la ligne « measles_prophylaxis »"
    )
    assert str(caught.value) == expected


def test_a_case_that_names_a_row_of_no_table_is_refused(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    shutil.copytree(CASES, cases)
    (cases / "z.yml").write_text(
        '- name: "x"\n  case: {indication: kawasaki, facts: {}}\n  expect:\n    row: kawazaki\n'
    )
    with pytest.raises(RuleBaseError) as caught:
        check(cases)
    assert str(caught.value) == f"{cases / 'z.yml'}:4: ligne inconnue : « kawazaki »"


def test_a_malformed_case_is_refused(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    shutil.copytree(CASES, cases)
    (cases / "z.yml").write_text('- name: "x"\n  case: {situation: kawasaki}\n  expect: {}\n')
    with pytest.raises(RuleBaseError) as caught:
        check(cases)
    assert str(caught.value) == f"{cases / 'z.yml'}:2: clé manquante : indication"


def test_a_folder_of_cases_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleBaseError) as caught:
        check(tmp_path / "absent")
    assert str(caught.value) == f"{tmp_path / 'absent'}:1: dossier de cas absent"
