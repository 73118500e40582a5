"""JSON without indulgence."""

from __future__ import annotations

import pytest

from bot.strict_json import dumps, loads

REFUSED = {
    "une clé donnée deux fois": ('{"weight_kg": 7, "weight_kg": 70}', "une clé est donnée deux fois"),
    "une clé donnée deux fois à l'intérieur": ('{"facts": {"a": 1, "a": 2}}', "une clé est donnée deux fois"),
    "NaN": ('{"a": NaN}', "NaN n'est pas une valeur JSON"),
    "l'infini": ("[-Infinity]", "-Infinity n'est pas une valeur JSON"),
    "un nombre trop grand": ('{"a": 1e999}', "1e999 est trop grand"),
    "un entier trop grand": ('{"a": 1' + "0" * 5000 + "}", "100000000000… est trop grand"),
    "une accolade oubliée": ('{"a": 1', "la syntaxe est fausse au caractère 8"),
    "du latin-1": ("é".encode("latin-1"), "le texte n'est pas en UTF-8"),
    "des listes sans fin": ("[" * 100_000, "les objets sont emboîtés trop profondément"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_plain_json_is_refused(text: str | bytes, reason: str) -> None:
    with pytest.raises(ValueError) as refusal:
        loads(text)
    assert str(refusal.value) == reason


def test_what_is_read_is_written_back_with_its_accents() -> None:
    assert loads('\ufeff{"é": [1, 2.5, true, null]}'.encode()) == {"é": [1, 2.5, True, None]}
    assert dumps({"é": [1, 2.5, True, None]}) == '{"é": [1, 2.5, true, null]}'


def test_half_a_character_does_not_break_the_answer() -> None:
    assert dumps({"id": loads('"a\\ud800b"')}) == '{"id": "a?b"}'
