"""A choice between situations that is open: the words of the answer settle it, and nothing else does."""

from __future__ import annotations

import pytest

from tests.actions.talk import Talk

SETTLED = [
    ("hypogamma", "LLC", "secondary_immunodeficiency"),
    ("hypogamma", "allogreffé", "hypogammaglobulinaemia_after_transplant"),
    ("hypogamma", "CAR-T", "hypogammaglobulinaemia_after_car_t_or_bispecific"),
    ("maladie de Willebrand", "acquise", "acquired_von_willebrand"),
]


@pytest.mark.parametrize(("first", "answer", "indication"), SETTLED, ids=[f"{a}, {b}" for a, b, _ in SETTLED])
def test_a_word_settles_an_open_choice(first: str, answer: str, indication: str) -> None:
    talk = Talk()
    talk.says(first)
    talk.says(answer)
    assert talk.case.indication == indication


def test_the_same_word_changes_nothing_of_a_case_in_hand() -> None:
    talk = Talk()
    talk.says("PTI adulte")
    talk.says("il a une LLC")
    assert (talk.case.indication, talk.case.candidates) == ("itp_adult", ())


def test_what_was_not_offered_is_not_offered_again() -> None:
    talk = Talk()
    talk.says("dermatomyosite et sclérodermie")
    heard = talk.says("myosite")
    assert heard.values == ["dermatomyositis", "necrotising_or_antisynthetase_or_overlap_myositis", "not_listed"]


def test_a_suspected_situation_is_confirmed_by_yes() -> None:
    talk = Talk()
    assert talk.says("suspicion de Guillain-Barré, 6 ans").asked == "indication"
    assert talk.says("oui").verdict == "P"
