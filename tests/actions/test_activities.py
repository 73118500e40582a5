"""Who has the floor: the consultation, or an activity beside it; neither touches what the other keeps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping

import pytest

from actions.activities import Context, Outcome
from actions.conversation import Conversation
from actions.conversation.say import Notice
from actions.floor import offer, step
from actions.understanding import Understanding
from bot.nlu.understand import extract

CONTEXT = Context("s1", "terminal")


@dataclass(frozen=True)
class Counting:
    """An activity that counts the messages that it was given; "pause" gives the floor back, "fini" forgets."""

    name: str = "counting"
    of_patient: bool = False

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        return message.text == "compter"

    def step(
        self, state: Mapping[str, Any] | None, conversation: Conversation, message: Understanding, context: Context
    ) -> Outcome | None:
        if message.text == "une question sur le patient":
            return None
        count = 1 + (state or {}).get("count", 0)
        says = (Notice("count", f"{context.sender} : {count}").say(),)
        if message.text == "fini":
            return Outcome(says, None, active=False)
        if message.text == "un score":
            return Outcome(says, {"count": count}, case=conversation.with_facts({"khellaf_score": 9}))
        return Outcome(says, {"count": count}, active=message.text != "pause")


def talk(*texts: str, start: Conversation | None = None) -> tuple[Conversation, str]:
    """The conversation after these messages, through JSON at each turn, and what was said last."""
    case, said = start or Conversation(), ""
    for text in texts:
        after, says = step(Conversation.from_json(case.to_json()), extract(text), None, CONTEXT, (Counting(),))
        case, said = after, "\n".join(say.text for say in says)
    return case, said


def test_une_activite_ouverte_recoit_les_messages_qui_suivent() -> None:
    case, said = talk("compter", "72 kg", "PTI adulte")
    assert (case.active, dict(case.activities), case.indication, dict(case.facts)) == (
        "counting", {"counting": {"count": 3}}, None, {},
    )  # fmt: skip
    assert said == "s1 : 3"


def test_le_cas_en_cours_attend_et_revient_tel_quel() -> None:
    before, _ = talk("PTI adulte, Khellaf 9, urgence")
    case, _ = talk("compter", "encore", "pause", start=before)
    assert replace(case, activities={}, active=None) == replace(before, activities={}, active=None)
    assert (case.active, dict(case.activities)) == (None, {"counting": {"count": 3}})


def test_apres_une_pause_la_consultation_a_la_parole_et_l_activite_reprend_ou_elle_en_etait() -> None:
    case, said = talk("compter", "pause", "PTI adulte, Khellaf 9, urgence, 72 kg", "compter")
    assert (case.indication, case.active, dict(case.activities)) == (
        "itp_adult",
        "counting",
        {"counting": {"count": 3}},
    )
    assert said == "s1 : 3"


def test_une_activite_finie_est_oubliee() -> None:
    case, _ = talk("compter", "fini")
    assert (case.active, dict(case.activities)) == (None, {})


def test_une_activite_peut_remettre_un_message_a_la_consultation() -> None:
    case, said = talk("compter", "une question sur le patient")
    assert case.active is None and dict(case.activities) == {"counting": {"count": 1}}
    assert "s1 :" not in said


def test_un_score_entre_dans_le_cas_en_cours() -> None:
    case, _ = talk("PTI adulte", "compter", "un score")
    assert (case.indication, dict(case.facts)) == ("itp_adult", {"khellaf_score": 9})


@pytest.mark.parametrize("move", ["restart", "new_patient"])
@pytest.mark.parametrize(("of_patient", "kept"), [(True, {}), (False, {"counting": {"count": 1}})])
def test_recommencer_rend_la_parole_et_oublie_ce_qui_est_du_patient(move: str, of_patient: bool, kept: object) -> None:
    case, _ = talk("PTI adulte", "compter")
    after, _ = step(case, Understanding("", move), move, CONTEXT, (Counting(of_patient=of_patient),))
    assert (after.active, after.indication, dict(after.activities)) == (None, None, kept)


def test_retour_ne_defait_que_le_cas() -> None:
    case, _ = talk("PTI adulte", "compter", "pause", "Khellaf 9", "retour")
    assert (dict(case.facts), dict(case.activities)) == ({}, {"counting": {"count": 2}})


def test_sans_activite_demandee_le_message_est_pour_la_consultation() -> None:
    assert offer((Counting(),), Conversation(), extract("PTI adulte"), CONTEXT) is None
