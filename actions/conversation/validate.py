"""Is a stated value one that its fact can have? If not: what is wrong, and what to type instead."""

from __future__ import annotations

from typing import Any, Mapping

from actions.conversation import rulebook
from actions.conversation.say import Notice
from actions.wording import questions
from actions.wording.said import measure
from actions.wording.text import capital
from rules import vocabulary

OUT_OF_RANGE, INVALID = "out_of_range", "invalid_value"
READABLE = 1e9  # a longer number is not said back


def refusal(fact: str, value: Any) -> Notice | None:
    """Why this value of a fact is refused, or None where it is good."""
    error = rulebook.check_value(fact, value)
    if error is None:
        return None
    if out_of_range(fact, value):
        return Notice(OUT_OF_RANGE, _range_message(fact, value), fact)
    if error.code == "contradiction":
        return Notice(error.code, error.message, fact)
    return Notice(INVALID, expected(fact), fact)


def out_of_range(fact: str, value: Any) -> bool:
    """Whether a number, or an end of a bound, lies outside what the vocabulary allows."""
    known = vocabulary().facts[fact]
    ends = value.values() if isinstance(value, Mapping) else (value,)
    return known.kind == "number" and any(_is_number(end) and not known.low <= end <= known.high for end in ends)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _range_message(fact: str, value: Any) -> str:
    known, words = vocabulary().facts[fact], questions.words(fact)
    ends = value.values() if isinstance(value, Mapping) else (value,)
    wrong = next(end for end in ends if _is_number(end) and not known.low <= end <= known.high)
    bounds = f"{measure(fact, known.low)} à {measure(fact, known.high)}"
    stated = measure(fact, wrong) if 0 <= wrong < READABLE else "la valeur donnée"
    return (
        f"{capital(words.label)} : {stated} est hors des valeurs possibles ({bounds}). "
        f"Vérifiez la valeur et l'unité, par exemple {words.examples}."
    )


def expected(fact: str) -> str:
    """What the question about a fact accepts, as one sentence."""
    words = questions.words(fact)
    if words.kind == "number":
        whole = "un nombre entier" if vocabulary().facts[fact].integer else "un nombre"
        return f"{capital(words.label)} : {whole} est attendu, par exemple {words.examples}."
    if words.kind == "boolean":
        return f"{capital(words.label)} : répondez « oui », « non » ou « je ne sais pas »."
    return f"{capital(words.label)} : choisissez l'une des réponses proposées."


def yes_or_no_is_unclear(fact: str, yes: bool) -> str:
    """Why "oui" or "non" does not answer a question that has other answers."""
    words = questions.words(fact)
    if words.kind == "trial" and not yes:
        never = words.choices["not_tried"]
        return f"{capital(words.label)} : « non » peut vouloir dire « {never} » ou « pas d'échec ». Précisez."
    return f"{capital(words.label)} : « {'oui' if yes else 'non'} » ne suffit pas, choisissez l'une des réponses."
