"""Typed answers in any order, with visits, units and dates; what cannot be taken is asked back, never guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from actions.forms.reading import Place, Read, read
from rules.forms import Cell, Record, form

TODAY = date(2026, 11, 25)
SIVIG = Record(form("sivig"), "TEST-TEST")


def reading(text: str, section: str = "identification", visit: str | None = None) -> Read:
    return read(SIVIG, text, Place(section, visit), TODAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rodnan M6 18", {"rodnan@M6": 18}),
        ("rodnan à M6 : 18/51", {"rodnan@M6": 18}),
        ("Rodnan 18 à M6", {"rodnan@M6": 18}),
        ("CRP M3 12 mg/L, CVF 78 %", {"crp@M3": 12, "fvc@M3": 78}),
        ("Rodnan M3 18, M6 15, M12 12", {"rodnan@M3": 18, "rodnan@M6": 15, "rodnan@M12": 12}),
        ("M3 Rodnan 18 M6 Rodnan 15", {"rodnan@M3": 18, "rodnan@M6": 15}),
        ("à 6 mois Rodnan 15", {"rodnan@M6": 15}),
        ("M6 12/09/2010 Rodnan 15", {"visit_date@M6": "2010-09-12", "rodnan@M6": 15}),
        ("ulcères digitaux actifs M3 2", {"active_ulcers@M3": 2}),
        ("M0 verre dépoli oui, fibrose non", {"ground_glass@M0": True, "fibrosis@M0": False}),
        (
            "M6 verre dépoli stable, fibrose dégradation",
            {"ground_glass_course@M6": "stable", "fibrosis_course@M6": "worse"},
        ),
        (
            "M6 pas de RGO, transit perturbé, myalgies oui",
            {"reflux@M6": False, "transit@M6": "disturbed", "myalgia@M6": True},
        ),
        ("Hb M6 105 g/L, plaquettes 150 G/L", {"hb@M6": 10.5, "platelets@M6": 150000}),
        ("plaquettes M6 150 000 /mm3", {"platelets@M6": 150000}),
        ("MDRD M0 60 mL/min/1,73 m2, index cardiaque 2,8 L/min/m2", {"mdrd@M0": 60, "cardiac_index@M0": 2.8}),
        ("CRP M3 inconnue", {"crp@M3": "#inconnu"}),
        ("TM6 M12 450 mètres, NYHA II", {"walk_distance@M12": 450, "nyha@M12": "II"}),
        ("Déficit < 3/5 M0 non", {"weakness@M0": False}),
        ("initiales AB, née en 1962, sexe féminin", {"initials": "AB", "birth_year": "1962", "sex": "F"}),
        ("2e ligne oui : peau et poumons", {"second_line": True, "second_line_details": "peau et poumons"}),
        ("événement M24 : décès, pneumopathie en M23", {"event@M24": "décès, pneumopathie en M23"}),
    ],
)
def test_the_sentence_is_read_wherever_one_is(text: str, expected: dict[str, Any]) -> None:
    found = reading(text)
    assert {str(cell): value for cell, value in found.answers.items()} == expected
    assert (found.problems, found.unclear, found.left) == ([], [], [])


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        ("organs", "ulcères digitaux oui 03/2009", {"ulcers": True, "ulcers_since": "2009-03"}),
        ("organs", "PID limitée mars 2009", {"ild": "limited", "ild_since": "2009-03"}),
        ("organs", "muscles myalgies, déficit 2008", {"muscle": ["myalgia", "weakness"], "muscle_since": "2008"}),
        ("organs", "hypertension pulmonaire groupe I", {"ph": "group_1"}),
        ("organs", "absence de calcinose", {"calcinosis": False}),
        ("inclusion", "télangiectasies oui, raynaud oui", {"acr_telangiectasia": True, "acr_raynaud": True}),
        (
            "diagnosis",
            "ANA positifs 1/640, spécificité Scl70",
            {"ana": "positive", "ana_titre": 640, "ana_specificity": ["topoisomerase_i"]},
        ),
        ("modalities", "première perfusion 12/03/2009", {"first_infusion": "2009-03-12"}),
        (
            "tolerance",
            "réactions mineures oui céphalées et fièvre",
            {"minor": True, "minor_kind": ["fever", "headache"]},
        ),
        (
            "prior_treatments",
            "méthotrexate 15 mg/semaine de 03/2009 à 06/2010",
            {
                "prior_drug#1": "methotrexate",
                "prior_start#1": "2009-03",
                "prior_ongoing#1": False,
                "prior_end#1": "2010-06",
                "prior_dose#1": "15 mg/semaine",
            },
        ),
        (
            "prior_treatments",
            "rituximab 2 injections, fréquence : J1 J15, depuis mars 2010 en cours",
            {
                "prior_drug#1": "rituximab",
                "prior_injections#1": 2,
                "prior_frequency#1": "J1 J15",
                "prior_ongoing#1": True,
                "prior_start#1": "2010-03",
            },
        ),
    ],
)
def test_the_section_in_hand_says_which_of_two_labels_is_meant(
    section: str, text: str, expected: dict[str, Any]
) -> None:
    found = reading(text, section)
    assert {str(cell): value for cell, value in found.answers.items()} == expected
    assert (found.problems, found.unclear, found.left) == ([], [], [])


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("Rodnan M6 52", "out_of_range", "52/51 n'est pas possible"),
        ("EUSTAR M6 10,5", "out_of_range", "de 0 à 10"),
        ("Medsger M6 37", "out_of_range", "de 0 à 36"),
        ("CRP M3 12 g/L", "wrong_unit", "unité « g/l » inattendue. Unité : mg/L"),
        ("plaquettes M6 150", "wrong_unit", "Vouliez-vous dire 150 G/L ?"),
        ("Hb M6 105", "wrong_unit", "Vouliez-vous dire 105 g/L ?"),
        ("CRP M3 < 5", "wrong_value", "sans « < »"),
        ("Rodnan M7 18", "unknown_visit", "M0, M3, M6, M9, M12, M18, M24"),
        ("M6 31/02/2010", "wrong_date", "cette date n'existe pas"),
        ("M6 12/03/2031", "future_date", "dans le futur"),
        ("M6 12/03/09", "wrong_date", "quatre chiffres"),
        ("NYHA M6 V", "wrong_value", "I, II, III, IV"),
        ("transit M6 moyen", "wrong_value", "normal, perturbé"),
    ],
)
def test_what_cannot_be_is_asked_back_in_clear_french(text: str, code: str, says: str) -> None:
    found = reading(text)
    assert found.answers == {}
    assert [problem.code for problem in found.problems] == [code]
    assert says in found.problems[0].message


@pytest.mark.parametrize(
    ("text", "by", "options"),
    [
        ("Rodnan 18", "visit", ("M0", "M3", "M6", "M9", "M12", "M18", "M24")),
        ("raynaud oui", "section", ("inclusion", "diagnosis", "organs")),
        ("méthotrexate 15 mg/semaine", "section", ("prior_treatments", "modalities")),
    ],
)
def test_a_label_that_fits_several_places_is_asked(text: str, by: str, options: tuple[str, ...]) -> None:
    found = reading(text)
    assert found.answers == {}
    assert [(one.words, one.by) for one in found.unclear] == [(text, by)]
    assert found.unclear[0].options[: len(options)] == options


def test_words_that_nothing_takes_are_said() -> None:
    found = reading("Rodnan M6 18 mesuré deux fois")
    assert (found.answers, found.left) == ({Cell("rodnan", "M6"): 18}, ["mesuré deux fois"])


def test_a_label_alone_is_a_question_and_no_answer() -> None:
    found = reading("Rodnan M6")
    assert (found.answers, found.named) == ({}, [Cell("rodnan", "M6")])


def test_a_second_course_of_a_drug_is_a_row_of_its_own() -> None:
    first = reading("méthotrexate 03/2008 06/2008", "prior_treatments").answers
    known = SIVIG.with_answers(first)
    more = read(known, "méthotrexate posologie 20 mg", Place("prior_treatments"), TODAY).answers
    assert more == {Cell("prior_drug", None, 1): "methotrexate", Cell("prior_dose", None, 1): "20 mg"}
    for text in ("méthotrexate nouvelle cure 2010", "nouvelle cure de méthotrexate 2010"):
        apart = read(known, text, Place("prior_treatments"), TODAY).answers
        assert apart == {Cell("prior_drug", None, 2): "methotrexate", Cell("prior_start", None, 2): "2010"}
