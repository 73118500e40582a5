"""Moves that are certain by their words, and the intent that the classifier settles beside them."""

from __future__ import annotations

import pytest

from actions.understanding import Unbound
from bot.nlu.intent import settle
from bot.nlu.terms import load_yaml
from bot.nlu.understand import extract

CERTAIN = [
    ("Bonjour !", "greet"),
    ("merci beaucoup", "thank"),
    ("Pourquoi ?", "why"),
    ("retour", "back"),
    ("recommencer", "restart"),
    ("autre patient", "new_patient"),
    ("je ne sais pas", "dont_know"),
    ("passer", "skip"),
    ("détails", "details"),
    ("renouvellement", "renewal"),
    ("qu'est-ce qui changerait la réponse ?", "what_would_change"),
    ("quelle dose ?", "dose_only"),
    ("quel centre ?", "network_only"),
    ("quelle version de la table ?", "version"),
    ("qu'est-ce qui a changé depuis 2019 ?", "history_2019"),
    ("parler à un humain", "contact_help"),
    ("je veux m'entraîner", "start_training"),
    ("tu es nul", "insult"),
    ("what is the dose for my patient", "english"),
    ("quelle dose de paracétamol", "out_of_scope"),
    ("aide", "help"),
    ('/answer{"value": 3}', "answer"),
    ("trucmuche", "nlu_fallback"),
]


@pytest.mark.parametrize(("text", "intent"), CERTAIN, ids=[text for text, _ in CERTAIN])
def test_a_move_is_certain_by_its_words(text: str, intent: str) -> None:
    understood = extract(text)
    assert (understood.intent, understood.indication, dict(understood.facts)) == (intent, None, {})


def test_every_whole_move_of_the_terminology_is_heard() -> None:
    whole = load_yaml("moves.yml")["whole"]
    astray = [(text, extract(text).intent) for intent, texts in whole.items() for text in texts
              if extract(text).intent not in (intent, "answer")]  # fmt: skip
    assert astray == []


BESIDE = [
    ("quel centre pour un PTI de l'enfant ?", "network_only", "itp_child", None),
    ("posologie pour un Kawasaki", "dose_only", "kawasaki", None),
    ("Guillain-Barré, échanges plasmatiques impossibles, quelle dose ?", "inform", "guillain_barre", None),
    ("bonjour, PTI adulte", "inform", "itp_adult", None),
    ("c'est quoi UF ?", "explain_term", None, "UF"),
    ("que veut dire CeReCAI", "explain_term", None, "CeReCAI"),
    ("nouveau patient, GBS", "new_patient", "guillain_barre", None),
]


@pytest.mark.parametrize(("text", "intent", "indication", "term"), BESIDE, ids=[case[0] for case in BESIDE])
def test_a_move_keeps_the_situation_of_its_message(
    text: str, intent: str, indication: str | None, term: str | None
) -> None:
    understood = extract(text)
    assert (understood.intent, understood.indication, understood.term) == (intent, indication, term)


def test_yes_and_no_also_answer_the_question_just_asked() -> None:
    assert (extract("oui").unbound, extract("non").unbound) == (
        (Unbound("boolean", True, None, "oui"),),
        (Unbound("boolean", False, None, "non"),),
    )


CORRECTIONS = ["finalement 68 kg", "non, adulte", "je corrige : IgG 2,8", "72 kg, pardon 68 kg"]


@pytest.mark.parametrize("text", CORRECTIONS)
def test_a_correction_is_told_as_such(text: str) -> None:
    assert extract(text).correction


SETTLED = [
    ("une phrase sans contenu suit le modèle", "vous êtes bien aimable", "thank", 0.9, "thank"),
    ("un modèle hésitant n'est pas cru", "vous êtes bien aimable", "thank", 0.2, "nlu_fallback"),
    ("une situation dite l'emporte sur le modèle", "PTI adulte khellaf 9", "why", 0.99, "inform"),
    ("un mouvement certain l'emporte sur le modèle", "retour", "thank", 0.99, "back"),
    ("un autre médicament peut être hors sujet", "le méthotrexate est-il cher", "out_of_scope", 0.8, "out_of_scope"),
    ("une année dans une phrase n'est pas une valeur", "et en 2018 alors", "history_2019", 0.8, "history_2019"),
    ("un nombre seul reste une réponse", "72", "thank", 0.99, "inform"),
    ("le modèle n'efface pas un dossier en hésitant", "le patient va mal", "new_patient", 0.6, "nlu_fallback"),
    ("le modèle n'efface jamais un dossier", "un patient avec un Kawasaki", "new_patient", 0.99, "inform"),
]


@pytest.mark.parametrize(("name", "text", "guess", "confidence", "intent"), SETTLED, ids=[case[0] for case in SETTLED])
def test_the_final_intent(name: str, text: str, guess: str, confidence: float, intent: str) -> None:
    assert settle(extract(text), guess, confidence, 0.35)[0].intent == intent


NO_ANSWER = ["ccc", "bof", "on verra", "euh", "LLC", "mouais", "oui mais pas sûr", "plutôt oui", "je crois que oui"]


@pytest.mark.parametrize("text", NO_ANSWER)
def test_a_word_that_is_neither_yes_nor_no_answers_nothing(text: str) -> None:
    understood, _ = settle(extract(text), "affirm", 0.9, 0.35)
    assert (understood.intent in ("affirm", "deny"), understood.unbound) == (False, ())


@pytest.mark.parametrize("text", ["pas sûr", "peut-être", "je ne suis pas sûre"])
def test_a_doubt_is_i_do_not_know(text: str) -> None:
    assert extract(text).intent == "dont_know"


@pytest.mark.parametrize(("text", "intent"), [("carrément", "affirm"), ("ça marche", "affirm"), ("pas le cas", "deny")])
def test_yes_and_no_in_other_words_are_believed(text: str, intent: str) -> None:
    assert settle(extract(text), intent, 0.9, 0.35)[0].intent == intent
