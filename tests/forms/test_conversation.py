"""A form filled by conversation: in any order, over several conversations, with corrections; nothing is lost."""

from __future__ import annotations

import random
import sqlite3

import pytest

from actions.conversation.late import LATE
from actions.forms.store import FILE, opened
from actions.paths import var_dir
from rules.forms import Cell, Form, Record, form
from tests.actions.talk import Heard, Talk


def stored() -> Record:
    """The only record of the store."""
    with opened() as store:
        (only,) = store.all()
        return only.record


def answers() -> dict[str, object]:
    return {str(cell): value for cell, value in stored().answers.items()}


def begun(key: str = "AB-1962-F") -> Talk:
    talk = Talk()
    talk.says(f"nouveau formulaire {key}")
    return talk


def says(talk: Talk, *texts: str) -> Heard:
    return [talk.says(text) for text in texts][-1]


def test_two_conversations_fill_one_form_in_any_order() -> None:
    one = Talk()
    heard = says(one, "formulaire sclérodermie", "AB", "1962", "féminin")
    reference = stored().reference
    assert f"référence {reference}" in heard.text and f"/formulaire#{reference}" in heard.text
    says(one, "Rodnan M6 18", "CRP M3 12 mg/L, CVF 78 %", "quitter")
    other = Talk()
    heard = says(other, "continuer le formulaire AB-1962-F")
    assert "6/246" in heard.text and "M3 2/28, M6 1/28" in heard.text
    says(other, "section 4", "ulcères digitaux oui 03/2009")
    assert answers() == {
        "initials": "AB", "birth_year": "1962", "sex": "F", "rodnan@M6": 18, "crp@M3": 12, "fvc@M3": 78,
        "ulcers": True, "ulcers_since": "2009-03",
    }  # fmt: skip


def test_nothing_is_stored_before_the_key_is_known_and_nothing_is_lost() -> None:
    talk = Talk()
    says(talk, "formulaire SIVIG", "Rodnan M6 18", "AB")
    with opened() as store:
        assert store.all() == []
    says(talk, "1962", "homme")
    assert answers() == {"initials": "AB", "birth_year": "1962", "sex": "M", "rodnan@M6": 18}


def test_questions_come_one_by_one_and_can_be_passed_gone_back_to_and_corrected() -> None:
    talk = begun()
    assert says(talk, "section 4").objects("question")[-1]["fact"] == "raynaud"
    assert talk.taps({"form": "raynaud", "value": True}).asked == "raynaud_since"
    assert says(talk, "03/2008").asked == "ulcers"
    assert says(talk, "passer").asked == "calcinosis"
    back = says(talk, "retour", "retour")
    assert (back.asked, "Actuellement : 03/2008" in back.text) == ("raynaud_since", True)
    assert says(talk, "04/2008").asked == "ulcers"
    assert says(talk, "inconnu").asked == "calcinosis"
    assert answers()["raynaud_since"] == "2008-04" and answers()["ulcers"] == "#inconnu"
    says(talk, "effacer ulcères digitaux")
    assert "ulcers" not in answers()


@pytest.mark.parametrize(
    ("first", "then", "code", "kept"),
    [
        ("M0 01/06/2010", "M6 01/03/2010", "date_order", {"visit_date@M0": "2010-06-01"}),
        ("Rodnan M6 18", "Rodnan M6 60", "out_of_range", {"rodnan@M6": 18}),
        ("CRP M6 12", "CRP M6 3 g/L", "wrong_unit", {"crp@M6": 12}),
        ("M6 01/03/2010", "M6 01/03/2035", "future_date", {"visit_date@M6": "2010-03-01"}),
        ("Rodnan M6 18", "Rodnan M7 12", "unknown_visit", {"rodnan@M6": 18}),
    ],
)
def test_what_cannot_be_is_asked_back_and_nothing_is_lost(
    first: str, then: str, code: str, kept: dict[str, object]
) -> None:
    talk = begun()
    says(talk, first)
    heard = says(talk, then)
    assert heard.codes == [code]
    assert heard.objects("question"), "it is asked back"
    key = {"initials": "AB", "birth_year": "1962", "sex": "F"}
    assert answers() == {**key, **kept}


def test_a_visit_or_a_section_that_was_not_said_is_asked_and_the_words_are_kept() -> None:
    talk = begun()
    assert "à quelle visite" in says(talk, "Rodnan 18").text
    says(talk, "M6")
    assert "dans quelle section" in says(talk, "section 1", "méthotrexate 15 mg/semaine 03/2009 06/2010").text
    says(talk, "section 5")
    assert answers()["rodnan@M6"] == 18
    assert answers()["prior_drug#1"] == "methotrexate" and answers()["prior_end#1"] == "2010-06"


def test_treatments_are_rows_and_one_that_is_not_listed_is_specified() -> None:
    talk = begun()
    says(talk, "section 5", "passer", "hydroxychloroquine 400 mg depuis 01/2008, en cours")
    assert {k: v for k, v in answers().items() if "#" in k} == {
        "prior_drug#1": "other", "prior_other#1": "hydroxychloroquine 400 mg", "prior_start#1": "2008-01",
        "prior_ongoing#1": True,
    }  # fmt: skip


def test_inclusion_is_said_as_soon_as_it_is_known() -> None:
    talk = begun()
    says(talk, "section 2")
    assert "n'entre" not in says(talk, "épaississement au-delà des MCP oui", "première perfusion 12/03/2010").text
    assert "Le patient entre dans l'étude." in says(talk, "substitution non").text
    assert "n'entre pas dans l'étude" in says(talk, "substitution oui").text
    heard = says(talk, "substitution non", "diagnostic validé non")
    assert "le score dit « rempli » et la réponse déclarée « non rempli »" in heard.text
    lines = says(talk, "inclusion").text
    assert "Exclusion : IgIV à visée de substitution d'un déficit immunitaire : absent" in lines
    assert "réponse déclarée « non rempli » (9 points)" in lines


def test_a_question_of_the_consultation_is_for_the_consultation_and_the_form_waits() -> None:
    talk = begun()
    heard = says(talk, "section 4", "Guillain-Barré, 6 ans, 20 kg")
    assert heard.verdict == "P"
    assert "Rodnan à M6 : 18/51" in says(talk, "formulaire SIVIG", "Rodnan M6 18").text


def test_another_patient_leaves_the_form_and_keeps_what_it_holds() -> None:
    talk = begun()
    says(talk, "Rodnan M6 18", "nouveau patient")
    assert talk.case.activities == {}
    assert answers()["rodnan@M6"] == 18


def test_a_form_is_deleted_on_request_and_its_bytes_with_it() -> None:
    talk = begun()
    says(talk, "section 6", "autre indication oui : polyneuropathie-temoin")
    assert "ses 5 réponses" in says(talk, "supprimer le formulaire").text
    assert "Rien n'est supprimé" in says(talk, "non").text
    reference = stored().reference
    says(talk, "supprimer le formulaire")
    assert f"Formulaire {reference} supprimé" in says(talk, "oui").text
    assert b"polyneuropathie" not in b"".join(file.read_bytes() for file in var_dir().glob(f"{FILE}*"))
    assert "Aucun formulaire de référence" in says(talk, f"continuer le formulaire {reference}").text


def test_two_patients_of_one_key_are_told_apart_by_their_references() -> None:
    begun()
    heard = Talk().says("nouveau formulaire AB-1962-F")
    assert "Un autre formulaire a la même clé AB-1962-F" in heard.text
    heard = Talk().says("continuer le formulaire AB-1962-F")
    assert "Plusieurs formulaires" in heard.text and len(heard.says[0].buttons) == 2


def test_names_typed_in_a_text_are_masked_before_they_are_stored() -> None:
    from bot.privacy import mask

    talk = begun()
    hidden = mask("événement M12 : décès, famille de Mme Dupont prévenue")
    says(talk, hidden.text)
    assert answers()["event@M12"] == "décès, famille de Mme [nom] prévenue"


def test_an_unreadable_file_is_said_and_the_consultation_goes_on() -> None:
    talk = begun()
    (var_dir() / FILE).write_bytes(b"not a database at all" * 300)
    heard = talk.says("Rodnan M6 18")
    assert heard.codes == ["form_unavailable"] and "restaurez une sauvegarde" in heard.text
    assert talk.says("Guillain-Barré, 6 ans, 20 kg").text


def test_the_answers_are_in_sqlite_and_readable_by_others() -> None:
    begun()
    found = sqlite3.connect(var_dir() / FILE).execute("SELECT cell, value FROM answers ORDER BY cell").fetchall()
    assert found == [("birth_year", '"1962"'), ("initials", '"AB"'), ("sex", '"F"')]


def test_another_studys_form_is_filled_by_the_same_conversation(second: Form) -> None:
    talk = Talk()
    says(talk, "formulaire SOUFFLE", "042", "consentement oui", "pollens, effort", "aérosol doseur début 03/2020")
    heard = says(talk, "dep V1 7 L/s", "V2 date 02/01/2021 dep 450")
    assert "débit de pointe à V2 : 450 L/min" in heard.text
    with opened() as store:
        record = store.of_key(second.id, "042")[0]
    assert {str(cell): value for cell, value in record.answers.items()} == {
        "number": "042", "consent": True, "triggers": ["pollen", "effort"], "device#1": "spray",
        "device_start#1": "2020-03", "peak_flow@V1": 420, "peak_flow@V2": 450, "day@V2": "2021-01-02",
    }  # fmt: skip
    assert Cell("day", "V1") not in record.answers


def test_a_value_alone_answers_the_question_in_hand_and_a_situation_answers_nothing() -> None:
    talk = begun()
    says(talk, "section 4", "oui")
    assert talk.taps("2008-03").asked == "ulcers"
    assert answers()["raynaud_since"] == "2008-03"
    says(talk, "visite M6", "passer")
    assert talk.taps(60).codes == ["out_of_range"]
    assert talk.taps(18).asked == "active_ulcers@M6"
    assert (talk.taps("autism").text, talk.case.indication) == (LATE, None)


WORDS = (
    "oui",
    "non",
    "18",
    "12 mg/L",
    "03/2009",
    "31/02/2010",
    "inconnu",
    "-3",
    "1/640",
    "II",
    "< 5",
    "150 G/L",
    "M6",
    "M99",
    "section 4",
    "section 99",
    "passer",
    "retour",
    "relire",
    "où en est-on ?",
    "inclusion",
    "effacer",
    "quitter",
    "9" * 40,
    "formulaire SIVIG",
    "supprimer le formulaire",
    "méthotrexate 2009",
    "en cours",
    "nouvelle cure",
    "#",
    "«",
    "PTI adulte",
)
LABELS = sorted(
    {words for question in form("sivig").questions.values() for words in (question.label, *question.aliases)}
)
TAPPED = ("rodnan@M6", "heart", "rows:prior", "rows:none", "visit:M6", "section:organs", "words:visit", "delete", "x@y")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_typed_or_tapped_there_is_an_answer(seed: int) -> None:
    chance, talk = random.Random(seed), begun()
    for _ in range(25):
        text = " ".join(chance.choice(chance.choice((WORDS, LABELS))) for _ in range(chance.randint(1, 5)))
        value = chance.choice((True, 18, "methotrexate", [], {}, None))
        heard = talk.says(text) if chance.random() < 0.8 else talk.taps({"form": chance.choice(TAPPED), "value": value})
        assert heard.says and heard.text, text
