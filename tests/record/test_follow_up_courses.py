"""Courses noted under a reference: what they change at renewal, and for which case."""

from __future__ import annotations

from typing import Iterator

import pytest

from actions.record import keeper
from actions.understanding import Understanding
from tests.record.following import CIDP, case, contents, decided, someone


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    keeper.release()


def test_trois_cures_d_une_pidc_puis_le_renouvellement_sous_la_meme_reference() -> None:
    reference = decided()
    ward = someone()
    for text in (f"suite {reference}", "cure faite aujourd'hui 145 g"):
        ward.says(text)
    for _ in range(2):
        ward.later(weeks=4)
        heard = ward.says("cure faite aujourd'hui 145 g")
    assert "Trois cures faites : évaluez l'efficacité" in heard.text
    assert "Trois cures faites" not in ward.says("bonne réponse").text
    heard = ward.says("renouvellement")
    assert heard.decision is not None
    assert heard.decision["reference"] == reference
    assert (
        heard.decision["facts"] | {"courses_given": 3, "phase": "renewal", "responds_to_current_ivig": True}
        == (heard.decision["facts"])
    )
    assert [item["bodies"] for item in heard.decision["opinions"]] == [["FILNEMUS"]]
    assert "s'ils ont changé, écrivez-les" in heard.text
    assert ward.case.active is None
    assert [entry.content["revision"] for entry in case(reference).decisions][-1] == len(case(reference).decisions)


def test_myasthenie_la_troisieme_cure_en_douze_mois_demande_la_rcp_au_renouvellement() -> None:
    reference = decided("myasthénie, décompensation aiguë, échanges plasmatiques indisponibles, 60 kg")
    ward = someone()
    for text in (f"suite {reference}", "cure faite aujourd'hui 60 g"):
        ward.says(text)
    first = ward.says("renouvellement").decision
    assert first is not None and first["facts"]["courses_in_12_months"] == 2 and first["opinions"] == []
    ward.later(weeks=12)
    for text in (f"suite {reference}", "cure faite aujourd'hui 60 g"):
        heard = ward.says(text)
    assert "La prochaine cure serait la troisième en 12 mois" in heard.text
    second = ward.says("renouvellement").decision
    assert second is not None and second["facts"]["courses_in_12_months"] == 3
    assert [item["bodies"] for item in second["opinions"]] == [["RCP"]]


def test_que_reste_t_il_a_faire_pour_le_cas_en_cours() -> None:
    ward = someone()
    heard = ward.says(CIDP)
    assert heard.decision is not None
    assert "- RCP, avis exigé avant de commencer." in ward.says("que reste-t-il à faire ?").text
    assert "fermé" in ward.says("fin du suivi").text
    assert ward.case.active is None


def test_une_cure_se_note_sur_le_cas_en_main_jamais_sur_celui_d_avant() -> None:
    before = decided()
    ward = someone()
    ward.says(f"suite {before}")
    heard = ward.says("Kawasaki, 12 kg")
    assert heard.decision is not None
    ward.says("cure faite aujourd'hui 25 g")
    assert case(before).courses == ()
    assert contents(case(heard.decision["reference"]).courses) == [{"day": "2026-03-02", "grams": 25.0}]


def test_le_bouton_renouvellement_du_cas_en_main_compte_les_cures_enregistrees() -> None:
    ward = someone()
    heard = ward.says(CIDP)
    ward.says("cure faite aujourd'hui 145 g")
    ward.says("fin du suivi")
    renewed = ward.hears(Understanding("", "renewal")).decision
    assert heard.decision and renewed and renewed["facts"]["courses_given"] == 1
    assert renewed["reference"] == heard.decision["reference"]


def test_sans_rien_au_registre_le_renouvellement_est_celui_de_la_consultation() -> None:
    ward = someone()
    ward.says(CIDP)
    heard = ward.hears(Understanding("", "renewal"))
    assert heard.decision and "courses_given" not in heard.decision["facts"]
    assert heard.text.startswith("Renouvellement : les critères")
