"""Moves and refusals, one by one: what is said, which object goes with it, and that the case is kept."""

from __future__ import annotations

from types import MappingProxyType

import pytest

import rules
from actions.conversation import Conversation
from actions.conversation.moves_talk import TEXTS
from actions.floor import step
from actions.understanding import Problem, Unbound, Understanding
from rules.model import EngineError
from tests.actions.talk import Heard, Talk

CHILD = Conversation(
    indication="itp_child", facts=MappingProxyType({"age_years": 6}), asked="life_threatening_bleeding"
)

BESIDE = tuple(intent for intent in TEXTS if intent != "start_training")  # which opens an activity


def reply(message: Understanding, case: Conversation = CHILD) -> tuple[Conversation, Heard]:
    after, says = step(case, message)
    return after, Heard(says)


@pytest.mark.parametrize(
    "intent",
    [
        *BESIDE,
        "why",
        "details",
        "explain_term",
        "network_only",
        "what_would_change",
        "nlu_fallback",
    ],
)
def test_un_mot_a_cote_garde_le_cas_et_repose_la_question(intent: str) -> None:
    after, heard = reply(Understanding("???", intent))
    assert after.content == CHILD.content
    assert heard.asked == CHILD.asked


@pytest.mark.parametrize("intent", BESIDE)
def test_un_mot_a_cote_est_court_et_en_francais(intent: str) -> None:
    _, heard = reply(Understanding("???", intent))
    assert len(heard.says[0].text) < 800
    assert heard.codes == [intent]


@pytest.mark.parametrize("intent", ["thank", "goodbye", "version", "history_2019", "contact_help", "out_of_scope"])
def test_sans_cas_un_mot_a_cote_n_ouvre_pas_de_question(intent: str) -> None:
    after, heard = reply(Understanding("???", intent), Conversation())
    assert after == Conversation()
    assert heard.order == ["notice"]


def test_2019_dit_ce_qui_a_change_sans_pretendre_comparer() -> None:
    _, heard = reply(Understanding("et en 2019 ?", "history_2019"))
    for piece in (
        "03/04/2019",
        "critères",
        "posologie minimale efficace",
        "avis spécialisé",
        "codes",
        "ne peut pas comparer",
    ):
        assert piece in heard.text


def test_demander_l_entrainement_y_conduit() -> None:
    _, heard = reply(Understanding("un cas pour m'entraîner", "start_training"))
    assert heard.text.startswith("Entraînement · Sous quel pseudonyme ?")


def test_l_entrainement_demande_avec_un_patient_ne_l_ouvre_pas() -> None:
    message = Understanding("un cas : 72 kg", "start_training", facts={"weight_kg": 72})
    case, heard = reply(message)
    assert "écrivez « entraînement »" in heard.text
    assert case.active is None


TERMS = [
    ("UF", "UF (code bleu) : à réserver"),
    ("FILNEMUS", "FILNEMUS : centre de référence de la filière FILNEMUS"),
    ("RCP", "RCP : réunion de concertation pluridisciplinaire."),
    ("Plasmaphérèse", "Échanges plasmatiques"),
    ("mot inconnu", "n'est pas dans le glossaire"),
]


@pytest.mark.parametrize(("term", "expected"), TERMS, ids=[term for term, _ in TERMS])
def test_un_mot_s_explique(term: str, expected: str) -> None:
    _, heard = reply(Understanding("", "explain_term", term=term))
    assert expected in heard.says[0].text


def test_un_mot_se_trouve_dans_la_phrase() -> None:
    _, heard = reply(Understanding("c'est quoi au juste une RCP ?", "explain_term"))
    assert heard.says[0].text.startswith("RCP : réunion")


NETWORKS = [
    ("itp_child", "CEREVANCE"),
    ("necrotising_or_antisynthetase_or_overlap_myositis", "FAI2R"),
    ("kawasaki", "Réunion de concertation pluridisciplinaire"),
    ("primary_immunodeficiency", "ne nomme aucun centre"),
]


@pytest.mark.parametrize(("name", "expected"), NETWORKS, ids=[name for name, _ in NETWORKS])
def test_le_centre_d_une_situation_se_demande_sans_toucher_au_cas(name: str, expected: str) -> None:
    after, heard = reply(Understanding("quel centre ?", "network_only", indication=name, candidates=(name,)))
    assert expected in heard.says[0].text
    assert after.indication == "itp_child"


def test_sans_situation_le_centre_se_redemande() -> None:
    _, heard = reply(Understanding("quel centre ?", "network_only"), Conversation())
    assert "Pour quelle situation ?" in heard.text


def test_un_libelle_tape_repond_quelle_que_soit_l_intention_devinee() -> None:
    talk = Talk()
    talk.says("bonjour")
    assert talk.says("neuro", "out_of_scope").values == [
        "guillain_barre",
        "cidp",
        "multifocal_motor_neuropathy",
        "myasthenia_gravis",
        "lambert_eaton",
        "not_listed",
    ]


def test_ce_qui_est_masque_se_dit_en_une_ligne() -> None:
    message = Understanding("PTI enfant", "inform", facts={"weight_kg": 20}, masked=("name", "phone"))
    _, heard = reply(message)
    assert heard.text.startswith("Masqué, non conservé : nom et téléphone. N'écrivez rien qui identifie le patient.")


def test_un_probleme_se_dit_d_abord_puis_la_question() -> None:
    problem = Problem("wrong_unit", "« 72 lb » : donnez le poids en kg.", "weight_kg")
    after, heard = reply(Understanding("72 lb", "inform", problems=(problem,)))
    assert heard.order == ["notice", "question"]
    assert heard.objects("notice") == [
        {"type": "notice", "code": "wrong_unit", "message": "« 72 lb » : donnez le poids en kg.", "field": "weight_kg"}
    ]
    assert after.content == CHILD.content


def test_une_situation_nommee_en_repondant_a_la_question_se_confirme() -> None:
    message = Understanding(
        "oui, et il a un Kawasaki", "inform", "kawasaki", ("kawasaki",), facts={"life_threatening_bleeding": True}
    )
    after, heard = reply(message)
    assert (after.indication, after.candidates) == ("itp_child", ("kawasaki",))
    assert heard.values == ["kawasaki", "not_listed"]
    after, heard = reply(Understanding("non", "deny"), after)
    assert (after.indication, after.candidates, heard.verdict) == ("itp_child", (), "P")


def test_un_nombre_ne_va_qu_au_seul_fait_ouvert_qui_a_son_unite() -> None:
    message = Understanding("22 kg", "inform", unbound=(Unbound("number", 22, "kg", "22"),))
    case = Conversation(indication="kawasaki")
    after, _ = reply(message, case)
    assert dict(after.facts) == {"weight_kg": 22}


def test_l_objet_question_suit_l_interface() -> None:
    talk = Talk()
    talk.says("PIDC évolutive")
    assert talk.says("pourquoi ?").objects("question") == [
        {
            "type": "question",
            "fact": "corticosteroids",
            "kind": "trial",
            "unit": None,
            "unit_label": None,
            "choices": [
                {"value": "not_tried", "label": "jamais essayés"},
                {"value": "available", "label": "disponibles, pas encore donnés"},
                {"value": "ongoing", "label": "en cours"},
                {"value": "failed", "label": "échec"},
                {"value": "dependent", "label": "dépendance"},
                {"value": "not_tolerated", "label": "intolérance"},
                {"value": "contraindicated", "label": "contre-indication"},
                {"value": "unavailable", "label": "indisponibles"},
            ],
        }
    ]
    talk.says("nouveau patient : déficit immunitaire secondaire, antibioprophylaxie en échec")
    assert talk.says("pourquoi ?").objects("question") == [
        {
            "type": "question",
            "fact": "igg_g_per_l",
            "kind": "number",
            "unit": "g/L",
            "unit_label": "g/L",
            "choices": None,
        }
    ]


def test_la_question_sur_la_situation_offre_les_trente_et_une_et_aucune() -> None:
    choices = Talk().says("bonjour").objects("question")[0]["choices"]
    assert len(choices) == 32
    assert choices[-1] == {"value": "not_listed", "label": "aucune de ces situations"}


def test_le_moteur_en_erreur_ne_donne_jamais_de_priorite(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> rules.Decision:
        raise EngineError("en doute")

    monkeypatch.setattr(rules, "decide", fail)
    after, heard = reply(Understanding("oui", "affirm"))
    assert after == CHILD
    assert heard.codes == ["unavailable"]
    assert heard.decision is None
    assert "aucune priorité n'est donnée" in heard.text
