"""The Rasa actions, run by rasa_sdk's own executor on trackers as Rasa sends them."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

os.environ["RASA_TELEMETRY_ENABLED"] = "false"

import pytest
from rasa_sdk.executor import ActionExecutor
from ruamel.yaml import YAML

from actions.understanding import Understanding
from bot.nlu.understand import extract

DOMAIN = Path(__file__).parents[2] / "domain.yml"
ACTIONS = {
    "action_answer",
    "action_back",
    "action_consult",
    "action_details",
    "action_dont_know",
    "action_dose_only",
    "action_explain",
    "action_fallback",
    "action_network_only",
    "action_new_patient",
    "action_renewal",
    "action_restart",
    "action_skip",
    "action_smalltalk",
    "action_what_would_change",
    "action_why",
}


@pytest.fixture(scope="module")
def executor() -> ActionExecutor:
    found = ActionExecutor()
    found.register_package("actions.rasa_actions")
    return found


def run(executor: ActionExecutor, action: str, latest: dict[str, Any], case: Any = None) -> dict[str, Any]:
    call = {
        "next_action": action,
        "sender_id": "test",
        "tracker": {"sender_id": "test", "slots": {"case": case}, "latest_message": latest, "events": []},
        "domain": {},
    }
    result: dict[str, Any] = asyncio.run(executor.run(call))
    return result


def typed(text: str) -> dict[str, Any]:
    """The parse data of a typed message."""
    found = extract(text)
    return {"text": text, "intent": {"name": found.intent}, "entities": [], "understanding": found.to_json()}


def tapped(value: Any, fact: str | None = None) -> dict[str, Any]:
    """The parse data of `/answer{"value": …}`, with the fact that the button asked about if it says so."""
    sent = {"value": value} if fact is None else {"value": value, "fact": fact}
    entities = [{"entity": key, "value": item} for key, item in sent.items()]
    return {"text": "/answer", "intent": {"name": "answer"}, "entities": entities}


def case_of(result: dict[str, Any]) -> Any:
    return result["events"][-1]["value"]


def said(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The replies, without the fields that say nothing."""
    return [{key: value for key, value in item.items() if value} for item in result["responses"]]


def test_chaque_action_du_domaine_existe_et_aucune_autre(executor: ActionExecutor) -> None:
    assert set(executor.actions) == ACTIONS
    domain = YAML(typ="safe").load(DOMAIN.read_text(encoding="utf-8"))
    assert set(domain["actions"]) == ACTIONS


def test_la_reponse_est_un_texte_puis_ses_objets(executor: ActionExecutor) -> None:
    result = run(executor, "action_consult", typed("Kawasaki, 12 kg"))
    kinds = [("text" if "text" in item else item["custom"]["type"]) for item in said(result)]
    assert kinds == ["text", "decision", "text", "question"]
    assert said(result)[2]["buttons"] == [{"title": "passer", "payload": "/skip"}]
    assert case_of(result)["facts"] == {"weight_kg": 12}


def test_un_bouton_repond_a_la_question(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant, 6 ans"))
    answered = run(executor, "action_answer", tapped(False), case_of(asked))
    assert case_of(answered)["facts"] == {"age_years": 6, "life_threatening_bleeding": False}


def test_un_bouton_dit_la_question_a_laquelle_il_repond(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant, 6 ans"))
    assert said(asked)[0]["buttons"][0] == {
        "title": "oui",
        "payload": '/answer{"value": true, "fact": "life_threatening_bleeding"}',
    }


def test_un_bouton_touche_en_retard_corrige_sa_propre_question(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PIDC évolutive, corticoïdes en échec"))
    late = run(executor, "action_answer", tapped("contraindicated", "corticosteroids"), case_of(asked))
    assert case_of(late)["facts"] == {"clinically_progressive": True, "corticosteroids": "contraindicated"}
    assert said(late)[-1]["custom"]["fact"] == "plasma_exchange"


@pytest.mark.parametrize("value", [True, "failed"], ids=["le patient d'avant : oui", "le patient d'avant : échec"])
def test_un_bouton_du_patient_d_avant_ne_repond_a_rien(executor: ActionExecutor, value: Any) -> None:
    asked = run(executor, "action_consult", typed("myasthénie"))
    late = run(executor, "action_answer", tapped(value, "renal_risk"), case_of(asked))
    assert said(late)[1]["custom"]["code"] == "invalid_value"
    assert "facts" not in case_of(late)
    assert case_of(late)["asked"] == "acute_decompensation"


def test_un_bouton_qui_nomme_autre_chose_ne_repond_a_rien(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant, 6 ans"))
    answered = run(executor, "action_answer", tapped(False, "inconnu"), case_of(asked))
    assert said(answered)[1]["custom"]["code"] == "invalid_value"
    assert case_of({**asked, **answered})["facts"] == {"age_years": 6}


@pytest.mark.parametrize("fact", [3, None, ["renal_risk"]])
def test_un_fait_qui_n_est_pas_un_mot_laisse_repondre_a_la_question(executor: ActionExecutor, fact: Any) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant, 6 ans"))
    answered = run(executor, "action_answer", tapped(False, fact), case_of(asked))
    assert case_of(answered)["facts"] == {"age_years": 6, "life_threatening_bleeding": False}


def test_un_bouton_sans_valeur_est_refuse_sans_rien_perdre(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant, 6 ans"))
    latest = {"text": "/answer", "intent": {"name": "answer"}, "entities": []}
    refused = run(executor, "action_answer", latest, case_of(asked))
    assert said(refused)[1]["custom"]["code"] == "invalid_value"
    assert case_of(refused)["facts"] == {"age_years": 6}


def test_oui_tape_repond_aussi_par_action_answer(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant"))
    answered = run(executor, "action_answer", typed("oui"), case_of(asked))
    assert case_of(answered)["facts"] == {"life_threatening_bleeding": True}


def test_un_deplacement_par_bouton_n_a_pas_de_comprehension(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant"))
    latest = {"text": "/dont_know", "intent": {"name": "dont_know"}, "entities": []}
    declined = run(executor, "action_dont_know", latest, case_of(asked))
    assert case_of(declined)["declined"] == ["life_threatening_bleeding"]


def test_recommencer_efface_l_histoire_de_rasa_puis_le_cas(executor: ActionExecutor) -> None:
    asked = run(executor, "action_consult", typed("PTI de l'enfant"))
    result = run(executor, "action_restart", {"text": "/restart", "intent": {"name": "restart"}}, case_of(asked))
    assert [event["event"] for event in result["events"]] == ["restart", "slot"]
    assert {**case_of(result), "record": {}} == {"asked": "indication", "record": {}}


def test_la_politesse_prend_l_intention_du_message(executor: ActionExecutor) -> None:
    result = run(executor, "action_smalltalk", typed("merci"))
    assert said(result)[1]["custom"]["code"] == "thank"


def test_ce_que_le_canal_a_masque_se_dit(executor: ActionExecutor) -> None:
    latest = {**typed("PTI de l'enfant"), "metadata": {"masked": ["nir"]}}
    assert "numéro de sécurité sociale" in said(run(executor, "action_consult", latest))[0]["text"]


def test_un_message_sans_comprehension_n_est_pas_compris(executor: ActionExecutor) -> None:
    latest = {"text": "quelque chose", "intent": {"name": None}, "entities": []}
    assert said(run(executor, "action_fallback", latest))[1]["custom"]["code"] == "not_understood"


def test_une_panne_se_dit_et_garde_le_cas(executor: ActionExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Understanding:
        raise RuntimeError("patient")

    monkeypatch.setattr("actions.rasa_actions.base.read_message", fail)
    case = {"indication": "kawasaki", "facts": {"weight_kg": 12}}
    result = run(executor, "action_consult", typed("oui"), case)
    assert said(result)[1]["custom"]["code"] == "unavailable"
    assert case_of(result) == case
