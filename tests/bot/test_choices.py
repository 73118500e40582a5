"""Buttons as a list under the question."""

from __future__ import annotations

from bot.commands.choices import choices

FAILED = {"title": "échec", "payload": '/answer{"value": "failed"}'}
UNKNOWN = {"title": "je ne sais pas", "payload": "/dont_know"}


def test_the_number_of_a_choice_answers() -> None:
    offered = choices([{"text": "Corticoïdes ?", "buttons": [FAILED, UNKNOWN]}])
    assert offered.lines() == ["  1) échec", "  2) je ne sais pas"]
    assert [offered.payload(typed) for typed in ("1", " 2) ", "3", "échec")] == [
        '/answer{"value": "failed"}',
        "/dont_know",
        "3",
        "échec",
    ]


def test_where_a_number_is_asked_for_the_choices_have_letters() -> None:
    question = {"custom": {"type": "question", "fact": "khellaf_score", "kind": "number"}}
    offered = choices([{"text": "Score ?", "buttons": [UNKNOWN]}, question])
    assert offered.lines() == ["  a) je ne sais pas"]
    assert [offered.payload(typed) for typed in ("1", "A")] == ["1", "/dont_know"]


def test_without_buttons_what_is_typed_is_sent() -> None:
    assert choices([{"text": "Bonjour."}]).payload("1") == "1"
