"""A situation that is only suspected, or whose word is also something else, never decides without being confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.understand import extract

SUSPECTED = [
    ("suspicion de Guillain-Barré, 45 ans", "guillain_barre"),
    ("SGB suspecté", "guillain_barre"),
    ("probable myasthénie", "myasthenia_gravis"),
    ("éliminer un Kawasaki", "kawasaki"),
    ("bilan de myasthénie", "myasthenia_gravis"),
    ("PIDC ? EMG demain", "cidp"),
    ("dermatomyosite à confirmer", "dermatomyositis"),
]


@pytest.mark.parametrize(("text", "indication"), SUSPECTED, ids=[text for text, _ in SUSPECTED])
def test_a_suspected_situation_is_confirmed_first(text: str, indication: str) -> None:
    understood = extract(text)
    assert (understood.candidates, understood.to_confirm) == ((indication,), True)


ASKED_ABOUT = [
    ("en cas de Guillain-Barré, quel centre appeler ?", "guillain_barre"),
    ("SGB adulte, IgIV ?", "guillain_barre"),
    ("PTI de l'enfant, quel centre ?", "itp_child"),
]


@pytest.mark.parametrize(("text", "indication"), ASKED_ABOUT, ids=[text for text, _ in ASKED_ABOUT])
def test_a_question_about_a_situation_is_no_doubt(text: str, indication: str) -> None:
    understood = extract(text)
    assert (understood.indication, understood.to_confirm) == (indication, False)


ALSO_SOMETHING_ELSE = ["DM", "PAM 65 mmHg", "MMP-9 élevé", "MG 500", "HN 1", "CAPS, mutation NLRP3", "Lambert, 60 ans"]


@pytest.mark.parametrize("text", ALSO_SOMETHING_ELSE)
def test_a_word_that_is_also_something_else_is_confirmed(text: str) -> None:
    understood = extract(text)
    assert understood.indication is not None
    assert understood.to_confirm


WITH_ITS_OWN_FACT = [
    ("DM dysphagie sévère", "dermatomyositis"),
    ("MG crise", "myasthenia_gravis"),
    ("MK J5", "kawasaki"),
    ("PAM réfractaire", "anca_vasculitis"),
    ("syndrome de Lambert-Eaton", "lambert_eaton"),
]


@pytest.mark.parametrize(("text", "indication"), WITH_ITS_OWN_FACT, ids=[text for text, _ in WITH_ITS_OWN_FACT])
def test_a_fact_of_the_situation_said_with_it_is_enough(text: str, indication: str) -> None:
    understood = extract(text)
    assert (understood.indication, understood.to_confirm) == (indication, False)


NEIGHBOURS: list[tuple[str, set[str]]] = [
    ("Agammaglobulinémie sous rituximab", {"primary_immunodeficiency", "secondary_immunodeficiency"}),
    ("Syndrome de Good", {"primary_immunodeficiency", "secondary_immunodeficiency"}),
    (
        "Hypogammaglobulinémie après CAR-T puis allogreffe, IgG 2",
        {"hypogammaglobulinaemia_after_car_t_or_bispecific", "hypogammaglobulinaemia_after_transplant"},
    ),
    ("Autogreffe, IgG 3 g/L", {"secondary_immunodeficiency", "not_listed"}),
    ("Fuite capillaire au cours d'un sepsis", {"clarkson_syndrome", "not_listed"}),
    ("Dermatomyosite et sclérodermie", {"dermatomyositis", "necrotising_or_antisynthetase_or_overlap_myositis"}),
    ("Sclérodermie, anti-PM-Scl", {"systemic_sclerosis", "necrotising_or_antisynthetase_or_overlap_myositis"}),
    ("Kawasaki-like après le covid", {"kawasaki", "not_listed"}),
    ("PTI avec schizocytes", {"itp_adult", "itp_child", "thrombotic_thrombocytopenic_purpura"}),
    ("Rougeole chez un enfant de 5 ans", {"measles_exposure", "not_listed"}),
    ("Désensibilisation", {"desensitisation_before_transplant", "not_listed"}),
    ("Mucinose", {"papular_mucinosis", "not_listed"}),
    (
        "Bicytopénie auto-immune de l'adulte",
        {"autoimmune_haemolytic_anaemia", "itp_adult", "other_autoimmune_cytopenia"},
    ),
    ("SGB chronique", {"guillain_barre", "cidp"}),
    ("CIDP anti-neurofascine", {"cidp", "not_listed"}),
    ("Lupus anticoagulant", {"catastrophic_antiphospholipid_syndrome", "not_listed"}),
]


@pytest.mark.parametrize(("text", "candidates"), NEIGHBOURS, ids=[text for text, _ in NEIGHBOURS])
def test_neighbours_are_asked_between(text: str, candidates: set[str]) -> None:
    understood = extract(text)
    assert (understood.indication, set(understood.candidates)) == (None, candidates)


ELSEWHERE = [
    ("DM type 2, insuffisance rénale", "diabète"),
    ("Myasthénie néonatale transitoire", "myasthénie néonatale transitoire"),
    ("Maladie de Blackfan-Diamond", "érythroblastopénie constitutionnelle"),
    ("Mucinose folliculaire", "autre mucinose"),
    ("Désensibilisation au pollen", "désensibilisation allergique"),
    ("MIS-C chez une fille de 10 ans", "syndrome inflammatoire multisystémique pédiatrique (PIMS)"),
    ("EB dystrophique", "épidermolyse bulleuse héréditaire"),
]


@pytest.mark.parametrize(("text", "label"), ELSEWHERE, ids=[text for text, _ in ELSEWHERE])
def test_what_is_in_neither_list_is_named(text: str, label: str) -> None:
    understood = extract(text)
    assert (understood.indication, understood.not_listed) == ("not_listed", label)


NOT_OF_THE_PATIENT = ["frère jumeau avec Kawasaki", "pas de critère pour un Kawasaki", "le père a une PIDC"]


@pytest.mark.parametrize("text", NOT_OF_THE_PATIENT)
def test_what_is_denied_or_of_a_relative_is_left_aside(text: str) -> None:
    understood = extract(text)
    assert (understood.candidates, len(understood.ignored)) == ((), 1)


def test_a_girl_who_has_the_disease_is_the_patient() -> None:
    understood = extract("Le frère a eu un Kawasaki, elle non : c'est un PTI chez une fille de 5 ans")
    assert (understood.indication, understood.facts) == ("itp_child", {"age_years": 5})


FACTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "deux échecs l'un après l'autre",
        "échec cortico échec Imurel",
        {"corticosteroids": "failed", "immunosuppressants": "failed"},
    ),
    (
        "un échec puis un autre",
        "échec ctc puis échec mtx",
        {"corticosteroids": "failed", "immunosuppressants": "failed"},
    ),
    (
        "chaque traitement garde son statut",
        "échec AVK échec ctc EP CI",
        {"anticoagulants": "failed", "corticosteroids": "failed", "plasma_exchange": "contraindicated"},
    ),
    (
        "un médicament inconnu dans la liste",
        "échec de la dapsone et du cyclophosphamide",
        {"immunosuppressants": "failed"},
    ),
    ("« pas » nie le mot qui suit", "Khellaf pas calculé, PTI adulte pas calculé urgence", {}),
    ("une menace niée de loin", "AHAI pas vraiment menaçante pour le pronostic vital", {}),
    ("une sous-classe n'est pas une IgG", "LLC IgG2 0,5 g/L", {}),
    ("des grammes par décilitre", "LLC, IgG 0,32 g/dL", {"igg_g_per_l": 3.2}),
    ("des milligrammes par litre", "LLC, IgG 3200 mg/L", {"igg_g_per_l": 3.2}),
    ("un résiduel non dosé", "Greffé rénal, IgG 2,7 g/L, taux résiduel non dosé", {"igg_g_per_l": 2.7}),
    (
        "un résiduel à côté",
        "Hypogamma greffe poumon IgG 3,9 résiduel 5,5",
        {"igg_g_per_l": 3.9, "igg_trough_g_per_l": 5.5},
    ),
    (
        "des mois de médicament ne sont pas un âge",
        "Pemphigoïde des muqueuses, Disulone 4 mois",
        {"treatment_months": 4},
    ),
]


@pytest.mark.parametrize(("text", "facts"), [case[1:] for case in FACTS], ids=[case[0] for case in FACTS])
def test_a_fact_is_what_is_said_and_no_more(text: str, facts: dict[str, Any]) -> None:
    assert extract(text).facts == facts


def test_a_value_that_its_unit_makes_implausible_is_asked_back() -> None:
    understood = extract("LLC, IgG 3,5 mg/dL")
    assert ([problem.code for problem in understood.problems], understood.facts) == (["wrong_unit"], {})


NOT_TAKEN: list[tuple[str, str, str]] = [
    ("une dysphagie niée", "Dermatomyosite, dysphagie sévère niée", "severe_dysphagia"),
    ("« non » entre parenthèses", "Dermatomyosite, dysphagie sévère (non)", "severe_dysphagia"),
    ("zéro", "Dermatomyosite, dysphagie sévère = 0", "severe_dysphagia"),
    ("« peu sévère »", "Dermatomyosite, dysphagie peu sévère", "severe_dysphagia"),
    ("« ne semble pas »", "AHAI, le pronostic vital ne semble pas engagé", "life_threatening"),
    ("« n'est plus »", "AHAI, le pronostic vital n'est plus engagé", "life_threatening"),
    ("« pas besoin »", "AHAI, transfusion : pas besoin", "transfusion_needed"),
    ("le mois dernier", "Myasthénie, exacerbation le mois dernier", "acute_decompensation"),
    ("une IgG ne prouve rien", "Érythroblastopénie, IgG B19 positives", "parvovirus_b19_proven"),
    ("une PCR sous le seuil", "Érythroblastopénie, PCR positive à 500 copies", "parvovirus_b19_proven"),
    (
        "une atteinte non sévère",
        "Pemphigoïde des muqueuses, atteinte oculaire non sévère",
        "extensive_or_severe_involvement",
    ),
    (
        "hospitalisé pour autre chose",
        "LLC, IgG 3, hospitalisé pour chimio, infection urinaire",
        "severe_infection_hospitalised",
    ),
    ("un échec auquel on répond non", "Pemphigus, échec des corticoïdes : non", "corticosteroids"),
    ("un échec non confirmé", "Pemphigus, échec du rituximab non confirmé", "rituximab"),
    ("une contre-indication à laquelle on répond non", "SGB, contre-indication aux EP : non", "plasma_exchange"),
    ("peu efficaces n'est pas un échec", "Pemphigus, corticoïdes peu efficaces", "corticosteroids"),
]


@pytest.mark.parametrize(("text", "fact"), [case[1:] for case in NOT_TAKEN], ids=[case[0] for case in NOT_TAKEN])
def test_what_raises_the_priority_is_never_taken_from_a_denial(text: str, fact: str) -> None:
    assert extract(text).facts.get(fact) in (None, False)


CORRECTED: list[tuple[str, dict[str, Any]]] = [
    ("PTI adulte khellaf 10, finalement 7", {"khellaf_score": 7}),
    ("SGB 92 kg, erreur : 72", {"weight_kg": 72}),
]


@pytest.mark.parametrize(("text", "facts"), CORRECTED, ids=[text for text, _ in CORRECTED])
def test_a_number_after_a_correction_replaces_the_one_before(text: str, facts: dict[str, Any]) -> None:
    assert extract(text).facts == facts


def test_two_values_one_after_the_other_are_asked_back() -> None:
    understood = extract("LLC, IgG 5 puis 3")
    assert ([problem.code for problem in understood.problems], understood.facts) == (["contradiction"], {})


def test_another_possibility_makes_a_situation_doubtful() -> None:
    assert extract("Fièvre, 4 ans, Kawasaki ou scarlatine ?").to_confirm


def test_each_drug_keeps_its_own_status_without_a_comma() -> None:
    text = "CAPS PV engagé plex pas dispo solumedrol en cours heparine en cours"
    wanted = {
        "life_threatening": True,
        "plasma_exchange": "unavailable",
        "corticosteroids": "ongoing",
        "anticoagulants": "ongoing",
    }
    assert extract(text).facts == wanted
