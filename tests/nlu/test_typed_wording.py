"""Wordings of a second round of unseen sentences, by class of what had gone wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.understand import extract

# What would have given a wrong dose, a wrong age or a criterion that is not met.
HARMFUL: list[tuple[str, str, dict[str, Any]]] = [
    ("un poids écarté après « et non »", "Finalement 64 kg et non 46, DICV", {"weight_kg": 64}),
    ("un poids écarté après « et pas »", "Clarkson, 58 kg et pas 85", {"weight_kg": 58}),
    ("un poids suivi d'un DSA sans valeur", "RMA poumon 54kg DSA +", {"weight_kg": 54, "organ": "lung"}),
    ("le type d'une maladie n'est pas un âge", "Willebrand congénital type 2A", {}),
    ("des mois de dapsone ne sont pas un âge", "Pemphigoïde cicatricielle, 7 mois dapsone", {"treatment_months": 7}),
    ("un âge suivi d'un médicament", "AHAI 9a ctc échec", {"age_years": 9, "corticosteroids": "failed"}),
    ("un âge suivi de « post »", "gosse 12a post car t igg 3", {"age_years": 12, "igg_g_per_l": 3}),
    (
        "des plasmaphérèses arrêtées",
        "Prophylaxie du rejet, greffé rein, plasmaphérèses arrêtées",
        {"organ": "kidney", "post_transplant": True, "plasmapheresis": False},
    ),
    ("deux valeurs successives avec leur unité sont demandées", "LLC, IgG à 410 mg/dL puis 260 mg/dL", {}),
    ("un bilan récent n'est pas un diagnostic récent", "NMM, scanner récent", {}),
    ("une tension stable n'est pas une neuropathie stable", "PIDC, hémodynamique stable", {}),
    ("« inf » est aussi une borne", "LLC hospitalisée, IgG inf à 4", {"igg_g_per_l": {"below": 4}}),
    ("des échanges gazeux ne sont pas un traitement", "Myasthénie, échec VNI, échanges gazeux altérés", {}),
    ("un site que la ligne ne nomme pas", "EBA avec atteinte œsophagienne", {}),
    (
        "une cure après laquelle on parle est déjà faite",
        "PIDC, pas de réponse à la première cure",
        {"courses_given": 1},
    ),
]

# Facts that were missed.
MISSED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "une négation comprise dans une expression s'arrête avec elle",
        "CAPS pas de risque vital echec ctc",
        {"life_threatening": False, "corticosteroids": "failed"},
    ),
    (
        "« pas fait » concerne le traitement qui précède",
        "AHAI EPO pas fait transfusions ++",
        {"epo": "not_tried", "transfusion_needed": True},
    ),
    ("« pas fait de » porte sur ce qui suit", "AHAI, pas fait de transfusion", {"transfusion_needed": False}),
    ("ce qui suit un taux ne lui prend pas son unité", "LLC igg 2,4 pneumonies à répétition", {"igg_g_per_l": 2.4}),
    (
        "un geste prévu ne change pas le statut d'un traitement",
        "pti 60a echec ctc biopsie hépatique prevue",
        {"age_years": 60, "corticosteroids": "failed", "invasive_procedure_planned": True},
    ),
    (
        "des heures depuis le contact",
        "rougeole contact confirmé H72",
        {"measles_contact_confirmed": True, "hours_since_contact": 72},
    ),
    (
        "des jours depuis le contact",
        "rougeole contact confirmé J4",
        {"measles_contact_confirmed": True, "hours_since_contact": 96},
    ),
    ("une maladie stable", "PIDC stable", {"clinically_progressive": False}),
    ("une maladie qui n'est pas dite stable", "PIDC pas stable", {}),
    (
        "un geste qui ne peut pas attendre",
        "Willebrand acquis, chirurgie qu'on ne peut pas reporter",
        {"procedure": "planned_undeferrable"},
    ),
]


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in HARMFUL], ids=[case[0] for case in HARMFUL])
def test_nothing_false_is_taken(text: str, wanted: dict[str, Any]) -> None:
    assert extract(text).facts == wanted


@pytest.mark.parametrize(("text", "wanted"), [case[1:] for case in MISSED], ids=[case[0] for case in MISSED])
def test_what_is_said_is_taken(text: str, wanted: dict[str, Any]) -> None:
    assert extract(text).facts == wanted


SITUATIONS = [
    ("PTAI 47a", ("itp_adult",)),
    ("érythroblastopénie, parvovirus négatif", ("pure_red_cell_aplasia",)),
    ("parvo b19 vih", ("pure_red_cell_aplasia", "not_listed")),
    ("incomp fœtomat plaq", ("fetomaternal_platelet_alloimmunisation",)),
    ("pemphigoide bull 90a", ("not_listed",)),
    ("Nouveau-né thrombopénique par allo-immunisation", ("other_thrombocytopenia",)),
    ("Greffé rein et foie, rejet humoral du foie", ("humoral_rejection_other_organ",)),
    ("CAPS pas engagé vital", ("catastrophic_antiphospholipid_syndrome",)),
    ("blina igg 1.4", ("hypogammaglobulinaemia_after_car_t_or_bispecific",)),
]


@pytest.mark.parametrize(("text", "candidates"), SITUATIONS, ids=[text for text, _ in SITUATIONS])
def test_the_situation_is_found(text: str, candidates: tuple[str, ...]) -> None:
    assert extract(text).candidates == candidates


@pytest.mark.parametrize(
    "text",
    ["Kawasaki ou scarlatine ?", "Kawasaki vs scarlatine, 3 ans", "Suspicion de Guillain-Barré, diabète"],
)
def test_a_situation_in_doubt_is_confirmed_whatever_else_is_said(text: str) -> None:
    assert extract(text).to_confirm


def test_a_prevention_asked_for_without_a_previous_case_is_understood_and_confirmed() -> None:
    understood = extract("Enceinte de 17 SA, aucun antécédent d'hémochromatose néonatale, prévention ?")
    assert (understood.indication, understood.to_confirm, understood.facts) == (
        "neonatal_haemochromatosis",
        True,
        {"pregnant": True, "gestational_weeks": 17, "previous_neonatal_haemochromatosis": False},
    )
