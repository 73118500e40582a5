"""What a conversation remembers, as the slot `case` keeps it."""

from __future__ import annotations

import json
from types import MappingProxyType

import pytest

from actions.conversation import Conversation
from actions.conversation.state import HISTORY

FULL = Conversation(
    indication="itp_adult",
    facts=MappingProxyType({"khellaf_score": 9, "age_years": {"at_least": 18}, "emergency": True}),
    declined=("pregnant",),
    skipped=("weight_kg",),
    asked="corticosteroids",
    shown=("itp_adult|itp_adult_severe|P|now|None", "check_smpc"),
    history=(Conversation(asked="indication"), Conversation(candidates=("itp_adult", "itp_child"))),
)


def test_une_conversation_revient_du_json_telle_quelle() -> None:
    assert Conversation.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_une_conversation_vide_tient_en_rien() -> None:
    assert Conversation().to_json() == {}


@pytest.mark.parametrize("slot", [None, "", 3, ["itp_adult"], {"inconnu": 1}], ids=repr)
def test_un_slot_qui_n_est_pas_le_notre_commence_un_nouveau_cas(slot: object) -> None:
    assert Conversation.from_json(slot) == Conversation()


def test_un_fait_redit_quitte_ce_qui_etait_inconnu_ou_passe() -> None:
    changed = FULL.with_facts({"pregnant": False, "weight_kg": 70})
    assert (changed.declined, changed.skipped) == ((), ())
    assert dict(changed.facts) == {
        "khellaf_score": 9, "age_years": {"at_least": 18}, "emergency": True, "pregnant": False, "weight_kg": 70,
    }  # fmt: skip


def test_le_retour_ne_remonte_que_les_dernieres_etapes() -> None:
    conversation = Conversation()
    for weight in range(1, HISTORY + 5):
        conversation = conversation.with_facts({"weight_kg": weight}).remember(conversation)
    assert len(conversation.history) == HISTORY
    assert dict(conversation.history[-1].facts) == {"weight_kg": HISTORY + 3}


def test_dire_la_meme_chose_n_allonge_pas_l_histoire() -> None:
    assert FULL.remember(FULL) == FULL
