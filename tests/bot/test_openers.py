"""What is typed to leave the consultation reaches its activity through the whole of Rasa, classifier included."""

from __future__ import annotations

import uuid

import pytest

from tests.serving import Server, said

OPENERS = {
    "calcule le Khellaf": "Score de Khellaf modifié.\n",
    "calcule le score de Buchanan": "Score de Buchanan-Adix.\n",
    "calcule l'IMC": "Quel est le poids mesuré du patient ?",
    "surface corporelle": "Quel est le poids mesuré du patient ?",
    "sirolimus": "Sirolimus (Rapamune) dans le PTI de l'enfant et de l'adolescent.",
    "résiduel 16 ng/mL à J7": "SUSPENDRE · Résiduel en zone de toxicité",
    "RC depuis 14 mois": "DIMINUER PROGRESSIVEMENT · Réponse complète depuis 12 mois",
    "formulaire SIVIG": "SIVIG, immunoglobulines intraveineuses au cours de la sclérodermie systémique.",
    "score ACR/EULAR": "Classification ACR/EULAR 2013 de la sclérodermie systémique",
    "entraînement": "Entraînement · Sous quel pseudonyme ?",
    "entraînement KHELAF": "Entraînement · Aucune salle et aucun code personnel ne correspond à « KHELAF ».",
    "mes progrès": "Entraînement · Il n'y a pas encore de réponse à montrer.",
    "suite K7-482": "La référence K7-482 n'est pas dans ce registre",
}


@pytest.mark.parametrize(("typed", "answer"), OPENERS.items(), ids=OPENERS)
def test_ce_qui_ouvre_une_activite_y_mene(server: Server, typed: str, answer: str) -> None:
    assert said(server.say(uuid.uuid4().hex, typed)).startswith(answer)


@pytest.mark.parametrize("typed", ["c'est quoi le Khellaf ?", "que veut dire Khellaf"])
def test_demander_ce_qu_est_un_score_ne_le_calcule_pas(server: Server, typed: str) -> None:
    assert said(server.say(uuid.uuid4().hex, typed)).startswith("Score de Khellaf modifié : score hémorragique")


@pytest.mark.parametrize("typed", ["bulles buccales", "pétéchies", "hématurie macroscopique"])
def test_un_signe_seul_n_est_pas_pris_pour_une_insulte(server: Server, typed: str) -> None:
    assert "Je n'ai pas compris" in said(server.say(uuid.uuid4().hex, typed))
