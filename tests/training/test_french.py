"""The French of the cases and their patients, over thousands of seeds, and read by the bot's own understanding."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from actions.training.cases import Vignette, boundaries, generate, generate_for
from actions.training.cases.plausible import faults, language, patient, sex_of
from actions.training.cases.reading import compare, same
from bot.nlu.understand import extract

SEEDS = 4000
READ = 400


def test_no_case_of_thousands_is_faulty() -> None:
    found = [(case.id, fault) for case in map(generate, range(SEEDS)) for fault in faults(case)]
    assert found == []


def test_an_independent_reader_recognises_the_situation_and_agrees_on_the_facts() -> None:
    cases = [generate(seed) for seed in range(10_000, 10_000 + READ)]
    read = [compare(case, extract(case.text)) for case in cases]
    recognised = sum(item.situation for item in read) / READ
    agreed, missed = (sum(len(getattr(item, part)) for item in read) for part in ("agreed", "missed"))
    denied = [(case.id, item.denied) for case, item in zip(cases, read, strict=True) if item.denied]
    assert recognised >= 0.97
    assert missed / (agreed + missed) <= 0.03
    assert len(denied) <= READ // 100, denied


def test_the_same_limit_is_told_in_many_ways() -> None:
    for boundary in boundaries()[::60]:
        texts = {generate_for(boundary, seed).text for seed in range(12)}
        assert len(texts) >= 10, boundary


def test_a_case_left_unsaid_does_not_tell_it() -> None:
    unsaid = [item for item in boundaries() if item.side == "unsaid"]
    told: Counter[str] = Counter()
    for boundary in unsaid:
        case = generate_for(boundary, 3)
        fact = boundary.criterion.removeprefix("not ").split()[0]
        told[boundary.criterion] += fact in extract(case.text).facts
    assert sum(told.values()) <= len(unsaid) // 20, told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{Il} est hospitalisé pour une pneumopathie.", "signe de modèle non remplacé"),
        ("Un homme de 40 ans est  hospitalisé.", "espace en trop"),
        ("Un homme de 40 ans est hospitalisé", "point final manquant"),
        ("Un homme de 40 ans tousse. il pèse 70 kg.", "phrase sans majuscule"),
        ("Un homme reçoit l'avis de les urgences.", "article non contracté"),
        ("Un homme a un score de hémorragie.", "élision manquante"),
        ("Un homme a des IgG à 3.9 g/L.", "point décimal : la virgule est attendue"),
        ("Un homme pèse 72kg.", "espace manquante avant l'unité"),
        ("Un homme a une une anémie.", "mot répété"),
        ("Une femme de 30 ans tousse. Il est fatigué.", "« il » pour une patiente"),
        ("Une femme de 30 ans tousse. Elle est hospitalisé.", "participe au masculin pour une patiente"),
        ("Un homme de 30 ans tousse. Elle pèse 80 kg.", "« elle » pour un patient"),
        ("Un garçon de 9 ans est vu. L'équipe dit qu'il est enceinte.", "grossesse d'un patient"),
    ],
)
def test_the_checks_see_the_fault(text: str, fault: str) -> None:
    assert fault in [found.split(" : « …")[0] for found in language(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Un homme de 40 ans est opéré de la hanche. Les IgG sont à 3,9 g/L. "
        "Le onze du mois, il tousse encore un peu, le HLA est typé et l'examen est normal.",
        "Une femme de 30 ans est hospitalisée. Il existe une fièvre. Il n'y a pas de toux. "
        "Il s'agit d'une grippe, et l'examen est normal.",
    ],
)
def test_the_checks_let_good_french_pass(text: str) -> None:
    assert language(text) == ()


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ({"age_years": 6, "pregnant": True}, "grossesse"),
        ({"age_years": 40, "weight_kg": 4}, "weight_kg"),
        ({"age_years": 3, "weight_kg": 45}, "weight_kg"),
        ({"age_years": 40, "height_cm": 90}, "height_cm"),
        ({"age_years": 40, "weight_kg": 200, "height_cm": 140}, "IMC"),
        ({"age_years": 1, "newborn_liver_failure": True}, "nouveau-né"),
    ],
)
def test_an_implausible_patient_is_seen(facts: dict[str, object], part: str) -> None:
    assert [found for found in patient("guillain_barre", facts) if part in found]


@pytest.mark.parametrize(
    ("text", "sex"),
    [("Un homme de 40 ans tousse.", "M"), ("Cette patiente tousse.", "F"), ("On demande un avis.", None)],
)
def test_the_opening_gives_the_sex(text: str, sex: str | None) -> None:
    assert sex_of(text) == sex


def test_a_text_that_denies_its_facts_is_seen() -> None:
    case: Vignette = next(item for item in map(generate, range(500)) if item.facts.get("weight_kg"))
    wrong = replace(case, facts={**case.facts, "weight_kg": case.facts["weight_kg"] + 5})
    assert compare(case, extract(case.text)).denied == ()
    assert compare(wrong, extract(case.text)).denied == ("weight_kg",)


@pytest.mark.parametrize(
    ("meant", "found", "agree"),
    [
        (3.9, 3.9, True),
        (3.9, {"below": 4}, True),
        (4.0, {"below": 4}, False),
        (True, 1, True),
        ("failed", "ongoing", False),
        (0.005, 0.005, True),
        ({"below": 4}, {"below": 4}, True),
    ],
)
def test_two_values_agree(meant: object, found: object, agree: bool) -> None:
    assert same(meant, found) is agree
