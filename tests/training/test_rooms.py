"""Joining, names, codes, closing, deletion: what happens around the cases."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from actions.conversation import Conversation
from actions.database import DatabaseProblem
from actions.training import answers, codes, database, players, rooms
from actions.training.data import names
from actions.understanding import Understanding
from tests.training.classroom import START, Intern, room, seated


def test_un_code_n_a_que_des_lettres_qui_ne_se_confondent_pas() -> None:
    drawn = {codes.draw(codes.ROOM) for _ in range(300)}
    assert all(re.fullmatch("[ABCDEFGHJKMNPRSTVWXYZ]{6}", code) for code in drawn)
    assert len(drawn) > 290


@pytest.mark.parametrize("spelling", ["{}", "{lower}", " {} ", "{dotted}"])
def test_le_code_se_tape_en_majuscules_ou_non(spelling: str) -> None:
    opened, _ = room()
    typed = spelling.format(opened.code, lower=opened.code.lower(), dotted="-".join(opened.code))
    assert "Sous quel pseudonyme ?" in Intern("s1").says(f"Entraînement {typed}")


def test_l_interne_recoit_des_propositions_et_le_premier_cas() -> None:
    opened, _ = room()
    intern = Intern("s1")
    intern.says(f"entrainement {opened.code}")
    assert len(intern.titles) == 3
    heard = intern.taps(intern.titles[0])
    assert "Salle « Hémato, novembre » : 3 cas fictifs." in heard
    assert "Cas 1 sur 3 · Hémato, novembre" in heard
    assert "Quelle est la priorité ?" in heard


def test_deux_internes_de_meme_pseudonyme_le_second_en_choisit_un_autre() -> None:
    opened, _ = room()
    seated(opened.code, "s1", "Loutre bleue")
    second = Intern("s2")
    second.says(f"entraînement {opened.code}")
    heard = second.says("loutre Bleue")
    assert "« Loutre Bleue » est déjà pris" in heard
    assert "Loutre bleue" not in second.titles
    assert "Cas 1 sur 3" in second.taps(second.titles[0])


def test_la_meme_conversation_revient_a_sa_place() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    intern.says("P")
    intern.says("sûr")
    back = Intern("s1")
    assert "Vous revoilà, Loutre bleue." in back.says(f"entraînement {opened.code}")
    assert len(answers.of_room(opened.code)) == 1


def test_le_code_personnel_ramene_depuis_un_autre_appareil() -> None:
    opened, _ = room()
    intern = Intern("s1")
    intern.says(f"entraînement {opened.code}")
    found = re.search("Votre code personnel : ([A-Z-]{9})", intern.says("Loutre bleue"))
    assert found is not None
    elsewhere = Intern("s2")
    heard = elsewhere.says(f"entraînement {found[1].lower()}")
    assert "Vous revoilà, Loutre bleue." in heard
    assert "Cas 1 sur 3 · Hémato, novembre" in heard
    assert elsewhere.hand["player"] == intern.hand["player"]


def test_un_nouveau_code_personnel_annule_le_precedent() -> None:
    intern = Intern("s1")
    intern.says("entraînement")
    first = re.search("Votre code personnel : ([A-Z-]{9})", intern.says("Loutre bleue"))
    assert first is not None
    second = re.search("Votre code personnel : ([A-Z-]{9})", intern.says("mon code"))
    assert second is not None
    assert "ne correspond à" in Intern("s2").says(f"entraînement {first[1]}")
    assert "Vous revoilà" in Intern("s3").says(f"entraînement {second[1]}")


def test_un_code_faux_est_dit_avec_la_suite() -> None:
    intern = Intern("s1")
    heard = intern.says("entraînement ABCDEF")
    assert "Aucune salle et aucun code personnel ne correspond à « ABCDEF »." in heard
    assert intern.titles == ["m'entraîner seul", "consultation"]


@pytest.mark.parametrize("closed_by", ["l'enseignant", "le temps"])
def test_une_salle_close_le_dit_et_propose_la_suite(closed_by: str) -> None:
    opened, _ = room(minutes=30)
    intern = seated(opened.code)
    if closed_by == "l'enseignant":
        rooms.close(opened.code, START + timedelta(minutes=5))
    else:
        intern.now = START + timedelta(minutes=31)
    assert "est close depuis le" in intern.says("P")
    assert "m'entraîner seul" in intern.titles
    late = Intern("s2", now=intern.now)
    assert "est close depuis le" in late.says(f"entraînement {opened.code}")
    assert answers.of_room(opened.code) == ()


def test_la_salle_reste_ouverte_jusqu_a_sa_derniere_minute() -> None:
    opened, _ = room(minutes=30)
    assert opened.is_open(START + timedelta(minutes=30, seconds=-1))
    assert not opened.is_open(START + timedelta(minutes=30))


def test_une_salle_supprimee_ne_laisse_rien() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    intern.says("P")
    intern.says("sûr")
    rooms.delete(opened.code)
    assert rooms.find(opened.code) is None
    assert database.rows("SELECT * FROM answers") == database.rows("SELECT * FROM seats") == []
    assert "Cette salle n'existe plus." in intern.says("suivant")


def test_supprimer_mes_donnees_demande_puis_efface_tout() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    intern.says("P")
    intern.says("sûr")
    assert "C'est définitif." in intern.says("supprimer mes données")
    assert "C'est fait" in intern.taps("oui, supprimer")
    kept = [
        database.rows(f"SELECT * FROM {name}") for name in ("players", "conversations", "seats", "answers", "cards")
    ]
    assert kept == [[]] * 5


def test_sans_confirmation_rien_n_est_efface() -> None:
    opened, _ = room()
    intern = seated(opened.code)
    intern.says("supprimer mes données")
    assert "Rien n'a été effacé." in intern.says("non")
    assert "Quelle est la priorité ?" in intern.said[-1].text
    assert players.of("s1") is not None


@pytest.mark.parametrize("name", ["x", "123", "un pseudonyme bien trop long pour tenir", "Mme Durand"])
def test_un_pseudonyme_qui_ne_convient_pas_est_redemande(name: str) -> None:
    from bot.privacy import mask

    opened, _ = room()
    intern = Intern("s1")
    intern.says(f"entraînement {opened.code}")
    hidden = mask(name)
    heard = intern._hears(Understanding(hidden.text, "inform", masked=hidden.kinds))
    assert "Ce pseudonyme ne convient pas" in heard
    assert players.of("s1") is None


def test_rien_dans_le_fichier_ne_nomme_la_conversation() -> None:
    opened, teacher_code = room()
    seated(opened.code, "le-nom-secret-de-la-conversation")
    kept = "".join(
        str(database.rows(f"SELECT * FROM {name}")) for name in ("players", "conversations", "seats", "rooms")
    )
    assert "le-nom-secret" not in kept
    assert teacher_code not in kept


def test_le_code_de_l_enseignant_ouvre_sa_salle_et_nulle_autre() -> None:
    mine, code = room()
    other, _ = room()
    assert rooms.led_by(mine.code, codes.shown(code).lower()) == mine
    assert rooms.led_by(mine.code, "ABCDE-FGHJK") is None
    assert rooms.led_by(other.code, code) is None
    assert rooms.led_by("ZZZZZZ", code) is None


def test_l_enseignant_ouvre_une_salle_depuis_la_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIOIG_TEACHER_CODE", "sésame")
    teacher = Intern("t1")
    assert "Quel est le code de l'enseignant ?" in teacher.says("ouvrir une salle Hémato novembre, 4 cas")
    heard = teacher.says("sésame")
    assert "Salle ouverte : « Hémato novembre », 4 cas" in heard
    code = re.search("Code de la salle : ([A-Z]{6})", heard)
    assert code is not None
    assert len((rooms.find(code[1]) or room()[0]).cases) == 4


def test_un_mauvais_code_d_enseignant_n_ouvre_rien(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIOIG_TEACHER_CODE", "sésame")
    teacher = Intern("t2")
    for _ in range(5):
        teacher.says("ouvrir une salle")
        assert "Ce n'est pas le code" in teacher.says("autre")
    teacher.says("ouvrir une salle")
    assert "Trop d'essais" in teacher.says("sésame")
    assert rooms.every() == ()


def test_sans_code_regle_la_conversation_n_ouvre_pas_de_salle() -> None:
    assert "Aucun code d'enseignant n'est réglé" in Intern("t3").says("ouvrir une salle")


def test_les_pseudonymes_proposes_sont_accordes_et_libres() -> None:
    opened, _ = room()
    seated(opened.code, "s1", "Loutre bleue")
    every = players.suggestions(opened.code, 1000)
    animals, colours = names().animals, names().colours
    assert len(every) == sum(len(animals[gender]) * len(colours[gender]) for gender in "mf") - 1
    assert "Loutre bleue" not in every
    assert "Tortue verte" in every


def test_un_fichier_inutilisable_rend_la_parole_a_la_consultation(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise DatabaseProblem("Le fichier training.sqlite n'est pas utilisable : le disque est plein.")

    intern = Intern("s1")
    monkeypatch.setattr(database, "first", broken)
    monkeypatch.setattr(players, "first", broken)
    assert "L'entraînement est indisponible" in intern.says("entraînement")
    assert intern.case.active is None
    assert intern.case.content == Conversation().content
