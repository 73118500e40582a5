"""References: what is typed for one, and what a slip leads to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.record.reference import LETTERS, Typed, drawn, letter_of, read, written

NUMBERS = st.integers(4, 8).flatmap(lambda length: st.text("0123456789", min_size=length, max_size=length))


@pytest.mark.parametrize(
    "typed",
    ["K7-482", "k7-482", "K7482", " k 7 482 ", "K7.482", "k7–482", "K-7-4-8-2", "k7-4B2", "k7-48z"],
)
def test_une_reference_se_tape_comme_on_veut(typed: str) -> None:
    assert written("7482") == "K7-482"
    found = read(typed)
    assert found is not None and found.reference == "K7-482"


@pytest.mark.parametrize(
    ("typed", "meant"), [("P1-0O0", "1000"), ("P1-OOO", "1000"), ("pI-000", "1000"), ("pl-000", "1000")]
)
def test_o_pour_zero_et_i_pour_un(typed: str, meant: str) -> None:
    found = read(typed)
    assert found is not None and found.reference == written(meant) == "P1-000"


@pytest.mark.parametrize("typed", ["", "K7", "K7-48", "bonjour", "72 kg", "PTI", "KK-482", "K7-482-913-55"])
def test_ce_qui_n_en_a_pas_la_forme_n_en_est_pas_une(typed: str) -> None:
    assert read(typed) is None


def test_une_lettre_fausse_se_voit_et_la_juste_vient_en_premier() -> None:
    found = read("H7-482")
    assert found is not None and found.reference is None and found.near[0] == "K7-482"
    assert read("K7-482") == Typed("K7-482", tuple(one for one in read("K7-482").near if one != "K7-482"))  # type: ignore[union-attr]


@given(NUMBERS)
def test_ce_qui_est_ecrit_se_relit(digits: str) -> None:
    found = read(written(digits))
    assert found is not None and found.reference == written(digits)


@given(NUMBERS, st.data())
def test_un_seul_chiffre_faux_n_est_jamais_une_autre_reference(digits: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(digits) - 1))
    new = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != digits[at]))
    slipped = f"{letter_of(digits)}{digits[:at]}{new}{digits[at + 1 :]}"
    found = read(slipped)
    assert found is not None and found.reference is None
    assert written(digits) in found.near


@given(NUMBERS, st.data())
def test_deux_chiffres_echanges_se_voient(digits: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(digits) - 2))
    exchanged = f"{digits[:at]}{digits[at + 1]}{digits[at]}{digits[at + 2 :]}"
    found = read(letter_of(digits) + exchanged)
    assert found is not None
    assert found.reference == (written(digits) if exchanged == digits else None)
    assert exchanged == digits or written(digits) in found.near


@given(NUMBERS, st.sampled_from(LETTERS))
def test_une_lettre_fausse_n_est_jamais_une_autre_reference(digits: str, letter: str) -> None:
    found = read(letter + digits)
    assert found is not None and (found.reference is None) is (letter != letter_of(digits))


@pytest.mark.parametrize("length", [4, 5, 6])
def test_une_reference_tiree_a_la_longueur_voulue(length: int) -> None:
    shown = drawn(length)
    assert len(shown) == length + 2
    found = read(shown)
    assert found is not None and found.reference == shown
