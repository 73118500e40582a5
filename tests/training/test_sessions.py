"""A session from the first question to the feedback, and its walls: nothing mixes with care."""

from __future__ import annotations

import json
import time
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.record import keeper
from actions.record.read import count
from actions.record.store import Record, record_path
from actions.record.turns import kept
from actions.training import answers, schedule
from actions.training.cases import Vignette
from actions.training.choose import row_of
from tests.training.classroom import Intern, room, seated

KHELLAF = "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg"


def everything(intern: Intern) -> str:
    return json.dumps([item for say in intern.said for item in say.objects], ensure_ascii=False)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_une_reponse_parfaite_a_tous_les_points(seed: int) -> None:
    opened, _ = room(count=1, seed=seed)
    intern = seated(opened.code, f"s{seed}", "Loutre bleue")
    asks = len(intern.vignette.asks)
    intern.answers_right()
    given_ = answers.of_room(opened.code)
    assert [(item.score, item.errors) for item in given_] == [(1.0, ())] * asks


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["P", "UF", "NP", "non justifié", "absent du tableau", "incomplet"]))
def test_chaque_bulle_dit_qu_on_s_entraine_et_aucun_objet_ne_passe_pour_un_soin(seed: int, first: str) -> None:
    opened, _ = room(count=1, seed=seed)
    intern = seated(opened.code, f"m{seed}", "Loutre bleue")
    bubbles, objects = list(intern.said), everything(intern)
    intern.says(first)
    while intern.hand.get("case"):
        intern.says("sûr" if intern.said[-1].objects[-1]["ask"] == "confidence" else "je ne sais pas")
        bubbles += intern.said
        objects += everything(intern)
    assert all(say.text.startswith("Entraînement · ") for say in bubbles)
    assert all(item["training"] is True for say in bubbles for item in say.objects)
    assert '"type": "decision"' not in objects
    assert intern.objects("training_feedback")[0]["decision"]["type"] == "training_decision"


def test_le_corrige_nomme_l_erreur_et_ce_qu_il_faut_retenir(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Vignette(
        id="hand:essai", text="Un adulte a un PTI, score de Khellaf modifié 8, en urgence.", indication="itp_adult",
        facts={"khellaf_score": 8, "emergency": True, "life_threatening_bleeding": False}, asks=("priority",),
        families=("threshold",), learning_point="Le seuil est strict.", hint="Relisez le seuil.", source="Tableau.",
    )  # fmt: skip
    monkeypatch.setattr("actions.training.choose.by_id", lambda _: case)
    opened, _ = room(count=1)
    monkeypatch.setattr("actions.training.choose.case_of", lambda _: case)
    intern = seated(opened.code)
    intern.says("prioritaire")
    heard = intern.says("sûr")
    assert "Corrigé : 0 point sur 1" in heard
    assert "Attendu : non justifié" in heard
    assert (
        "! Seuil : votre réponse vaudrait avec « score de Khellaf modifié supérieur à 8 » : oui "
        "(ici Khellaf : 8)." in heard
    )
    assert "NON JUSTIFIÉ · Purpura thrombopénique immunologique (PTI) de l'adulte" in heard
    assert "Changeraient la réponse :" in heard
    assert "À retenir : Le seuil est strict." in heard
    assert answers.of_room(opened.code)[0].errors == ("threshold",)


def test_un_indice_coute_sa_part_et_se_dit() -> None:
    opened, _ = room(count=1)
    intern = seated(opened.code)
    assert "Indice (il coûte une part" in intern.taps("indice")
    heard = intern.answers_right()
    first = answers.of_room(opened.code)[0]
    assert (first.score, first.hints, first.errors) == (0.75, 1, ())
    assert "indice demandé" in heard


def test_le_temps_est_montre_et_ne_compte_pas() -> None:
    opened, _ = room(count=1)
    intern = seated(opened.code)
    heard = intern.answers_right()
    assert "(temps : " in heard and "non compté" in heard
    assert {item.score for item in answers.of_room(opened.code)} == {1.0}
    assert all(item.seconds == 20.0 for item in answers.of_room(opened.code)[:1])


def test_l_assurance_dite_avec_la_reponse_n_est_pas_redemandee() -> None:
    opened, _ = room(count=1)
    intern = seated(opened.code)
    intern.says("UF, assez sûr")
    assert answers.of_room(opened.code)[0].confidence == 2


def test_un_bouton_touche_tard_ne_repond_a_rien() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    late = next(one.payload for say in intern.said for one in say.buttons if one.title == "prioritaire [P]")
    intern.taps("prioritaire [P]")
    assert "Ce bouton répondait à une autre question." in intern.sends(late)
    assert answers.of_room(opened.code) == ()


def test_la_liste_finie_le_total_est_dit_et_rien_ne_se_repete() -> None:
    opened, _ = room(count=2)
    intern = seated(opened.code)
    intern.answers_right()
    intern.taps("cas suivant")
    intern.answers_right()
    heard = intern.taps("cas suivant")
    assert "Vous avez fini la liste" in heard
    assert intern.titles == ["m'entraîner seul", "mes progrès", "consultation"]
    intern.says(f"entraînement {opened.code}")
    assert "Vous avez fini la liste" in intern.said[-1].text


def test_une_consultation_s_ouvre_au_milieu_et_l_entrainement_reprend_sans_melange() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    before = intern.vignette.id
    intern.says("P")
    assert "Ce qui suit est une consultation" in intern.says("consultation")
    heard = intern.says(KHELLAF)
    assert heard.startswith("PRIORITAIRE [P]")
    facts = dict(intern.case.facts)
    assert "En êtes-vous sûr ?" in intern.says("reprendre l'entraînement")
    intern.says("sûr")
    assert intern.case.indication == "itp_adult" and dict(intern.case.facts) == facts
    assert intern.vignette.id == before or not intern.hand.get("case")
    assert [item.answer for item in answers.of_room(opened.code)] == [{"priority": "P"}]


def test_un_vrai_patient_tape_pendant_l_entrainement_n_est_ni_conclu_ni_note() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    heard = intern.says(KHELLAF)
    assert "rien n'a été conclu" in heard and "écrivez « consultation »" in heard
    assert intern.case.facts == {} and answers.of_room(opened.code) == ()


def test_rien_de_l_entrainement_n_entre_au_registre_des_decisions() -> None:
    opened, _ = room(count=1)
    intern = Intern("s1", keep=partial(kept, time.perf_counter()))
    try:
        intern.says(f"entraînement {opened.code}")
        intern.says("Loutre bleue")
        intern.says("un mot que personne ne comprend")
        intern.says(KHELLAF)
        intern.answers_right()
        assert not record_path().exists()
        intern.taps("consultation")
        assert "Référence " in intern.says(KHELLAF)
        intern.says("reprendre l'entraînement")
        intern.says("mes progrès")
        written = Record(readonly=True)
        assert count(written) == 1  # the one decision of care
        written.close()
    finally:
        keeper.release()


@pytest.mark.parametrize("move", ["/restart", "/new_patient"])
def test_recommencer_quitte_l_entrainement(move: str) -> None:
    opened, _ = room()
    intern = seated(opened.code)
    intern.sends(move)
    assert intern.case.active is None
    assert intern.says(KHELLAF).startswith("PRIORITAIRE [P]")


@pytest.mark.parametrize("text", ["entraînement", "je veux m'entraîner", "quiz", "donne-moi un cas"])
def test_l_entrainement_seul_s_ouvre_en_francais(text: str) -> None:
    intern = Intern("s1")
    assert "Sous quel pseudonyme ?" in intern.says(text)
    assert "Quelle est la priorité ?" in intern.says("Loutre bleue")


@pytest.mark.parametrize("text", [
    "salle de réveil, patient de 72 kg", "entraînement intensif puis PTI adulte Khellaf 9", "salle 6 PTI",
])  # fmt: skip
def test_une_phrase_de_soin_n_ouvre_pas_l_entrainement(text: str) -> None:
    intern = Intern("s1")
    intern.says(text)
    assert intern.case.active is None


def test_seul_un_point_rate_revient_quand_il_est_du() -> None:
    intern = Intern("s1")
    intern.says("entraînement")
    intern.says("Loutre bleue")
    missed = intern.vignette
    while intern.hand.get("case"):
        intern.says("je ne sais pas")
    player = intern.hand["player"]
    cards = schedule.cards(player)
    assert {card.family for card in cards} == set(missed.families)
    intern.now = max(card.due for card in cards)
    intern.taps("cas suivant")
    again = intern.vignette
    from actions.training.cases import expected

    assert again.id != missed.id
    assert row_of(expected(again)) == cards[0].row


def test_mes_progres_montre_forces_faiblesses_rappels_et_assurance() -> None:
    intern = Intern("s1")
    intern.says("entraînement")
    intern.says("Loutre bleue")
    intern.answers_right()
    intern.taps("cas suivant")
    while intern.hand.get("case"):
        intern.says("je ne sais pas")
    heard = intern.taps("mes progrès")
    assert "Vos progrès : 2 cas" in heard
    assert "À travailler :" in heard and "Lignes faibles :" in heard
    assert "- sûr : 100 %" in heard
    assert "prochain rappel le" in heard
