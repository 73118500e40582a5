"""A case taken up again by its reference, by anybody, without a name."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from actions.conversation.bind import PAYLOAD
from actions.conversation.late import LATE
from actions.record import keeper
from actions.record.keeper import with_record
from actions.record.verify import verify
from actions.understanding import Unbound, Understanding
from tests.record.following import case, contents, decided, someone


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    keeper.release()


@pytest.mark.parametrize(
    "typed", ["suite {}", "SUITE {}", "suivi {}", "référence {}", "Référence : {}", "reprendre {}", "{}", "ref {}"]
)
def test_une_reference_ouvre_son_suivi(typed: str) -> None:
    reference = decided()
    ward = someone()
    heard = ward.says(typed.format(reference))
    assert heard.text.startswith(f"Référence {reference} · RÉSERVÉ [UF] · PIDC évolutive")
    assert "145 g en 5 jours (IV)" in heard.text
    assert "- RCP, avis exigé avant de commencer." in heard.text.split("\n")
    assert ward.case.active == "follow_up"


@pytest.mark.parametrize("change", [str.lower, lambda one: one.replace("-", " "), lambda one: one.replace("0", "O")])
def test_minuscules_espaces_et_o_pour_zero(change: Any) -> None:
    reference = decided()
    assert someone().says(f"suite {change(reference)}").text.startswith(f"Référence {reference} ·")


def test_une_faute_de_frappe_propose_le_cas_et_le_bouton_l_ouvre() -> None:
    reference = decided()
    slipped = reference[:-1] + str((int(reference[-1]) + 1) % 10)
    ward = someone()
    heard = ward.says(f"suite {slipped}")
    assert heard.codes == ["unknown_reference"]
    assert f"« {slipped} » : la lettre et les chiffres ne vont pas ensemble" in heard.text
    assert f"- {reference} · RÉSERVÉ [UF]" in heard.text
    assert ward.taps(reference).text.startswith(f"Référence {reference} ·")


def test_une_reference_inconnue_se_dit_et_laisse_continuer() -> None:
    ward = someone()
    heard = ward.says("suite K7-482")
    assert "La référence K7-482 n'est pas dans ce registre" in heard.text
    assert "décrivez le patient" in heard.text
    assert ward.says("Kawasaki, 12 kg").verdict == "P"


def test_sans_reference_elle_est_demandee_et_peut_etre_tapee_seule() -> None:
    reference = decided()
    ward = someone()
    assert "Quelle est la référence" in ward.says("suivi").text
    assert "Ce n'est pas une référence" in ward.says("euh").text
    assert ward.says(reference.lower()).text.startswith(f"Référence {reference} ·")


def test_une_cure_se_note_en_une_phrase() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    heard = ward.says("cure faite aujourd'hui 60 g")
    assert f"Noté sous {reference} : cure du 02/03/2026, 60 g (1 en tout). La décision prévoyait 145 g." in heard.text
    assert contents(case(reference).courses) == [{"day": "2026-03-02", "grams": 60.0}]
    assert "Prochaine cure entre le 30/03/2026 et le 13/04/2026." in heard.text


def test_ce_qui_manque_d_une_cure_est_demande_rien_n_est_suppose() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    assert "Quel jour ?" in ward.taps("cure faite").text
    assert "Combien de grammes" in ward.taps("hier").text
    assert not case(reference).courses
    ward.says("145")
    assert contents(case(reference).courses) == [{"day": "2026-03-01", "grams": 145.0}]


def test_un_jour_a_venir_est_refuse_sans_rien_perdre() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    assert "n'est pas encore passé" in ward.says("cure faite le 03/03/2026, 60 g").text
    ward.says("hier")
    assert contents(case(reference).courses) == [{"day": "2026-03-01", "grams": 60.0}]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("avis RCP favorable le 12/02", [("RCP", "2026-02-12", True)]),
        ("RCP défavorable hier", [("RCP", "2026-03-01", False)]),
        ("avis FILNEMUS obtenu il y a 3 jours", [("FILNEMUS", "2026-02-27", None)]),
        (
            "accord RCP et FILNEMUS le 1er mars",
            [("RCP", "2026-03-01", True), ("FILNEMUS", "2026-03-01", True)],
        ),
        ("quand aura lieu la RCP ?", []),
    ],
)
def test_un_avis_se_note_avec_son_jour(typed: str, kept: list[Any]) -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    ward.says(typed)
    assert [(e.content["body"], e.content["day"], e.content["favourable"]) for e in case(reference).opinions] == kept


def test_un_avis_obtenu_n_est_plus_a_faire_un_avis_defavorable_le_reste() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    assert "RCP, avis" not in ward.says("avis RCP favorable hier").text
    heard = ward.says("avis FILNEMUS défavorable hier")
    assert "défavorable le 01/03/2026, ne poursuivez pas sans nouvel avis" in heard.text


@pytest.mark.parametrize(
    ("typed", "severity", "reactions"),
    [
        ("céphalées et nausées", "minor", ["nausea_vomiting", "headache"]),
        ("méningite aseptique", "severe", ["aseptic_meningitis"]),
        ("bien toléré", "none", []),
        ("pas de céphalées, bien toléré", "none", []),
        ("fièvre à la première perfusion, sans frissons", "minor", ["fever_chills"]),
    ],
)
def test_la_tolerance_suit_les_listes_du_questionnaire(typed: str, severity: str, reactions: list[str]) -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    heard = ward.says(typed)
    (kept,) = contents(case(reference).tolerances)
    assert (kept["severity"], kept["reactions"]) == (severity, reactions)
    assert ("pharmacovigilance" in heard.text) is (severity == "severe")


@pytest.mark.parametrize(
    ("typed", "effect"),
    [
        ("amélioration", "improved"),
        ("pas d'amélioration", "none"),
        ("traitement inefficace", "none"),
        ("stable", "stable"),
        ("aggravation", "worsened"),
    ],
)
def test_l_effet_se_note(typed: str, effect: str) -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    ward.says(typed)
    assert contents(case(reference).effects) == [{"effect": effect, "day": "2026-03-02"}]


def test_une_saisie_s_annule_et_reste_dans_la_chaine() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    ward.says("cure faite hier 600 g")
    assert "la dernière saisie (cure) ne compte plus" in ward.says("annuler").text
    found = case(reference)
    assert (found.courses, len(found.entries)) == ((), 3)
    assert with_record(lambda record: record.connection.execute("SELECT count(*) FROM courses").fetchone()) == (0,)
    assert with_record(lambda record: verify(record)).whole


def test_un_ancien_bouton_ne_note_rien_et_l_aide_est_celle_de_la_consultation() -> None:
    reference = decided()
    ward = someone()
    ward.says("PIDC évolutive")
    ward.says(f"suite {reference}")
    late = Understanding("", "answer", unbound=(Unbound(PAYLOAD, "failed", text="corticosteroids"),))
    assert (ward.hears(late).text, ward.case.active) == (LATE, "follow_up")
    assert "corticosteroids" not in ward.case.facts
    assert "help" in ward.says("aide").codes
    assert ward.case.active is None


def test_une_autre_situation_rend_la_parole_a_la_consultation() -> None:
    reference = decided()
    ward = someone()
    ward.says(f"suite {reference}")
    heard = ward.says("Kawasaki, 12 kg")
    assert heard.verdict == "P" and ward.case.active is None
    assert heard.decision is not None and heard.decision["reference"] != reference


@pytest.mark.parametrize("typed", ["PTI adulte, Khellaf 9, urgence", "suite à une greffe, IgG 3 g/L", "référence ANSM"])
def test_ce_qui_n_est_pas_un_suivi_reste_a_la_consultation(typed: str) -> None:
    ward = someone()
    ward.says(typed)
    assert ward.case.active is None


def test_un_registre_illisible_se_dit(own_folder: Any) -> None:
    own_folder.mkdir()
    (own_folder / "record.sqlite").write_bytes(b"pas une base" * 500)
    heard = someone().says("suite K7-482")
    assert "Le suivi n'est pas possible pour l'instant. Le fichier record.sqlite n'est pas utilisable" in heard.text
