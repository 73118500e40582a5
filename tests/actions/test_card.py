"""The card, word for word: what a prescriber reads for one decision."""

from __future__ import annotations

from typing import Any

import pytest

from actions.wording.card import card
from actions.wording.details import details
from rules import decide, parse_case

EPISODE = {"khellaf_score": 9, "emergency": True, "corticosteroids": "ongoing", "renal_risk": False, "weight_kg": 72}
SMPC = (
    "! Vérifiez le résumé des caractéristiques du produit choisi : "
    "les indications autorisées diffèrent d'un produit à l'autre."
)
CALL = "! Si le pronostic vital est en jeu, téléphonez maintenant pour cet avis, sans attendre la réunion."
MAINTENANCE = (
    "! Traitement d'entretien : réévaluez-le à 6 mois (dose réduite ou perfusions espacées s'il est efficace)."
)

CARDS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "PTI sévère de l'adulte : commencer maintenant": (
        "itp_adult",
        EPISODE,
        [
            "PRIORITAIRE [P] · PTI de l'adulte, forme sévère",
            "Commencer maintenant. Aucun avis exigé avant de commencer.",
            "72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, +0,7 %).",
            "Schéma : dose unique à J1 ; à J3, répéter seulement si la gravité persiste sans réponse plaquettaire.",
            SMPC,
            "Compris : Khellaf 9, urgence, corticoïdes en cours, pas de risque rénal, 72 kg.",
            "Table ANSM du 20/05/2025, Hématologie.",
        ],
    ),
    "Déficit secondaire : une fourchette, après la RCP": (
        "secondary_immunodeficiency",
        {
            "igg_g_per_l": 3.2,
            "severe_infection_hospitalised": True,
            "antibiotic_prophylaxis": "failed",
            "weight_kg": 72,
        },
        [
            "RÉSERVÉ [UF] · Déficit immunitaire secondaire, infection sévère malgré une antibioprophylaxie",
            "À réserver aux urgences fonctionnelles et/ou à l'échec des alternatives.",
            "Commencer seulement après avis favorable : RCP.",
            "15 g (10 g + 5 g) à 30 g (20 g + 10 g) en une fois (0,2 à 0,4 g/kg x 72 kg = 14,4 à 28,8 g, +4,2 %).",
            "Schéma : toutes les 4 semaines, à ajuster sur le taux résiduel d'IgG.",
            CALL,
            MAINTENANCE,
            "Compris : IgG 3,2 g/L, infection sévère hospitalisée, antibioprophylaxie : échec, 72 kg.",
            "Table ANSM du 20/05/2025, Déficits immunitaires secondaires.",
        ],
    ),
    "Guillain-Barré, risque rénal et IMC : cinq jours, dose plafonnée": (
        "guillain_barre",
        {
            "age_years": 45,
            "plasma_exchange": "unavailable",
            "weight_kg": 92,
            "height_cm": 165,
            "renal_risk": True,
            "pregnant": False,
        },
        [
            "PRIORITAIRE [P] · Syndrome de Guillain-Barré",
            "Commencer maintenant. Aucun avis exigé avant de commencer.",
            "147,5 g en 5 jours : 5 x 20 g + 4 x 10 g + 5 g + 2,5 g (1,6 g/kg x 92 kg = 147,2 g, +0,2 %).",
            "Par jour : 30 g (J1 à J4), 27,5 g (J5), soit 0,32 g/kg/j.",
            "! IMC ≥ 30 kg/m² : dose totale de la cure ramenée à 1,6 g/kg.",
            "Compris : 45 ans, échanges plasmatiques indisponibles, 92 kg, taille 165 cm, risque rénal, "
            "pas de grossesse.",
            "Table ANSM du 20/05/2025, Neurologie.",
        ],
    ),
    "Une dose sans poids reste en g/kg": (
        "kawasaki",
        {"days_since_first_symptom": 6, "renal_risk": False, "height_cm": 90},
        [
            "PRIORITAIRE [P] · Maladie de Kawasaki",
            "Commencer maintenant. Avis à demander ensuite : RCP (ne retarde jamais le traitement).",
            "2 g/kg en une fois.",
            "Schéma : dose unique dans les 10 jours qui suivent le premier symptôme.",
            "! Taille inconnue : l'IMC n'a pas été vérifié (à partir de 30 kg/m², la cure est plafonnée à 1,6 g/kg).",
            "Compris : premier symptôme il y a 6 jours, pas de risque rénal, taille 90 cm.",
            "Table ANSM du 20/05/2025, Médecine interne.",
        ],
    ),
    "Aucun schéma retenu d'office : tous sont dits": (
        "multifocal_motor_neuropathy",
        {
            "responds_to_current_ivig": True,
            "no_venous_access": True,
            "renal_risk": False,
            "weight_kg": 70,
            "bmi_kg_m2": 24,
        },
        [
            "PRIORITAIRE [P] · NMM ou Lewis et Sumner, forme évolutive récente ou répondeur aux IgIV",
            "Commencer seulement après avis favorable : RCP, et centre de référence de la filière FILNEMUS.",
            "Aucun schéma n'est retenu d'office ; ceux du tableau :",
            "- 140 g en 5 jours : 5 x 20 g + 10 g + 4 x 5 g + 4 x 2,5 g (2 g/kg x 70 kg = 140 g) ; "
            "toutes les 4 à 6 semaines, 3 cures avant d'évaluer l'efficacité",
            "! Posologie de cette ligne (0,4 g/kg/j pendant 5 jours) lue dans une cellule fusionnée avec la PIDC : "
            "à vérifier sur le document de l'ANSM.",
            "! Sans abord veineux : voie sous-cutanée envisageable à dose équivalente, seulement après avis en RCP ; "
            "aucun schéma chiffré n'est imprimé.",
            CALL,
            MAINTENANCE,
            "Compris : répondeur aux IgIV en cours, pas d'abord veineux, pas de risque rénal, 70 kg, IMC 24 kg/m².",
            "Table ANSM du 20/05/2025, Neurologie.",
        ],
    ),
    "Non prioritaire : l'avis demandé, et la dose": (
        "anca_vasculitis",
        {"refractory_anca": True, "weight_kg": 70, "renal_risk": False, "bmi_kg_m2": 24},
        [
            "NON PRIORITAIRE [NP] · Vascularite à ANCA en rechute, résistante ou mal tolérante",
            "Le tableau ne donne pas de priorité à cette situation.",
            "Avis demandé par le tableau : centre de la filière FAI2R.",
            "140 g en 2 jours : 6 x 20 g + 2 x 10 g (2 g/kg x 70 kg = 140 g).",
            "Par jour : 70 g, soit 1 g/kg/j.",
            CALL,
            SMPC,
            "Compris : rechute, résistance, intolérance ou infection opportuniste sous traitement, 70 kg, "
            "pas de risque rénal, IMC 24 kg/m².",
            "Table ANSM du 20/05/2025, Médecine interne.",
        ],
    ),
    "Non justifié": (
        "narcolepsy",
        {},
        [
            "NON JUSTIFIÉ · Narcolepsie",
            "Pas d'indication des immunoglobulines selon le tableau.",
            "Si la situation porte un autre nom, écrivez-le.",
            "Table ANSM du 20/05/2025, Neurologie.",
        ],
    ),
    "Absent du tableau": (
        "not_listed",
        {},
        [
            "ABSENT DU TABLEAU",
            "! Situation absente des deux listes du tableau : ni priorité ni dose ; "
            "demandez l'avis d'une RCP ou d'un centre de référence.",
            "Si la situation porte un autre nom, écrivez-le.",
            "Table ANSM du 20/05/2025.",
        ],
    ),
}


@pytest.mark.parametrize("name", CARDS)
def test_la_carte_mot_pour_mot(name: str) -> None:
    indication, facts, expected = CARDS[name]
    assert card(decide(parse_case({"indication": indication, "facts": facts}))).split("\n") == expected


def test_ce_qu_une_question_va_demander_n_est_pas_aussi_un_avertissement() -> None:
    decision = decide(
        parse_case({"indication": "guillain_barre", "facts": {"age_years": 45, "plasma_exchange": "unavailable"}})
    )
    said = [
        warning.code for warning in decision.warnings if warning.text in card(decision, pending=decision.dose_facts)
    ]
    assert said == []
    assert [
        code for code in ("bmi_unknown", "renal_risk_unknown") if code not in {w.code for w in decision.warnings}
    ] == []


def test_hors_amm_n_est_jamais_ecrit() -> None:
    for indication, facts, _ in CARDS.values():
        decision = decide(parse_case({"indication": indication, "facts": facts}))
        assert "hors amm" not in (card(decision) + details(decision)).lower()


def test_les_details_disent_tout_ce_sur_quoi_la_reponse_repose() -> None:
    assert details(decide(parse_case({"indication": "itp_adult", "facts": EPISODE}))).split("\n") == [
        "PRIORITAIRE [P] · PTI de l'adulte, forme sévère (code rouge)",
        "Critères :",
        "- Score de Khellaf modifié supérieur à 8 : oui",
        "- Situation d'urgence : oui",
        "- Saignement intracérébral ou viscéral avec déglobulisation : inconnu",
        "Schémas du tableau :",
        "- Retenu : 72,5 g en une fois : 3 x 20 g + 10 g + 2,5 g (1 g/kg x 72 kg = 72 g, +0,7 %) ; "
        "dose unique à J1 ; à J3, répéter seulement si la gravité persiste sans réponse plaquettaire",
        "Remarques :",
        "- Référentiel : PNDS 2025.",
        SMPC,
        "Compris : Khellaf 9, urgence, corticoïdes en cours, pas de risque rénal, 72 kg.",
        "Table ANSM du 20/05/2025, Hématologie.",
        "Lecture du tableau non encore signée par un clinicien.",
    ]


def test_les_details_d_un_renouvellement_donnent_les_deux_avis() -> None:
    facts = {
        "clinically_progressive": True,
        "corticosteroids": "failed",
        "plasma_exchange": "failed",
        "phase": "renewal",
    }
    lines = details(decide(parse_case({"indication": "cidp", "facts": facts}))).split("\n")
    first = lines.index("Avis :")
    assert lines[first : first + 5] == [
        "Avis :",
        "- Avis favorable exigé : centre de référence de la filière FILNEMUS (maladies neuromusculaires ; "
        "réévaluation régulière par le centre de référence)",
        "Avis à l'initiation :",
        "- Avis favorable exigé : réunion de concertation pluridisciplinaire (RCP)",
        "- Avis favorable exigé : centre de référence de la filière FILNEMUS (maladies neuromusculaires)",
    ]
