"""Seeded random conversations: whatever is said, in whatever order, the reply is what the rules conclude."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.conversation import Conversation
from actions.wording.questions import INDICATION
from rules import CaseError, decide, parse_case
from tests.actions.talk import Heard, Talk

TYPED = (
    "bonjour", "PTI", "PTI adulte", "PTI de l'enfant", "GBS", "Kawasaki", "kawazaki", "guilain bare",
    "myasthénie", "PIDC", "érythroblastopénie", "rejet humoral", "narcolepsie", "syndrome de l'homme raide",
    "hypogammaglobulinémie", "neuro", "hématologie", "aucune de ces situations", "Kawasaki ou PTI enfant",
    "PTI adulte 6 ans", "hémochromatose néonatale", "adulte", "6 ans", "45 ans", "72 kg", "finalement 68 kg",
    "7000 kg", "1m65", "IMC 45", "IgG 3,2", "IgG 400 g/L", "IgG < 4", "oui", "non", "échec", "en cours", "jamais",
    "indisponibles", "9", "72", "9 72", "3,2", "Khellaf 9, urgence", "non, adulte", "non, 45 ans", "enceinte",
    "pas enceinte", "insuffisance rénale", "hb 9", "plaquettes 8000", "corticoïdes en échec", "pourquoi ?",
    "retour", "recommencer", "nouveau patient", "je ne sais pas", "passer", "détails", "renouvellement",
    "qu'est-ce qui changerait la réponse ?", "quelle dose ?", "quel centre ?", "c'est quoi UF ?", "merci", "blabla", "",
    "le frère a eu un Kawasaki", "nouveau patient : GBS 6 ans 20 kg",
)  # fmt: skip
VALUES = (
    True, False, None, 0, 3.9, 9, 72, 1e9, "failed", "not_tried", "unavailable", "IgG", "kidney", "kawasaki",
    "itp_child", "not_listed", "neurologie", "autre chose", {"below": 4}, {"below": -1}, [], {"a": {}},
)  # fmt: skip
MESSAGES = st.one_of(
    st.sampled_from(TYPED).map(lambda text: ("says", text)), st.sampled_from(VALUES).map(lambda value: ("taps", value))
)
SEEDED = settings(
    max_examples=200, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)


def concluded(case: Conversation) -> str:
    """What the rules conclude for the case in hand."""
    try:
        return decide(parse_case({"indication": case.indication, "facts": dict(case.facts)})).status
    except CaseError as error:
        return error.code


@SEEDED
@given(st.lists(MESSAGES, min_size=3, max_size=12))
def test_quoi_qu_on_dise_la_reponse_est_celle_des_regles(messages: list[tuple[str, Any]]) -> None:
    talk = Talk()
    for how, what in messages:
        heard: Heard = getattr(talk, how)(what)
        case = talk.case
        assert heard.text.strip() and "unavailable" not in heard.codes
        assert heard.asked in (None, case.asked)
        assert case.asked is None or case.asked == INDICATION or case.asked not in case.declined
        assert heard.verdict in (None, concluded(case))
        if heard.verdict and not case.conflict:
            assert heard.decision and heard.decision["facts"] == dict(case.facts)
