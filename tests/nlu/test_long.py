"""Messages that are long, loud, foreign or empty of sense."""

from __future__ import annotations

import pytest

from bot.nlu.understand import LONGEST, extract

RECORD = [
    "Motif : purpura thrombopénique immunologique chez une femme de 45 ans.",
    "Poids 72 kg.",
    "Plaquettes à 5 G/L.",
]


def test_two_hundred_pasted_lines_give_what_is_sure() -> None:
    understood = extract("\n".join([*RECORD, *["Examen du jour sans particularité."] * 197]))
    assert (understood.indication, dict(understood.facts)) == (
        "itp_adult",
        {"age_years": 45, "weight_kg": 72, "platelets_giga_per_l": 5},
    )


def test_a_misspelling_is_not_guessed_in_a_pasted_record() -> None:
    assert extract("\n".join(["guilain bare", *["Examen du jour sans particularité."] * 100])).candidates == ()


def test_a_message_beyond_the_limit_is_read_up_to_it_and_told() -> None:
    understood = extract("Kawasaki. " + "a " * LONGEST)
    assert (understood.indication, [problem.code for problem in understood.problems]) == ("kawasaki", ["too_long"])


STRANGE = ["", "   ", "?!…", "<b>", "😀", "\x00", "(((((", "g/L", "/", "-5 kg", "1e400 kg", "٣ kg", "9" * 400]


@pytest.mark.parametrize("text", STRANGE, ids=[repr(text[:12]) for text in STRANGE])
def test_nothing_makes_the_reading_fail(text: str) -> None:
    assert extract(text).candidates == ()


def test_capitals_throughout_mark_no_acronym() -> None:
    assert extract("LES PLAQUETTES SONT A 8 G/L CHEZ UN ADULTE AVEC PTI").indication == "itp_adult"
