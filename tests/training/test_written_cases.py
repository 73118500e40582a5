"""The cases written by hand: ours are in order, a teacher's take the same form, every mistake has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.training.cases import by_id, expected, hand_written, pick
from actions.training.cases.check import ERROR, WARNING, Problem, check
from actions.training.cases.hand import FOLDER, teacher_folder
from bot.cli import main
from bot.nlu.understand import extract
from rules import hierarchy

GOOD = """\
- id: neuro-1
  indication: guillain_barre
  facts: {age_years: 40, plasma_exchange: unavailable, weight_kg: 70}
  text: >
    Un homme de 40 ans est hospitalisé pour un syndrome de Guillain-Barré. Les échanges plasmatiques sont indisponibles
    dans l'immédiat. Il pèse 70 kg et la question des immunoglobulines est posée.
  learning_point: Une phrase à retenir.
  hint: Une phrase qui aide.
"""
# What a clinician expects of the traps, row by row of the table.
TRAPS = {
    "dis-llc-igg-au-seuil": ("not_justified", None),
    "dis-prophylaxie-contre-indiquee": ("not_justified", None),
    "car-t-enfant": ("UF", "after_car_t_child"),
    "car-t-adulte-de-18-ans": ("not_justified", None),
    "car-t-anti-bcma": ("UF", "secondary_immunodeficiency"),
    "sgb-ep-indisponibles": ("P", "guillain_barre"),
    "sgb-ep-possibles-demain": ("criteria_not_met", None),
    "sgb-ep-en-echec": ("criteria_not_met", None),
    "sgb-echanges-non-precises": ("incomplete", None),
    "pidc-ep-indisponibles": ("criteria_not_met", None),
    "myasthenie-crise": ("P", "myasthenia_acute"),
    "myasthenie-azathioprine-mal-toleree": ("criteria_not_met", None),
    "lambert-eaton-bronchique": ("P", "lambert_eaton"),
    "pti-khellaf-8-urgence": ("not_justified", None),
    "pti-enceinte-avant-accouchement": ("P", "itp_adult_exceptional"),
    "pti-geste-corticodependance": ("not_justified", None),
    "pti-hemorragie-intracerebrale": ("P", "itp_adult_severe"),
    "pti-enfant-plaquettes-a-10": ("not_justified", None),
    "pti-enfant-situation-exceptionnelle": ("P", "itp_child_exceptional"),
    "pti-score-non-fait": ("incomplete", None),
    "erythroblastopenie-hemoglobine-a-8": ("criteria_not_met", None),
    "willebrand-igm": ("not_justified", None),
    "willebrand-chirurgie-reportable": ("criteria_not_met", None),
    "caps-reanimation": ("UF", "caps_life_threatening"),
    "caps-seconde-intention-incomplete": ("criteria_not_met", None),
    "ahai-adolescent-de-17-ans": ("UF", "aiha_child"),
    "rougeole-nourrisson-de-7-mois": ("P", "measles_prophylaxis"),
    "rougeole-cas-suspect": ("criteria_not_met", None),
    "rejet-humoral-foie": ("not_justified", None),
    "prophylaxie-rejet-mfi-2000": ("criteria_not_met", None),
    "desimmunisation-sous-plasmaphereses": ("criteria_not_met", None),
    "myosite-a-inclusions-dysphagie": ("NP", "inclusion_body_myositis"),
    "kawasaki-douzieme-jour": ("P", "kawasaki"),
    "sclerodermie-avec-myosite": ("UF", "myositis_refractory"),
    "pemphigoide-traitement-trop-court": ("criteria_not_met", None),
    "pemphigoide-bulleuse": ("not_listed", None),
    "willebrand-congenital": ("not_listed", None),
}


def test_our_cases_are_in_order_and_say_what_their_facts_say() -> None:
    assert check(FOLDER, extract) == ()


def test_there_are_enough_of_them_and_every_situation_has_one() -> None:
    cases = hand_written()
    assert len(cases) >= 66
    assert set(hierarchy().situations) - {case.indication for case in cases} == set()
    assert [case.id for case in cases if not 75 <= len(case.text.split()) <= 180] == []
    assert {expected(case).status for case in cases} >= {"P", "UF", "NP", "not_justified", "not_listed", "incomplete"}


@pytest.mark.parametrize("name", TRAPS)
def test_the_trap_has_the_answer_that_a_clinician_expects(name: str) -> None:
    answer = expected(by_id(f"hand:{name}"))
    assert (answer.status, answer.row) == TRAPS[name]


def test_a_session_holds_written_cases_too() -> None:
    written = [case for case in pick(1, 12) if case.id.startswith("hand:")]
    assert 2 <= len(written) <= 6


def problems(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Line, level and message of each problem of one file."""
    (folder / "cas.yml").write_text(text, encoding="utf-8")
    found = check(folder, extract)
    assert all(item.place.startswith(f"{folder / 'cas.yml'}:") for item in found)
    return [(int(item.place.rpartition(":")[2]), item.level, item.message) for item in found]


def test_a_good_case_has_no_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("  hint: Une", "  indice: Une"), 1, "clé manquante : hint"),
        (("  hint:", "  note: x\n  hint:"), 8, "clé inconnue « note »"),
        (("guillain_barre", "guillain"), 2, "situation : valeur inconnue « guillain »"),
        (("plasma_exchange", "plasmaphereses"), 3, "Fait inconnu"),
        (("unavailable", "impossible"), 3, "Valeur refusée pour « plasma_exchange »"),
        (("weight_kg: 70", "weight_kg: 4"), 3, "patient peu plausible : weight_kg"),
        (("age_years: 40", "age_years: 6, pregnant: true"), 3, "Une grossesse n'est pas compatible"),
        (("id: neuro-1", "id: Neuro 1"), 1, "identifiant attendu"),
        (("  hint:", "  families: [seuils]\n  hint:"), 8, "famille : valeur inconnue « seuils »"),
    ],
)
def test_a_mistake_is_an_error_on_its_line(tmp_path: Path, change: tuple[str, str], line: int, said: str) -> None:
    (found,) = problems(tmp_path, GOOD.replace(*change))
    assert (found[0], found[1]) == (line, ERROR)
    assert found[2].startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("Il pèse 70 kg", "Il pèse 75 kg"), "le texte se lit « 75 kg » ; les faits disent « 70 kg »"),
        (("Il pèse 70 kg et la", "La"), "« 70 kg » est dans les faits et ne se lit pas dans le texte"),
        (
            ("syndrome de Guillain-Barré", "lupus systémique"),
            "situation lue dans le texte : Lupus érythémateux systémique",
        ),
        (("Une phrase qui aide.", "Une phrase qui aide"), "une phrase entière est attendue"),
        (("Il pèse", "Elle pèse"), "« elle » pour un patient"),
    ],
)
def test_a_doubt_is_a_warning(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    found = problems(tmp_path, GOOD.replace(*change))
    assert [level for _, level, _ in found] == [WARNING] * len(found)
    assert [message for _, _, message in found if said in message]


def test_an_identifier_used_twice_names_the_other_place(tmp_path: Path) -> None:
    assert problems(tmp_path, GOOD + GOOD) == [(9, ERROR, f"identifiant déjà employé : {tmp_path / 'cas.yml'}:1")]
    ((line, level, message),) = problems(tmp_path, GOOD.replace("neuro-1", "sgb-enfant"))
    assert (line, level) == (1, ERROR) and "neurologie.yml" in message


@pytest.mark.parametrize(("text", "said"), [("- id: [", "YAML illisible"), ("id: x", "une liste est attendue ici")])
def test_a_file_that_is_no_list_of_cases_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text)[0][2]


def test_a_folder_without_cases_is_an_error(tmp_path: Path) -> None:
    assert check(tmp_path / "absent") == (
        Problem(f"{tmp_path / 'absent'}:1", ERROR, "aucun fichier de cas (.yml) dans ce dossier"),
    )


def test_a_teacher_s_valid_cases_join_ours_and_the_others_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIOIG_VAR", str(tmp_path))
    before = len(hand_written())
    teacher_folder().mkdir(parents=True)
    wrong = GOOD.replace("neuro-1", "neuro-2").replace("unavailable", "impossible")
    (teacher_folder() / "neuro.yml").write_text(GOOD + wrong, encoding="utf-8")
    (teacher_folder() / "broken.yml").write_text("- id: [", encoding="utf-8")
    assert len(hand_written()) == before + 1
    assert expected(by_id("hand:neuro-1")).status == "P"
    with pytest.raises(KeyError):
        by_id("hand:neuro-2")


def test_the_command_checks_ours_and_the_teacher_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRIOIG_VAR", str(tmp_path))
    assert (main(["training", "check"]), capsys.readouterr().out) == (0, "Tous les cas sont en ordre.\n")
    teacher_folder().mkdir(parents=True)
    (teacher_folder() / "neuro.yml").write_text(GOOD.replace("unavailable", "impossible"), encoding="utf-8")
    assert main(["training", "check"]) == 2
    assert f"{teacher_folder() / 'neuro.yml'}:3: Valeur refusée" in capsys.readouterr().out
