"""Wordings that no sentence of the evaluation holds: what is said is read, what is not said is never inferred."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.understand import extract

STATED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "un examen qui n'a pas été fait",
        "Érythroblastopénie, PCR B19 positive, moelle pas faite",
        {"parvovirus_b19_proven": True, "marrow_confirmed": False},
    ),
    ("un examen encore à venir", "Érythroblastopénie, myélogramme demandé pour lundi", {}),
    ("« majeur » n'est pas un âge", "Lambert-Eaton, fatigabilité majeure", {}),
    ("un nom d'antigène n'est pas un âge", "Immunisation anti-HPA-5b confirmée", {}),
    ("« 3 a 4 » n'est pas un âge", "LLC, IgG de 3 a 4 g/L", {"igg_g_per_l": {"at_least": 3, "at_most": 4}}),
    ("un âge collé à un poids", "PIDC 61a 74kg", {"age_years": 61, "weight_kg": 74}),
    ("l'âge d'une femme enceinte", "SGB, femme enceinte de 29 ans", {"pregnant": True, "age_years": 29}),
    ("le terme de naissance d'un prématuré", "Prématuré de 26 SA, prévention des infections", {}),
    ("des kilos et des grammes dits", "Kawasaki, neuf kilos 400", {"weight_kg": 9.4}),
    ("un menace niée après son mot", "CAPS, pronostic vital non menacé", {"life_threatening": False}),
    (
        "un geste nié après son mot",
        "PTI de l'adulte, acte invasif non programmé",
        {"invasive_procedure_planned": False},
    ),
    (
        "ce qui n'est pas vital peut être urgent",
        "PTI de l'enfant, hors urgence vitale",
        {"life_threatening": False},
    ),
    ("le rang du jour de fièvre", "Kawasaki au sixième jour de fièvre", {"days_since_first_symptom": 6}),
    (
        "une cure déjà faite n'est pas une initiation",
        "Lambert-Eaton, première cure bien tolérée",
        {"courses_given": 1},
    ),
    ("l'organe d'un rejet suspecté", "Suspicion de rejet humoral d'un greffon pulmonaire", {"organ": "lung"}),
    (
        "une infection soignée en ville",
        "LLC, IgG 3,1, pneumonie traitée en ville",
        {"igg_g_per_l": 3.1, "severe_infection_hospitalised": False},
    ),
    (
        "une atteinte limitée",
        "Épidermolyse bulleuse acquise limitée, lésions isolées des mains",
        {"extensive_or_severe_involvement": False},
    ),
]

TREATMENTS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "la virgule sépare deux traitements",
        "Pemphigus, Imurel jamais essayé, MabThera sans bénéfice",
        {"immunosuppressants": "not_tried", "rituximab": "failed"},
    ),
    ("« sans » parle de ce qui suit", "Pemphigus sous rituximab sans infection", {"rituximab": "ongoing"}),
    (
        "« pas de » s'arrête à la virgule",
        "Myasthénie, pas de fièvre, azathioprine en cours",
        {"immunosuppressants": "ongoing"},
    ),
    (
        "un échec nié d'un second traitement",
        "PIDC, échec du Solupred mais pas des échanges plasmatiques",
        {"corticosteroids": "failed"},
    ),
    (
        "un traitement en cours depuis des mois",
        "Pemphigus, Cellcept depuis huit mois",
        {"immunosuppressants": "ongoing", "treatment_months": 8},
    ),
    (
        "une association en échec",
        "Myasthénie, échec de l'association prednisone et ciclosporine",
        {"corticosteroids": "failed", "immunosuppressants": "failed"},
    ),
    (
        "demain seulement n'est pas maintenant",
        "Myasthénie, plasmaphérèses possibles demain seulement",
        {"plasma_exchange": "unavailable"},
    ),
    (
        "une denégation au passif",
        "PIDC, les échanges n'ont pas été faits, EP non proposés",
        {"plasma_exchange": "not_tried"},
    ),
]

CORRECTED: list[tuple[str, str, dict[str, Any]]] = [
    (
        "un traitement finalement possible",
        "CAPS, plasmaphérèses indisponibles : finalement elles sont faisables",
        {"plasma_exchange": "available"},
    ),
    (
        "un second traitement qui peut être donné",
        "Pemphigus, n'a pas supporté l'Imurel, et le Truxima peut être donné",
        {"immunosuppressants": "not_tolerated", "rituximab": "available"},
    ),
    (
        "un mot de téléphone",
        "LLC, IgG 3,4, jms hospitalisée pour infection",
        {"igg_g_per_l": 3.4, "severe_infection_hospitalised": False},
    ),
    (
        "l'enfant d'avant n'est pas la patiente",
        "Allo-immunisation plaquettaire, antécédent d'enfant thrombopénique, 24 SA",
        {"neonatal_thrombocytopenia_history": True, "gestational_weeks": 24, "pregnant": True},
    ),
    (
        "une opération urgente nommée",
        "Willebrand acquis IgM, laparotomie en urgence",
        {"gammopathy_isotype": "IgM", "procedure": "urgent"},
    ),
    (
        "une hémorragie dite en trois mots",
        "Willebrand acquis IgA, hémorragie gynécologique massive",
        {"gammopathy_isotype": "IgA", "severe_bleeding": True},
    ),
    (
        "des mois d'un médicament",
        "Pemphigus, cinq mois d'Imurel en échec",
        {"immunosuppressants": "failed", "treatment_months": 5},
    ),
    ("la tension n'est pas la myasthénie", "SGB, instabilité tensionnelle", {}),
    ("merci n'est pas le rein", "Kawasaki, mrc bcp", {}),
    (
        "hors de toute crise",
        "Myasthénie, pas de crise, hystérectomie prévue",
        {"acute_decompensation": False, "surgery_planned": True},
    ),
]

BEFORE: list[tuple[str, str, dict[str, Any]]] = [
    ("une hémorragie d'autrefois", "PTI de l'adulte, antécédent d'hémorragie cérébrale en 2015", {}),
    ("une crise d'autrefois", "Myasthénie, ATCD de décompensation aiguë", {}),
    (
        "une opération d'il y a des mois",
        "Willebrand acquis IgG, chirurgie urgente il y a deux mois",
        {"gammopathy_isotype": "IgG"},
    ),
    ("ce qui s'est résolu", "Dermatomyosite, dysphagie sévère, aujourd'hui résolue", {}),
    ("un score qui a changé", "PTI de l'adulte, Khellaf était à 11, maintenant à 4", {}),
    ("une greffe seulement envisagée", "Érythroblastopénie à parvovirus B19, greffe de foie en projet", {}),
    (
        "un aîné en bonne santé",
        "Hémochromatose néonatale, enceinte, premier enfant indemne",
        {"pregnant": True},
    ),
    (
        "une première grossesse",
        "Hémochromatose néonatale, première grossesse, 16 SA",
        {"pregnant": True, "gestational_weeks": 16, "neonatal_thrombocytopenia_history": False},
    ),
    ("un échec seulement suspecté", "PIDC, échec des corticoïdes à confirmer", {}),
    (
        "des échanges qu'on peut faire",
        "SGB, EP non contre-indiqués mais indisponibles",
        {"plasma_exchange": "unavailable"},
    ),
    ("le lieu décide", "Myasthénie, pas de plasmaphérèse ici", {"plasma_exchange": "unavailable"}),
    (
        "un refus qui s'arrête à la virgule",
        "Pemphigus, pas de rituximab, corticoïdes seuls",
        {"rituximab": "not_tried"},
    ),
    (
        "un échec nié après les deux points",
        "PIDC : échec des corticoïdes, EP : pas d'échec",
        {"corticosteroids": "failed"},
    ),
    (
        "un traitement efficace en cours",
        "Pemphigus, corticoïdes bien tolérés, en cours",
        {"corticosteroids": "ongoing"},
    ),
    ("un effet perdu", "PIDC, prednisone efficace puis échappement", {"corticosteroids": "failed"}),
]

ASKED: list[tuple[str, str, set[str]]] = [
    (
        "deux myosites entre lesquelles on hésite",
        "Myosite nécrosante ou à inclusions",
        {"inclusion_body_myositis", "necrotising_or_antisynthetase_or_overlap_myositis"},
    ),
    (
        "des ANCA encore inconnus",
        "Vascularite, dosage des ANCA non revenu",
        {"anca_vasculitis", "not_listed"},
    ),
    ("une GEPA dont les ANCA sont attendus", "GEPA, ANCA en attente", {"anca_vasculitis", "not_listed"}),
    (
        "acquis ou non",
        "Willebrand acquis ou constitutionnel, bilan en cours",
        {"acquired_von_willebrand", "not_listed"},
    ),
    (
        "une thrombopénie au cours d'un lupus",
        "Lupus, thrombopénie",
        {"systemic_lupus", "itp_adult", "itp_child", "other_thrombocytopenia"},
    ),
]

DECIDED: list[tuple[str, str, str]] = [
    ("la rougeole de la mère expose son enfant", "Bébé de 4 mois, sa mère a la rougeole", "measles_exposure"),
    (
        "la rougeole d'un frère expose le patient",
        "Immunodéprimé, son frère a la rougeole",
        "measles_exposure",
    ),
    (
        "jamais eu la rougeole, mais exposée",
        "Enceinte, jamais eu la rougeole, contact avec un cas hier",
        "measles_exposure",
    ),
    ("la rougeole d'autrefois n'est rien", "PIDC ; son frère a eu la rougeole", "cidp"),
    ("une sous-classe manque", "Déficit en sous-classe IgG2", "primary_immunodeficiency"),
    ("un mot écrit en un seul", "Neutropénie autoimmune", "autoimmune_neutropenia"),
    ("un ancien nom", "Maladie de Werlhof, adulte", "itp_adult"),
    ("un abrégé de nuit", "sd gb enfant", "guillain_barre"),
    ("un ordre de mots inhabituel", "Polyradiculonévrite démyélinisante chronique", "cidp"),
    ("une maladie écartée", "AHAI, pas d'argument pour un PTT", "autoimmune_haemolytic_anaemia"),
    ("sans forme catastrophique", "Antiphospholipides, pas de forme catastrophique", "not_listed"),
]

FACTS = STATED + TREATMENTS + CORRECTED + BEFORE


@pytest.mark.parametrize(("text", "facts"), [case[1:] for case in FACTS], ids=[case[0] for case in FACTS])
def test_facts_are_those_stated(text: str, facts: dict[str, Any]) -> None:
    assert dict(extract(text).facts) == facts


@pytest.mark.parametrize(("text", "candidates"), [case[1:] for case in ASKED], ids=[case[0] for case in ASKED])
def test_a_hesitation_is_asked_back(text: str, candidates: set[str]) -> None:
    understood = extract(text)
    assert (understood.indication, set(understood.candidates)) == (None, candidates)


@pytest.mark.parametrize(("text", "indication"), [case[1:] for case in DECIDED], ids=[case[0] for case in DECIDED])
def test_the_situation_is_recognised(text: str, indication: str) -> None:
    assert extract(text).indication == indication
